import type { Clock } from '@nhipcau/base';
import {
  ActOnLog,
  AskLogBatch,
  LogEntry,
  LogEntryId,
  LogList,
  LogProof,
  LogQuery,
  PrintBatch,
} from '@nhipcau/contracts';
import type { Certificate } from 'pkijs';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import { sha256 } from '../documents/issued.repository.ts';
import type { Press } from '../documents/press.ts';
import type { PrintBatches } from '../documents/print-batches.ts';
import { PaperFormat } from '../documents/print-job.ts';
import type { PrintedDocument } from '../documents/printer.ts';
import { personOf } from '../http/caller.ts';
import { defineRawRoute, defineRoute, type RawReply, type Route } from '../http/route.ts';
import type { PhaseFollower } from '../registration/conference-phases.ts';
import { auditedBy, workerOf } from '../staff/worker.ts';
import { LogKeeper } from './log-keeper.ts';
import { LogPrints } from './log-prints.ts';
import { LogsService } from './logs.service.ts';
import { signatureRoutes } from './signatures/log-signatures.routes.ts';
import { LogSignatures } from './signatures/log-signatures.service.ts';

interface LogParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly press: Pick<Press, 'print'>;
  readonly batches: Pick<PrintBatches, 'ask'>;
  /** Those whose certificates are trusted on digital signatures. */
  readonly authorities: readonly Certificate[];
}

const OneEntry = z.strictObject({ entryId: LogEntryId });
const PRINTS_PER_MINUTE = 60;

const raw = ({ bytes, contentType }: PrintedDocument): RawReply => ({
  bytes,
  contentType,
  etag: `"${sha256(bytes).toString('base64url')}"`,
  cacheControl: 'private, no-cache',
});

/** Books on sessions, wired. */
export function openLogBooks(parts: LogParts): { routes: Route[]; follower: PhaseFollower } {
  const logs = new LogsService(parts);
  const prints = new LogPrints({ ...parts, logs });
  return {
    follower: new LogKeeper(),
    routes: [
      defineRoute({
        method: 'GET',
        path: '/api/logs',
        summary: 'Books of the locality, and the lines somebody may see',
        allow: { action: 'log.read' },
        query: LogQuery,
        reply: LogList,
        handle: ({ query, caller }) => logs.list(query, personOf(caller)),
      }),
      defineRoute({
        method: 'GET',
        path: '/api/logs/:entryId',
        summary: 'One line: as counted, as corrected, who signed',
        allow: { action: 'log.read' },
        params: OneEntry,
        reply: LogEntry,
        handle: ({ params, caller }) => logs.read(params.entryId, personOf(caller)),
      }),
      defineRoute({
        method: 'POST',
        path: '/api/logs/:entryId/acts',
        summary: 'Correct a line, sign it, send it back, supplement it; each request counts once',
        allow: { action: 'log.read' },
        params: OneEntry,
        body: ActOnLog,
        reply: LogEntry,
        handle: ({ params: { entryId }, body, ...call }) =>
          auditRefusals(
            parts,
            {
              actor: actorOf(call.caller),
              action: `log.${body.act.act}`,
              subject: entryId,
              correlationId: call.correlationId,
            },
            () => logs.act(entryId, body, workerOf(call)),
          ),
      }),
      defineRoute({
        method: 'GET',
        path: '/api/logs/:entryId/proof',
        summary: 'Whether a confirmed line is still what was confirmed',
        allow: { action: 'log.read' },
        params: OneEntry,
        reply: LogProof,
        handle: ({ params, caller }) => logs.prove(params.entryId, personOf(caller)),
      }),
      defineRoute({
        method: 'POST',
        path: '/api/log-books/batches',
        summary: 'Print every line of a choice as a sheet of its own, in one go; each request counts once',
        allow: { action: 'log.read' },
        perMinute: 10,
        body: AskLogBatch,
        reply: PrintBatch,
        handle: async ({ body: { key, query, format }, caller }) => {
          const person = personOf(caller);
          const { title, papers } = await prints.sheets(query, format, person);
          return parts.batches.ask({ key, title, format, papers }, person.userId);
        },
      }),
      ...PaperFormat.options.flatMap((format) => printRoutes(prints, format)),
      ...signatureRoutes(new LogSignatures({ ...parts, logs }), auditedBy(parts)),
    ],
  };
}

const printRoutes = (prints: LogPrints, format: PaperFormat): Route[] => {
  const shared = {
    method: 'GET',
    allow: { action: 'log.read' },
    perMinute: PRINTS_PER_MINUTE,
    produces: format === 'pdf' ? 'application/pdf' : 'application/octet-stream',
  } as const;
  return [
    defineRawRoute({
      ...shared,
      path: `/api/logs/:entryId/print.${format}`,
      summary: `One line in print, ${format.toUpperCase()}; a confirmed PDF is always the same bytes`,
      params: OneEntry,
      handle: async ({ params, caller }) => raw(await prints.one(params.entryId, format, personOf(caller))),
    }),
    defineRawRoute({
      ...shared,
      path: `/api/log-books/register.${format}`,
      summary: `A book of a meeting, or of a unit and a period, ${format.toUpperCase()}`,
      query: LogQuery,
      handle: async ({ query, caller }) => raw(await prints.book(query, format, personOf(caller))),
    }),
  ];
};
