import type { Clock } from '@nhipcau/base';
import {
  instant,
  type LiveSnapshot,
  MeetingId,
  type WallboardView,
  type WallMeeting,
} from '@nhipcau/contracts';
import { caseStanding, type OpenIncident, wallMeetingOf } from '@nhipcau/domain';
import type { LiveMeetings } from '../conference/live-meetings.ts';
import type { Database } from '../database/database.ts';
import { openCasesOf, stepsOf } from '../incidents/cases.repository.ts';
import { type GoodWallboard, notSecret } from './wallboards.service.ts';

/** Meetings that a screen shows in turn. */
const MOST_MEETINGS = 6;

/** What screens show, put together for each meeting once, however many screens there are. */
export class WallboardViews {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #meetings: LiveMeetings;

  constructor({ database, clock, meetings }: { database: Database; clock: Clock; meetings: LiveMeetings }) {
    this.#database = database;
    this.#clock = clock;
    this.#meetings = meetings;
  }

  /** One look for all of these screens. */
  async of(wallboards: readonly GoodWallboard[]): Promise<WallboardView[]> {
    const wantsAll = wallboards.some(({ meetingId }) => meetingId === null);
    const running = wantsAll ? await this.#running() : [];
    const wanted = new Set([
      ...running,
      ...wallboards.flatMap(({ meetingId }) => (meetingId === null ? [] : [meetingId])),
    ]);
    const shown = await this.#show([...wanted]);
    const upcoming = wantsAll && running.length === 0 ? await this.#upcoming() : null;
    return wallboards.map(({ name, expiresAt, meetingId }) => ({
      name,
      expiresAt: instant(expiresAt),
      meetings: (meetingId === null ? running : [meetingId])
        .slice(0, MOST_MEETINGS)
        .flatMap((id) => shown.get(id) ?? []),
      upcoming: meetingId === null ? upcoming : null,
    }));
  }

  /** Live meetings without state secrets, the oldest first. */
  async #running(): Promise<MeetingId[]> {
    const rows = await this.#database
      .selectFrom('meeting')
      .select('id')
      .where('phase', '=', 'live')
      .where(notSecret)
      .orderBy('started_at')
      .limit(MOST_MEETINGS)
      .execute();
    return rows.map(({ id }) => MeetingId.parse(id));
  }

  async #upcoming(): Promise<WallboardView['upcoming']> {
    const row = await this.#database
      .selectFrom('meeting')
      .select(['title', 'planned_start'])
      .where('phase', '=', 'scheduled')
      .where('planned_start', '>', new Date(this.#clock.now()))
      .where(notSecret)
      .orderBy('planned_start')
      .limit(1)
      .executeTakeFirst();
    return row ? { title: row.title, plannedStart: instant(row.planned_start.getTime()) } : null;
  }

  async #show(meetingIds: readonly MeetingId[]): Promise<ReadonlyMap<MeetingId, WallMeeting>> {
    if (meetingIds.length === 0) return new Map();
    const still = await this.#database
      .selectFrom('meeting')
      .select('id')
      .where('id', 'in', [...meetingIds])
      .where(notSecret)
      .execute();
    const shown = new Map<MeetingId, WallMeeting>();
    for (const { id } of still) {
      const meetingId = MeetingId.parse(id);
      const meeting = await this.#meetings.open(meetingId);
      const snapshot = meeting.snapshot();
      const incidents = await this.#incidents(snapshot);
      shown.set(meetingId, wallMeetingOf({ ...snapshot, incidents }));
    }
    return shown;
  }

  /** Cases of the meeting that last, with the names the meeting has for its places. */
  async #incidents({ meeting: { meetingId }, sites, nodes }: LiveSnapshot): Promise<OpenIncident[]> {
    const cases = await openCasesOf(this.#database, meetingId);
    const steps = await stepsOf(
      this.#database,
      cases.map(({ caseId }) => caseId),
    );
    const siteNames = new Map<string, string>(sites.map(({ siteId, name }) => [siteId, name]));
    const nodeNames = new Map<string, string>(nodes.map(({ nodeId, name }) => [nodeId, name]));
    const now = instant(this.#clock.now());
    return cases.flatMap((record) => {
      const entries = steps.get(record.caseId) ?? [];
      const { state, type } = caseStanding(record, entries, { now, rules: { tellChair: null } });
      if (state !== 'open' && state !== 'acknowledged') return [];
      const place =
        record.siteId === null ? nodeNames.get(record.nodeId ?? '') : siteNames.get(record.siteId);
      return [{ place: place ?? '', type, isTaken: state === 'acknowledged', openedAt: record.openedAt }];
    });
  }
}
