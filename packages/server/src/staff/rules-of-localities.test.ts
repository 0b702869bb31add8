import { type DirectoryRules, OperatorDuty, type OrganisationKind } from '@nhipcau/contracts';
import { districtOperatorOf, dutyPostsOf, quotaStanding, staffingDeficits, type Unit } from '@nhipcau/domain';
import { describe, expect, test } from 'vitest';
import { readProfiles } from '../regulation/shipped.ts';

// The rules of the domain on the shipped data of the five localities.

const profiles = readProfiles();
const rulesOf = (locality: string): DirectoryRules => {
  const profile = profiles.find((one) => one.locality === locality);
  if (!profile) throw new Error(locality);
  return profile.office.directory;
};
const unit = (
  levelCode: string,
  kind: OrganisationKind,
  parent: Unit['parent'] = { levelCode: 'province', kind: 'peoplesCommittee' },
  code = 'DV',
): Unit => ({ organisationId: `${levelCode}-${kind}`, code, levelCode, kind, parent });
/** The three that Hà Nội's text names, as they stand in its directory. */
const headquarters = {
  party: unit('province', 'partyBody', null, 'TU'),
  council: unit('province', 'peoplesCouncil', null, 'HĐND'),
  committee: unit('province', 'peoplesCommittee', null, 'T01'),
};
const underDepartment = { levelCode: 'province', kind: 'department' } as const;
const none = { admitted: 0, granted: 0 };

describe('[SF-2] the quota of an organisation', () => {
  test.each([
    ['a city department', unit('province', 'department'), 2, 'Đ7.1'],
    ['a unit below a department', unit('province', 'department', underDepartment), 3, 'Đ7.2'],
    ['a city mass organisation (A-36)', unit('province', 'massOrganisation'), 2, 'Đ7.1'],
    ['the City Party Committee', headquarters.party, null, 'Đ7.1'],
    ['the City People’s Council', headquarters.council, null, 'Đ7.1'],
    ['the City People’s Committee', headquarters.committee, null, 'Đ7.1'],
    ['another body of the Party in the city (A-36)', unit('province', 'partyBody'), 2, 'Đ7.1'],
    ['the office of the People’s Committee (A-36)', unit('province', 'peoplesCommittee'), 2, 'Đ7.1'],
    ['a district', unit('district', 'peoplesCommittee'), 3, 'Đ7.2'],
    ['a commune', unit('commune', 'peoplesCommittee'), 1, 'Đ7.3'],
  ])('[R-DIR-05] Hà Nội: %s', (_, one, limit, article) => {
    const standing = quotaStanding(rulesOf('ha-noi'), one, none);
    expect([standing.limit, standing.rule?.cite[0]?.article]).toEqual([limit, article]);
  });

  test.each([
    [0, true],
    [1, true],
    [2, false],
    [3, false],
  ])('[R-DIR-05] [SF-2] with %i sites a city department has room: %s', (admitted, hasRoom) => {
    const standing = quotaStanding(rulesOf('ha-noi'), unit('province', 'department'), {
      admitted,
      granted: 0,
    });
    expect(standing.hasRoom).toBe(hasRoom);
  });

  test('[R-DIR-05] the three headquarters accept any number', () => {
    for (const one of Object.values(headquarters))
      expect(quotaStanding(rulesOf('ha-noi'), one, { admitted: 900, granted: 0 }).hasRoom).toBe(true);
  });

  test.each(['hoa-binh', 'vinh-phuc', 'binh-dinh'])('%s: the text is silent', (locality) => {
    for (const level of ['province', 'district', 'commune'])
      expect(
        quotaStanding(rulesOf(locality), unit(level, 'peoplesCommittee'), { admitted: 99, granted: 0 }),
      ).toMatchObject({
        limit: null,
        hasRoom: true,
      });
  });

  test('Quảng Ninh counts an inventory and refuses nothing', () => {
    const standing = quotaStanding(rulesOf('quang-ninh'), unit('district', 'partyBody'), {
      admitted: 1,
      granted: 0,
    });
    expect(standing).toMatchObject({ limit: 1, hasRoom: true });
  });
});

