import {
  type BringUp,
  type ConferenceEvent,
  type ConferenceEventBody,
  instant,
  type MeetingId,
  NodeId,
  SiteId,
  type Stage,
  type TimetableEntry,
} from '@nhipcau/contracts';
import { apply } from '@nhipcau/domain';
import { EventStore } from '../conference/event-store.ts';
import type { Database } from '../database/database.ts';
import { listNodes } from '../directory/directory.repository.ts';
import type { Office } from '../office.ts';
import { ConferencePhases } from '../registration/conference-phases.ts';

/** What happened in a meeting, by the instant at which it did. */
export type HeldEvent = readonly [at: number, body: ConferenceEventBody];

const NOTHING: Stage['broadcast'] = { kind: 'full', slots: [{ kind: 'empty' }] };
const DARK: Stage = {
  broadcast: NOTHING,
  chairView: NOTHING,
  floor: [],
  content: null,
  cue: [],
  called: [],
  captions: [],
  gains: [],
};

/**
 * Writes the log of a meeting that was held, as the live meeting would have: folded by the same rules, and told to whoever
 * follows meetings in the same transaction, so that files, books, incidents and figures come of it.
 *
 * @throws {AppError} MEETING_NOT_CONFIRMED when its file does not let it start
 */
export async function keepHeldMeeting(
  { database, office }: { readonly database: Database; readonly office: Office },
  meetingId: MeetingId,
  { startedAt, endedAt, events }: { startedAt: number; endedAt: number; events: readonly HeldEvent[] },
): Promise<void> {
  const { epoch } = await database.selectFrom('server_epoch').select('epoch').executeTakeFirstOrThrow();
  const store = new EventStore(database, Number(epoch), [
    new ConferencePhases(office.listeners),
    ...office.followers,
  ]);
  const steps: readonly (readonly HeldEvent[])[] = [
    [[startedAt, await beginning(database, meetingId)]],
    events.toSorted(([a], [b]) => a - b),
    [[endedAt, { type: 'meeting.ended' }]],
  ];
  let { state } = await store.load(meetingId);
  for (const step of steps) {
    const told = step.map(([at, body]): ConferenceEvent => {
      const event: ConferenceEvent = {
        meetingId,
        seq: state.seq + 1,
        at: instant(at),
        actor: { kind: 'time' },
        commandId: null,
        chamberId: null,
        body,
      };
      state = apply(state, event);
      return event;
    });
    const last = told.at(-1);
    if (last) await store.append({ meetingId, state, events: told, at: last.at });
  }
}

async function beginning(database: Database, meetingId: MeetingId): Promise<ConferenceEventBody> {
  const meeting = await database
    .selectFrom('meeting')
    .select(['chair_site_id', 'bring_up_limit_ms'])
    .where('id', '=', meetingId)
    .executeTakeFirstOrThrow();
  const sites = await database
    .selectFrom('meeting_site')
    .innerJoin('site', 'site.id', 'meeting_site.site_id')
    .select(['site.id', 'site.number', 'site.name', 'site.node_id'])
    .where('meeting_site.meeting_id', '=', meetingId)
    .orderBy('site.number')
    .execute();
  return {
    type: 'meeting.started',
    chairSiteId: SiteId.parse(meeting.chair_site_id),
    roster: sites.map(({ id, number, name, node_id }) => ({
      siteId: SiteId.parse(id),
      number,
      name,
      nodeId: NodeId.parse(node_id),
      mayPresent: false,
      leg: 0,
    })),
    tree: (await listNodes(database)).map(({ node }) => node),
    stage: DARK,
    bringUpLimitMs: meeting.bring_up_limit_ms,
  };
}

/** A call to the chair's screen from the request to its end; each part in milliseconds after the request. */
export function heldCall(
  call: Pick<BringUp, 'bringUpId' | 'siteId' | 'requestedAt' | 'by' | 'limitMs'>,
  parts: { readonly pushed: number; readonly layout: number; readonly seen: number; readonly heard: number },
  endedAt: number,
): HeldEvent[] {
  const after = (ms: number) => instant(call.requestedAt + ms);
  const established = Math.max(parts.seen, parts.heard);
  const asked: BringUp = {
    ...call,
    state: 'requested',
    facts: {
      pushedAt: null,
      layoutAt: null,
      chairSeesAt: null,
      chairHearsAt: null,
      siteSeesAt: null,
      siteHearsAt: null,
    },
    establishedAt: null,
    endedAt: null,
    breached: false,
  };
  const done: BringUp = {
    ...asked,
    state: 'established',
    facts: {
      pushedAt: after(parts.pushed),
      layoutAt: after(parts.layout),
      chairSeesAt: after(parts.seen),
      chairHearsAt: after(parts.heard),
      siteSeesAt: after(parts.seen),
      siteHearsAt: after(parts.heard),
    },
    establishedAt: after(established),
    breached: call.limitMs !== null && established > call.limitMs,
  };
  return [
    [call.requestedAt, { type: 'bringUp.requested', bringUp: asked }],
    [call.requestedAt + established, { type: 'bringUp.changed', bringUp: done }],
    [
      endedAt,
      { type: 'bringUp.changed', bringUp: { ...done, state: 'released', endedAt: instant(endedAt) } },
    ],
  ];
}

/** What a closed meeting amounts to, counted now and not when the job's turn comes. */
export const countHeldMeeting = (
  { office }: { readonly office: Office },
  meetingId: MeetingId,
): Promise<void> => office.figures.refresh(meetingId);

/**
 * Duties of a meeting that were done, each at the instant that is said of it.
 *
 * @param doneAt - not after now
 */
export async function meetHeldDuties(
  { database, office }: { readonly database: Database; readonly office: Office },
  meetingId: MeetingId,
  { by, doneAt }: { readonly by: string; doneAt: (duty: TimetableEntry, place: number) => number },
): Promise<void> {
  const timetable = await office.ledger.timetable(meetingId);
  const owed = (timetable?.entries ?? []).filter(({ state }) => state === 'pending' || state === 'late');
  if (owed.length === 0) return;
  const done = owed.map((duty, place) => ({ deadlineId: duty.deadlineId, at: doneAt(duty, place) }));
  await database.transaction().execute((trx) => office.ledger.fulfilAll(trx, { meetingId, by, done }));
}
