import type { Clock } from '@nhipcau/base';
import { instant, type MeetingState, type Registration } from '@nhipcau/contracts';
import { OwnCalendar, type PlannedWave, startable, wavesOf, withChosenTimes } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import type { Outbox } from '../notices/outbox.ts';
import type { Move, MoveListener } from '../registration/move.ts';
import { readWorkingCalendar } from '../regulation/regulation.repository.ts';
import { conflictsOf, mayTake, resourceOf } from './availability.ts';
import { lockSchedule, releaseBookings, trimBookings, writeBookings } from './booking-writer.ts';
import { busyTimes, rivalsIn } from './conflicts.repository.ts';
import { type Wanted, wantedBy } from './demand.ts';
import { displaceLocalUse, noteDisplacement, tellDisplaced } from './displacements.ts';
import { chosenTimes, districtOfSites } from './waves.repository.ts';

const firmStates: ReadonlySet<MeetingState> = new Set([...startable, 'live']);
const askingStates: ReadonlySet<MeetingState> = new Set(['registered', 'underReview']);

/** Fields of a registration on which the calendar depends. */
const relevant: ReadonlySet<string> = new Set([
  'official',
  'rehearsal',
  'sites',
  'chairSiteId',
  'technician',
  'technical',
  'urgency',
  'kind',
  'chairBody',
  'hostOrganisationId',
]);

/**
 * Books rooms, people and capacity as meetings move: asked for while it is decided, firm from the confirmation, given
 * back when it is called off, put off, refused or over.
 *
 * @rule SC-10 (R-SCH-01, R-SCH-06, R-SCH-07)
 */
export class ScheduleService implements MoveListener {
  readonly #clock: Clock;
  readonly #outbox: Outbox;

  constructor(parts: { clock: Clock; outbox: Outbox }) {
    this.#clock = parts.clock;
    this.#outbox = parts.outbox;
  }

  /** @throws {AppError} SLOT_TAKEN, CAPACITY_EXCEEDED, ROOM_NOT_ALLOWED when the meeting would become firm */
  async moved(transaction: Executor, move: Move): Promise<void> {
    const { registration, from, to, act, at } = move;
    const { meetingId } = registration;
    if (to === 'ended' || to === 'closed') {
      if (from === 'live') await trimBookings(transaction, meetingId, at);
      return;
    }
    if (act === 'displace') await noteDisplacement(transaction, move);
    if (firmStates.has(to)) {
      if (!firmStates.has(from) || isRelevant(move)) await this.#book(transaction, move, true);
      return;
    }
    if (askingStates.has(to) && act !== 'postpone') {
      if (!askingStates.has(from) || isRelevant(move)) await this.#book(transaction, move, false);
      return;
    }
    await releaseBookings(transaction, meetingId);
  }

  async #book(transaction: Executor, move: Move, isFirm: boolean): Promise<void> {
    const { registration, profile, at } = move;
    const { meetingId, data } = registration;
    const wanted = await wantedBy(transaction, { meetingId, data, profile });
    if (isFirm) {
      await lockSchedule(transaction);
      await this.#clear(transaction, wanted, move);
    }
    const waves = await this.#waves(transaction, wanted, registration, profile.timeZone);
    await writeBookings(transaction, meetingId, { wanted, waves, isFirm });
    if (isFirm)
      await tellDisplaced(transaction, {
        by: registration,
        at,
        timeZone: profile.timeZone,
        now: instant(this.#clock.now()),
        outbox: this.#outbox,
      });
  }

  /**
   * Makes sure that nothing is in the way; other uses of the rooms give way where the regulation says so.
   *
   * @throws {AppError} ROOM_NOT_ALLOWED, CAPACITY_EXCEEDED, SLOT_TAKEN
   */
  async #clear(transaction: Executor, wanted: Wanted, { registration, at }: Move): Promise<void> {
    const { meetingId: self, single: things, windows } = wanted;
    for (const rival of await rivalsIn(transaction, { self, things, windows })) {
      if (!rival.isFirm) continue;
      if (rival.localUseId !== null && mayTake(wanted, rival)) {
        await displaceLocalUse(transaction, { localUseId: rival.localUseId, by: registration, at });
        continue;
      }
      throw new AppError('SLOT_TAKEN', {
        resource: resourceOf(wanted, rival).name,
        against: rival.title,
        meetingId: rival.meetingId,
        from: rival.start,
        to: rival.end,
      });
    }
    refuseOthers(await conflictsOf(transaction, wanted));
  }

  async #waves(
    transaction: Executor,
    wanted: Wanted,
    { data, locality }: Registration,
    timeZone: string,
  ): Promise<PlannedWave[]> {
    const { rules, windows, single: things, meetingId: self } = wanted;
    if (rules.waves === null || data.sites.length <= rules.waves.above) return [];
    const before = windows[0]?.start ?? data.official.start;
    const notBefore = instant(this.#clock.now());
    const calendar = new OwnCalendar(await readWorkingCalendar(transaction), {
      locality,
      organisationId: data.hostOrganisationId,
    });
    const search = { start: notBefore, end: before };
    const busy =
      before > notBefore
        ? await busyTimes(transaction, { self, things, windows: [search] }, { firmOnly: true })
        : [];
    const found = wavesOf({
      rules,
      sites: await districtOfSites(
        transaction,
        data.sites.map(({ siteId }) => siteId),
      ),
      before,
      notBefore,
      timeZone,
      natureOf: (date) => calendar.natureOf(date),
      busy,
    });
    const chosen = self === null ? [] : await chosenTimes(transaction, self);
    return withChosenTimes(found, chosen, { before, notBefore, busy });
  }
}

const isRelevant = ({ changed }: Move): boolean => changed.some((field) => relevant.has(field));

function refuseOthers(conflicts: Awaited<ReturnType<typeof conflictsOf>>): void {
  for (const { kind, resource, start, end, capacity, proposed, cite } of conflicts) {
    if (kind === 'capacity')
      throw new AppError('CAPACITY_EXCEEDED', {
        resource: resource.name,
        kind: resource.kind,
        available: capacity?.available ?? 0,
        needed: capacity?.needed ?? 0,
        from: start,
        to: end,
      });
    if (kind === 'roomRule')
      throw new AppError('ROOM_NOT_ALLOWED', {
        proposed: proposed?.name ?? null,
        article: cite[0]?.article ?? null,
      });
  }
}
