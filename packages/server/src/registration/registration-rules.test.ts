import {
  type Citation,
  type Finding,
  instant,
  LocalDate,
  MeetingState,
  OrganisationId,
  type Reception,
  type RegistrationData,
  type RegulationProfile,
  SiteId,
} from '@nhipcau/contracts';
import {
  approvalOf,
  changedFields,
  checkRegistration,
  courseOf,
  type DirectoryFacts,
  decisionLimit,
  meetingFactsOf,
  settledAmong,
  stepOf,
  timetableOf,
  withoutContent,
} from '@nhipcau/domain';
import { aRegisteredSite, aRegistration } from '@nhipcau/testkit';
import { describe, expect, test } from 'vitest';
import { readCalendar, readProfiles } from '../regulation/shipped.ts';

const at = (local: string) => instant(Date.parse(`${local}:00+07:00`));
const calendar = readCalendar();
const profiles = readProfiles();
const rulesOf = (locality: string): RegulationProfile => {
  const found = profiles.find((profile) => profile.locality === locality);
  if (!found) throw new Error(`no profile of ${locality}`);
  return found;
};

/** The province hosts, every site is admitted, the communes may not chair. */
const directory = (more: Partial<DirectoryFacts> = {}): DirectoryFacts => ({
  host: { levelCode: 'province', kind: 'peoplesCommittee' },
  sites: new Map(
    ['province', 'district', 'commune', 'commune-2'].map((id) => [
      SiteId.parse(id),
      {
        status: 'admitted',
        chair: { may: id.startsWith('commune') ? 'no' : 'yes', cite: [] },
        network: 'tslcd',
        isOfHost: true,
      },
    ]),
  ),
  ...more,
});

const now = at('2026-11-02T08:00');
const start = at('2026-11-12T08:00');

interface Given {
  readonly locality?: string;
  readonly data?: Partial<RegistrationData>;
  readonly start?: number;
  readonly now?: number;
  readonly reception?: Reception | null;
  readonly directory?: DirectoryFacts;
  readonly confirmedAt?: number | null;
  readonly registeredAt?: number | null;
  readonly maxSites?: number;
}

function check(given: Given = {}) {
  return checkRegistration({
    profile: rulesOf(given.locality ?? 'ha-noi'),
    calendar,
    data: aRegistration(given.start ?? start, given.data),
    reception: given.reception ?? null,
    registeredAt:
      given.registeredAt === undefined || given.registeredAt === null ? null : instant(given.registeredAt),
    confirmedAt:
      given.confirmedAt === undefined || given.confirmedAt === null ? null : instant(given.confirmedAt),
    directory: given.directory ?? directory(),
    now: instant(given.now ?? now),
    ...(given.maxSites === undefined ? {} : { maxSites: given.maxSites }),
  });
}

const codes = (findings: readonly Finding[]) =>
  findings.map(({ code, field }) => (field === null ? code : `${code} ${field}`));
const errors = (given: Given = {}) =>
  codes(check(given).findings.filter(({ severity }) => severity === 'error'));
const warnings = (given: Given = {}) =>
  codes(check(given).findings.filter(({ severity }) => severity === 'warning'));

/** A registration of each locality that has everything. */
const classes: Readonly<Record<string, Partial<RegistrationData>>> = {
  'hoa-binh': {
    kind: 'government',
    chairBody: 'upstream',
    purpose: 'direction',
    upstream: { body: 'Văn phòng Chính phủ', document: 'GM-101' },
    rehearsal: { start: at('2026-11-11T14:00'), end: at('2026-11-11T16:00') },
  },
  'vinh-phuc': {
    kind: 'province',
    chairBody: 'committee',
    purpose: 'direction',
    rehearsal: { start: at('2026-11-11T14:00'), end: at('2026-11-11T16:00') },
  },
  'binh-dinh': { kind: 'agency', chairBody: 'agency', purpose: 'agencyMeeting' },
  'ha-noi': { kind: 'agency', chairBody: 'agency', purpose: 'otherManagement' },
  'quang-ninh': {
    kind: 'province',
    chairBody: 'committee',
    purpose: 'conference',
    rehearsal: { start: at('2026-11-11T14:00'), end: at('2026-11-11T16:00') },
  },
};
const localities = Object.keys(classes);

