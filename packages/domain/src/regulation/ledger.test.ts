import { type DeadlineState, instant, type Timetable, TimetableEntry } from '@nhipcau/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ledgerChanges, type StoredDeadline } from './ledger.ts';

const anEntry = (deadlineId: string, state: string, dueAt: number | null): Timetable['entries'][number] =>
  TimetableEntry.parse({
    deadlineId,
    key: 'ready',
    requirement: 'R-PROF-04',
    duty: 'Sẵn sàng',
    owes: [{ role: 'host', name: 'Cơ quan chủ trì' }],
    tells: [],
    cite: [{ article: 'Đ1', quote: 'sẵn sàng' }],
    note: null,
    counting: {
      trigger: 'start',
      direction: 'before',
      offset: null,
      triggerAt: null,
      basis: 'unknown',
      counted: [],
      skipped: [],
    },
    dueAt,
    reminders: [],
    state,
    reason: { code: 'open' },
    waiver: null,
  });

const told = { at: instant(1_000), cause: 'time', by: null } as const;
const changed = (stored: readonly StoredDeadline[], entries: Timetable['entries']) =>
  ledgerChanges(stored, entries, told).map(({ deadlineId, fromState, toState, dueBefore, dueAfter }) => [
    deadlineId,
    fromState,
    toState,
    dueBefore,
    dueAfter,
  ]);

describe('[LG-1] a change is told when the state or the limit of a duty is another', () => {
  test.each<[string, StoredDeadline[], Timetable['entries'], unknown[]]>([
    ['new', [], [anEntry('a', 'pending', 5)], [['a', null, 'pending', null, 5]]],
    ['as it was', [{ deadlineId: 'a', state: 'pending', dueAt: 5 }], [anEntry('a', 'pending', 5)], []],
    [
      'moved',
      [{ deadlineId: 'a', state: 'pending', dueAt: 5 }],
      [anEntry('a', 'pending', 7)],
      [['a', 'pending', 'pending', 5, 7]],
    ],
    [
      'late',
      [{ deadlineId: 'a', state: 'pending', dueAt: 5 }],
      [anEntry('a', 'late', 5)],
      [['a', 'pending', 'late', 5, 5]],
    ],
  ])('%s', (_, stored, entries, expected) => {
    expect(changed(stored, entries)).toEqual(expected);
  });
});

describe('[LG-2] a duty a file no longer has becomes void, once', () => {
  test('and comes back when the file has it again', () => {
    const stored: StoredDeadline[] = [{ deadlineId: 'a', state: 'late', dueAt: 5 }];
    expect(changed(stored, [])).toEqual([['a', 'late', 'void', 5, null]]);
    const gone: StoredDeadline[] = [{ deadlineId: 'a', state: 'void', dueAt: 5 }];
    expect(changed(gone, [])).toEqual([]);
    expect(changed(gone, [anEntry('a', 'pending', 9)])).toEqual([['a', 'void', 'pending', 5, 9]]);
  });

  test('applying the changes and asking again finds none', () => {
    const state = fc.constantFrom<DeadlineState>('pending', 'met', 'late', 'waived', 'impossible');
    const duties = fc.uniqueArray(
      fc.record({ deadlineId: fc.constantFrom('a', 'b', 'c', 'd'), state, dueAt: fc.option(fc.nat(50)) }),
      { selector: ({ deadlineId }) => deadlineId },
    );
    fc.assert(
      fc.property(duties, duties, (before, after) => {
        const entries = after.map(({ deadlineId, state: now, dueAt }) => anEntry(deadlineId, now, dueAt));
        const known = new Map<string, StoredDeadline>(before.map((one) => [one.deadlineId, one]));
        for (const { deadlineId, toState, dueAfter } of ledgerChanges(before, entries, told))
          known.set(deadlineId, { deadlineId, state: toState, dueAt: dueAfter });
        expect(changed([...known.values()], entries)).toEqual([]);
      }),
    );
  });
});
