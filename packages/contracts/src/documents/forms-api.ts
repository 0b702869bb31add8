import { z } from 'zod';
import { Instant, MeetingId } from '../ids.ts';
import { LocalDate } from '../regulation/calendar.ts';
import { ProfileKey } from '../regulation/deadline.ts';
import { Citation } from '../regulation/values.ts';

/** A document that left the house: its number, its day, and the print of that day. */
export const IssuedDocument = z.strictObject({
  documentId: z.string().max(64),
  meetingId: MeetingId,
  form: ProfileKey,
  name: z.string().max(300),
  /** `12/TB-VPUBND`; null for forms that carry none. */
  number: z.string().max(60).nullable(),
  issuedOn: LocalDate,
  issuedAt: Instant,
  issuedBy: z.string().max(200),
  /** Revision of the file that was printed. */
  revision: z.int().min(1),
  pdfSha256: z.string().length(64),
  docxSha256: z.string().length(64),
});
export type IssuedDocument = z.infer<typeof IssuedDocument>;

/** `GET /api/registrations/:meetingId/forms`: what can be printed of this file now, and what was issued. */
export const MeetingForms = z.strictObject({
  forms: z
    .array(
      z.strictObject({
        form: ProfileKey,
        name: z.string().max(300),
        layout: z.enum(['annex', 'default']),
        /** It gets a number when it is issued. */
        numbered: z.boolean(),
        cite: z.array(Citation).max(5),
      }),
    )
    .max(20),
  issued: z.array(IssuedDocument).max(200),
  /** This person may issue. */
  mayIssue: z.boolean(),
});
export type MeetingForms = z.infer<typeof MeetingForms>;

/** `POST /api/registrations/:meetingId/forms/:form/issue`: prints it for good, under a number and a day. */
export const IssueForm = z.strictObject({
  /** Of the file, as the person saw it. */
  revision: z.int().min(1),
  number: z
    .string()
    .trim()
    .max(60)
    .regex(/^[0-9]{1,6}[0-9A-Za-z]{0,4}\/[\p{L}0-9.&-]{1,48}(\/[\p{L}0-9.&-]{1,40})?$/u)
    .nullable(),
  issuedOn: LocalDate,
});
export type IssueForm = z.infer<typeof IssueForm>;
