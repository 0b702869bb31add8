import type { Clock } from '@nhipcau/base';
import {
  type IssueWallboard,
  instant,
  MeetingId,
  type SessionInfo,
  SiteId,
  WallboardId,
  type WallboardIssued,
  type WallboardLine,
  type WallboardList,
} from '@nhipcau/contracts';
import { can } from '@nhipcau/domain';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { meetingPlace } from '../access/meeting-place.ts';
import { hashSecret, newSecret } from '../access/secrets.ts';
import { AppError } from '../app-error.ts';
import { appendAudit } from '../audit/audit.repository.ts';
import type { Database, Executor } from '../database/database.ts';
import { authorise } from '../http/caller.ts';
import { isSecret } from '../security/secret-meetings.ts';

const DAY_MS = 24 * 3_600_000;
/** Addresses good at once in one installation. */
const MOST_GOOD = 200;
const LISTED = 200;

/** An address that is good now. */
export interface GoodWallboard {
  readonly wallboardId: WallboardId;
  readonly name: string;
  readonly meetingId: MeetingId | null;
  readonly expiresAt: number;
}

/** Who acts, and where it is recorded. */
export interface Issuer {
  readonly person: SessionInfo;
  readonly correlationId: string;
}

/**
 * Addresses for screens on walls, as unguessable as a password and known here by their fingerprint only.
 *
 * @rule WB-1, WB-2
 */
