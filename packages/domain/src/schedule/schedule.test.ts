import {
  type Instant,
  instant,
  OrganisationId,
  RoomId,
  type RoomKind,
  ScheduleRules,
  SiteId,
} from '@nhipcau/contracts';
import { aRegistration } from '@nhipcau/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { freeSlots } from './free-slots.ts';
import {
  fullTimes,
  type Interval,
  meetsAny,
  mergeIntervals,
  overlaps,
  peakOf,
  type Taking,
  without,
} from './intervals.ts';
import { loadOf } from './load.ts';
import { goesBeforeLocalUse, priorityRuleOf, rankOf } from './priority.ts';
import { chooseRoom, roomRuleOf } from './rooms.ts';
import { wavesOf } from './waves.ts';
import { windowsOf } from './windows.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const at = (local: string): Instant => instant(Date.parse(`${local}:00+07:00`));
const span = (from: string, to: string): Interval => ({ start: at(from), end: at(to) });
const cite = [{ article: 'Đ1', quote: 'theo lịch' }];
const hours = {
  halfDays: [
    { from: '07:30', to: '11:30' },
    { from: '13:30', to: '17:00' },
  ],
  meetings: { from: '07:00', to: '18:00' },
  cite: [],
};
const rules = (more: Partial<ScheduleRules> = {}): ScheduleRules =>
  ScheduleRules.parse({
    rooms: [],
    priorities: [],
    beforeLocalUse: null,
    setUp: [],
    waves: null,
    oneControl: null,
    hours,
    publicCalendar: null,
    ...more,
  });
const setUp = (minutesBefore: number) => [{ urgency: ['planned' as const], minutesBefore, cite, note: null }];
const start = at('2026-11-12T08:00');

const anInterval = fc
  .tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 40 }))
  .map(([from, length]) => ({ start: instant(from), end: instant(from + length) }));

describe('[SC-1] times a meeting takes its rooms', () => {
  test('[R-SCH-01] set-up, rehearsal and the meeting, beside each other', () => {
    const data = aRegistration(start, { rehearsal: span('2026-11-11T14:00', '2026-11-11T16:00') });
    expect(windowsOf(rules({ setUp: setUp(90) }), data)).toEqual([
      { kind: 'rehearsal', ...span('2026-11-11T14:00', '2026-11-11T16:00') },
      { kind: 'setup', ...span('2026-11-12T06:30', '2026-11-12T08:00') },
      { kind: 'official', ...span('2026-11-12T08:00', '2026-11-12T10:00') },
    ]);
  });

  test('a rehearsal within the set-up leaves only the rest of it', () => {
    const data = aRegistration(start, { rehearsal: span('2026-11-12T07:00', '2026-11-12T07:30') });
    expect(windowsOf(rules({ setUp: setUp(90) }), data).map(({ kind }) => kind)).toEqual([
      'setup',
      'rehearsal',
      'setup',
      'official',
    ]);
  });

  test('without a rule, or for the other urgency, there is no set-up', () => {
    const data = aRegistration(start);
    expect(windowsOf(rules(), data)).toHaveLength(1);
    expect(windowsOf(rules({ setUp: setUp(90) }), { ...data, urgency: 'urgent' })).toHaveLength(1);
  });

  test('they never overlap and never lose the meeting itself, whatever the rehearsal', () => {
    fc.assert(
      fc.property(
        anInterval,
        fc.option(anInterval),
        fc.integer({ min: 1, max: 3 }),
        (official, rehearsal, minutes) => {
          const windows = windowsOf(rules({ setUp: setUp(minutes) }), {
            official,
            rehearsal,
            urgency: 'planned',
          });
          expect(windows).toContainEqual({ kind: 'official', ...official });
          for (const [index, one] of windows.entries()) {
            expect(one.end).toBeGreaterThan(one.start);
            expect(windows.slice(index + 1).some((other) => overlaps(one, other))).toBe(false);
          }
        },
      ),
    );
  });
});