describe('[R-REG-03] the fields of each locality', () => {
  test.each(localities)('%s: a registration with everything has no fault', (locality) => {
    expect(errors({ locality, data: classes[locality] ?? {} })).toEqual([]);
  });

  const bare: Partial<RegistrationData> = {
    content: null,
    basis: null,
    venue: null,
    chairPerson: null,
    chairTitle: null,
    technician: null,
    script: null,
    staffRequest: null,
    purpose: null,
    rehearsal: null,
    sites: [
      aRegisteredSite('district'),
      aRegisteredSite('commune', { attendance: null, contactName: null, contactPhone: null }),
    ],
  };

  // Hand-read from the table of R-REG-03, with purpose (R-REG-10) everywhere.
  test.each([
    ['hoa-binh', 'planned', ['basis', 'rehearsal', 'purpose']],
    ['hoa-binh', 'urgent', ['purpose']],
    ['vinh-phuc', 'planned', ['basis', 'rehearsal', 'script', 'staffRequest', 'purpose']],
    ['vinh-phuc', 'urgent', ['rehearsal', 'script', 'staffRequest', 'purpose']],
    [
      'binh-dinh',
      'planned',
      [
        'basis',
        'venue',
        'content',
        'chairPerson',
        'chairTitle',
        'technician',
        'sites.1.attendance',
        'sites.1.contactName',
        'purpose',
      ],
    ],
    ['binh-dinh', 'urgent', ['content', 'purpose', 'urgentCause']],
    ['ha-noi', 'planned', ['content', 'technician', 'purpose']],
    ['ha-noi', 'urgent', ['content', 'technician', 'purpose', 'urgentCause']],
    ['quang-ninh', 'planned', ['rehearsal', 'purpose']],
    ['quang-ninh', 'urgent', ['purpose', 'urgentCause']],
  ] as const)(
    '[RE-7] [R-REG-02] %s, %s: what is missing is named field by field',
    (locality, urgency, missing) => {
      const found = errors({ locality, data: { ...classes[locality], ...bare, urgency } });
      expect(found).toEqual(missing.map((field) => `fieldMissing ${field}`));
    },
  );

  test('a list of sites with nobody but the chair is no list', () => {
    expect(errors({ data: { sites: [aRegisteredSite('district')] } })).toEqual(['fieldMissing sites']);
  });

  test('2 000 sites without a contact are told without drowning the form', () => {
    const sites = Array.from({ length: 2_000 }, (_, index) =>
      aRegisteredSite(`s-${index}`, { contactName: null }),
    );
    const known: DirectoryFacts['sites'] = new Map(
      sites.map(({ siteId }) => [
        siteId,
        { status: 'admitted', network: 'tslcd', chair: { may: 'yes', cite: [] }, isOfHost: true },
      ]),
    );
    const { findings } = check({
      locality: 'binh-dinh',
      data: { ...classes['binh-dinh'], sites, chairSiteId: SiteId.parse('s-0') },
      directory: directory({ sites: known }),
    });
    expect(findings).toHaveLength(21);
    expect(findings.at(-1)).toMatchObject({ code: 'fieldMissingAtSites', facts: { count: 1_979 } });
  });
});

describe('[R-REG-01] [RE-9] the lead time, to the minute', () => {
  // BD Đ8.1, QN Đ5.1.1: Thursday 12/11/2026 − 3 working days = Monday 09/11, to its end. HN Đ12.2a: 24 hours.
  test.each([
    ['binh-dinh', '2026-11-09T23:59', '2026-11-10T00:01', 'Đ8.1'],
    ['quang-ninh', '2026-11-09T23:59', '2026-11-10T00:01', 'Đ5.1.1'],
    ['ha-noi', '2026-11-11T07:59', '2026-11-11T08:01', 'Đ12.2a'],
  ])('%s: in time at %s, refused at %s with %s', (locality, inTime, late, article) => {
    const data = {
      ...classes[locality],
      rehearsal: { start: at('2026-11-11T14:00'), end: at('2026-11-11T16:00') },
    };
    expect(errors({ locality, data, now: at(inTime) })).toEqual([]);
    const { findings } = check({ locality, data, now: at(late) });
    expect(codes(findings)).toContain('leadTimePassed official.start');
    expect(findings[0]?.cite[0]?.article).toBe(article);
  });

  test.each(['hoa-binh', 'vinh-phuc'])('%s has none: an hour before is not late', (locality) => {
    const data = {
      ...classes[locality],
      rehearsal: { start: at('2026-11-12T07:10'), end: at('2026-11-12T07:30') },
    };
    expect(errors({ locality, data, now: at('2026-11-12T07:00') })).toEqual([]);
  });

  test('the very last instant is in time, the next is not', () => {
    const limit = at('2026-11-11T08:00');
    expect(errors({ now: limit })).toEqual([]);
    expect(errors({ now: limit + 1 })).toEqual(['leadTimePassed official.start']);
  });
});

