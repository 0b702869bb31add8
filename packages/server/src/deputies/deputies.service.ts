import type { Clock } from '@nhipcau/base';
import {
  DEPUTATION_DAYS,
  type Deputations,
  type DeputyCandidates,
  type GiveDeputation,
  GrantScope,
  type SessionInfo,
} from '@nhipcau/contracts';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import { appendAudit } from '../audit/audit.repository.ts';
import type { Database, Executor } from '../database/database.ts';
import { violates } from '../database/violations.ts';
import { organisationPath } from '../directory/organisation-path.ts';
import type { Letter, Outbox } from '../notices/outbox.ts';
import type { Worker } from '../registration/parts.ts';
import { actorOfPerson } from '../registration/registration.service.ts';
import { candidates, deputationOf, deputationsOf, lockDeputation, ownScopes } from './deputies.repository.ts';

const DAY_MS = 24 * 3_600_000;
/** A form that was filled in for a minute still begins now. */
const GRACE_MS = 10 * 60_000;

/** Who decides for whom while they are away: given by the person itself, for a time, ended by either or by the time. */
export class DeputiesService {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #outbox: Outbox;

  constructor({ database, clock, outbox }: { database: Database; clock: Clock; outbox: Outbox }) {
    this.#database = database;
    this.#clock = clock;
    this.#outbox = outbox;
  }

  async list({ userId }: SessionInfo): Promise<Deputations> {
    const now = this.#clock.now();
    const rows = await deputationsOf(this.#database, userId, now);
    const told = (side: 'principal_id' | 'deputy_id') =>
      rows.filter((row) => row[side] === userId).map((row) => deputationOf(row, userId, now));
    return {
      given: told('principal_id'),
      received: told('deputy_id'),
      scopes: await ownScopes(this.#database, userId),
    };
  }

  async candidates(search: string | undefined, { userId }: SessionInfo): Promise<DeputyCandidates> {
    return {
      people: await candidates(this.#database, {
        except: userId,
        ...(search === undefined ? {} : { search }),
      }),
    };
  }

  /**
   * Lends one of the own rights to decide, or the part of it below an organisation. What was lent cannot be lent further.
   *
   * @throws {AppError} NOT_ALLOWED, DEPUTY_UNFIT, DEPUTATION_PERIOD, DEPUTATION_EXISTS
   * @rule AC-19
   */
  async give(wanted: GiveDeputation, worker: Worker): Promise<void> {
    const { person, correlationId } = worker;
    const now = this.#clock.now();
    checkPeriod(wanted, now);
    await this.#database.transaction().execute(async (trx) => {
      const lent = await lendable(trx, wanted, person);
      const [deputy] = await candidates(trx, { except: person.userId, id: wanted.deputyId });
      if (!deputy) throw new AppError('DEPUTY_UNFIT');
      const id = uuidv7();
      await trx
        .insertInto('deputation')
        .values({
          id,
          principal_id: person.userId,
          deputy_id: deputy.userId,
          role: 'approver',
          ...lent,
          starts_at: new Date(wanted.startsAt),
          ends_at: new Date(wanted.endsAt),
          reason: wanted.reason || null,
          given_at: new Date(now),
        })
        .execute()
        .catch((cause: unknown) => {
          throw violates(cause, 'deputation_one_at_a_time')
            ? new AppError('DEPUTATION_EXISTS', {}, { cause })
            : cause;
        });
      await this.#outbox.put(trx, [
        letterTo(deputy.userId, `deputation:${id}:given`, 'deputation.given', {
          person: person.name,
          startsAt: wanted.startsAt,
          endsAt: wanted.endsAt,
          reason: wanted.reason || null,
        }),
      ]);
      await appendAudit(trx, {
        at: now,
        actor: actorOfPerson(person),
        action: 'deputation.give',
        subject: id,
        facts: {
          deputy: deputy.name,
          scope: `${lent.scope_kind}:${lent.scope_id}`,
          startsAt: wanted.startsAt,
          endsAt: wanted.endsAt,
          reason: wanted.reason || null,
        },
        correlationId,
      });
    });
  }

  /** Ends it before its time, by either of the two. @throws {AppError} DEPUTATION_UNKNOWN */
  async end(id: string, { person, correlationId }: Worker): Promise<void> {
    const now = this.#clock.now();
    await this.#database.transaction().execute(async (trx) => {
      const row = await lockDeputation(trx, id);
      if (!row || !deputationOf(row, person.userId, now).mayEnd) throw new AppError('DEPUTATION_UNKNOWN');
      await trx
        .updateTable('deputation')
        .set({ ended_at: new Date(now), ended_by: person.userId })
        .where('id', '=', id)
        .execute();
      const other = row.principal_id === person.userId ? row.deputy_id : row.principal_id;
      await this.#outbox.put(trx, [
        letterTo(other, `deputation:${id}:ended`, 'deputation.ended', { person: person.name }),
      ]);
      await appendAudit(trx, {
        at: now,
        actor: actorOfPerson(person),
        action: 'deputation.end',
        subject: id,
        correlationId,
      });
    });
  }
}

/** @throws {AppError} DEPUTATION_PERIOD */
function checkPeriod({ startsAt, endsAt }: GiveDeputation, now: number): void {
  const isRight =
    startsAt >= now - GRACE_MS &&
    endsAt > startsAt &&
    endsAt > now &&
    endsAt - startsAt <= DEPUTATION_DAYS * DAY_MS;
  if (!isRight) throw new AppError('DEPUTATION_PERIOD', { days: DEPUTATION_DAYS });
}

/** @throws {AppError} NOT_ALLOWED when the right is not the own one, or the part does not lie within it */
async function lendable(
  executor: Executor,
  { scope, organisationId }: GiveDeputation,
  { userId }: SessionInfo,
) {
  const held = columnsOf(scope);
  const own = (await ownScopes(executor, userId)).map((one) => columnsOf(one.scope));
  if (!own.some(({ kind, id }) => kind === held.kind && id === held.id)) throw new AppError('NOT_ALLOWED');
  const part = organisationId === null ? held : { kind: 'organisation', id: organisationId };
  if (organisationId !== null && !(await lies(executor, organisationId, held)))
    throw new AppError('NOT_ALLOWED', { organisationId });
  return {
    held_scope_kind: held.kind,
    held_scope_id: held.id,
    scope_kind: part.kind,
    scope_id: part.id,
  };
}

async function lies(executor: Executor, organisationId: string, held: { kind: string; id: string }) {
  const path: readonly string[] = await organisationPath(executor, organisationId);
  return (
    path.length > 0 &&
    (held.kind === 'installation' || (held.kind === 'organisation' && path.includes(held.id)))
  );
}

function columnsOf(scope: GrantScope): { kind: string; id: string } {
  const { kind, ...rest } = GrantScope.parse(scope);
  return { kind, id: Object.values(rest)[0] ?? '' };
}

const letterTo = (userId: string, key: string, template: string, facts: Letter['facts']): Letter => ({
  key: `${key}:inApp`,
  meetingId: null,
  recipient: { kind: 'user', userId },
  channel: 'inApp',
  template,
  facts: { ...facts, path: '/' },
  acknowledgeBy: null,
});
