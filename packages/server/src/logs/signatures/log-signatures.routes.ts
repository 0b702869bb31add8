import {
  LogEntryId,
  LogSignatureCheck,
  LogSignatureFiles,
  LogSignatureMeta,
  SIGNED_PDF_LIMIT_BYTES,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { sha256 } from '../../documents/issued.repository.ts';
import { personOf } from '../../http/caller.ts';
import { defineRawRoute, defineRoute, defineUploadRoute, type Route } from '../../http/route.ts';
import type { Audited } from '../../staff/worker.ts';
import type { LogSignatures } from './log-signatures.service.ts';

const OneEntry = z.strictObject({ entryId: LogEntryId });
const OneFile = OneEntry.extend({ signatureId: z.uuid() });
/** Each is read in full, with what it signs. */
const FILES_PER_MINUTE = 30;

export const signatureRoutes = (signatures: LogSignatures, audited: Audited): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/logs/:entryId/signatures',
    summary: 'Digital signatures handed in for the kept PDF of a line: who signed, when, whether trusted',
    allow: { action: 'log.read' },
    params: OneEntry,
    reply: LogSignatureFiles,
    handle: ({ params, caller }) => signatures.list(params.entryId, personOf(caller)),
  }),
  defineUploadRoute({
    path: '/api/logs/:entryId/signatures',
    summary:
      'Hand in a digital signature of the kept PDF: detached CMS (DER or PEM, 2 MiB) or the signed PDF (25 MiB); the same file counts once',
    allow: { action: 'log.attach' },
    perMinute: FILES_PER_MINUTE,
    params: OneEntry,
    query: LogSignatureMeta,
    upload: { contentTypes: ['application/octet-stream'], limitBytes: SIGNED_PDF_LIMIT_BYTES },
    reply: LogSignatureFiles,
    handle: ({ params: { entryId }, query: { fileName }, body, ...call }) =>
      audited('log.attach', entryId, call, (worker) =>
        signatures.attach(entryId, { fileName, content: body }, worker),
      ),
  }),
  defineRawRoute({
    method: 'GET',
    path: '/api/logs/:entryId/signatures/:signatureId/content',
    summary: 'A signature file as it was handed in',
    allow: { action: 'log.read' },
    perMinute: FILES_PER_MINUTE,
    params: OneFile,
    produces: 'application/octet-stream',
    handle: async ({ params: { entryId, signatureId }, caller }) => {
      const { content } = await signatures.open(entryId, signatureId, personOf(caller));
      return {
        bytes: content,
        // Whatever it is, the browser saves it.
        contentType: 'application/octet-stream',
        etag: `"${sha256(content).toString('base64url')}"`,
        cacheControl: 'private, no-cache',
      };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/logs/:entryId/signatures/:signatureId/check',
    summary: 'The same signature, verified now',
    allow: { action: 'log.read' },
    perMinute: FILES_PER_MINUTE,
    params: OneFile,
    reply: LogSignatureCheck,
    handle: ({ params: { entryId, signatureId }, caller }) =>
      signatures.check(entryId, signatureId, personOf(caller)),
  }),
];