describe('intervals', () => {
  test('one begins where another ends: they do not overlap', () => {
    expect(
      overlaps(span('2026-11-12T08:00', '2026-11-12T10:00'), span('2026-11-12T10:00', '2026-11-12T11:00')),
    ).toBe(false);
    expect(
      overlaps(span('2026-11-12T08:00', '2026-11-12T10:01'), span('2026-11-12T10:00', '2026-11-12T11:00')),
    ).toBe(true);
  });

  const has = (intervals: readonly Interval[], moment: number) =>
    intervals.some(({ start: from, end }) => from <= moment && moment < end);

  test('merged and cut ones hold exactly the instants they should', () => {
    fc.assert(
      fc.property(fc.array(anInterval, { maxLength: 12 }), anInterval, (intervals, whole) => {
        const merged = mergeIntervals(intervals);
        const left = without(whole, intervals);
        for (let moment = 0; moment <= 245; moment += 1) {
          expect(has(merged, moment)).toBe(has(intervals, moment));
          expect(has(left, moment)).toBe(has([whole], moment) && !has(intervals, moment));
        }
      }),
    );
  });

  test('[SC-5] [R-SCH-07] the peak is what counting instant by instant finds', () => {
    const aTaking = fc
      .tuple(anInterval, fc.integer({ min: 1, max: 9 }))
      .map(([one, units]) => ({ ...one, units }));
    fc.assert(
      fc.property(fc.array(aTaking, { maxLength: 12 }), anInterval, (takings: Taking[], within) => {
        let most = 0;
        for (let moment = within.start; moment < within.end; moment = instant(moment + 1))
          most = Math.max(
            most,
            takings.reduce((sum, one) => sum + (has([one], moment) ? one.units : 0), 0),
          );
        const peak = peakOf(takings, within);
        expect(peak.units).toBe(most);
        expect(takings.reduce((sum, one) => sum + (has([one], peak.at) ? one.units : 0), 0)).toBe(most);
      }),
    );
  });
});

test('[SC-5] [R-SCH-07] too little is left exactly where the peak and what is needed are more than there is', () => {
  const aTaking = fc
    .tuple(anInterval, fc.integer({ min: 1, max: 9 }))
    .map(([one, units]) => ({ ...one, units }));
  fc.assert(
    fc.property(
      fc.array(aTaking, { maxLength: 12 }),
      anInterval,
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 1, max: 9 }),
      (taken: Taking[], window, available, needed) => {
        const full = mergeIntervals(fullTimes({ available, needed, taken }));
        expect(meetsAny(window, full)).toBe(peakOf(taken, window).units + needed > available);
      },
    ),
  );
});

describe('[SC-2] who goes first', () => {
  const priorities: ScheduleRules['priorities'] = [
    { key: 'wide', name: 'tỉnh đến xã', rank: 50, kinds: ['province'], urgency: null, cite, note: null },
    { key: 'urgent', name: 'họp gấp', rank: 90, kinds: null, urgency: ['urgent'], cite, note: null },
  ];

  test('[R-SCH-03] [R-SCH-04] the highest rule that fits', () => {
    const given = rules({ priorities });
    expect(rankOf(given, { kind: 'district', urgency: 'planned' })).toBe(0);
    expect(rankOf(given, { kind: 'province', urgency: 'planned' })).toBe(50);
    expect(rankOf(given, { kind: 'province', urgency: 'urgent' })).toBe(90);
    expect(priorityRuleOf(given, { kind: 'district', urgency: 'urgent' })?.key).toBe('urgent');
    expect(rankOf(rules(), { kind: 'province', urgency: 'urgent' })).toBe(0);
  });

  test('[SC-4] [R-SCH-03] before other uses of a room only where the text says so', () => {
    const rule = { kinds: ['province'], cite, note: null };
    expect(goesBeforeLocalUse(rules(), { kind: 'province' })).toBe(false);
    expect(goesBeforeLocalUse(rules({ beforeLocalUse: rule }), { kind: 'province' })).toBe(true);
    expect(goesBeforeLocalUse(rules({ beforeLocalUse: rule }), { kind: 'district' })).toBe(false);
    expect(
      goesBeforeLocalUse(rules({ beforeLocalUse: { ...rule, kinds: null } }), { kind: 'district' }),
    ).toBe(true);
  });
});

