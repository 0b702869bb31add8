import { Paper } from '@nhipcau/contracts';
import { z } from 'zod';

export const PrintFormat = z.enum(['pdf', 'docx']);
export type PrintFormat = z.infer<typeof PrintFormat>;

/** What the press can make of a paper; registers also leave as a sheet to count on with. */
export const PaperFormat = z.enum(['pdf', 'docx', 'xlsx']);
export type PaperFormat = z.infer<typeof PaperFormat>;

/** To the printing thread. */
export const PrintJob = z.strictObject({ job: z.int(), format: PaperFormat, paper: Paper });
export type PrintJob = z.infer<typeof PrintJob>;

/** From the printing thread; a failure is a sentence for the log. */
export const PrintDone = z.discriminatedUnion('done', [
  z.strictObject({ done: z.literal('bytes'), job: z.int(), bytes: z.instanceof(Uint8Array) }),
  z.strictObject({ done: z.literal('failed'), job: z.int(), reason: z.string() }),
]);
export type PrintDone = z.infer<typeof PrintDone>;
