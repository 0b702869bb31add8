import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { instant, type RegistrationData, type RegulationProfile } from '@nhipcau/contracts';
import { followUpOf, noticeFindings, rowsOwed, rowsSentBy, waysTo } from '@nhipcau/domain';
import { aRegistration } from '@nhipcau/testkit';
import { describe, expect, test } from 'vitest';
import { readProfiles } from '../regulation/shipped.ts';

const requirements = readFileSync(join(import.meta.dirname, '../../../../docs/requirements.md'), 'utf8');
const profiles = readProfiles();
const profileOf = (locality: string): RegulationProfile => {
  const profile = profiles.find((one) => one.locality === locality);
  if (!profile) throw new Error(locality);
  return profile;
};
const start = Date.UTC(2026, 10, 12, 1);
const rehearsal = { start: instant(start - 86_400_000), end: instant(start - 80_000_000) };
const technical = { ...aRegistration(start).technical, recording: true };
const meeting = (kind: string, urgency: 'planned' | 'urgent', more: Partial<RegistrationData> = {}) =>
  aRegistration(start, { kind, urgency, rehearsal, technical, ...more });

/** Locality, urgency, sender → recipients, ways: the table of R-NTC-01, read by hand. */
const table = [
  ['hoa-binh', 'planned', 'office', 'department district telecom', 'document'],
  ['hoa-binh', 'planned', 'district telecom', 'systemUnits roomUnits', ''],
  ['hoa-binh', 'urgent', 'office', 'department district telecom', 'email telephone document'],
  ['hoa-binh', 'urgent', 'district commune telecom', 'systemUnits roomUnits', ''],
  ['vinh-phuc', 'planned', 'office', 'systemUnits sites', 'document'],
  ['vinh-phuc', 'urgent', 'office', 'systemUnits', 'email telephone document'],
  ['binh-dinh', 'planned', 'department', 'host centre', 'document'],
  ['binh-dinh', 'planned', 'centre', 'power', ''],
  ['binh-dinh', 'urgent', 'host', 'department centre sites', 'telephone'],
  ['ha-noi', 'planned', 'operatingUnit', 'host public', 'email chat inApp'],
  ['ha-noi', 'planned', 'operatingUnit', 'host sites wanOwner', ''],
  ['quang-ninh', 'planned', 'host', 'vnpt power sites', 'document'],
  ['quang-ninh', 'planned', 'host', 'vnpt', ''],
  ['quang-ninh', 'urgent', 'host', 'vnpt power sites', 'telephone fax email'],
] as const;
const kinds: Readonly<Record<string, string>> = {
  'hoa-binh': 'government',
  'vinh-phuc': 'province',
  'binh-dinh': 'province',
  'ha-noi': 'agency',
  'quang-ninh': 'province',
};

/** Every row that the whole way of a meeting sends, registered first and then confirmed. */
const run = (locality: string, urgency: 'planned' | 'urgent', kind = kinds[locality] ?? '') => {
  const profile = profileOf(locality);
  const data = meeting(kind, urgency);
  return [
    ...rowsSentBy(profile, data, { from: 'draft', to: 'registered' }),
    ...rowsSentBy(profile, data, { from: 'registered', to: 'confirmed' }),
  ];
};

describe('the notification matrix', () => {
  test('[R-NTC-01] the table of the requirements has as many rows as are read here', () => {
    const block = /#### R-NTC-01[\s\S]*?(?=#### R-NTC-02)/.exec(requirements)?.[0] ?? '';
    const rows = block.split('\n').filter((line) => /^\| (HB|VP|BD|HN|QN)\b/.test(line));
    expect(rows).toHaveLength(table.length);
  });

  test.each([...new Set(table.map(([locality, urgency]) => `${locality} ${urgency}`))])(
    '[R-NTC-01] [NT-1] %s: a run of the profile yields exactly the rows of the table',
    (name) => {
      const [locality = '', urgency] = name.split(' ');
      const sent = run(locality, urgency === 'urgent' ? 'urgent' : 'planned')
        .filter(({ source }) => source === 'R-NTC-01')
        // Of services asked for in an urgent meeting the table does not speak.
        .filter(({ when }) => urgency === 'planned' || !when.services)
        .map(({ from, to, channels }) => [from.join(' '), to.join(' '), channels.join(' ')]);
      const expected = table
        .filter(([place, when]) => place === locality && when === urgency)
        .map(([, , from, to, ways]) => [from, to, ways]);
      expect(sent.sort()).toEqual(expected.map((row) => [...row]).sort());
    },
  );

  test('what chapter 5 says of sites, telecom and power is sent too', () => {
    const told = (locality: string, urgency: 'planned' | 'urgent') =>
      new Set(run(locality, urgency).flatMap(({ to }) => to));
    expect(told('binh-dinh', 'planned')).toEqual(new Set(['host', 'centre', 'power', 'sites', 'telecom']));
    expect(told('binh-dinh', 'urgent')).toContain('power');
    expect(told('vinh-phuc', 'urgent')).toContain('sites');
    for (const silent of ['hoa-binh', 'vinh-phuc', 'ha-noi'])
      expect(told(silent, 'planned')).not.toContain('power');
  });

  test('[R-REG-15] a self-organised meeting of Quảng Ninh tells VNPT alone', () => {
    const rows = run('quang-ninh', 'planned', 'selfOrganised').filter(({ when }) => !when.services);
    expect(rows.map(({ id, to }) => [id, to])).toEqual([['self', ['vnpt']]]);
    expect(run('vinh-phuc', 'planned', 'inProvince')).toEqual([]);
  });

  test('[R-APR-03] the answer of Hà Nội leaves with a refusal too, the check with a confirmation only', () => {
    const rows = rowsSentBy(profileOf('ha-noi'), meeting('agency', 'planned'), {
      from: 'underReview',
      to: 'refused',
    });
    expect(rows.map(({ id }) => id)).toEqual(['result']);
  });

  test.each(profiles.map((profile) => [String(profile.locality), profile] as const))(
    '%s: roles, kinds and duties of the rows are those of the profile',
    (_, { office, roles, kinds: known, deadlines }) => {
      const duties = new Set(Object.values(deadlines).flatMap((list) => (list ?? []).map(({ id }) => id)));
      for (const [role, rules] of Object.entries(office.notices.parties))
        if (rules.some(({ kind }) => kind !== 'public')) expect(Object.keys(roles)).toContain(role);
      for (const row of office.notices.rows) {
        for (const role of [...row.from, ...row.to])
          if (role !== 'public') expect(Object.keys(roles)).toContain(role);
        for (const kind of row.when.kinds ?? []) expect(known.map(({ key }) => key)).toContain(kind);
        for (const duty of row.deadlines) expect(duties).toContain(duty);
      }
    },
  );

  test('a service asked for later brings its notice in', () => {
    const profile = profileOf('quang-ninh');
    const without = meeting('province', 'planned', { technical: { ...technical, recording: false } });
    expect(rowsOwed(profile, without, 'confirmed').map(({ id }) => id)).toEqual(['notice']);
    expect(rowsOwed(profile, meeting('province', 'planned'), 'confirmed').map(({ id }) => id)).toEqual([
      'notice',
      'services',
    ]);
    expect(rowsOwed(profile, without, 'registered')).toEqual([]);
  });
});

