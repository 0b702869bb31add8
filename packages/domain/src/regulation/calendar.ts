import type { CalendarDay, DayScope, DayType, LocalDate, WorkingCalendar } from '@nhipcau/contracts';
import { weekdayOf } from './zone.ts';

/** The calendar's list of special days does not reach so far; counting on would be guessing. */
export class CalendarGapError extends Error {
  override readonly name = 'CalendarGapError';
  readonly date: LocalDate;

  constructor(date: LocalDate, { from, to }: WorkingCalendar) {
    super(`the calendar knows ${from} to ${to}, not ${date}`);
    this.date = date;
  }
}

/** Whose calendar is asked: days of other provinces and organisations do not count. */
export interface CalendarOwner {
  readonly locality: string;
  readonly organisationId: string | null;
}

/** What a day is for somebody. */
export interface DayNature {
  readonly works: boolean;
  /** Why; `working` for an ordinary working day, `weeklyRest` for an ordinary Saturday or Sunday. */
  readonly type: DayType;
  readonly name: string;
  /** End of office hours of a half day. */
  readonly endsAt: string | null;
}

const working: ReadonlySet<DayType> = new Set(['working', 'swappedWorking', 'halfDay']);

/** Narrower scopes decide over wider ones. */
function rankFor(scope: DayScope, owner: CalendarOwner): number {
  switch (scope.kind) {
    case 'nation':
      return 1;
    case 'province':
      return scope.locality === owner.locality ? 2 : 0;
    case 'organisation':
      return scope.organisationId === owner.organisationId ? 3 : 0;
  }
}

/** The special days that count for one owner, ready to be asked often. */
export class OwnCalendar {
  readonly version: number;
  readonly #calendar: WorkingCalendar;
  readonly #days = new Map<string, CalendarDay>();

  constructor(calendar: WorkingCalendar, owner: CalendarOwner) {
    this.version = calendar.version;
    this.#calendar = calendar;
    for (const day of calendar.days) {
      const rank = rankFor(day.scope, owner);
      if (rank === 0 || day.status === 'proposed') continue;
      const known = this.#days.get(day.date);
      if (!known || rankFor(known.scope, owner) < rank) this.#days.set(day.date, day);
    }
  }

  /** Whether the list of special days reaches this day. */
  knows(date: LocalDate): boolean {
    return date >= this.#calendar.from && date <= this.#calendar.to;
  }

  /** @throws {CalendarGapError} when the list of special days does not reach this day */
  natureOf(date: LocalDate): DayNature {
    const { weeklyRest } = this.#calendar;
    if (!this.knows(date)) throw new CalendarGapError(date, this.#calendar);
    const day = this.#days.get(date);
    if (day) return { works: working.has(day.type), type: day.type, name: day.name, endsAt: day.endsAt };
    const rests = weeklyRest.includes(weekdayOf(date));
    return { works: !rests, type: rests ? 'weeklyRest' : 'working', name: '', endsAt: null };
  }
}
