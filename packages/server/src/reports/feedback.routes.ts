import { FeedbackAct, FeedbackId, FeedbackList, FeedbackQuery, GiveFeedback } from '@nhipcau/contracts';
import { z } from 'zod';
import { sha256 } from '../documents/issued.repository.ts';
import { PaperFormat } from '../documents/print-job.ts';
import { personOf } from '../http/caller.ts';
import { defineRawRoute, defineRoute, type Route } from '../http/route.ts';
import type { Audited } from '../staff/worker.ts';
import type { FeedbackService } from './feedback.service.ts';

const read = { action: 'feedback.read' } as const;
const PRINTS_PER_MINUTE = 60;
const GIVEN_PER_MINUTE = 20;

/** Problems in applying the regulation. */
export const feedbackRoutes = (feedback: FeedbackService, audited: Audited): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/feedback',
    summary: 'Problems in applying the regulation that units told, the newest first',
    allow: read,
    query: FeedbackQuery,
    reply: FeedbackList,
    handle: ({ query, caller }) => feedback.list(query, personOf(caller)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/feedback',
    summary: 'Tell the desk of the text that something is hard to apply',
    allow: { action: 'feedback.give' },
    perMinute: GIVEN_PER_MINUTE,
    body: GiveFeedback,
    reply: FeedbackList,
    handle: (call) =>
      audited('feedback.give', call.body.organisationId, call, (worker) => feedback.give(call.body, worker)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/feedback/:feedbackId/acts',
    summary: 'Compile a problem for the committee, or answer it',
    allow: { action: 'feedback.handle' },
    params: z.strictObject({ feedbackId: FeedbackId }),
    body: FeedbackAct,
    reply: FeedbackList,
    handle: (call) =>
      audited(`feedback.${call.body.act}`, call.params.feedbackId, call, (worker) =>
        feedback.act(call.params.feedbackId, call.body, worker),
      ),
  }),
  ...PaperFormat.options.map((format) =>
    defineRawRoute({
      method: 'GET',
      path: `/api/feedback.${format}`,
      summary: `The problems of a year, compiled for the committee, ${format.toUpperCase()}`,
      allow: read,
      perMinute: PRINTS_PER_MINUTE,
      query: FeedbackQuery,
      produces: format === 'pdf' ? 'application/pdf' : 'application/octet-stream',
      handle: async ({ query, caller }) => {
        const { bytes, contentType } = await feedback.print(query.year, format, personOf(caller));
        return {
          bytes,
          contentType,
          etag: `"${sha256(bytes).toString('base64url')}"`,
          cacheControl: 'private, no-cache',
        };
      },
    }),
  ),
];
