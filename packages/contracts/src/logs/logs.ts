import { z } from 'zod';
import { Instant, MeetingId, OrganisationId, SiteId } from '../ids.ts';
import { LocalDate } from '../regulation/calendar.ts';
import { ProfileKey } from '../regulation/deadline.ts';
import { LogField, LogSession, SignerPost } from '../regulation/office/log-rules.ts';
import { Citation } from '../regulation/values.ts';

const line = z.string().trim().min(2).max(300);

export const LogEntryId = z.string().min(1).max(64).brand<'LogEntryId'>();
export type LogEntryId = z.infer<typeof LogEntryId>;

/** Words of a text field; for a field with two answers one of `normal`, `incident`, `broken`, `yes`, `no`. */
export const LogValue = z.string().max(1_500);
export const LogValues = z.partialRecord(LogField, LogValue);
export type LogValues = z.infer<typeof LogValues>;

/** What people do with a line of a book. */
export const LogAct = z.discriminatedUnion('act', [
  /** What the system counted stays beside it. */
  z.strictObject({ act: z.literal('correct'), field: LogField, value: LogValue, reason: line }),
  /** Signs exactly what was seen: its digest. */
  z.strictObject({ act: z.literal('sign'), digest: z.string().regex(/^[0-9a-f]{64}$/) }),
  /** What was signed so far is void; the line is open again. */
  z.strictObject({ act: z.literal('return'), reason: line }),
  /** A confirmed line stays as it is; what has to be said after it is a further line. */
  z.strictObject({ act: z.literal('supplement'), reason: line }),
]);
export type LogAct = z.infer<typeof LogAct>;

/** `POST /api/logs/:entryId/acts`; the key makes the second of two equal requests harmless. */
export const ActOnLog = z.strictObject({ key: z.uuid(), act: LogAct });
export type ActOnLog = z.infer<typeof ActOnLog>;

export const LogCorrection = z.strictObject({
  field: LogField,
  /** What the system had counted. */
  counted: z.string().max(2_000),
  value: z.string().max(2_000),
  reason: z.string().max(300),
  at: Instant,
  byName: z.string().max(200),
});
export type LogCorrection = z.infer<typeof LogCorrection>;

export const LogSignature = z.strictObject({
  post: SignerPost,
  at: Instant,
  userId: z.string().max(64),
  byName: z.string().max(200),
});
export type LogSignature = z.infer<typeof LogSignature>;

/** A line of a book: one session at one place. */
export const LogEntry = z.strictObject({
  entryId: LogEntryId,
  book: ProfileKey,
  meetingId: MeetingId,
  session: LogSession,
  /** Null for whoever may not know what the meeting is about. */
  title: z.string().max(300).nullable(),
  fileNumber: z.string().max(100).nullable(),
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** Null: kept by a unit for the meeting as a whole. */
  siteId: SiteId.nullable(),
  organisationId: OrganisationId,
  place: z.string().max(300),
  unit: z.string().max(300),
  isChair: z.boolean(),
  state: z.enum(['open', 'signed', 'confirmed']),
  /** What counts: as counted, with the corrections. */
  values: LogValues,
  counted: LogValues,
  corrections: z.array(LogCorrection).max(200),
  signatures: z.array(LogSignature).max(3),
  /** The newest word of whoever sent it back. */
  returned: z.strictObject({ reason: z.string(), byName: z.string(), at: Instant }).nullable(),
  /** Who signs next; null: confirmed. */
  next: SignerPost.nullable(),
  dueAt: Instant,
  /** Of what would be signed now, or of what was confirmed. */
  digest: z.string().length(64),
  confirmedAt: Instant.nullable(),
  /** The line it supplements, and why. */
  supplements: z.strictObject({ entryId: LogEntryId, reason: z.string() }).nullable(),
  supplementedBy: LogEntryId.nullable(),
  may: z.strictObject({
    correct: z.boolean(),
    sign: z.boolean(),
    return: z.boolean(),
    supplement: z.boolean(),
  }),
});
export type LogEntry = z.infer<typeof LogEntry>;

export const KeptBook = z.strictObject({
  key: ProfileKey,
  name: z.string().max(300),
  layout: z.enum(['annex', 'default']),
  fields: z.array(z.strictObject({ field: LogField, label: z.string() })).max(14),
  signers: z.array(z.strictObject({ post: SignerPost, title: z.string() })).max(3),
  sessions: z.array(LogSession).max(2),
  perMeeting: z.boolean(),
  cite: z.array(Citation).max(5),
});
export type KeptBook = z.infer<typeof KeptBook>;

/** Lines of one answer. */
export const LOG_PAGE = 100;
/** Lines of one export. */
export const LOG_EXPORT = 2_000;

/** Query of `GET /api/logs` and its exports. */
export const LogQuery = z.strictObject({
  book: ProfileKey.optional(),
  from: LocalDate.optional(),
  to: LocalDate.optional(),
  meetingId: MeetingId.optional(),
  siteId: SiteId.optional(),
  state: z.enum(['open', 'signed', 'confirmed', 'late']).optional(),
  /** A device that is noted as broken. */
  device: LogField.optional(),
  search: z.string().max(100).optional(),
  page: z.coerce.number().int().min(0).max(1_000).optional(),
});
export type LogQuery = z.infer<typeof LogQuery>;

/** `GET /api/logs`: the books of this locality and the lines this person may see, the newest first. */
export const LogList = z.strictObject({
  books: z.array(KeptBook).max(8),
  entries: z.array(LogEntry).max(LOG_PAGE),
  total: z.int().min(0),
  page: z.int().min(0),
  /** Sites whose lines this person sees, for a choice. */
  sites: z.array(z.strictObject({ siteId: SiteId, name: z.string().max(300) })).max(3_000),
});
export type LogList = z.infer<typeof LogList>;

/** `GET /api/logs/:entryId/proof`: whether what is stored is what was confirmed. */
export const LogProof = z.strictObject({
  entryId: LogEntryId,
  intact: z.boolean(),
  /** Digest computed now, and the one the audit recorded when it was confirmed. */
  digest: z.string().length(64),
  recorded: z.string().length(64).nullable(),
});
export type LogProof = z.infer<typeof LogProof>;
