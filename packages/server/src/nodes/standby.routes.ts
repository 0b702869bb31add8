import type { Clock } from '@nhipcau/base';
import { DeclareStandby, NodeId } from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Standbys } from './standbys.ts';

export const standbyRoutes = (standbys: Standbys, audit: { database: Database; clock: Clock }): Route[] => [
  defineRoute({
    method: 'POST',
    path: '/api/nodes/:nodeId/standby',
    summary:
      'Names the node that takes the place of this one when it is lost; holds at once, in live meetings too',
    allow: { action: 'link.configure', everywhere: true },
    params: z.strictObject({ nodeId: NodeId }),
    body: DeclareStandby,
    reply: z.strictObject({}),
    handle: ({ params, body, caller, correlationId }) =>
      auditRefusals(
        audit,
        { actor: actorOf(caller), action: 'node.declareStandby', subject: params.nodeId, correlationId },
        async () => {
          const by = { at: audit.clock.now(), actor: actorOf(caller), correlationId };
          await standbys.declare(params.nodeId, body.standbyId, by);
          return {};
        },
      ),
  }),
];
