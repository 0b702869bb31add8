import { BatchId, PrintBatch, PrintBatchList } from '@nhipcau/contracts';
import { z } from 'zod';
import { personOf } from '../http/caller.ts';
import { defineRawRoute, defineRoute, type Route } from '../http/route.ts';
import { sha256 } from './issued.repository.ts';
import type { PrintBatches } from './print-batches.ts';

const OneBatch = z.strictObject({ batchId: BatchId });

/** Batches somebody asked for: how far each is, and its ZIP. */
export const batchRoutes = (batches: PrintBatches): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/print-batches',
    summary: 'Batches of papers one has asked for, and how far each is',
    allow: { action: 'session.own' },
    reply: PrintBatchList,
    handle: ({ caller }) => batches.list(personOf(caller).userId),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/print-batches/:batchId',
    summary: 'How far a batch of papers is',
    allow: { action: 'session.own' },
    params: OneBatch,
    reply: PrintBatch,
    handle: ({ params, caller }) => batches.read(params.batchId, personOf(caller).userId),
  }),
  defineRawRoute({
    method: 'GET',
    path: '/api/print-batches/:batchId/papers.zip',
    summary: 'The papers of a batch in one ZIP',
    allow: { action: 'session.own' },
    perMinute: 10,
    params: OneBatch,
    produces: 'application/zip',
    handle: async ({ params, caller }) => {
      const bytes = await batches.zip(params.batchId, personOf(caller).userId);
      return {
        bytes,
        contentType: 'application/zip',
        etag: `"${sha256(bytes).toString('base64url')}"`,
        cacheControl: 'private, no-cache',
      };
    },
  }),
];