describe('[SC-3] [R-SCH-02] from which room a body chairs', () => {
  const given = rules({
    rooms: [
      {
        key: 'party',
        name: 'Tỉnh ủy',
        chairBodies: ['party'],
        hostLevels: ['province'],
        hostKinds: null,
        onRequest: false,
        rooms: ['party', 'hallA'],
        cite,
        note: null,
      },
      {
        key: 'hq',
        name: 'Trụ sở',
        chairBodies: ['agency'],
        hostLevels: null,
        hostKinds: null,
        onRequest: true,
        rooms: ['hq'],
        cite,
        note: null,
      },
    ],
  });
  const room = (id: string, site: string, kind: RoomKind) => ({
    roomId: RoomId.parse(id),
    siteId: SiteId.parse(site),
    name: id,
    kind,
  });
  const rooms = [
    room('r-hall', 'hall', 'hallA'),
    room('r-own', 'own', 'site'),
    room('r-party', 'tu', 'party'),
  ];
  const province = { levelCode: 'province', kind: 'partyBody' } as const;
  const plain = { technical: { headquartersRoom: false } };

  test('the rule of the body, at its level, on request only when asked', () => {
    expect(roomRuleOf(given, { chairBody: 'party', ...plain }, province)?.key).toBe('party');
    expect(
      roomRuleOf(given, { chairBody: 'party', ...plain }, { ...province, levelCode: 'district' }),
    ).toBeNull();
    expect(roomRuleOf(given, { chairBody: 'agency', ...plain }, province)).toBeNull();
    expect(
      roomRuleOf(given, { chairBody: 'agency', technical: { headquartersRoom: true } }, province)?.key,
    ).toBe('hq');
  });

  test('a third room is refused and the named one proposed, the first of the rule before the others', () => {
    const rule = roomRuleOf(given, { chairBody: 'party', ...plain }, province);
    expect(chooseRoom(rule, 'tu', rooms).room?.roomId).toBe('r-party');
    expect(chooseRoom(rule, 'hall', rooms).room?.roomId).toBe('r-hall');
    expect(chooseRoom(rule, 'own', rooms)).toMatchObject({ room: null, proposed: { roomId: 'r-party' } });
  });

  test('without a rule, or where no such room exists, the own room', () => {
    expect(chooseRoom(null, 'own', rooms).room?.roomId).toBe('r-own');
    const rule = roomRuleOf(given, { chairBody: 'party', ...plain }, province);
    expect(chooseRoom(rule, 'own', [room('r-own', 'own', 'site')]).room?.roomId).toBe('r-own');
    expect(chooseRoom(null, 'nowhere', rooms).room).toBeNull();
  });
});

describe('[SC-6] [R-APR-06] free times', () => {
  const official = span('2026-11-12T08:00', '2026-11-12T10:00');
  const search = {
    official,
    windows: [official],
    busy: [span('2026-11-12T08:00', '2026-11-12T11:00')],
    shared: [],
    notBefore: at('2026-11-12T07:00'),
    timeZone: ZONE,
    hours: hours.meetings,
    works: () => true,
    limit: 3,
  };

  test('the nearest first: after 11:00, within office hours, nothing before now', () => {
    expect(freeSlots(search)).toEqual([
      span('2026-11-12T11:00', '2026-11-12T13:00'),
      span('2026-11-12T11:30', '2026-11-12T13:30'),
      span('2026-11-12T12:00', '2026-11-12T14:00'),
    ]);
  });

  test('earlier ones too when there is time', () => {
    const [first] = freeSlots({ ...search, busy: [official], notBefore: at('2026-11-10T07:00'), limit: 1 });
    expect(first).toEqual(span('2026-11-12T10:00', '2026-11-12T12:00'));
    const slots = freeSlots({ ...search, busy: [official], notBefore: at('2026-11-10T07:00'), limit: 40 });
    expect(slots).toContainEqual(span('2026-11-11T16:00', '2026-11-11T18:00'));
  });

  test('[R-SCH-07] where ports are short the next time with enough', () => {
    const taken = [{ ...span('2026-11-12T08:00', '2026-11-12T12:00'), units: 7 }];
    const [first] = freeSlots({ ...search, busy: [], shared: [{ available: 10, needed: 4, taken }] });
    expect(first).toEqual(span('2026-11-12T12:00', '2026-11-12T14:00'));
    const [fits] = freeSlots({ ...search, busy: [], shared: [{ available: 11, needed: 4, taken }] });
    expect(fits).toEqual(span('2026-11-12T08:30', '2026-11-12T10:30'));
  });

  test('[SC-6] no day of rest is offered for a meeting of working days, nor hours the locality does not name', () => {
    const works = (date: string) => date < '2026-11-14' || date > '2026-11-15';
    const friday = span('2026-11-13T15:00', '2026-11-13T17:00');
    const full = span('2026-11-13T00:00', '2026-11-14T00:00');
    const asked = { ...search, official: friday, windows: [friday], busy: [full], works, limit: 2 };
    const notBefore = at('2026-11-13T08:00');
    expect(freeSlots({ ...asked, notBefore })).toEqual([
      span('2026-11-16T07:00', '2026-11-16T09:00'),
      span('2026-11-16T07:30', '2026-11-16T09:30'),
    ]);
    const afternoon = { from: '13:00', to: '18:00' };
    expect(freeSlots({ ...asked, notBefore, hours: afternoon })[0]).toEqual(
      span('2026-11-16T13:00', '2026-11-16T15:00'),
    );
  });

  test('[SC-6] a meeting on a Sunday may be moved to another, one at night to another night', () => {
    const works = (date: string) => date !== '2026-11-15';
    const sunday = span('2026-11-15T09:00', '2026-11-15T10:00');
    const [first] = freeSlots({ ...search, official: sunday, windows: [sunday], busy: [], works, limit: 1 });
    expect(first).toEqual(span('2026-11-15T09:30', '2026-11-15T10:30'));
    const night = span('2026-11-12T20:00', '2026-11-12T21:00');
    const [next] = freeSlots({
      ...search,
      official: night,
      windows: [night],
      busy: [night],
      works,
      limit: 1,
    });
    expect(next).toEqual(span('2026-11-12T21:00', '2026-11-12T22:00'));
  });

  test('every time offered really is free', () => {
    const hours = fc
      .tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 20 }))
      .map(([from, length]) => ({
        start: instant(official.start + (from - 100) * 3_600_000),
        end: instant(official.start + (from - 100 + length) * 3_600_000),
      }));
    fc.assert(
      fc.property(fc.array(hours, { maxLength: 20 }), (busy) => {
        for (const slot of freeSlots({ ...search, busy, limit: 6 })) {
          expect(busy.some((taken) => overlaps(taken, slot))).toBe(false);
          expect(slot.end - slot.start).toBe(official.end - official.start);
          expect(slot.start).toBeGreaterThanOrEqual(search.notBefore);
        }
      }),
    );
  });
});