describe('[SF-3] an accepted plan gives room where the text knows exceptions', () => {
  test.each([
    ['a second commune site without a plan', unit('commune', 'peoplesCommittee'), 1, 0, false],
    ['with an accepted plan', unit('commune', 'peoplesCommittee'), 1, 1, true],
    ['a third with a plan for one', unit('commune', 'peoplesCommittee'), 2, 1, false],
    ['a district has no exception', unit('district', 'peoplesCommittee'), 3, 5, false],
  ])('[R-DIR-06] %s', (_, one, admitted, granted, hasRoom) => {
    expect(quotaStanding(rulesOf('ha-noi'), one, { admitted, granted }).hasRoom).toBe(hasRoom);
  });
});

describe('[SF-7] below the minimum', () => {
  const withSite = (one: Unit) => ({ ...one, siteIds: ['s'] });
  const person = (one: Unit, duty: OperatorDuty, isTrained = true, siteId: string | null = null) => ({
    organisationId: one.organisationId,
    siteId,
    duty,
    isTrained,
  });
  const lacking = (locality: string, one: Unit, people: ReturnType<typeof person>[], siteIds = ['s']) =>
    staffingDeficits(rulesOf(locality), [{ ...withSite(one), siteIds }], people).map(
      ({ required, present, untrained, siteId }) => [required, present, untrained, siteId],
    );
  const bd = unit('district', 'peoplesCommittee');

  test('[R-DIR-13] Bình Định: two trained technicians for each unit', () => {
    expect(lacking('binh-dinh', bd, [])).toEqual([[2, 0, 0, null]]);
    expect(lacking('binh-dinh', bd, [person(bd, 'main'), person(bd, 'support', false)])).toEqual([
      [2, 1, 1, null],
    ]);
    expect(lacking('binh-dinh', bd, [person(bd, 'main'), person(bd, 'support')])).toEqual([]);
    expect(lacking('binh-dinh', bd, [person(bd, 'main'), person(bd, 'leader')])).toEqual([[2, 1, 0, null]]);
  });

  test('[R-DIR-13] Hà Nội: a leader and a technician at each site', () => {
    const people = [person(bd, 'leader'), person(bd, 'main', false, 's')];
    expect(lacking('ha-noi', bd, people)).toEqual([]);
    expect(lacking('ha-noi', bd, people, ['s', 't'])).toEqual([[1, 0, 0, 't']]);
  });

  test.each([
    ['Party Office', unit('province', 'partyBody'), 2],
    ['joint office', unit('province', 'peoplesCommittee'), 2],
    ['satellite', unit('province', 'otherSite'), 2],
    ['district Party', unit('district', 'partyBody'), 1],
    ['district committee', unit('district', 'peoplesCommittee'), 1],
    ['commune (A-21)', unit('commune', 'peoplesCommittee'), 2],
  ])('[R-DIR-13] Quảng Ninh: %s has %i', (_, one, required) => {
    expect(lacking('quang-ninh', one, [])).toEqual([[required, 0, 0, null]]);
  });

  test.each(['hoa-binh', 'vinh-phuc'])(
    '[R-DIR-13] %s: a contact at district, commune and telecom',
    (locality) => {
      for (const one of [
        unit('district', 'peoplesCommittee'),
        unit('commune', 'peoplesCommittee'),
        unit('province', 'telecom'),
      ]) {
        expect(lacking(locality, one, [], [...(one.kind === 'telecom' ? [] : ['s'])])).toEqual([
          [1, 0, 0, null],
        ]);
        expect(lacking(locality, one, [person(one, 'contact', false)])).toEqual([]);
      }
    },
  );

  test('every duty of a minimum is one the register knows', () => {
    for (const { office } of profiles)
      for (const { duties } of office.directory.staffing)
        for (const duty of duties) expect(OperatorDuty.options).toContain(duty);
  });
});

