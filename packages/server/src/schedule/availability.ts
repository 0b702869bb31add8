import { type Clock, present } from '@nhipcau/base';
import {
  type Conflict,
  type FreeSlot,
  type Instant,
  instant,
  MeetingId,
  type RegulationProfile,
  type Resource,
} from '@nhipcau/contracts';
import {
  freeSlots,
  goesBeforeLocalUse,
  OwnCalendar,
  overlaps,
  peakOf,
  priorityRuleOf,
  SLOT_HORIZON_MS,
  startable,
} from '@nhipcau/domain';
import type { Executor } from '../database/database.ts';
import { readWorkingCalendar } from '../regulation/regulation.repository.ts';
import type { Availability, Demand, Outlook } from './bookings.ts';
import { busyTimes, type Rival, rivalsIn, type SharedUse, sharedUses } from './conflicts.repository.ts';
import { type Wanted, wantedBy } from './demand.ts';

/** So many are told; who has more of them has the wrong day. */
const CONFLICTS_TOLD = 200;

/** Answers what is in the way of a meeting, and when nothing would be. Changes nothing. */
export class ScheduleAvailability implements Availability {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async conflictsOf(executor: Executor, demand: Demand): Promise<Conflict[]> {
    return conflictsOf(executor, await wantedBy(executor, demand));
  }

  async outlookOf(executor: Executor, demand: Demand, limit: number): Promise<Outlook> {
    const wanted = await wantedBy(executor, demand);
    const conflicts = await conflictsOf(executor, wanted);
    if (conflicts.length === 0) return { conflicts, freeSlots: [] };
    const now = instant(this.#clock.now());
    return {
      conflicts,
      freeSlots: await slotsFor(executor, wanted, { now, profile: demand.profile, limit }),
    };
  }
}

/** Everything in the way of what is wanted: rooms of the rule, bookings of others, what there is not enough of. */
export async function conflictsOf(executor: Executor, wanted: Wanted): Promise<Conflict[]> {
  const { meetingId, single, windows, limited } = wanted;
  const rivals = await rivalsIn(executor, { self: meetingId, things: single, windows });
  const within = spanOf(wanted);
  const shared = await sharedUses(executor, { self: meetingId, limited, within });
  return [
    ...roomConflicts(wanted),
    ...shared.flatMap((use) => capacityConflicts(wanted, use)),
    ...bookedConflicts(wanted, rivals),
  ].slice(0, CONFLICTS_TOLD);
}

const spanOf = ({ windows, data }: Wanted) => ({
  start: windows[0]?.start ?? data.official.start,
  end: windows.at(-1)?.end ?? data.official.end,
});

/** @rule SC-3 (R-SCH-02) */
function roomConflicts({ roomFault, data: { official } }: Wanted): Conflict[] {
  if (roomFault === null) return [];
  return [
    {
      kind: 'roomRule',
      resource: roomFault.chairSite,
      ...official,
      against: null,
      mayDisplace: false,
      capacity: null,
      proposed: roomFault.proposed,
      cite: [...roomFault.cite],
    },
  ];
}

/** @rule SC-5 (R-SCH-07) */
function capacityConflicts({ windows }: Wanted, { load, available, name, taken }: SharedUse): Conflict[] {
  const full = windows
    .map((window) => ({ window, peak: peakOf(taken, window) }))
    .find(({ peak }) => peak.units + load.units > available);
  if (!full) return [];
  return [
    {
      kind: 'capacity',
      resource: { kind: load.kind, resourceId: load.resourceId, name },
      start: full.peak.at,
      end: full.window.end,
      against: null,
      mayDisplace: false,
      capacity: { available, needed: full.peak.units + load.units },
      proposed: null,
      cite: [],
    },
  ];
}

/** One for each thing and each rival, with the first of the times at which they meet. */
function bookedConflicts(wanted: Wanted, rivals: readonly Rival[]): Conflict[] {
  const told = new Map<string, Conflict>();
  for (const rival of rivals) {
    const key = `${rival.resourceKind} ${rival.resourceId} ${rival.meetingId ?? rival.localUseId}`;
    const window = wanted.windows.find((one) => overlaps(one, rival));
    if (told.has(key) || !window) continue;
    told.set(key, conflictWith(wanted, rival, window));
  }
  return [...told.values()];
}

function conflictWith(wanted: Wanted, rival: Rival, window: Wanted['windows'][number]): Conflict {
  const mayDisplace = mayTake(wanted, rival);
  const cite = mayDisplace
    ? rival.localUseId === null
      ? (priorityRuleOf(wanted.rules, wanted.data)?.cite ?? [])
      : (wanted.rules.beforeLocalUse?.cite ?? [])
    : [];
  return {
    kind: 'booked',
    resource: resourceOf(wanted, rival),
    start: instant(Math.max(window.start, rival.start)),
    end: instant(Math.min(window.end, rival.end)),
    against: {
      meetingId: rival.meetingId === null ? null : MeetingId.parse(rival.meetingId),
      title: rival.title,
      isFirm: rival.isFirm,
    },
    mayDisplace,
    capacity: null,
    proposed: null,
    cite,
  };
}

/**
 * Whether what is wanted goes before what is there: a higher rank, and a meeting that has not begun.
 *
 * @rule SC-9 (R-SCH-03, R-SCH-04)
 */
export function mayTake({ rules, data, rank }: Wanted, rival: Rival): boolean {
  if (!rival.isFirm) return false;
  if (rival.localUseId !== null) return goesBeforeLocalUse(rules, data);
  const displaceable: readonly string[] = startable;
  return rival.state !== null && displaceable.includes(rival.state) && rank > rival.priority;
}

/** The thing of the meeting that a rival has. */
export function resourceOf(
  { single }: Wanted,
  { resourceKind, resourceId }: Pick<Rival, 'resourceKind' | 'resourceId'>,
): Resource {
  const found = single.find((one) => one.kind === resourceKind && one.resourceId === resourceId);
  return present(found, 'a rival of a thing nobody asked for');
}

/**
 * Times at which nothing at all would be in the way: what others firmly have and what they asked for before, since whoever
 * takes an offer expects it to stand.
 *
 * @rule SC-6 (R-APR-06, R-SCH-04)
 */
export async function slotsFor(
  executor: Executor,
  wanted: Wanted,
  { now, profile, limit }: { now: Instant; profile: RegulationProfile; limit: number },
): Promise<FreeSlot[]> {
  const { meetingId: self, single: things, windows, limited, data, rules } = wanted;
  const { start, end } = spanOf(wanted);
  const within = {
    start: instant(Math.max(now, start - SLOT_HORIZON_MS)),
    end: instant(end + SLOT_HORIZON_MS),
  };
  if (within.end <= within.start) return [];
  const busy = await busyTimes(executor, { self, things, windows: [within] }, { firmOnly: false });
  const shared = await sharedUses(executor, { self, limited, within });
  const calendar = new OwnCalendar(await readWorkingCalendar(executor), {
    locality: profile.locality,
    organisationId: data.hostOrganisationId,
  });
  return freeSlots({
    official: data.official,
    windows,
    busy,
    shared: shared.map(({ available, load, taken }) => ({ available, needed: load.units, taken })),
    notBefore: now,
    timeZone: profile.timeZone,
    hours: rules.hours.meetings,
    works: (date) => !calendar.knows(date) || calendar.natureOf(date).works,
    limit,
  });
}