describe('[R-REG-02] [R-PROF-05] an urgent meeting is never held up', () => {
  // BD 3 hours, HN 6 hours, QN 1 hour before 08:00.
  test.each([
    ['binh-dinh', '05:00', '05:01'],
    ['ha-noi', '02:00', '02:01'],
    ['quang-ninh', '07:00', '07:01'],
  ])('[RE-9] %s: in time at %s, told from %s on', (locality, inTime, late) => {
    const data = { ...classes[locality], urgency: 'urgent', urgentCause: 'Bão', rehearsal: null } as const;
    const told = (time: string) => warnings({ locality, data, now: at(`2026-11-12T${time}`) });
    expect(told(inTime)).not.toContain('urgentLeadTimePassed official.start');
    expect(told(late)).toContain('urgentLeadTimePassed official.start');
    expect(errors({ locality, data, now: at(`2026-11-12T${late}`) })).toEqual([]);
  });

  test.each(['binh-dinh', 'ha-noi', 'quang-ninh'])('%s asks for the cause', (locality) => {
    const data = { ...classes[locality], urgency: 'urgent', urgentCause: '  ' } as const;
    expect(errors({ locality, data })).toContain('fieldMissing urgentCause');
  });

  test.each(['hoa-binh', 'vinh-phuc'])('%s does not', (locality) => {
    expect(errors({ locality, data: { ...classes[locality], urgency: 'urgent' } })).toEqual([]);
  });
});

test('[RE-8] times in order, and not in the past', () => {
  const hours = (from: string, to: string) => ({ start: at(`2026-11-${from}`), end: at(`2026-11-${to}`) });
  const times = (data: Partial<RegistrationData>) =>
    errors({ data }).filter((code) => !code.startsWith('leadTime'));
  expect(times({ official: hours('12T08:00', '12T08:00') })).toEqual(['endBeforeStart official.end']);
  expect(times({ official: hours('01T08:00', '01T10:00') })).toEqual(['startInPast official.start']);
  expect(times({ official: hours('02T08:00', '02T10:00') })).toEqual(['startInPast official.start']);
  expect(times({ rehearsal: hours('12T07:00', '12T08:00') })).toEqual([]);
  expect(times({ rehearsal: hours('12T07:00', '12T08:01') })).toEqual(['rehearsalAfterStart rehearsal.end']);
  expect(times({ rehearsal: hours('11T16:00', '11T15:00') })).toEqual(['endBeforeStart rehearsal.end']);
  expect(warnings({ data: { official: hours('12T08:00', '13T08:01') } })).toEqual([
    'longerThanADay official.end',
  ]);
});

const call = { caller: 'Văn thư UBND huyện', callee: 'Trực ban', phone: '0900 000 102', readBack: true };
const received = (channel: Reception['channel'], more: Partial<Reception> = {}): Reception => ({
  channel,
  sender: null,
  call: channel === 'telephone' ? call : null,
  receivedAt: now,
  ...more,
});

