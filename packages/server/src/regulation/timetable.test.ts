import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeadlineKey,
  instant,
  LocalDate,
  type MeetingFacts,
  RegulationProfile,
  type Timetable,
} from '@nhipcau/contracts';
import { CalendarGapError, conferenceRules, effectiveProfile, timetableOf } from '@nhipcau/domain';
import { describe, expect, onTestFinished, test } from 'vitest';
import { REGULATION_DATA, readCalendar, readProfiles } from './shipped.ts';

const profiles = readProfiles();
const calendar = readCalendar();
const profileOf = (locality: string): RegulationProfile => {
  const profile = profiles.find((one) => one.locality === locality);
  if (!profile) throw new Error(`no profile of ${locality}`);
  return profile;
};
const at = (local: string) => instant(Date.parse(`${local}+07:00`));

/** Friday 6 May 2022, 8:00, after the long holiday; asked for on 25 April at 9:00. */
const aMeeting = (facts: Partial<MeetingFacts> = {}): MeetingFacts => ({
  kind: 'province',
  urgency: 'planned',
  recording: true,
  recorded: false,
  siteCount: 30,
  hostOrganisationId: null,
  waivers: {},
  start: at('2022-05-06T08:00'),
  end: at('2022-05-06T11:00'),
  informedAt: null,
  registeredAt: at('2022-04-25T09:00'),
  receivedAt: at('2022-04-25T09:00'),
  confirmedAt: null,
  rehearsalAt: null,
  done: {},
  registeredBy: null,
  ...facts,
});
const firstKind = (profile: RegulationProfile) => profile.kinds[0]?.key ?? '';
const under = (locality: string, facts: Partial<MeetingFacts> = {}, now = at('2022-04-25T09:00')) => {
  const profile = profileOf(locality);
  return timetableOf(profile, calendar, aMeeting({ kind: firstKind(profile), ...facts }), now);
};
const local = (epochMs: number | null): string | null =>
  epochMs === null ? null : new Date(epochMs + 7 * 3_600_000).toISOString().slice(0, 16);
const limits = ({ entries }: Timetable) =>
  Object.fromEntries(
    entries.flatMap(({ deadlineId, dueAt }) => (dueAt === null ? [] : [[deadlineId, local(dueAt)]])),
  );
const states = ({ entries }: Timetable) =>
  Object.fromEntries(entries.map(({ deadlineId, state }) => [deadlineId, state]));

describe('[R-PROF-01] the same meeting under the five regulations', () => {
  test.each([
    [
      'hoa-binh',
      { rehearsal: '2022-05-06T06:00', 'slave-mcu': '2022-05-06T06:00', ready: '2022-05-06T07:30' },
    ],
    [
      'vinh-phuc',
      {
        forward: '2022-04-25T09:15',
        'notify-systems': '2022-04-25T09:15',
        'notify-sites': '2022-04-25T09:15',
        rehearsal: '2022-05-06T06:00',
        'slave-mcu': '2022-05-06T06:00',
        ready: '2022-05-06T07:30',
      },
    ],
    [
      'binh-dinh',
      {
        register: '2022-04-30T00:00',
        confirm: '2022-04-27T00:00',
        'notify-power': '2022-04-28T00:00',
        rehearsal: '2022-05-06T00:00',
        'run-through': '2022-05-06T07:30',
        'recording-handover': '2022-05-11T00:00',
      },
    ],
    [
      'ha-noi',
      {
        register: '2022-05-05T08:00',
        answer: '2022-04-25T11:00',
        'notify-wan': '2022-05-06T06:00',
        'notify-sites': '2022-05-06T06:00',
        check: '2022-05-06T06:00',
        'recording-handover': '2022-05-11T00:00',
      },
    ],
    [
      'quang-ninh',
      {
        notice: '2022-04-30T00:00',
        'notify-vnpt': '2022-04-30T00:00',
        'notify-power': '2022-04-30T00:00',
        'notify-sites': '2022-04-30T00:00',
        'recording-request': '2022-05-06T00:00',
        trial: '2022-05-06T00:00',
        onsite: '2022-05-06T06:30',
      },
    ],
  ])('%s', (locality, expected) => {
    expect(limits(under(locality))).toEqual(expected);
  });

  test('five different sets, each with its article', () => {
    const all = profiles.map(({ locality }) => under(locality));
    expect(new Set(all.map((timetable) => JSON.stringify(limits(timetable)))).size).toBe(5);
    for (const { entries } of all)
      for (const { cite, requirement } of entries) {
        expect(cite.length).toBeGreaterThan(0);
        expect(requirement).toMatch(/^R-/);
      }
  });

  test.each(profiles.map(({ locality }) => locality))(
    'deleting a limit of %s removes its rule',
    (locality) => {
      const profile = profileOf(locality);
      const facts = aMeeting({ kind: firstKind(profile) });
      for (const key of DeadlineKey.options) {
        const ids = new Set((profile.deadlines[key] ?? []).map(({ id }) => id));
        const without = { ...profile, deadlines: { ...profile.deadlines, [key]: null } };
        const left = timetableOf(without, calendar, facts, facts.registeredAt).entries;
        expect(left.filter(({ deadlineId }) => ids.has(deadlineId))).toEqual([]);
        const others = timetableOf(profile, calendar, facts, facts.registeredAt).entries;
        expect(left.map(({ deadlineId }) => deadlineId).sort()).toEqual(
          others
            .map(({ deadlineId }) => deadlineId)
            .filter((id) => !ids.has(id))
            .sort(),
        );
      }
    },
  );

  test('a sixth locality is one more file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'nhipcau-sixth-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const source = readFileSync(join(REGULATION_DATA, 'profiles/quang-ninh.json'), 'utf8');
    const sixth = source
      .replace('"locality": "quang-ninh"', '"locality": "lang-son"')
      .replace('"name": "Quảng Ninh"', '"name": "Lạng Sơn"')
      .replace(/"n": 90,/, '"n": 45,');
    writeFileSync(join(folder, 'lang-son.json'), sixth);
    const [profile] = readProfiles(folder);
    const timetable = timetableOf(
      RegulationProfile.parse(profile),
      calendar,
      aMeeting(),
      at('2022-04-25T09:00'),
    );
    expect([timetable.locality, limits(timetable)['onsite']]).toEqual(['lang-son', '2022-05-06T07:15']);
  });
});