export class WallboardsService {
  readonly #database: Database;
  readonly #clock: Clock;
  /** Screens that show an address now; given after both exist. */
  screensOf: (wallboardId: WallboardId) => number = () => 0;
  /** An address is good no longer. */
  onWithdrawn: (wallboardId: WallboardId) => void = () => {};

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database;
    this.#clock = clock;
  }

  /** @throws {AppError} MEETING_NOT_FOUND, MEETING_ENDED, NOT_ALLOWED, WALLBOARD_SECRET, RATE_LIMITED for more than anybody needs */
  async issue(
    { name, meetingId, days }: IssueWallboard,
    { person, correlationId }: Issuer,
  ): Promise<WallboardIssued> {
    const at = this.#clock.now();
    const token = newSecret();
    const wallboardId = WallboardId.parse(uuidv7());
    const expiresAt = at + days * DAY_MS;
    await this.#database.transaction().execute(async (trx) => {
      await this.#checkPlace(trx, meetingId, person);
      const { count } = await goodOnes(trx, at)
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .executeTakeFirstOrThrow();
      if (Number(count) >= MOST_GOOD) throw new AppError('RATE_LIMITED', { wallboards: MOST_GOOD });
      await trx
        .insertInto('wallboard')
        .values({
          id: wallboardId,
          token_hash: hashSecret(token),
          name,
          meeting_id: meetingId,
          issued_by: person.userId,
          issued_at: new Date(at),
          expires_at: new Date(expiresAt),
        })
        .execute();
      await appendAudit(trx, {
        at,
        actor: { actorKind: 'user', actorId: person.userId, actorName: person.name },
        action: 'wallboard.issue',
        meetingId,
        subject: wallboardId,
        facts: { name, days },
        correlationId,
      });
    });
    // After the hash sign it reaches neither our logs nor a proxy's.
    return { wallboardId, path: `/man-hinh#${token}`, expiresAt: instant(expiresAt) };
  }

  /** @throws {AppError} NOT_FOUND, NOT_ALLOWED; one that is withdrawn already stays so */
  async withdraw(wallboardId: WallboardId, { person, correlationId }: Issuer): Promise<void> {
    await this.#database.transaction().execute(async (trx) => {
      const row = await trx
        .selectFrom('wallboard')
        .select(['meeting_id', 'name', 'withdrawn_at'])
        .where('id', '=', wallboardId)
        .forUpdate()
        .executeTakeFirst();
      if (!row) throw new AppError('NOT_FOUND', { wallboardId });
      if (!(await this.#reaches(trx, row.meeting_id, person)))
        throw new AppError('NOT_ALLOWED', { action: 'wallboard.issue' });
      if (row.withdrawn_at !== null) return;
      const at = this.#clock.now();
      await trx
        .updateTable('wallboard')
        .set({ withdrawn_at: new Date(at), withdrawn_by: person.userId })
        .where('id', '=', wallboardId)
        .execute();
      await appendAudit(trx, {
        at,
        actor: { actorKind: 'user', actorId: person.userId, actorName: person.name },
        action: 'wallboard.withdraw',
        meetingId: row.meeting_id,
        subject: wallboardId,
        facts: { name: row.name },
        correlationId,
      });
    });
    this.onWithdrawn(wallboardId);
  }

  /** Those this person may withdraw, newest first, and for what another may be issued. */
  async list(person: SessionInfo): Promise<WallboardList> {
    const now = this.#clock.now();
    const rows = await this.#database
      .selectFrom('wallboard')
      .innerJoin('user_account', 'user_account.id', 'issued_by')
      .leftJoin('meeting', 'meeting.id', 'meeting_id')
      .select([
        'wallboard.id',
        'wallboard.name',
        'meeting_id',
        'meeting.title',
        'user_account.name as issuer',
      ])
      .select(['issued_at', 'expires_at', 'withdrawn_at', 'last_opened_at'])
      .orderBy('issued_at', 'desc')
      .limit(500)
      .execute();
    const reach = new Map<string | null, boolean>();
    const wallboards: WallboardLine[] = [];
    for (const row of rows) {
      const reached =
        reach.get(row.meeting_id) ?? (await this.#reaches(this.#database, row.meeting_id, person));
      reach.set(row.meeting_id, reached);
      if (!reached) continue;
      const wallboardId = WallboardId.parse(row.id);
      const time = (date: Date | null) => (date === null ? null : instant(date.getTime()));
      wallboards.push({
        wallboardId,
        name: row.name,
        meetingId: row.meeting_id === null ? null : MeetingId.parse(row.meeting_id),
        title: row.title,
        issuedBy: row.issuer,
        issuedAt: instant(row.issued_at.getTime()),
        expiresAt: instant(row.expires_at.getTime()),
        withdrawnAt: time(row.withdrawn_at),
        lastOpenedAt: time(row.last_opened_at),
        screens: this.screensOf(wallboardId),
        isGood: row.withdrawn_at === null && row.expires_at.getTime() > now,
      });
    }
    return {
      wallboards,
      meetings: await this.#meetings(person),
      everywhere: can(person.grants, 'wallboard.issue', {}),
    };
  }

  /** The address behind a token, if it is good; its use is noted. */
  async find(
    token: string,
  ): Promise<{ readonly wallboard: GoodWallboard; readonly isFirst: boolean } | null> {
    const now = this.#clock.now();
    const { rows } = await sql<{
      id: string;
      name: string;
      meeting_id: string | null;
      expires_at: Date;
      before: Date | null;
    }>`
      with known as (
        select id, last_opened_at from wallboard
          where token_hash = ${hashSecret(token)} and withdrawn_at is null and expires_at > ${new Date(now)}
          for update)
      update wallboard set last_opened_at = ${new Date(now)} from known where wallboard.id = known.id
        returning wallboard.id, name, meeting_id, expires_at, known.last_opened_at as before`.execute(
      this.#database,
    );
    const row = rows[0];
    if (!row) return null;
    return {
      isFirst: row.before === null,
      wallboard: {
        wallboardId: WallboardId.parse(row.id),
        name: row.name,
        meetingId: row.meeting_id === null ? null : MeetingId.parse(row.meeting_id),
        expiresAt: row.expires_at.getTime(),
      },
    };
  }

  /** Which of these are good still. */
  async good(wallboardIds: ReadonlySet<WallboardId>): Promise<ReadonlySet<WallboardId>> {
    if (wallboardIds.size === 0) return new Set();
    const rows = await goodOnes(this.#database, this.#clock.now())
      .select('id')
      .where('id', 'in', [...wallboardIds])
      .execute();
    return new Set(rows.map(({ id }) => WallboardId.parse(id)));
  }

  async #checkPlace(executor: Executor, meetingId: MeetingId | null, person: SessionInfo): Promise<void> {
    if (meetingId === null) return authorise(person, 'wallboard.issue', {});
    const meeting = await executor
      .selectFrom('meeting')
      .select(['phase', 'chair_site_id'])
      .where('id', '=', meetingId)
      .executeTakeFirst();
    if (!meeting) throw new AppError('MEETING_NOT_FOUND');
    const chairSiteId = SiteId.parse(meeting.chair_site_id);
    const place = await meetingPlace(executor, { meetingId, chairSiteId }, person.grants);
    authorise(person, 'wallboard.issue', place);
    if (meeting.phase === 'ended') throw new AppError('MEETING_ENDED');
    if (await isSecret(executor, meetingId)) throw new AppError('WALLBOARD_SECRET');
  }

  async #reaches(executor: Executor, meetingId: string | null, { grants }: SessionInfo): Promise<boolean> {
    if (meetingId === null) return can(grants, 'wallboard.issue', {});
    const meeting = await executor
      .selectFrom('meeting')
      .select('chair_site_id')
      .where('id', '=', meetingId)
      .executeTakeFirst();
    if (!meeting) return false;
    const chairSiteId = SiteId.parse(meeting.chair_site_id);
    const of = { meetingId: MeetingId.parse(meetingId), chairSiteId };
    return can(grants, 'wallboard.issue', await meetingPlace(executor, of, grants));
  }

  /** Meetings that are not over and no secret. */
  async #meetings({ grants }: SessionInfo): Promise<WallboardList['meetings']> {
    const rows = await this.#database
      .selectFrom('meeting')
      .select(['id', 'title', 'planned_start', 'chair_site_id'])
      .where('phase', '!=', 'ended')
      .where(notSecret)
      .orderBy(sql`phase = 'live'`, 'desc')
      .orderBy('planned_start')
      .limit(LISTED)
      .execute();
    const shown: WallboardList['meetings'] = [];
    for (const row of rows) {
      const of = { meetingId: MeetingId.parse(row.id), chairSiteId: SiteId.parse(row.chair_site_id) };
      if (!can(grants, 'wallboard.issue', await meetingPlace(this.#database, of, grants))) continue;
      shown.push({
        meetingId: of.meetingId,
        title: row.title,
        plannedStart: instant(row.planned_start.getTime()),
      });
    }
    return shown;
  }
}

const goodOnes = (executor: Executor, at: number) =>
  executor.selectFrom('wallboard').where('withdrawn_at', 'is', null).where('expires_at', '>', new Date(at));

/** Meetings whose file declares no state secret (R-SEC-07). */
export const notSecret = sql<boolean>`not exists (
  select from registration where registration.meeting_id = meeting.id and registration.data -> 'secret' ->> 'declared' = 'true')`;
