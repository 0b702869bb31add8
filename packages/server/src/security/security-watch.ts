import type { Clock, Timer } from '@nhipcau/base';
import { instant, MeetingId } from '@nhipcau/contracts';
import { type FoundEvent, SECURITY_WINDOW_MS, securityEvents, type WatchedLine } from '@nhipcau/domain';
import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';
import type { Database, Executor } from '../database/database.ts';
import { readCaseMeeting } from '../incidents/case-meeting.ts';
import type { CaseOpener } from '../incidents/case-opener.ts';

const LOOK_EVERY_MS = 15_000;
const LINES_READ = 10_000;
/** Before a meeting begins changes to the system are watched as in it. */
const BEFORE_MS = 24 * 3_600_000;

/** Looks through the newest lines of the audit for attempts and changes; in a live meeting they are incidents as well (R-MON-06). */
export class SecurityWatch {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #opener: CaseOpener;
  #timer: Timer | null = null;
  #looking: Promise<void> | null = null;

  constructor({
    database,
    clock,
    log,
    opener,
  }: {
    database: Database;
    clock: Clock;
    log: Logger;
    opener: CaseOpener;
  }) {
    this.#database = database;
    this.#clock = clock;
    this.#log = log;
    this.#opener = opener;
  }

  start(): void {
    this.#timer ??= this.#clock.every(LOOK_EVERY_MS, () => {
      this.#looking ??= this.look()
        .catch((err: unknown) => this.#log.error({ err }, 'security events were not looked for'))
        .finally(() => {
          this.#looking = null;
        });
    });
  }

  /** One look; what was found before is only counted on. */
  async look(): Promise<void> {
    await this.#database.transaction().execute(async (trx) => {
      const now = this.#clock.now();
      const meetings = await meetingsAround(trx, now);
      const lines = await newestLines(trx, now - SECURITY_WINDOW_MS);
      const found = securityEvents(lines, { isAroundMeeting: meetings.length > 0 });
      for (const event of found) await this.#keep(trx, event, meetings);
    });
  }

  async close(): Promise<void> {
    this.#timer?.cancel();
    await this.#looking;
  }

  async #keep(
    trx: Executor,
    event: FoundEvent,
    meetings: Awaited<ReturnType<typeof meetingsAround>>,
  ): Promise<void> {
    const live = meetings.find(({ phase }) => phase === 'live') ?? null;
    const meeting = live ?? meetings[0] ?? null;
    const kept = await trx
      .insertInto('security_event')
      .values({
        id: uuidv7(),
        kind: event.kind,
        subject: event.subject,
        by_name: event.byName,
        count: event.count,
        first_at: new Date(event.firstAt),
        last_at: new Date(event.lastAt),
        meeting_id: meeting?.id ?? null,
        fingerprint: event.fingerprint,
        handling: null,
        handled_by_name: null,
      })
      .onConflict((conflict) => conflict.column('fingerprint').doNothing())
      .executeTakeFirstOrThrow();
    if (kept.numInsertedOrUpdatedRows !== 1n) {
      await trx
        .updateTable('security_event')
        .set({ count: event.count, last_at: new Date(event.lastAt) })
        .where('fingerprint', '=', event.fingerprint)
        .where('count', '<', event.count)
        .execute();
      return;
    }
    if (live === null) return;
    await this.#opener.notice(trx, await readCaseMeeting(trx, live.id), {
      subject: `security ${event.kind} ${event.subject}`.slice(0, 300),
      siteId: null,
      nodeId: null,
      place: event.subject,
      type: 'security',
      fault: { kind: 'security', detail: `${event.kind} ${event.subject}`.slice(0, 300) },
      at: instant(this.#clock.now()),
      before: null,
      during: null,
      by: null,
    });
  }
}

/** Meetings that are live, then those to begin within a day. */
const meetingsAround = async (trx: Executor, now: number) =>
  (
    await trx
      .selectFrom('meeting')
      .select(['id', 'phase'])
      .where((eb) =>
        eb.or([
          eb('phase', '=', 'live'),
          eb.and([
            eb('phase', '=', 'scheduled'),
            eb('planned_start', '>', new Date(now)),
            eb('planned_start', '<', new Date(now + BEFORE_MS)),
          ]),
        ]),
      )
      .orderBy('planned_start')
      .limit(100)
      .execute()
  ).map(({ id, phase }) => ({ id: MeetingId.parse(id), phase }));

async function newestLines(trx: Executor, since: number): Promise<WatchedLine[]> {
  const rows = await trx
    .selectFrom('audit')
    .select(['id', 'at', 'action', 'subject', 'actor_id', 'actor_name', 'code'])
    .where('at', '>=', new Date(since))
    .orderBy('id', 'desc')
    .limit(LINES_READ)
    .execute();
  return rows.reverse().map((row) => ({
    id: Number(row.id),
    at: instant(row.at.getTime()),
    action: row.action,
    subject: row.subject,
    actorId: row.actor_id,
    actorName: row.actor_name,
    code: row.code,
  }));
}