describe('[SC-7] [R-SCH-06] half days of rehearsal', () => {
  const waves: ScheduleRules['waves'] = {
    above: 2,
    stages: [
      { key: 'own', name: 'phòng riêng', gathering: 'district', cite },
      { key: 'common', name: 'phòng chung', gathering: 'common', cite },
    ],
  };
  const district = (id: string) => OrganisationId.parse(id);
  const site = (id: string, of: string | null) => ({
    siteId: SiteId.parse(id),
    district: of === null ? null : district(of),
  });
  const sites = [site('a1', 'h-a'), site('b1', 'h-b'), site('a2', 'h-a'), site('p', null)];
  const search = {
    rules: rules({ waves }),
    sites,
    before: at('2026-11-16T06:30'),
    notBefore: at('2026-11-09T08:00'),
    timeZone: ZONE,
    // 14 and 15/11/2026 are Saturday and Sunday.
    natureOf: (date: string) => ({
      works: !['2026-11-14', '2026-11-15'].includes(date),
      endsAt: date === '2026-11-11' ? '11:30' : null,
    }),
    busy: [],
  };

  test('a meeting on Monday: districts on Friday morning, all together on Friday afternoon', () => {
    expect(wavesOf(search)).toEqual([
      {
        stage: 1,
        name: 'phòng riêng',
        district: 'h-a',
        siteIds: ['a1', 'a2'],
        ...span('2026-11-13T07:30', '2026-11-13T11:30'),
      },
      {
        stage: 1,
        name: 'phòng riêng',
        district: 'h-b',
        siteIds: ['b1'],
        ...span('2026-11-13T07:30', '2026-11-13T11:30'),
      },
      {
        stage: 2,
        name: 'phòng chung',
        district: null,
        siteIds: ['a1', 'b1', 'a2', 'p'],
        ...span('2026-11-13T13:30', '2026-11-13T17:00'),
      },
    ]);
  });

  test('[SC-7] half days are those of the locality, and of a half day only what is worked', () => {
    const early = { ...hours, halfDays: [{ from: '07:00', to: '11:00' }], note: null };
    expect(wavesOf({ ...search, rules: rules({ waves, hours: early }) }).at(-1)).toMatchObject(
      span('2026-11-13T07:00', '2026-11-13T11:00'),
    );
    // On 11/11/2026 offices close at half past eleven.
    expect(wavesOf({ ...search, before: at('2026-11-12T06:30') })).toMatchObject([
      { stage: 1, ...span('2026-11-10T13:30', '2026-11-10T17:00') },
      { stage: 1, ...span('2026-11-10T13:30', '2026-11-10T17:00') },
      { stage: 2, ...span('2026-11-11T07:30', '2026-11-11T11:30') },
    ]);
  });

  test('a taken half day is passed over', () => {
    const found = wavesOf({ ...search, busy: [span('2026-11-13T16:00', '2026-11-13T16:30')] });
    expect(found.at(-1)).toMatchObject(span('2026-11-13T07:30', '2026-11-13T11:30'));
    expect(found[0]).toMatchObject(span('2026-11-12T13:30', '2026-11-12T17:00'));
  });

  test('exactly as many sites as the limit have none, nor has a locality without the rule', () => {
    expect(wavesOf({ ...search, sites: sites.slice(0, 2) })).toEqual([]);
    expect(wavesOf({ ...search, rules: rules() })).toEqual([]);
  });

  test('registered the evening before: what there is no time for is left out, the common stage last', () => {
    expect(
      wavesOf({ ...search, before: at('2026-11-12T13:00'), notBefore: at('2026-11-12T06:00') }),
    ).toMatchObject([{ stage: 2, ...span('2026-11-12T07:30', '2026-11-12T11:30') }]);
    expect(wavesOf({ ...search, before: at('2026-11-12T08:00'), notBefore: at('2026-11-12T07:45') })).toEqual(
      [],
    );
  });
});