describe('[R-PROF-02] versions', () => {
  const versions = [
    { version: 1, validFrom: '2020-01-01', validTo: '2021-12-31' },
    { version: 2, validFrom: '2022-01-01', validTo: null },
    { version: 3, validFrom: '2023-01-01', validTo: null },
  ].map(({ version, validFrom, validTo }) => ({
    ...profileOf('ha-noi'),
    version,
    validFrom: LocalDate.parse(validFrom),
    validTo: validTo === null ? null : LocalDate.parse(validTo),
  }));

  test.each([
    ['2019-12-31', undefined],
    ['2020-01-01', 1],
    ['2021-12-31', 1],
    ['2022-01-01', 2],
    ['2026-11-23', 3],
  ])('[RG-10] on %s version %s is in force', (date, version) => {
    expect(effectiveProfile(versions, 'ha-noi', LocalDate.parse(date))?.version).toBe(version);
    expect(effectiveProfile(versions, 'hue', LocalDate.parse(date))).toBeNull();
  });
});

describe('[R-PROF-05] what was impossible from the first', () => {
  test('[RG-7] Hoà Bình, urgent, one hour ahead: the rehearsal is waived by whoever registers, the rest stands', () => {
    const registeredAt = at('2022-05-06T07:00');
    const timetable = under(
      'hoa-binh',
      {
        urgency: 'urgent',
        registeredAt,
        registeredBy: 'Trực ban',
        informedAt: registeredAt,
        receivedAt: registeredAt,
      },
      registeredAt,
    );
    expect(states(timetable)).toEqual({
      'notify-urgent': 'met',
      'inform-units-urgent': 'pending',
      rehearsal: 'waived',
      ready: 'pending',
    });
    expect(timetable.admissible).toBe(true);
    expect(timetable.entries.find(({ deadlineId }) => deadlineId === 'rehearsal')).toMatchObject({
      waiver: { by: 'Trực ban', at: registeredAt },
      reason: { code: 'calledTooLate', missedByMs: 3_600_000 },
    });
  });

  test('[RG-8] Bình Định, planned, one working day ahead, is refused with the rule and its article', () => {
    const timetable = under('binh-dinh', { registeredAt: at('2022-05-05T09:00') });
    expect([timetable.admissible, timetable.refusedBy]).toEqual([false, ['register']]);
    expect(timetable.entries.find(({ deadlineId }) => deadlineId === 'register')).toMatchObject({
      state: 'impossible',
      cite: [{ article: 'Đ8.1' }],
    });
  });

  test.each([
    ['binh-dinh', 'planned', '2022-04-29T23:59', '2022-04-30T00:01'],
    ['quang-ninh', 'planned', '2022-04-29T23:59', '2022-04-30T00:01'],
    ['ha-noi', 'planned', '2022-05-05T07:59', '2022-05-05T08:01'],
    ['binh-dinh', 'urgent', '2022-05-06T04:59', '2022-05-06T05:01'],
    ['ha-noi', 'urgent', '2022-05-06T01:59', '2022-05-06T02:01'],
    ['quang-ninh', 'urgent', '2022-05-06T06:59', '2022-05-06T07:01'],
  ] as const)('[RG-7] [RG-8] %s, %s: in time at %s, not at %s', (locality, urgency, inTime, tooLate) => {
    const lead = (registeredAt: string) =>
      under(locality, { urgency, registeredAt: at(registeredAt) }).entries.find(
        ({ key }) => key === `lead.${urgency}`,
      )?.state;
    expect(lead(inTime)).toBe('met');
    expect(lead(tooLate)).toBe(urgency === 'urgent' ? 'waived' : 'impossible');
  });
});