const meeting = {
  chairSiteId: 'p',
  chairBody: 'committee',
  hostKind: 'peoplesCommittee',
  sites: [
    {
      siteId: 'p',
      levelCode: 'province',
      organisationId: 'o-p',
      organisationKind: 'peoplesCommittee',
      districtId: null,
    },
    {
      siteId: 'd1',
      levelCode: 'district',
      organisationId: 'o-d1',
      organisationKind: 'peoplesCommittee',
      districtId: 'o-d1',
    },
    {
      siteId: 'c1',
      levelCode: 'commune',
      organisationId: 'o-c1',
      organisationKind: 'peoplesCommittee',
      districtId: 'o-d1',
    },
    {
      siteId: 'c2',
      levelCode: 'commune',
      organisationId: 'o-c2',
      organisationKind: 'peoplesCommittee',
      districtId: 'o-d1',
    },
  ],
  official: { start: 1000, end: 2000 },
  rehearsal: { start: 100, end: 200 },
} as const;
const sheet = (locality: string, change: object = {}) =>
  dutyPostsOf(rulesOf(locality), { ...meeting, ...change }).map(
    ({ key, session, siteId, districtId, providers }) =>
      [
        session === 'official' ? 'o' : 'r',
        key,
        siteId ?? districtId ?? '-',
        providers.length === 1 ? providers[0] : '*',
      ].join(' '),
  );

describe('[SF-11] whose technician serves the districts', () => {
  test.each([
    ['party', 'partyBody', 'partyBody'],
    ['agency', 'partyBody', 'partyBody'],
    ['agency', 'massOrganisation', 'partyBody'],
    ['council', 'peoplesCouncil', 'peoplesCommittee'],
    ['committee', 'peoplesCommittee', 'peoplesCommittee'],
    ['agency', 'department', 'peoplesCommittee'],
  ] as const)('[R-DIR-20] chaired by %s of a %s: %s', (chairBody, hostKind, unitKind) => {
    expect(districtOperatorOf(rulesOf('quang-ninh'), { chairBody, hostKind })?.unitKind).toBe(unitKind);
    expect(sheet('quang-ninh', { chairBody, hostKind })).toContain(`o districtOperator o-d1 ${unitKind}`);
  });
  test('no other text says', () => {
    expect(districtOperatorOf(rulesOf('ha-noi'), { chairBody: 'party', hostKind: 'partyBody' })).toBeNull();
  });
});

describe('[SF-12] the duty sheet of a meeting', () => {
  test('[R-DIR-23] Quảng Ninh: VNPT at the centre, the chair site, each district site and for the communes of an area', () => {
    expect(sheet('quang-ninh', { rehearsal: null })).toEqual([
      'o controlCentre - telecom',
      'o chairTelecom p telecom',
      'o districtTelecom d1 telecom',
      'o communeArea o-d1 telecom',
      'o districtOperator o-d1 peoplesCommittee',
      'o siteTechnician c1 *',
      'o siteTechnician c2 *',
    ]);
  });
  test('[R-DIR-23] Bình Định: the telecom technician in the trial and the whole session', () => {
    const posts = sheet('binh-dinh').filter((post) => post.includes('telecomTechnician'));
    expect(posts).toEqual(['r telecomTechnician - telecom', 'o telecomTechnician - telecom']);
  });
  test('[R-DIR-23] Hà Nội: MCU technician and WAN duty technician', () => {
    expect(sheet('ha-noi').filter((post) => / (mcuOperator|wanDuty) /.test(post))).toEqual([
      'r mcuOperator - *',
      'o mcuOperator - *',
      'o wanDuty - department',
    ]);
  });
  test.each(['hoa-binh', 'vinh-phuc'])(
    '[R-DIR-23] %s: telecom around the clock in each district',
    (locality) => {
      expect(sheet(locality, { rehearsal: null })).toContain('o telecomDuty o-d1 telecom');
    },
  );
  test('without a rehearsal there are no posts for it', () => {
    expect(sheet('binh-dinh', { rehearsal: null }).filter((post) => post.startsWith('r'))).toEqual([]);
  });
});
