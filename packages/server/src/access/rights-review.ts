import { type Clock, toCsv } from '@nhipcau/base';
import {
  type AccountLine,
  type ConfirmReview,
  instant,
  type NamedGrant,
  type ReviewLine,
  type RightsReview,
} from '@nhipcau/contracts';
import { appendAudit } from '../audit/audit.repository.ts';
import type { Database } from '../database/database.ts';
import { listAccounts, namedGrants } from './account-lines.ts';
import type { Administering } from './accounts.service.ts';

/** Accounts and rights are looked through every six months (TCVN 14423, 5.4.2.1 and 5.6.2.1). */
const REVIEW_EVERY_MS = 182 * 24 * 3600_000;
const IDLE_MS = 30 * 24 * 3600_000;
const MANY_ROLES = 4;

/** The half-yearly review: who has which rights, when somebody last looked, and what deserves a second look. */
export class RightsReviewService {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #requireSecondFactor: boolean;

  constructor({
    database,
    clock,
    requireSecondFactor,
  }: { database: Database; clock: Clock; requireSecondFactor: boolean }) {
    this.#database = database;
    this.#clock = clock;
    this.#requireSecondFactor = requireSecondFactor;
  }

  async read(): Promise<RightsReview> {
    const now = this.#clock.now();
    const accounts = await listAccounts(
      this.#database,
      {},
      { now, requireSecondFactor: this.#requireSecondFactor },
    );
    const active = accounts.filter((account) => account.state !== 'disabled');
    const grants = await namedGrants(
      this.#database,
      active.map(({ userId }) => userId),
    );
    const lines = active.map((account) => lineOf(account, grants.get(account.userId) ?? [], now));
    return { asOf: instant(now), due: lines.filter((line) => line.due).length, lines };
  }

  /** @returns how many were confirmed */
  async confirm({ userIds }: ConfirmReview, { person, correlationId }: Administering): Promise<number> {
    const at = this.#clock.now();
    return this.#database.transaction().execute(async (trx) => {
      const rows = await trx
        .updateTable('user_account')
        .set({ reviewed_at: new Date(at), reviewed_by: person.userId })
        .where('id', 'in', userIds)
        // Nobody confirms the own rights.
        .where('id', '<>', person.userId)
        .returning('id')
        .execute();
      for (const { id } of rows)
        await appendAudit(trx, {
          at,
          actor: { actorKind: 'user', actorId: person.userId, actorName: person.name },
          action: 'account.review',
          subject: id,
          correlationId,
        });
      return rows.length;
    });
  }

  async csv(): Promise<string> {
    const { asOf, lines } = await this.read();
    return toCsv([
      ['Danh sách rà soát tài khoản và quyền', isoDay(asOf)],
      [
        'Tên đăng nhập',
        'Họ tên',
        'Loại',
        'Cơ quan',
        'Chức danh',
        'Quyền và phạm vi',
        'Xác thực hai lớp',
        'Đăng nhập gần nhất',
        'Rà soát gần nhất',
        'Đến hạn rà soát',
      ],
      ...lines.map(({ account, grants, due }) => [
        account.login,
        account.name,
        account.kind,
        account.organisationName,
        account.title,
        grants.map(({ grant, scopeName }) => `${grant.role}: ${scopeName ?? '*'}`).join('; '),
        account.secondFactor ? 'có' : 'không',
        account.lastSignInAt === null ? null : isoDay(account.lastSignInAt),
        account.reviewedAt === null ? null : isoDay(account.reviewedAt),
        due ? 'có' : 'không',
      ]),
    ]);
  }
}

const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

function lineOf(account: AccountLine, grants: NamedGrant[], now: number): ReviewLine {
  const { lastSignInAt, reviewedAt } = account;
  const remarks: ReviewLine['remarks'] = [
    ...(lastSignInAt === null ? (['neverUsed'] as const) : []),
    ...(lastSignInAt !== null && now - lastSignInAt > IDLE_MS ? (['idle'] as const) : []),
    ...(account.secondFactorRequired && !account.secondFactor ? (['noSecondFactor'] as const) : []),
    ...(account.roles.length >= MANY_ROLES ? (['manyRoles'] as const) : []),
    ...(account.organisationId === null && account.kind !== 'service' ? (['noOrganisation'] as const) : []),
  ];
  return { account, grants, due: reviewedAt === null || now - reviewedAt > REVIEW_EVERY_MS, remarks };
}