describe('the class of a meeting selects its rules', () => {
  const ids = (locality: string, facts: Partial<MeetingFacts>) => Object.keys(states(under(locality, facts)));

  test('[RG-4] Vĩnh Phúc sets no limit for a meeting within the province', () => {
    expect(ids('vinh-phuc', { kind: 'inProvince' })).toEqual([]);
  });

  test('[RG-4] Hà Nội: leadership gives notice and waits for no answer', () => {
    const found = ids('ha-noi', { kind: 'leadership' });
    expect(found).toContain('notify-leadership');
    expect(found).not.toContain('register');
    expect(found).not.toContain('answer');
  });

  test('[RG-4] Quảng Ninh: only a national meeting escalates, a self-organised one is not held up by a lead time', () => {
    expect(ids('quang-ninh', { kind: 'national' })).toContain('escalate');
    expect(ids('quang-ninh', { kind: 'province' })).not.toContain('escalate');
    const self = under('quang-ninh', { kind: 'selfOrganised', registeredAt: at('2022-05-05T09:00') });
    expect([self.admissible, Object.keys(states(self)).sort()]).toEqual([
      true,
      ['notice-self', 'onsite', 'recording-request'],
    ]);
  });

  test('[RG-4] nothing about recordings when none is wanted', () => {
    expect(ids('binh-dinh', { recording: false }).filter((id) => id.startsWith('recording'))).toEqual([]);
  });

  test('[RG-4] Quảng Ninh tests more than 200 sites in two half days', () => {
    expect([200, 201].map((siteCount) => under('quang-ninh', { siteCount }).rehearsalHalfDays)).toEqual([
      null,
      2,
    ]);
  });

  test.each(profiles.flatMap(({ locality, kinds }) => kinds.map(({ key }) => [locality, key] as const)))(
    '%s: %s has rules of its own or none, and never fails',
    (locality, kind) => {
      for (const urgency of ['planned', 'urgent'] as const)
        for (const entry of under(locality, { kind, urgency }).entries)
          expect(entry.owes.every(({ name }) => name.length > 2)).toBe(true);
    },
  );
});

