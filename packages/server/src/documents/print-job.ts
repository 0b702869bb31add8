import { Paper, TemplateField, TemplateProblem } from '@nhipcau/contracts';
import { z } from 'zod';

export const PrintFormat = z.enum(['pdf', 'docx']);
export type PrintFormat = z.infer<typeof PrintFormat>;

/** What the press can make of a paper; registers also leave as a sheet to count on with. */
export const PaperFormat = z.enum(['pdf', 'docx', 'xlsx']);
export type PaperFormat = z.infer<typeof PaperFormat>;

const Facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const template = z.instanceof(Uint8Array);
const text = z.string();

/** What is asked of the printing thread. */
export const PrintTask = z.discriminatedUnion('task', [
  z.strictObject({ task: z.literal('print'), format: PaperFormat, paper: Paper }),
  /** An own template, filled. */
  z.strictObject({
    task: z.literal('fill'),
    template,
    data: z.record(text, z.union([text, z.array(z.record(text, text))])),
  }),
  /** An own template, looked at; the answer is `TemplateFindings` as JSON. */
  z.strictObject({ task: z.literal('check'), template, fields: z.array(TemplateField) }),
]);
export type PrintTask = z.infer<typeof PrintTask>;

/** To the printing thread. */
export const PrintJob = z.strictObject({ job: z.int(), task: PrintTask });
export type PrintJob = z.infer<typeof PrintJob>;

/** From the printing thread; a failure is a sentence for the log, a refusal the code of an error for whoever asked. */
export const PrintDone = z.discriminatedUnion('done', [
  z.strictObject({ done: z.literal('bytes'), job: z.int(), bytes: z.instanceof(Uint8Array) }),
  z.strictObject({ done: z.literal('failed'), job: z.int(), reason: z.string() }),
  z.strictObject({ done: z.literal('refused'), job: z.int(), code: z.string(), facts: Facts }),
]);
export type PrintDone = z.infer<typeof PrintDone>;

/** What was found in a template: what must be changed, and the fields it does not show. */
export const TemplateFindings = z.strictObject({
  problems: z.array(TemplateProblem),
  unused: z.array(z.string()),
});
export type TemplateFindings = z.infer<typeof TemplateFindings>;