describe('[R-REG-05] channels and senders', () => {
  // From the table of R-REG-05.
  const table: readonly [string, 'planned' | 'urgent', readonly Reception['channel'][]][] = [
    ['hoa-binh', 'planned', ['document']],
    ['hoa-binh', 'urgent', ['email', 'telephone', 'document']],
    ['vinh-phuc', 'planned', ['document']],
    ['vinh-phuc', 'urgent', ['email', 'telephone', 'document']],
    ['binh-dinh', 'planned', ['form', 'document']],
    ['binh-dinh', 'urgent', ['telephone']],
    ['ha-noi', 'planned', ['officialMailbox', 'application']],
    ['ha-noi', 'urgent', ['officialMailbox', 'application']],
    ['quang-ninh', 'planned', ['document']],
    ['quang-ninh', 'urgent', ['telephone', 'fax', 'officialMailbox']],
  ];
  const all = ['document', 'form', 'officialMailbox', 'application', 'telephone', 'fax', 'email'] as const;

  test.each(table)('[RE-12] %s, %s: exactly %s', (locality, urgency, allowed) => {
    const taken = all.filter((channel) => {
      const sender = channel === 'officialMailbox' ? 'vanthu@hanoi.gov.vn' : null;
      const reception = received(channel, { sender });
      const data = { ...classes[locality], urgency, urgentCause: 'Bão' };
      return errors({ locality, data, reception }).length === 0;
    });
    expect([...taken].sort()).toEqual([...allowed].sort());
  });

  test.each([
    ['vanthu.sotttt@hanoi.gov.vn', true],
    ['vanthu@sotttt.hanoi.gov.vn', true],
    ['VANTHU@HANOI.GOV.VN', true],
    ['vanthu@gmail.com', false],
    ['vanthu@nothanoi.gov.vn', false],
    ['vanthu@hanoi.gov.vn.example.com', false],
    ['vanthu@hanoi.gov.vn@gmail.com', false],
    ['"hanoi.gov.vn" <x@gmail.com>', false],
    ['x@gmail.com, vanthu@hanoi.gov.vn', false],
    ['hanoi.gov.vn', false],
    ['', false],
  ])('[RE-12] Hà Nội: %s is an official mailbox: %s', (sender, isOne) => {
    const found = errors({ reception: received('officialMailbox', { sender }) });
    expect(found.length === 0).toBe(isOne);
  });

  test('[R-REG-06] [RE-13] a telephone notice names both sides and was read back', () => {
    const given = (reception: Reception) =>
      errors({
        locality: 'binh-dinh',
        data: { ...classes['binh-dinh'], urgency: 'urgent', urgentCause: 'Bão' },
        reception,
      });
    expect(given(received('telephone'))).toEqual([]);
    expect(given(received('telephone', { call: null }))).toEqual(['callMissing reception.call']);
    expect(given(received('telephone', { call: { ...call, readBack: false } }))).toEqual([
      'readBackMissing reception.call.readBack',
    ]);
  });

  test('[RE-12] nothing is received tomorrow', () => {
    expect(errors({ reception: received('application', { receivedAt: instant(now + 1) }) })).toEqual([
      'receivedInFuture reception.receivedAt',
    ]);
    expect(
      warnings({ reception: received('application', { receivedAt: instant(now - 90_000_000) }) }),
    ).toEqual(['receivedLongAgo reception.receivedAt']);
  });

  test('Bình Định: who registers an urgent meeting here is reminded to telephone as well', () => {
    const data = { ...classes['binh-dinh'], urgency: 'urgent', urgentCause: 'Lũ lụt' } as const;
    expect(warnings({ locality: 'binh-dinh', data })).toContain('alsoTelephone');
  });
});

test('[R-REG-06] [RE-6] a call counts from its own time, whenever it is written down', () => {
  const data = aRegistration(start, { urgency: 'urgent' });
  const calledAt = at('2026-11-12T04:50');
  const reception = received('telephone', { receivedAt: calledAt });
  const filed = { data, reception, registeredAt: null, confirmedAt: null };
  expect(meetingFactsOf(filed, at('2026-11-12T05:30')).registeredAt).toBe(calledAt);
  expect(meetingFactsOf({ ...filed, reception: null }, now).registeredAt).toBe(now);
  // Written down after the limit of 05:00, called before it: in time (BD Đ8.2c).
  const urgent = { ...classes['binh-dinh'], urgency: 'urgent', urgentCause: 'Bão' } as const;
  const given = { locality: 'binh-dinh', data: urgent, reception, now: at('2026-11-12T05:30') };
  expect(warnings(given)).not.toContain('urgentLeadTimePassed official.start');
});

