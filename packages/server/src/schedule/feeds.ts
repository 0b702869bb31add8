import type { Clock } from '@nhipcau/base';
import {
  type FeedCreated,
  type FeedList,
  FeedScope,
  instant,
  OrganisationId,
  type SessionInfo,
} from '@nhipcau/contracts';
import { can } from '@nhipcau/domain';
import { type Expression, type SqlBool, sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { hashSecret, newSecret } from '../access/secrets.ts';
import { AppError } from '../app-error.ts';
import { appendAudit } from '../audit/audit.repository.ts';
import type { Database } from '../database/database.ts';
import { organisationPath } from '../directory/organisation-path.ts';
import type { Worker } from '../registration/parts.ts';
import { calendarMeetings } from './calendar-meetings.ts';
import { feedText } from './ical.ts';

const DAY_MS = 24 * 3_600_000;
/** What a feed reaches: the last month and the coming year. */
const BACK_MS = 31 * DAY_MS;
const AHEAD_MS = 366 * DAY_MS;
const FEEDS_EACH = 50;

/** Addresses for calendar programs: as unguessable as a password, known here only by their fingerprint, revocable. */
export class Feeds {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(parts: { database: Database; clock: Clock }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
  }

  /** @throws {AppError} NOT_FOUND, NOT_ALLOWED, RATE_LIMITED for more feeds than anybody needs */
  async create(scope: FeedScope, { person, correlationId }: Worker): Promise<FeedCreated> {
    await this.#checkScope(scope, person);
    const token = newSecret();
    const feedId = uuidv7();
    await this.#database.transaction().execute(async (trx) => {
      const { count } = await trx
        .selectFrom('calendar_feed')
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .where('user_id', '=', person.userId)
        .where('revoked_at', 'is', null)
        .executeTakeFirstOrThrow();
      if (Number(count) >= FEEDS_EACH) throw new AppError('RATE_LIMITED', { feeds: FEEDS_EACH });
      const at = this.#clock.now();
      await trx
        .insertInto('calendar_feed')
        .values({
          id: feedId,
          token_hash: hashSecret(token),
          scope: JSON.stringify(scope),
          user_id: person.userId,
          created_at: new Date(at),
        })
        .execute();
      await appendAudit(trx, {
        at,
        actor: { actorKind: 'user', actorId: person.userId, actorName: person.name },
        action: 'schedule.createFeed',
        subject: subjectOf(scope),
        correlationId,
      });
    });
    return { feedId, address: `/api/calendars/${token}` };
  }

  async list({ userId }: SessionInfo): Promise<FeedList> {
    const { rows } = await sql<{
      id: string;
      scope: unknown;
      name: string;
      created_at: Date;
      last_read_at: Date | null;
    }>`
      select feed.id, feed.scope, coalesce(site.name, organisation.name, '') as name, feed.created_at, feed.last_read_at
        from calendar_feed feed
        left join site on site.id = feed.scope ->> 'siteId'
        left join organisation on organisation.id = feed.scope ->> 'organisationId'
        where feed.user_id = ${userId} and feed.revoked_at is null
        order by feed.created_at desc limit 200`.execute(this.#database);
    return {
      feeds: rows.map((row) => ({
        feedId: row.id,
        scope: FeedScope.parse(row.scope),
        name: row.name,
        createdAt: instant(row.created_at.getTime()),
        lastReadAt: row.last_read_at === null ? null : instant(row.last_read_at.getTime()),
      })),
    };
  }

  /** Closes an address for good. @throws {AppError} NOT_FOUND for one that is not this person's */
  async revoke(feedId: string, { person, correlationId }: Worker): Promise<void> {
    await this.#database.transaction().execute(async (trx) => {
      const at = this.#clock.now();
      const row = await trx
        .updateTable('calendar_feed')
        .set({ revoked_at: new Date(at) })
        .where('id', '=', feedId)
        .where('user_id', '=', person.userId)
        .where('revoked_at', 'is', null)
        .returning('id')
        .executeTakeFirst();
      if (!row) throw new AppError('NOT_FOUND', { feedId });
      await appendAudit(trx, {
        at,
        actor: { actorKind: 'user', actorId: person.userId, actorName: person.name },
        action: 'schedule.revokeFeed',
        subject: feedId,
        correlationId,
      });
    });
  }

  /** The calendar behind an address. @throws {AppError} NOT_FOUND for every address that is none */
  async read(token: string): Promise<string> {
    const now = this.#clock.now();
    const row = await this.#database
      .updateTable('calendar_feed')
      .set({ last_read_at: new Date(now) })
      .where('token_hash', '=', hashSecret(token))
      .where('revoked_at', 'is', null)
      .where(
        sql<SqlBool>`exists (select from user_account where id = calendar_feed.user_id and not disabled)`,
      )
      .returning(['scope', 'user_id'])
      .executeTakeFirst();
    if (!row) throw new AppError('NOT_FOUND');
    const scope = FeedScope.parse(row.scope);
    const meetings = await calendarMeetings(
      this.#database,
      sql<SqlBool>`
      r.starts_at between ${new Date(now - BACK_MS)} and ${new Date(now + AHEAD_MS)} and ${belonging(scope, row.user_id)}`,
    );
    return feedText(meetings, 'Lịch họp trực tuyến');
  }

  async #checkScope(scope: FeedScope, person: SessionInfo): Promise<void> {
    if (scope.kind === 'person') return;
    const organisationId =
      scope.kind === 'organisation'
        ? scope.organisationId
        : (
            await this.#database
              .selectFrom('site')
              .select('organisation_id')
              .where('id', '=', scope.siteId)
              .executeTakeFirst()
          )?.organisation_id;
    const path = organisationId === undefined ? [] : await organisationPath(this.#database, organisationId);
    if (path.length === 0) throw new AppError('NOT_FOUND', { scope: scope.kind });
    const place = {
      organisationPath: path.map((id) => OrganisationId.parse(id)),
      ...(scope.kind === 'site' ? { siteId: scope.siteId } : {}),
    };
    if (!can(person.grants, 'schedule.read', place)) throw new AppError('NOT_ALLOWED', { scope: scope.kind });
  }
}

const subjectOf = (scope: FeedScope): string =>
  scope.kind === 'site' ? scope.siteId : scope.kind === 'organisation' ? scope.organisationId : 'person';

/** Meetings of a site, of an organisation and all below it, or of what somebody registered and works at. */
function belonging(scope: FeedScope, userId: string): Expression<SqlBool> {
  if (scope.kind === 'site')
    return sql<SqlBool>`r.data -> 'sites' @> ${JSON.stringify([{ siteId: scope.siteId }])}::jsonb`;
  const under = (roots: Expression<unknown>) => sql<SqlBool>`
    (r.host_organisation_id in (select id from below) or exists (
      select from jsonb_array_elements(r.data -> 'sites') one join site on site.id = one ->> 'siteId'
        where site.organisation_id in (select id from below))) and ${roots}`;
  if (scope.kind === 'organisation')
    return sql<SqlBool>`exists (with recursive below (id) as (
        select ${scope.organisationId}::text union select o.id from organisation o join below on o.parent_id = below.id)
      select where ${under(sql`true`)})`;
  return sql<SqlBool>`(r.created_by = ${userId} or exists (
      select from user_grant g where g.user_id = ${userId} and g.scope_kind = 'site'
        and r.data -> 'sites' @> jsonb_build_array(jsonb_build_object('siteId', g.scope_id)))
    or exists (select from user_grant g where g.user_id = ${userId} and g.scope_kind = 'organisation'
        and g.scope_id = r.host_organisation_id))`;
}
