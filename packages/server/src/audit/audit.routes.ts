import { AuditPage } from '@nhipcau/contracts';
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { readAudit } from './audit.repository.ts';

export const auditRoutes = (database: Database): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/audit',
    summary: 'Audit, newest first',
    allow: { roles: ['administrator'] },
    query: z.strictObject({
      before: z.coerce.number().int().min(1).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
      meetingId: z.string().max(64).optional(),
    }),
    reply: AuditPage,
    handle: async ({ query }) => ({ entries: await readAudit(database, query) }),
  }),
];
