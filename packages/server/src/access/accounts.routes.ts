import { createHash } from 'node:crypto';
import type { Clock } from '@nhipcau/base';
import {
  AccountDetail,
  AccountPage,
  AccountQuery,
  ConfirmReview,
  CreateAccount,
  DisableAccount,
  EditAccount,
  InitialPassword,
  ReviewConfirmed,
  RightsReview,
  SetGrants,
  UnlockAccount,
  UserId,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import { authorise, personOf } from '../http/caller.ts';
import { defineRawRoute, defineRoute, type Route, type RouteCall } from '../http/route.ts';
import type { AccountsService, Administering } from './accounts.service.ts';
import type { RightsReviewService } from './rights-review.ts';

const Nothing = z.strictObject({});
const OfAccount = z.strictObject({ userId: UserId });
const read = { action: 'account.manage' } as const;
/** Whoever changes accounts has proved to be there a moment ago. */
const fresh = { action: 'account.manage', fresh: true } as const;

type Call = Pick<RouteCall<unknown, unknown, unknown>, 'caller' | 'correlationId'>;
const acting = ({ caller, correlationId }: Call): Administering => ({
  person: personOf(caller),
  correlationId,
});

export interface AccountRouteParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly accounts: AccountsService;
  readonly review: RightsReviewService;
}

/** Accounts as administrators keep them; every refusal is recorded with whom it was about. */
export function accountRoutes(parts: AccountRouteParts): Route[] {
  const { accounts } = parts;
  const refusals = <T>(call: Call, action: string, subject: string, act: () => Promise<T>): Promise<T> =>
    auditRefusals(
      parts,
      { actor: actorOf(call.caller), action, subject, correlationId: call.correlationId },
      act,
    );
  /** A change of one account that answers nothing. */
  const change = <Body extends z.ZodType>(
    path: string,
    summary: string,
    action: string,
    body: Body,
    act: (userId: string, body: z.output<Body>, by: Administering) => Promise<unknown>,
  ): Route =>
    defineRoute({
      method: 'POST',
      path: `/api/accounts/:userId${path}`,
      summary,
      allow: fresh,
      params: OfAccount,
      body,
      reply: Nothing,
      handle: async ({ params, body: sent, ...call }) =>
        refusals(call, action, params.userId, async () => {
          await act(params.userId, z.parse(body, sent), acting(call));
          return {};
        }),
    });
  return [
    defineRoute({
      method: 'GET',
      path: '/api/accounts',
      summary: 'Accounts that fit, by name',
      allow: read,
      query: AccountQuery,
      reply: AccountPage,
      handle: ({ query, caller }) => accounts.list(query, personOf(caller)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/accounts',
      summary: 'A new account; its first password is told once',
      allow: fresh,
      body: CreateAccount,
      reply: InitialPassword,
      handle: ({ body, ...call }) =>
        refusals(call, 'account.create', body.login, () => accounts.create(body, acting(call))),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/accounts/:userId',
      summary: 'One account with its grants, factors and open sessions',
      allow: read,
      params: OfAccount,
      reply: AccountDetail,
      handle: ({ params, caller }) => accounts.read(params.userId, personOf(caller)),
    }),
    change('', 'Correct what is known of an account', 'account.edit', EditAccount, (id, body, by) =>
      accounts.edit(id, body, by),
    ),
    change('/grants', 'Replace the grants of an account', 'account.grants', SetGrants, (id, { grants }, by) =>
      accounts.setGrants(id, grants, by),
    ),
    change(
      '/disable',
      'Disable an account at once',
      'account.disable',
      DisableAccount,
      (id, { reason }, by) => accounts.disable(id, reason, by),
    ),
    change('/enable', 'Let an account in again', 'account.enable', Nothing, (id, _body, by) =>
      accounts.enable(id, by),
    ),
    change(
      '/unlock',
      'Open the lock of an account in an emergency',
      'account.unlock',
      UnlockAccount,
      (id, { reason }, by) => accounts.unlock(id, reason, by),
    ),
    change(
      '/factors/reset',
      'Remove every second factor of an account',
      'account.factors.reset',
      Nothing,
      (id, _body, by) => accounts.resetFactors(id, by),
    ),
    change(
      '/sessions/end',
      'End one open session of an account, or all',
      'account.sessions.end',
      z.strictObject({ sessionId: z.string().min(1).max(40).optional() }),
      (id, { sessionId }, by) => accounts.endSessions(id, sessionId, by),
    ),
    defineRoute({
      method: 'POST',
      path: '/api/accounts/:userId/password/reset',
      summary: 'A new first password, told once',
      allow: fresh,
      params: OfAccount,
      body: Nothing,
      reply: InitialPassword,
      handle: ({ params, ...call }) =>
        refusals(call, 'account.reset', params.userId, () =>
          accounts.resetPassword(params.userId, acting(call)),
        ),
    }),
    ...reviewRoutes(parts),
  ];
}

/** The review is of the whole installation: it needs the right everywhere. */
function reviewRoutes({ review }: AccountRouteParts): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/rights-review',
      summary: 'The half-yearly review of accounts and rights',
      allow: read,
      reply: RightsReview,
      handle: async ({ caller }) => {
        authorise(personOf(caller), 'account.manage', {});
        return review.read();
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/rights-review',
      summary: 'These accounts were looked at and keep their rights',
      allow: fresh,
      body: ConfirmReview,
      reply: ReviewConfirmed,
      handle: async ({ body, ...call }) => {
        authorise(personOf(call.caller), 'account.manage', {});
        return { confirmed: await review.confirm(body, acting(call)) };
      },
    }),
    defineRawRoute({
      method: 'GET',
      path: '/api/rights-review/export.csv',
      summary: 'The review as a table',
      allow: read,
      produces: 'text/csv',
      handle: async ({ caller }) => {
        authorise(personOf(caller), 'account.manage', {});
        const bytes = Buffer.from(await review.csv(), 'utf8');
        return {
          bytes,
          contentType: 'text/csv; charset=utf-8',
          etag: `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`,
          cacheControl: 'no-store',
        };
      },
    }),
  ];
}