describe('the states of an entry', () => {
  const ready = (now: string, done: Record<string, string> = {}) =>
    under(
      'hoa-binh',
      { done: Object.fromEntries(Object.entries(done).map(([id, when]) => [id, at(when)])) },
      at(now),
    ).entries.find(({ deadlineId }) => deadlineId === 'ready');

  test('[RG-6] pending up to its instant, late one millisecond after it', () => {
    const { dueAt } = ready('2022-05-06T07:00') ?? {};
    expect(local(dueAt ?? null)).toBe('2022-05-06T07:30');
    expect(ready('2022-05-06T07:30')?.state).toBe('pending');
    const { entries } = under('hoa-binh', {}, instant(at('2022-05-06T07:30') + 1));
    expect(entries.find(({ deadlineId }) => deadlineId === 'ready')).toMatchObject({
      state: 'late',
      reason: { code: 'overdue', lateByMs: 1 },
    });
  });

  test('[RG-6] met when it was done in time, late with the delay when it was done afterwards', () => {
    expect(ready('2022-05-06T09:00', { ready: '2022-05-06T07:29' })?.state).toBe('met');
    expect(ready('2022-05-06T09:00', { ready: '2022-05-06T07:40' })).toMatchObject({
      state: 'late',
      reason: { code: 'doneLate', lateByMs: 600_000 },
    });
  });

  test('[RG-5] what follows a confirmation counts from its limit until it has happened', () => {
    const power = (facts: Partial<MeetingFacts>) =>
      under('binh-dinh', facts).entries.find(({ deadlineId }) => deadlineId === 'notify-power');
    expect(power({})).toMatchObject({ counting: { basis: 'latest' } });
    const confirmed = power({ confirmedAt: at('2022-04-25T10:00') });
    expect([confirmed?.counting.basis, local(confirmed?.dueAt ?? null)]).toEqual([
      'happened',
      '2022-04-27T00:00',
    ]);
    expect(power({ receivedAt: null })).toMatchObject({ dueAt: null, reason: { code: 'waitsFor' } });
  });

  test('[RG-9] reminders lie before the limit and after the registration', () => {
    for (const { locality } of profiles)
      for (const { reminders, dueAt } of under(locality).entries)
        for (const reminder of reminders) {
          expect(reminder).toBeLessThan(dueAt ?? 0);
          expect(reminder).toBeGreaterThan(at('2022-04-25T09:00'));
        }
  });

  test('every entry explains itself: article, formula, inputs, calendar version', () => {
    const register = under('binh-dinh').entries.find(({ deadlineId }) => deadlineId === 'register');
    expect(under('binh-dinh').calendarVersion).toBe(1);
    expect(register).toMatchObject({
      cite: [{ article: 'Đ8.1', quote: 'trước 03 (ba) ngày làm việc' }],
      counting: {
        trigger: 'start',
        direction: 'before',
        offset: { n: 3, unit: 'workingDay' },
        triggerAt: at('2022-05-06T08:00'),
        counted: ['2022-05-05', '2022-05-04', '2022-04-29'],
      },
    });
    expect(register?.counting.skipped.map(({ date }) => date)).toEqual([
      '2022-05-03',
      '2022-05-02',
      '2022-05-01',
      '2022-04-30',
    ]);
  });

  test('[RG-2] a meeting beyond the calendar is an error, not a guess', () => {
    expect(() => under('binh-dinh', { start: at('2031-05-06T08:00') })).toThrow(CalendarGapError);
    expect(() => under('ha-noi', { start: at('2031-05-06T08:00'), recording: false })).not.toThrow();
  });
});

describe('[R-PROF-01] what the live conference takes from the regulation', () => {
  test.each([
    ['hoa-binh', 30_000, true],
    ['vinh-phuc', 30_000, true],
    ['binh-dinh', null, false],
    ['ha-noi', null, false],
    ['quang-ninh', null, false],
  ])('[RG-11] %s: %s ms to bring a site up, cascade %s', (locality, bringUpLimitMs, cascadeAllowed) => {
    expect(conferenceRules(profileOf(locality))).toEqual({ bringUpLimitMs, cascadeAllowed });
  });
});

describe('[R-PROF-03] the shipped calendar', () => {
  const nature = (date: string) => calendar.days.find((day) => day.date === date)?.type;

  test('covers 2019 to 2027, each day once', () => {
    expect([calendar.from, calendar.to]).toEqual(['2019-01-01', '2027-12-31']);
    expect(new Set(calendar.days.map(({ date }) => date)).size).toBe(calendar.days.length);
  });

  test('a holiday on a weekly day of rest is made up for on a working day', () => {
    for (let year = 2019; year <= 2027; year += 1) {
      const of = (type: string) =>
        calendar.days.filter(({ date, type: t }) => date.startsWith(`${year}`) && t === type);
      const weekend = of('publicHoliday').filter(({ date, status }) => {
        const day = new Date(`${date}T00:00Z`).getUTCDay();
        return status !== 'proposed' && (day === 0 || day === 6);
      });
      expect(of('dayInLieu'), String(year)).toHaveLength(weekend.length);
      expect(of('swappedWorking').length - of('swappedFree').length, String(year)).toBe(
        year === 2019 ? 1 : 0,
      );
    }
  });

  test('the law gives ten paid days until 2020 and eleven from 2021', () => {
    for (let year = 2019; year <= 2027; year += 1) {
      const holidays = calendar.days.filter(
        ({ date, type, status }) =>
          date.startsWith(`${year}`) && type === 'publicHoliday' && status !== 'proposed',
      );
      expect(holidays, String(year)).toHaveLength(year < 2021 ? 10 : 11);
    }
  });

  test.each([
    ['2024-05-04', 'swappedWorking'],
    ['2024-04-29', 'swappedFree'],
    ['2026-02-16', 'publicHoliday'],
    ['2022-05-03', 'dayInLieu'],
  ])('%s is %s', (date, type) => {
    expect(nature(date)).toBe(type);
  });

  test('what nobody could establish is marked, and a proposed day does not count', () => {
    expect(calendar.days.find(({ date }) => date === '2026-11-24')).toMatchObject({ status: 'proposed' });
    expect(
      calendar.days.filter(({ date, status }) => date.startsWith('2027') && status === 'unconfirmed'),
    ).not.toEqual([]);
    expect(calendar.days.every(({ source }) => source.length > 10)).toBe(true);
  });
});