describe('[SC-8] [R-SCH-07] what a meeting takes of MCUs and links', () => {
  const nodes = [
    { nodeId: 'cp', parentId: null },
    { nodeId: 'hb', parentId: 'cp' },
    { nodeId: 'dabac', parentId: 'hb' },
    { nodeId: 'luongson', parentId: 'hb' },
  ];
  const plain = { slides: false, video: false };

  /** Ports, streams and sessions, without the lines. */
  const counted = (...asked: Parameters<typeof loadOf>) =>
    loadOf(...asked).filter(({ kind }) => kind !== 'mcuRate' && kind !== 'linkRate');

  test('a port for each site and each end of a link, two pictures on a link', () => {
    expect(counted(nodes, ['hb', 'dabac', 'dabac'], plain)).toEqual([
      { kind: 'link', resourceId: 'dabac', units: 2 },
      { kind: 'mcu', resourceId: 'dabac', units: 3 },
      { kind: 'mcu', resourceId: 'hb', units: 2 },
      { kind: 'session', resourceId: 'installation', units: 1 },
    ]);
  });

  test('nodes between two that have sites are passed through; slides take a stream more', () => {
    expect(counted(nodes, ['dabac', 'luongson'], { slides: true, video: false })).toEqual([
      { kind: 'link', resourceId: 'dabac', units: 3 },
      { kind: 'link', resourceId: 'luongson', units: 3 },
      { kind: 'mcu', resourceId: 'dabac', units: 2 },
      { kind: 'mcu', resourceId: 'hb', units: 2 },
      { kind: 'mcu', resourceId: 'luongson', units: 2 },
      { kind: 'session', resourceId: 'installation', units: 1 },
    ]);
  });

  test('on one node there is no link', () => {
    expect(counted(nodes, ['dabac', 'dabac'], plain)).toEqual([
      { kind: 'mcu', resourceId: 'dabac', units: 2 },
      { kind: 'session', resourceId: 'installation', units: 1 },
    ]);
  });
});

describe('[SC-13] [R-SCH-07] what a meeting takes of the lines, in their busier direction', () => {
  const nodes = [
    { nodeId: 'hb', parentId: null },
    { nodeId: 'dabac', parentId: 'hb' },
  ];
  const lines = (technical: { slides: boolean; video: boolean }) =>
    loadOf(nodes, ['hb', 'dabac', 'dabac'], technical).filter(({ kind }) => /Rate$/.test(kind));

  test('a picture and a voice to every port and over every link', () => {
    expect(lines({ slides: false, video: false })).toEqual([
      { kind: 'linkRate', resourceId: 'dabac', units: 1_975 },
      { kind: 'mcuRate', resourceId: 'dabac', units: 3 * 1_975 },
      { kind: 'mcuRate', resourceId: 'hb', units: 2 * 1_975 },
    ]);
  });

  test('a presentation more where content may be shown', () => {
    expect(lines({ slides: false, video: true })).toEqual([
      { kind: 'linkRate', resourceId: 'dabac', units: 2_775 },
      { kind: 'mcuRate', resourceId: 'dabac', units: 3 * 2_775 },
      { kind: 'mcuRate', resourceId: 'hb', units: 2 * 2_775 },
    ]);
  });
});