describe('sites', () => {
  const sitesOf = (...ids: string[]) => ids.map((id) => aRegisteredSite(id));

  test('[RE-14] [R-DIR-04] the chair site is invited and may chair', () => {
    expect(errors({ data: { chairSiteId: null } })).toEqual(['chairSiteMissing chairSiteId']);
    expect(errors({ data: { chairSiteId: SiteId.parse('province') } })).toEqual([
      'chairSiteNotAmongSites chairSiteId',
    ]);
    expect(errors({ data: { chairSiteId: SiteId.parse('commune') } })).toEqual([
      'chairSiteNotCapable chairSiteId',
    ]);
  });

  test('[RE-14] [R-DIR-04] what the host may ask for is told with its article, and is no fault', () => {
    const cite = [{ article: 'Đ3.5', quote: 'các điểm cầu khác do cơ quan chủ trì đề nghị' }];
    const onRequest = new Map(directory().sites).set(SiteId.parse('district'), {
      status: 'admitted',
      chair: { may: 'onRequest', cite },
      network: 'tslcd',
      isOfHost: true,
    });
    const { findings } = check({ directory: directory({ sites: onRequest }) });
    expect(findings.filter(({ field }) => field === 'chairSiteId')).toEqual([
      { severity: 'warning', code: 'chairSiteOnRequest', field: 'chairSiteId', facts: {}, cite },
    ]);
  });

  test('[CD-12] [R-MCU-09] no more than the installation is set to carry; one that is named twice is one', () => {
    const data = { sites: sitesOf('district', 'commune', 'commune-2') };
    expect(errors({ data, maxSites: 3 })).toEqual([]);
    expect(check({ data, maxSites: 2 }).findings).toEqual([
      { severity: 'error', code: 'tooManySites', field: 'sites', facts: { wanted: 3, most: 2 }, cite: [] },
    ]);
    const twice = { sites: sitesOf('district', 'commune', 'commune') };
    expect(errors({ data: twice, maxSites: 2 })).toEqual(['siteTwice sites.2']);
  });

  test('[RE-14] each known, admitted and named once', () => {
    const known = directory();
    const closed = new Map(known.sites).set(SiteId.parse('commune'), {
      status: 'suspended',
      chair: { may: 'no', cite: [] },
      network: 'tslcd',
      isOfHost: true,
    });
    expect(errors({ data: { sites: sitesOf('district', 'commune', 'commune', 'nowhere') } })).toEqual([
      'siteTwice sites.2',
      'siteUnknown sites.3',
    ]);
    expect(errors({ directory: { ...known, sites: closed } })).toEqual(['siteNotAdmitted sites.1']);
  });

  test('[R-REG-15] [RE-14] Quảng Ninh: a district holds its own meeting with its own communes, without anybody else', () => {
    const data = { kind: 'district', chairBody: 'committee', purpose: 'meeting' } as const;
    const own = directory({ host: { levelCode: 'district', kind: 'peoplesCommittee' } });
    expect(errors({ locality: 'quang-ninh', data, directory: own })).toEqual([]);
    const foreign = new Map(own.sites).set(SiteId.parse('commune-2'), {
      status: 'admitted',
      chair: { may: 'no', cite: [] },
      network: 'tslcd',
      isOfHost: false,
    });
    expect(errors({ locality: 'quang-ninh', data, directory: { ...own, sites: foreign } })).toEqual([
      'siteOutsideReach sites.2',
    ]);
    expect(errors({ locality: 'quang-ninh', data, now: at('2026-11-12T07:00'), directory: own })).toEqual([]);
  });
});

