import type { Clock } from '@nhipcau/base';
import {
  instant,
  LockState,
  OidcReturned,
  OidcStarted,
  PasskeyAnswer,
  PasskeyAsked,
  ProveAgain,
  ProvedAgain,
  ProveSecondFactor,
  SessionInfo,
  SignIn,
  SignInReply,
  SignInWays,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import { type Caller, personOf } from '../http/caller.ts';
import { defineRoute, type Route, type RouteCall } from '../http/route.ts';
import type { IdentityService } from './identity.service.ts';
import type { Oidc } from './oidc.ts';
import type { OwnSession, SecurityService } from './security.service.ts';
import type { SessionsService } from './sessions.service.ts';
import type { Entrant, SignInService } from './sign-in.service.ts';

const Nothing = z.strictObject({});

export interface SessionRouteParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly sessions: SessionsService;
  readonly signIn: SignInService;
  readonly security: SecurityService;
  readonly identities: IdentityService;
  readonly oidc: Oidc | null;
  readonly signInsPerMinute: number;
}

type Call = Pick<
  RouteCall<unknown, unknown, unknown>,
  'ip' | 'userAgent' | 'origin' | 'correlationId' | 'caller' | 'cookies'
>;

const entrantOf = ({ ip, userAgent, origin, correlationId }: Call): Entrant => ({
  ip,
  userAgent,
  origin,
  correlationId,
});

/** The signed-in person with this very session, on routes that let nobody else in. */
export function ownOf({ caller, origin, correlationId }: Call): OwnSession {
  if (caller.kind !== 'user') throw new AppError('SIGN_IN_REQUIRED');
  return { person: caller.session, tokenHash: caller.tokenHash, origin, correlationId };
}

const isLocked = (caller: Caller): boolean => caller.kind === 'user' && caller.locked;

/** Ways in and out; what a locked session may do. */
export function sessionRoutes(parts: SessionRouteParts): Route[] {
  const { sessions, signIn, security, identities, oidc, signInsPerMinute: perMinute } = parts;
  const enter = (cookies: Call['cookies'], { token, info }: { token: string; info: SessionInfo }) => {
    cookies.set(token, sessions.lifeS);
    return info;
  };
  return [
    defineRoute({
      method: 'GET',
      path: '/api/session/ways',
      summary: 'Ways to sign in that this installation offers',
      allow: { anyone: true },
      reply: SignInWays,
      handle: async () => ({ passkey: true, oidc: oidc?.name ?? null }),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/session',
      summary: 'Sign in with login and password; with a second factor enrolled it is asked for',
      allow: { anyone: true },
      perMinute,
      body: SignIn,
      reply: SignInReply,
      handle: async ({ body, ...call }) => {
        const answer = await signIn.byPassword(body, entrantOf(call));
        return answer.kind === 'open' ? enter(call.cookies, answer.session) : answer.due;
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/session/second-factor',
      summary: 'Second step of a sign-in',
      allow: { anyone: true },
      perMinute,
      body: ProveSecondFactor,
      reply: SessionInfo,
      handle: async ({ body, ...call }) =>
        enter(call.cookies, await signIn.bySecondFactor(body, entrantOf(call))),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/session/passkey/options',
      summary: 'Begin a sign-in by passkey alone',
      allow: { anyone: true },
      perMinute,
      reply: PasskeyAsked,
      handle: (call) => signIn.askPasskey(entrantOf(call)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/session/passkey',
      summary: 'Sign in by passkey alone',
      allow: { anyone: true },
      perMinute,
      body: PasskeyAnswer,
      reply: SessionInfo,
      handle: async ({ body, ...call }) => enter(call.cookies, await signIn.byPasskey(body, entrantOf(call))),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/session/oidc/start',
      summary: 'Begin a sign-in at the identity provider',
      allow: { anyone: true },
      perMinute,
      reply: OidcStarted,
      handle: ({ origin }) => identities.start(origin, null),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/session/oidc',
      summary: 'Sign in with what the identity provider sent back',
      allow: { anyone: true },
      perMinute,
      body: OidcReturned,
      reply: SessionInfo,
      handle: async ({ body, ...call }) =>
        enter(
          call.cookies,
          await auditRefusals(
            parts,
            { actor: actorOf(call.caller), action: 'session.open', correlationId: call.correlationId },
            () => identities.enter(body, entrantOf(call)),
          ),
        ),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/session',
      summary: 'The signed-in person',
      allow: { action: 'session.own' },
      reply: SessionInfo,
      handle: async ({ caller }) => personOf(caller),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/session/activity',
      summary: 'Somebody is there: the time until the session locks begins anew',
      allow: { action: 'session.own' },
      reply: Nothing,
      handle: async () => ({}),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/session/lock',
      summary: 'Whether this session is locked, and whose it is',
      allow: { action: 'session.own', whileLocked: true },
      reply: LockState,
      handle: ({ caller }) => security.lockState(personOf(caller), isLocked(caller)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/session/proof/options',
      summary: 'Begin a proof of the person by passkey',
      allow: { action: 'session.own', whileLocked: true },
      reply: PasskeyAsked,
      handle: (call) => security.askProof(ownOf(call)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/session/proof',
      summary: 'Prove again who one is: unlocks the session, and allows dangerous acts for five minutes',
      allow: { action: 'session.own', whileLocked: true },
      perMinute,
      body: ProveAgain,
      reply: ProvedAgain,
      handle: ({ body, ...call }) =>
        auditRefusals(
          parts,
          { actor: actorOf(call.caller), action: 'session.prove', correlationId: call.correlationId },
          async () => ({ freshUntil: instant(await security.prove(body, ownOf(call))) }),
        ),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/session',
      summary: 'Sign out',
      allow: { action: 'session.own', whileLocked: true },
      reply: Nothing,
      handle: async ({ caller, cookies, correlationId }) => {
        if (caller.kind === 'user')
          await sessions.end({ tokenHash: caller.tokenHash, info: caller.session }, correlationId);
        cookies.clear();
        return {};
      },
    }),
  ];
}