describe('what a notice must say', () => {
  test('[R-NTC-02] [NT-2] Vĩnh Phúc: not without a script, also in an urgent case', () => {
    for (const urgency of ['planned', 'urgent'] as const)
      expect(
        noticeFindings(profileOf('vinh-phuc'), meeting('province', urgency, { script: ' ' })),
      ).toMatchObject([
        {
          severity: 'error',
          code: 'noticeFieldMissing',
          field: 'script',
          facts: { label: 'Kịch bản phiên họp' },
        },
      ]);
  });

  test('[R-NTC-02] [NT-2] Quảng Ninh: not without the time of the trial when it is planned', () => {
    const qn = profileOf('quang-ninh');
    expect(noticeFindings(qn, meeting('province', 'planned', { rehearsal: null }))).toMatchObject([
      { field: 'rehearsal', facts: { label: 'Thời gian tổ chức vận hành thử' } },
    ]);
    expect(noticeFindings(qn, meeting('province', 'urgent', { rehearsal: null }))).toEqual([]);
  });

  test('what the form of a locality asks for is enough for its notices', () => {
    for (const [locality, kind] of Object.entries(kinds)) {
      const { fields } = profileOf(locality).office.registration;
      for (const urgency of ['planned', 'urgent'] as const) {
        const asked = new Set(
          fields
            .filter(({ required, kinds: of }) => required.includes(urgency) && (of?.includes(kind) ?? true))
            .map(({ field }) => String(field)),
        );
        const bare = meeting(kind, urgency, {
          ...(asked.has('rehearsal') ? {} : { rehearsal: null }),
          ...(asked.has('script') ? {} : { script: null }),
          ...(asked.has('staffRequest') ? {} : { staffRequest: null }),
          ...(asked.has('technician') ? {} : { technician: null }),
          ...(asked.has('sites') ? {} : { sites: [] }),
        });
        expect([locality, urgency, noticeFindings(profileOf(locality), bare)]).toEqual([
          locality,
          urgency,
          [],
        ]);
      }
    }
  });
});

describe('ways', () => {
  const all = { email: true, sms: false, chat: true, isSecret: false };

  test('[R-NTC-05] [NT-3] the text names the order, a person is the last way', () => {
    expect(waysTo({ channels: ['email', 'telephone', 'document'] }, all)).toEqual([
      'email',
      'telephone',
      'document',
    ]);
    expect(waysTo({ channels: ['document'] }, all)).toEqual(['document', 'telephone']);
    expect(waysTo({ channels: [] }, all)).toEqual(['email', 'telephone']);
    expect(waysTo({ channels: [] }, { ...all, email: false })).toEqual(['telephone']);
  });

  test('[R-NTC-05] [R-SEC-07] [NT-3] a secret meeting never goes by mail, short message or group', () => {
    const secret = { email: true, sms: true, chat: true, isSecret: true };
    expect(waysTo({ channels: ['email', 'sms', 'chat', 'inApp'] }, secret)).toEqual(['telephone']);
    expect(waysTo({ channels: ['telephone', 'fax', 'email'] }, secret)).toEqual(['telephone', 'fax']);
  });
});

describe('what follows a notice', () => {
  test('[R-REG-17] [NT-5] time, sites and services correct it; words for the office alone do not', () => {
    const step = { from: 'confirmed', to: 'confirmed', act: 'change' } as const;
    expect(followUpOf(step, ['official'])).toBe('correction');
    expect(followUpOf(step, ['content', 'sites'])).toBe('correction');
    expect(followUpOf(step, ['content', 'purpose'])).toBeNull();
    expect(followUpOf({ from: 'confirmed', to: 'cancelled', act: 'cancel' }, [])).toBe('cancellation');
    expect(followUpOf({ from: 'noticed', to: 'registered', act: 'postpone' }, [])).toBe('postponement');
    expect(followUpOf({ from: 'noticed', to: 'registered', act: 'displace' }, [])).toBe('postponement');
    expect(followUpOf({ from: 'confirmed', to: 'noticed', act: 'markNoticed' }, [])).toBeNull();
  });
});