describe('class, host and purpose', () => {
  test.each(localities)('[R-REG-10] [RE-16] %s: a purpose from its own list', (locality) => {
    const data = { ...classes[locality], purpose: 'entertainment' };
    expect(errors({ locality, data })).toEqual(['purposeUnknown purpose']);
    expect(rulesOf(locality).office.registration.purposes.length).toBeGreaterThan(0);
  });

  test('[R-PROF-07] [RE-15] kind and chairing body fit each other', () => {
    expect(errors({ data: { chairBody: 'committee' } })).toEqual(['chairBodyUnfit chairBody']);
    expect(errors({ data: { kind: 'leadership', chairBody: 'committee' } })).toEqual([]);
    expect(errors({ data: { kind: 'karaoke' } })).toContain('kindUnknown kind');
  });

  test('[R-REG-16] [RE-15] a meeting from above names who announced it', () => {
    const data = { ...classes['hoa-binh'], upstream: null };
    expect(errors({ locality: 'hoa-binh', data })).toEqual(['upstreamMissing upstream']);
    expect(
      errors({
        locality: 'binh-dinh',
        data: { kind: 'central', chairBody: 'upstream', purpose: 'centralMeeting' },
      }),
    ).toEqual(['upstreamMissing upstream']);
  });

  test('[RE-15] Hoà Bình: the office of the province announces, not a district', () => {
    const district = directory({ host: { levelCode: 'district', kind: 'peoplesCommittee' } });
    expect(errors({ locality: 'hoa-binh', data: classes['hoa-binh'] ?? {}, directory: district })).toEqual([
      'hostNotEntitled hostOrganisationId',
    ]);
  });

  test('[R-NTC-07] [RE-17] Bình Định: meetings of the provincial committee come from its office, with the venue', () => {
    const data = { kind: 'province', chairBody: 'committee', purpose: 'chairmanMeeting' } as const;
    expect(errors({ locality: 'binh-dinh', data })).toEqual([]);
    const department = directory({ host: { levelCode: 'province', kind: 'department' } });
    expect(errors({ locality: 'binh-dinh', data, directory: department })).toEqual([
      'hostNotOfficeOfChair hostOrganisationId',
    ]);
    const urgent = { ...data, venue: null, urgency: 'urgent', urgentCause: 'Bão' } as const;
    expect(errors({ locality: 'binh-dinh', data: urgent })).toEqual(['venueMissing venue']);
  });

  test('[R-REG-13] [RE-18] state secrets: Hà Nội with a plan, nobody else', () => {
    const declared = { declared: true, protectionPlan: null };
    expect(errors({ data: { secret: declared } })).toEqual(['protectionPlanMissing secret.protectionPlan']);
    expect(errors({ data: { secret: { declared: true, protectionPlan: ' ' } } })).toHaveLength(1);
    expect(errors({ data: { secret: { declared: true, protectionPlan: 'Phương án số 01' } } })).toEqual([]);
    for (const locality of localities.filter((one) => one !== 'ha-noi'))
      expect(
        errors({ locality, data: { ...classes[locality], secret: { declared: true, protectionPlan: 'x' } } }),
      ).toEqual(['secretNotAllowed secret']);
  });

  test('[R-REG-08] Hà Nội: the form of the meeting is recorded', () => {
    const rule = rulesOf('ha-noi').office.registration.fields.find(({ field }) => field === 'form');
    expect(rule?.cite.map(({ article }: Citation) => article)).toEqual(['Đ12.1']);
    expect(errors({ data: { form: 'mixed' } })).toEqual([]);
  });
});

test('[R-REG-09] [RE-10] Quảng Ninh: services are asked for a working day before, later ones are flagged', () => {
  const technical = { ...aRegistration(start).technical, recording: true };
  const data = { ...classes['quang-ninh'], technical, rehearsal: null };
  const told = (time: string) => warnings({ locality: 'quang-ninh', data, now: at(time), registeredAt: now });
  // Thursday 12/11 − 1 working day: to the end of Wednesday 11/11.
  expect(told('2026-11-11T23:59')).toEqual([]);
  expect(told('2026-11-12T00:01')).toEqual(['technicalRequestLate technical']);
  expect(warnings({ data: { technical }, now: at('2026-11-12T00:01'), registeredAt: now })).toEqual([]);
});

test('[R-REG-11] [RE-11] Bình Định: an invitation before the confirmation is flagged', () => {
  const dated = (issuedOn: string, confirmedAt: number | null) =>
    warnings({
      locality: 'binh-dinh',
      data: { ...classes['binh-dinh'], invitation: { number: '15/GM', issuedOn: LocalDate.parse(issuedOn) } },
      confirmedAt,
      registeredAt: now,
    });
  const confirmed = at('2026-11-04T10:00');
  expect(dated('2026-11-01', null)).toEqual(['invitedBeforeConfirmation invitation']);
  expect(dated('2026-11-03', confirmed)).toEqual(['invitedBeforeConfirmation invitation']);
  expect(dated('2026-11-04', confirmed)).toEqual([]);
});

