import { McuNode, type NodeId, NodeList, OrganisationList, SiteList } from '@nhipcau/contracts';
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { listNodes, listOrganisations, listSites } from './directory.repository.ts';

export const directoryRoutes = (database: Database, isConnected: (nodeId: NodeId) => boolean): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/sites',
    summary: 'Sites of the installation; `search` ignores marks and case and also finds numbers',
    allow: { action: 'directory.read' },
    query: z.strictObject({ search: z.string().max(100).optional(), level: z.string().max(40).optional() }),
    reply: SiteList,
    handle: async ({ query }) => ({ sites: await listSites(database, query) }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/organisations',
    summary: 'Levels and organisations, upper levels first',
    allow: { action: 'directory.read' },
    reply: OrganisationList,
    handle: () => listOrganisations(database),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/nodes',
    summary: 'Media nodes of the cascade and whether the server hears them',
    allow: { action: 'directory.read' },
    reply: NodeList,
    handle: async () => ({
      nodes: (await listNodes(database)).map(({ node, role }) =>
        McuNode.parse({
          nodeId: node.nodeId,
          name: node.name,
          role,
          parentId: node.parentId,
          linkUrl: node.linkUrl,
          standbyId: node.standbyId ?? null,
          connected: isConnected(node.nodeId),
        }),
      ),
    }),
  }),
];
