import type { Clock } from '@nhipcau/base';
import { AuditFilter, AuditPage, AuditQuery, AuditVerified, VerifyAudit } from '@nhipcau/contracts';
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import { personOf } from '../http/caller.ts';
import { defineRawRoute, defineRoute, type Route } from '../http/route.ts';
import { actorOf, appendAudit } from './audit.repository.ts';
import { verifyAudit } from './audit-chain.ts';
import { exportAudit } from './audit-export.ts';
import { searchAudit } from './audit-search.ts';

export const auditRoutes = ({ database, clock }: { database: Database; clock: Clock }): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/audit',
    summary: 'Audit, newest first, by person, act, thing, meeting, period, outcome and words',
    allow: { action: 'audit.read' },
    query: AuditQuery,
    reply: AuditPage,
    handle: async ({ query }) => ({ entries: await searchAudit(database, query) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/audit/verify',
    summary: 'Compute the chain of the audit anew and name the first line that was changed',
    allow: { action: 'audit.read' },
    perMinute: 20,
    body: VerifyAudit,
    reply: AuditVerified,
    handle: async ({ body, caller, correlationId }) => {
      const verified = await verifyAudit(database, clock, body.head);
      await appendAudit(database, {
        at: clock.now(),
        actor: actorOf(caller),
        action: 'audit.verify',
        facts: { lines: verified.lines, fault: verified.fault?.kind ?? null, id: verified.fault?.id ?? null },
        correlationId,
      });
      return verified;
    },
  }),
  ...(['csv', 'jsonl'] as const).map((format) =>
    defineRawRoute({
      method: 'GET',
      path: `/api/audit/export.${format}`,
      summary: `Lines of the audit with the head of its chain, ${format.toUpperCase()}; of one meeting with meetingId`,
      allow: { action: 'audit.read' },
      perMinute: 20,
      query: z.strictObject(AuditFilter.shape),
      produces: format === 'csv' ? 'text/csv' : 'application/x-ndjson',
      handle: async ({ query, caller, correlationId }) => {
        personOf(caller);
        await appendAudit(database, {
          at: clock.now(),
          actor: actorOf(caller),
          action: 'audit.export',
          meetingId: query.meetingId ?? null,
          facts: { ...query, format },
          correlationId,
        });
        return exportAudit(database, { ...query, format });
      },
    }),
  ),
];