describe('[R-APR-01] [RE-4] who decides', () => {
  const approver = (locality: string, data: Partial<RegistrationData>) =>
    approvalOf(rulesOf(locality), aRegistration(start, data))?.role ?? null;

  test.each([
    ['hoa-binh', {}, null],
    ['vinh-phuc', {}, null],
    ['binh-dinh', {}, 'departmentHead'],
    ['binh-dinh', { urgency: 'urgent' }, null],
    ['ha-noi', {}, 'operatingUnit'],
    ['ha-noi', { urgency: 'urgent' }, 'operatingUnit'],
    ['ha-noi', { kind: 'leadership', chairBody: 'party' }, null],
    ['ha-noi', { kind: 'central', chairBody: 'upstream' }, null],
  ] as const)('%s %j: %s', (locality, data, role) => {
    expect(approver(locality, { ...classes[locality], ...data })).toBe(role);
  });

  test.each([
    ['party', 'partyStanding', 'Văn phòng Tỉnh ủy'],
    ['council', 'councilStanding', 'Văn phòng Đoàn ĐBQH, HĐND và UBND tỉnh'],
    ['committee', 'committeeStanding', 'Văn phòng Đoàn ĐBQH, HĐND và UBND tỉnh'],
    ['delegation', 'delegation', 'Văn phòng Đoàn ĐBQH, HĐND và UBND tỉnh'],
    ['agency', null, null],
  ] as const)('[R-APR-04] Quảng Ninh: chaired by %s goes to %s through %s', (chairBody, role, office) => {
    const data = aRegistration(start, { ...classes['quang-ninh'], chairBody });
    const approval = approvalOf(rulesOf('quang-ninh'), data);
    expect(approval?.role ?? null).toBe(role);
    expect(approval?.receivedBy ?? null).toBe(office);
  });

  test('[R-REG-07] Hà Nội: a notice of the leadership goes straight to the confirmation', () => {
    const data = aRegistration(start, { kind: 'leadership', chairBody: 'council' });
    const course = courseOf(rulesOf('ha-noi'), data);
    expect(stepOf('draft', 'submit', course)).toMatchObject({ value: { to: 'confirmed' } });
    expect(
      errors({ data: { kind: 'leadership', chairBody: 'council' }, now: at('2026-11-12T07:00') }),
    ).toEqual([]);
  });

  test('[R-REG-15] self-organised meetings have no step above them', () => {
    for (const [locality, kind] of [
      ['vinh-phuc', 'inProvince'],
      ['quang-ninh', 'selfOrganised'],
      ['quang-ninh', 'district'],
    ] as const) {
      const course = courseOf(rulesOf(locality), aRegistration(start, { ...classes[locality], kind }));
      expect(course).toEqual({ needsApproval: false, steps: ['noticed', 'connected'], maySkip: false });
    }
  });
});

describe('[RE-5] the limit of the decision', () => {
  const limit = (locality: string, receivedAt: string, data: Partial<RegistrationData> = {}) => {
    const profile = rulesOf(locality);
    const facts = meetingFactsOf(
      {
        data: aRegistration(start, { ...classes[locality], ...data }),
        reception: null,
        registeredAt: at(receivedAt),
        confirmedAt: null,
      },
      now,
    );
    return decisionLimit(profile, timetableOf(profile, calendar, facts, now));
  };

  test('[R-APR-02] Bình Định: one working day after receipt, over the weekend', () => {
    expect(limit('binh-dinh', '2026-11-02T15:00')).toBe(at('2026-11-04T00:00'));
    expect(limit('binh-dinh', '2026-11-06T15:00')).toBe(at('2026-11-10T00:00'));
  });
  test('[R-APR-03] Hà Nội: two hours, also at night', () => {
    expect(limit('ha-noi', '2026-11-02T23:00')).toBe(at('2026-11-03T01:00'));
  });
  test('Quảng Ninh: none', () => {
    expect(limit('quang-ninh', '2026-11-02T15:00')).toBeNull();
  });
});

