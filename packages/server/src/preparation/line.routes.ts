import { randomBytes } from 'node:crypto';
import { LinePulse } from '@nhipcau/contracts';
import { defineRawRoute, defineRoute, defineUploadRoute, type Route } from '../http/route.ts';

const BYTES = 524_288;
const PULSES_PER_MINUTE = 120;
const TRANSFERS_PER_MINUTE = 12;
/** Cannot be made smaller on the way. */
const filling = randomBytes(BYTES);

/** The other end of a room's measurement of its line to the centre. */
export const lineRoutes = (): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/preparation/line',
    summary: 'One round trip, and the address it came from',
    allow: { action: 'check.answer', rooms: true },
    perMinute: PULSES_PER_MINUTE,
    reply: LinePulse,
    handle: async ({ ip }) => ({ address: ip }),
  }),
  defineRawRoute({
    method: 'GET',
    path: '/api/preparation/line/bytes',
    summary: 'Half a megabyte, to measure the bandwidth towards the room',
    allow: { action: 'check.answer', rooms: true },
    perMinute: TRANSFERS_PER_MINUTE,
    produces: 'application/octet-stream',
    handle: async () => ({
      contentType: 'application/octet-stream',
      bytes: filling,
      etag: '"line"',
      cacheControl: 'no-store',
    }),
  }),
  defineUploadRoute({
    path: '/api/preparation/line/bytes',
    summary: 'Takes half a megabyte and drops it, to measure the bandwidth from the room',
    allow: { action: 'check.answer', rooms: true },
    perMinute: TRANSFERS_PER_MINUTE,
    upload: { contentTypes: ['application/octet-stream'], limitBytes: BYTES },
    reply: LinePulse,
    handle: async ({ ip }) => ({ address: ip }),
  }),
];
