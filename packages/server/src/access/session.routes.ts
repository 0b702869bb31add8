import { SessionInfo, SignIn } from '@nhipcau/contracts';
import { z } from 'zod';
import { everyRole, personOf } from '../http/caller.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { SessionsService } from './sessions.service.ts';

const Nothing = z.strictObject({});

export const sessionRoutes = (
  sessions: SessionsService,
  { sessionLifeS, signInsPerMinute }: { sessionLifeS: number; signInsPerMinute: number },
): Route[] => [
  defineRoute({
    method: 'POST',
    path: '/api/session',
    summary: 'Sign in with login and password',
    allow: { roles: [], anyone: true },
    perMinute: signInsPerMinute,
    body: SignIn,
    reply: SessionInfo,
    handle: async ({ body, cookies, correlationId }) => {
      const { token, info } = await sessions.open(body, correlationId);
      cookies.set(token, sessionLifeS);
      return info;
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/session',
    summary: 'The signed-in person',
    allow: { roles: everyRole },
    reply: SessionInfo,
    handle: async ({ caller }) => personOf(caller),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/session',
    summary: 'Sign out',
    allow: { roles: everyRole },
    reply: Nothing,
    handle: async ({ caller, cookies, correlationId }) => {
      if (caller.kind === 'user')
        await sessions.end({ tokenHash: caller.tokenHash, info: caller.session }, correlationId);
      cookies.clear();
      return {};
    },
  }),
];
