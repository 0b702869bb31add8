import type { Clock } from '@nhipcau/base';
import { Deputations, DeputyCandidates, GiveDeputation } from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import { personOf } from '../http/caller.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { DeputiesService } from './deputies.service.ts';

/** Lending the right to decide while one is away. */
export const deputyRoutes = (
  deputies: DeputiesService,
  audit: { readonly database: Database; readonly clock: Clock },
): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/deputations',
    summary: 'Who decides for this person, and for whom this person decides',
    allow: { action: 'session.own' },
    reply: Deputations,
    handle: ({ caller }) => deputies.list(personOf(caller)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/deputations/candidates',
    summary: 'Who may decide in somebody’s place',
    allow: { action: 'registration.decide' },
    query: z.strictObject({ search: z.string().trim().max(100).optional() }),
    reply: DeputyCandidates,
    handle: ({ query, caller }) => deputies.candidates(query.search, personOf(caller)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/deputations',
    summary: 'Lend the right to decide for a time',
    allow: { action: 'registration.decide' },
    body: GiveDeputation,
    reply: Deputations,
    handle: ({ body, caller, correlationId }) =>
      auditRefusals(
        audit,
        { actor: actorOf(caller), action: 'deputation.give', subject: body.deputyId, correlationId },
        async () => {
          const person = personOf(caller);
          await deputies.give(body, { person, correlationId });
          return deputies.list(person);
        },
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/deputations/:deputationId/end',
    summary: 'End it before its time',
    allow: { action: 'session.own' },
    params: z.strictObject({ deputationId: z.string().min(1).max(64) }),
    reply: Deputations,
    handle: ({ params: { deputationId }, caller, correlationId }) =>
      auditRefusals(
        audit,
        { actor: actorOf(caller), action: 'deputation.end', subject: deputationId, correlationId },
        async () => {
          const person = personOf(caller);
          await deputies.end(deputationId, { person, correlationId });
          return deputies.list(person);
        },
      ),
  }),
];