test('[R-APR-05] Vĩnh Phúc: forwarded within fifteen minutes of receipt, late in the sixteenth; urgent at once', () => {
  const given = { locality: 'vinh-phuc', data: classes['vinh-phuc'] ?? {}, registeredAt: now };
  const forward = (minutes: number) =>
    check({ ...given, now: now + minutes * 60_000 }).timetable.entries.find(
      ({ deadlineId }) => deadlineId === 'forward',
    );
  expect(forward(15)).toMatchObject({ state: 'pending', dueAt: now + 900_000 });
  expect(forward(16)).toMatchObject({ state: 'late' });
  const urgent = check({ ...given, data: { ...given.data, urgency: 'urgent' } }).timetable.entries;
  expect(urgent.find(({ deadlineId }) => deadlineId === 'forward-urgent')).toMatchObject({
    dueAt: null,
    reason: { code: 'atOnce' },
  });
});

test('[RE-3] [R-PROF-07] the course of each locality', () => {
  const steps = (locality: string, data: Partial<RegistrationData> = {}) =>
    courseOf(rulesOf(locality), aRegistration(start, { ...classes[locality], ...data })).steps;
  expect(steps('hoa-binh')).toEqual(['noticed', 'planned', 'rehearsed', 'connected', 'ready']);
  expect(steps('vinh-phuc', { urgency: 'urgent' })).toEqual(['noticed', 'planned', 'connected', 'ready']);
  expect(steps('ha-noi')).toEqual(['noticed', 'rehearsed', 'connected']);
  expect(steps('quang-ninh')).toEqual(['noticed', 'planned', 'rehearsed', 'connected']);
});

test('[RE-19] what is left without the content: when, where and with whom', () => {
  const data = aRegistration(start, {
    title: 'Hội nghị tuyệt mật',
    content: 'nội dung mật',
    urgentCause: 'lý do mật',
    secret: { declared: true, protectionPlan: 'phương án mật' },
    invitation: null,
    upstream: { body: 'cơ quan mật', document: 'văn bản mật' },
    script: 'kịch bản mật',
    staffRequest: 'yêu cầu mật',
    chairPerson: 'người mật',
    chairTitle: 'chức vụ mật',
    basis: { number: 'số mật', issuedOn: null, issuer: 'nơi mật' },
    technical: { ...aRegistration(start).technical, other: 'việc mật' },
  });
  const shown = withoutContent(data, '2026/0007');
  expect(JSON.stringify(shown)).not.toMatch(/mật/);
  expect(shown).toMatchObject({ title: '2026/0007', official: data.official, sites: data.sites });
});

test('[R-REG-17] [RE-20] what changed, and what is settled', () => {
  const before = aRegistration(start);
  expect(changedFields(before, aRegistration(start))).toEqual([]);
  const after = {
    ...before,
    title: 'Khác',
    official: { start, end: instant(start + 1) },
    kind: 'leadership',
  };
  expect(changedFields(before, after)).toEqual(['title', 'kind', 'official']);
  expect(settledAmong(['title', 'kind', 'official'])).toEqual(['kind']);
  const other = {
    ...before,
    hostOrganisationId: OrganisationId.parse('o-other'),
    urgency: 'urgent',
    chairBody: 'party',
  } as const;
  expect(settledAmong(changedFields(before, other))).toEqual(['urgency', 'hostOrganisationId', 'chairBody']);
});

test('a meeting beyond the calendar is not late, and says so', () => {
  const { findings, timetable } = check({
    locality: 'binh-dinh',
    data: classes['binh-dinh'] ?? {},
    start: at('2029-05-07T08:00'),
  });
  expect(codes(findings)).toEqual(['calendarGap official.start']);
  expect(timetable.admissible).toBe(true);
});

test('every kind of every locality has its rule, and every rule its kind', () => {
  for (const { kinds, office, roles } of profiles) {
    expect(Object.keys(office.registration.kinds).sort()).toEqual(kinds.map(({ key }) => key).sort());
    for (const { decides } of office.registration.approvals) expect(roles[decides]).toBeDefined();
    const bodies = office.registration.chairBodies.map(({ key }) => key);
    for (const rule of Object.values(office.registration.kinds))
      for (const body of rule.chairBodies) expect(bodies).toContain(body);
  }
  expect(MeetingState.options).toHaveLength(14);
});
