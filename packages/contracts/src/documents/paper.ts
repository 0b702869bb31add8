import { z } from 'zod';
import { LocalDate } from '../regulation/calendar.ts';

const line = z.string().max(2_000);
const text = z.string().max(60_000);

/** One label with what stands behind it; without a value a dotted line is printed to be filled in by hand. */
const PaperPart = z.strictObject({
  /** Which content it is, the same in every format: `hostName`, `officialTime` … */
  key: z.string().max(60),
  label: line,
  /** Explanation printed in italics after the label. */
  note: line.nullable(),
  value: text.nullable(),
});
export type PaperPart = z.infer<typeof PaperPart>;

export const PaperBlock = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('paragraph'), text }),
  z.strictObject({ kind: z.literal('heading'), text: line }),
  z.strictObject({
    kind: z.literal('field'),
    /** `1.`, `-` or empty, before the first label. */
    mark: z.string().max(8),
    /** Several parts stand side by side on one line when they are short. */
    parts: z.array(PaperPart).min(1).max(4),
  }),
  z.strictObject({
    kind: z.literal('checks'),
    mark: z.string().max(8),
    label: line,
    note: line.nullable(),
    boxes: z
      .array(z.strictObject({ key: z.string().max(60), label: line, checked: z.boolean() }))
      .min(1)
      .max(12),
  }),
  z.strictObject({
    kind: z.literal('table'),
    key: z.string().max(60),
    columns: z
      .array(
        z.strictObject({
          heading: line,
          /** Neighbours with the same words stand under them as one spanning heading. */
          group: line.optional(),
          /** Share of the width. */
          width: z.int().min(1).max(100),
          align: z.enum(['left', 'center']),
        }),
      )
      .min(1)
      .max(12),
    /** As many cells as columns; a row with one cell is a group heading over the whole width. */
    rows: z.array(z.array(line).min(1).max(12)).max(4_000),
  }),
]);
export type PaperBlock = z.infer<typeof PaperBlock>;

const PaperSignature = z.strictObject({
  title: line,
  /** `(Ký, đóng dấu)` */
  note: line.nullable(),
  /** What is written above the signature: an opinion and its day. */
  lines: z.array(line).max(10),
  name: line.nullable(),
});
export type PaperSignature = z.infer<typeof PaperSignature>;

/**
 * A document before it has a format: everything that is printed, in the order in which it is printed, by the layout of
 * Decree 30/2020. The PDF and the DOCX are made from this and from nothing else.
 */
export const Paper = z.strictObject({
  form: z.string().max(60),
  /** A wide table lies on its side. */
  landscape: z.boolean().optional(),
  header: z
    .strictObject({
      /** The body above the issuing body; not bold. */
      superior: line.nullable(),
      issuer: line,
      /** `Số: 12/TB-VP`; null for forms that carry none. */
      number: line.nullable(),
    })
    .nullable(),
  title: z.array(line).min(1).max(6),
  subject: line.nullable(),
  addressees: z.array(line).max(40),
  blocks: z.array(PaperBlock).max(8_000),
  /** Place and date; without a day dots are printed. At the head of letters, before the signatures of forms. */
  dateLine: z
    .strictObject({ place: line, on: LocalDate.nullable(), at: z.enum(['head', 'foot']) })
    .nullable(),
  signatures: z.strictObject({ left: PaperSignature.nullable(), right: PaperSignature.nullable() }),
  recipients: z.array(line).max(40),
});
export type Paper = z.infer<typeof Paper>;
