import type { Clock } from '@nhipcau/base';
import {
  AccountSecurity,
  ChangePassword,
  ConfirmTotp,
  OidcReturned,
  OidcStarted,
  PasskeyAsked,
  RecoveryCodes,
  RegisterPasskey,
  TotpOffered,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import { defineRoute, type Route, type RouteCall } from '../http/route.ts';
import type { IdentityService } from './identity.service.ts';
import type { PasswordsService } from './passwords.service.ts';
import type { SecurityService } from './security.service.ts';
import { ownOf } from './session.routes.ts';

const Nothing = z.strictObject({});
const own = { action: 'session.own' } as const;
/** What weakens or changes how the account is entered needs a fresh proof of the person. */
const ownFresh = { action: 'session.own', fresh: true } as const;

export interface SecurityRouteParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly security: SecurityService;
  readonly passwords: PasswordsService;
  readonly identities: IdentityService;
}

/** The security of one's own account. */
export function securityRoutes(parts: SecurityRouteParts): Route[] {
  const { security, passwords, identities } = parts;
  const audited = <T>(
    call: Pick<RouteCall<unknown, unknown, unknown>, 'caller' | 'correlationId'>,
    action: string,
    act: () => Promise<T>,
  ): Promise<T> =>
    auditRefusals(parts, { actor: actorOf(call.caller), action, correlationId: call.correlationId }, act);
  return [
    defineRoute({
      method: 'GET',
      path: '/api/account/security',
      summary: 'Password, second factors, open sessions and recent events of the own account',
      allow: own,
      reply: AccountSecurity,
      handle: (call) => security.overview(ownOf(call)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/account/password',
      summary: 'Change the own password; other sessions end',
      allow: own,
      perMinute: 20,
      body: ChangePassword,
      reply: Nothing,
      handle: ({ body, ...call }) =>
        audited(call, 'account.password', async () => {
          const { person, tokenHash, correlationId } = ownOf(call);
          await passwords.change(body, person, tokenHash, correlationId);
          return {};
        }),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/account/totp',
      summary: 'A new secret for an authenticator application, not counting yet',
      allow: ownFresh,
      reply: TotpOffered,
      handle: (call) => security.offerTotp(ownOf(call)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/account/totp/confirm',
      summary: 'The first code: from now on it is asked for; recovery codes are shown once',
      allow: own,
      perMinute: 20,
      body: ConfirmTotp,
      reply: RecoveryCodes,
      handle: ({ body, ...call }) =>
        audited(call, 'account.totp.enrol', () => security.confirmTotp(body, ownOf(call))),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/account/totp',
      summary: 'Remove the authenticator application',
      allow: ownFresh,
      reply: Nothing,
      handle: async (call) => {
        await security.removeTotp(ownOf(call));
        return {};
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/account/recovery-codes',
      summary: 'New recovery codes; the former ones are void',
      allow: ownFresh,
      reply: RecoveryCodes,
      handle: (call) => security.renewRecoveryCodes(ownOf(call)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/account/passkeys/options',
      summary: 'Begin to register a passkey',
      allow: ownFresh,
      reply: PasskeyAsked,
      handle: (call) => security.offerPasskey(ownOf(call)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/account/passkeys',
      summary: 'Register a passkey',
      allow: own,
      body: RegisterPasskey,
      reply: Nothing,
      handle: ({ body, ...call }) =>
        audited(call, 'account.passkey.add', async () => {
          await security.registerPasskey(body, ownOf(call));
          return {};
        }),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/account/passkeys/remove',
      summary: 'Remove a passkey',
      allow: ownFresh,
      body: z.strictObject({ id: z.string().min(1).max(1_400) }),
      reply: Nothing,
      handle: async ({ body, ...call }) => {
        await security.removePasskey(body.id, ownOf(call));
        return {};
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/account/sessions/:sessionId',
      summary: 'End another session of the own account',
      allow: own,
      params: z.strictObject({ sessionId: z.string().min(1).max(40) }),
      reply: Nothing,
      handle: async ({ params, ...call }) => {
        await security.endSession(params.sessionId, ownOf(call));
        return {};
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/account/identity/start',
      summary: 'Begin to link the identity of the provider with this account',
      allow: ownFresh,
      reply: OidcStarted,
      handle: (call) => identities.start(call.origin, ownOf(call).person.userId),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/account/identity',
      summary: 'Link the identity of the provider with this account',
      allow: own,
      body: OidcReturned,
      reply: Nothing,
      handle: ({ body, ...call }) =>
        audited(call, 'account.identity.link', async () => {
          await identities.link(body, ownOf(call));
          return {};
        }),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/account/identity',
      summary: 'Undo the link with the identity of the provider',
      allow: ownFresh,
      reply: Nothing,
      handle: async (call) => {
        await identities.unlink(ownOf(call));
        return {};
      },
    }),
  ];
}
