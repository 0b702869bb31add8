import { z } from 'zod';
import { Instant } from '../ids.ts';
import { LogQuery } from '../logs/logs.ts';

/** Papers of one batch. */
export const BATCH_PAPERS = 500;

export const BatchId = z.string().min(1).max(64).brand<'BatchId'>();
export type BatchId = z.infer<typeof BatchId>;

/** `POST /api/log-books/batches`: every line of a choice as a sheet of its own; the key makes the second of two equal requests harmless. */
export const AskLogBatch = z.strictObject({
  key: z.uuid(),
  query: LogQuery,
  format: z.enum(['pdf', 'docx', 'xlsx']),
});
export type AskLogBatch = z.infer<typeof AskLogBatch>;

/** Papers printed in one go, and how far it is. */
export const PrintBatch = z.strictObject({
  batchId: BatchId,
  title: z.string().max(300),
  format: z.enum(['pdf', 'docx', 'xlsx']),
  askedAt: Instant,
  total: z.int().min(1).max(BATCH_PAPERS),
  printed: z.int().min(0),
  /** Names of those that could not be printed. */
  failed: z.array(z.strictObject({ name: z.string(), code: z.string() })).max(BATCH_PAPERS),
  /** Everything was tried: the ZIP can be taken. */
  isDone: z.boolean(),
  /** Until when it is kept. */
  keptUntil: Instant,
});
export type PrintBatch = z.infer<typeof PrintBatch>;

/** `GET /api/print-batches`: the own ones, the newest first. */
export const PrintBatchList = z.strictObject({ batches: z.array(PrintBatch).max(20) });
export type PrintBatchList = z.infer<typeof PrintBatchList>;
