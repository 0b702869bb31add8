import { z } from 'zod';
import { Instant, MeetingId, SiteId } from '../ids.ts';

const reason = z.string().trim().min(3).max(1_000);

/** By what a meeting is kept: with state secrets, without a file, or neither. */
export const KeepingClass = z.enum(['ordinary', 'restricted', 'unregistered']);
export type KeepingClass = z.infer<typeof KeepingClass>;

export const DeletedPart = z.enum(['originals', 'film']);
export type DeletedPart = z.infer<typeof DeletedPart>;

/** How many days something is kept after the meeting, and after its hand-over. */
export const RetentionRules = z
  .array(z.strictObject({ class: KeepingClass, what: DeletedPart, days: z.int().min(1).max(36_500) }))
  .max(20);
export type RetentionRules = z.infer<typeof RetentionRules>;

/** A deletion that is proposed, or was decided. */
export const RecordingDeletion = z.strictObject({
  deletionId: z.uuid(),
  meetingId: MeetingId,
  title: z.string().max(500),
  what: DeletedPart,
  proposedAt: Instant,
  files: z.int().min(0),
  bytes: z.int().min(0),
  decision: z
    .strictObject({
      kind: z.enum(['delete', 'keep']),
      at: Instant,
      byName: z.string().max(200),
      reason: z.string().max(1_000),
      /** When it was really gone; null while it is not. */
      deletedAt: Instant.nullable(),
    })
    .nullable(),
});
export type RecordingDeletion = z.infer<typeof RecordingDeletion>;

/** `GET /api/recording-deletions`: open ones first. */
export const RecordingDeletions = z.strictObject({ deletions: z.array(RecordingDeletion).max(500) });
export type RecordingDeletions = z.infer<typeof RecordingDeletions>;

/** `POST /api/recording-deletions/:deletionId/decision` */
export const DecideDeletion = z.strictObject({ kind: z.enum(['delete', 'keep']), reason });
export type DecideDeletion = z.infer<typeof DecideDeletion>;

/** `GET /api/recordings/:meetingId/keeping` */
export const RecordingKeeping = z.strictObject({
  meetingId: MeetingId,
  class: KeepingClass,
  rules: RetentionRules,
  /** Nothing is deleted while it is held; null: it is not. */
  hold: z
    .strictObject({ at: Instant, byName: z.string().max(200), reason: z.string().max(1_000) })
    .nullable(),
  deletions: z.array(RecordingDeletion).max(100),
  mayHold: z.boolean(),
});
export type RecordingKeeping = z.infer<typeof RecordingKeeping>;

/** `POST /api/recordings/:meetingId/hold` */
export const HoldRecording = z.strictObject({ isHeld: z.boolean(), reason });
export type HoldRecording = z.infer<typeof HoldRecording>;

/** A copy that is made for one person. */
export const RecordingCopy = z.strictObject({
  copyId: z.uuid(),
  kind: z.enum(['film', 'site']),
  siteName: z.string().max(200).nullable(),
  mark: z.string().max(300).nullable(),
  askedAt: Instant,
  state: z.enum(['waiting', 'making', 'ready', 'failed', 'gone']),
  /** Error code, when it failed. */
  fault: z.string().max(60).nullable(),
  bytes: z.int().nullable(),
  sha256: z.string().length(64).nullable(),
  expiresAt: Instant,
});
export type RecordingCopy = z.infer<typeof RecordingCopy>;

/** `GET /api/recordings/:meetingId/copies`: those of whoever asks. */
export const RecordingCopies = z.strictObject({ copies: z.array(RecordingCopy).max(200) });
export type RecordingCopies = z.infer<typeof RecordingCopies>;

/** `POST /api/recordings/:meetingId/copies`; a key counts once. */
export const AskCopy = z.strictObject({
  key: z.uuid(),
  /** Null: the film with the asker's name burnt in. */
  siteId: SiteId.nullable(),
});
export type AskCopy = z.infer<typeof AskCopy>;
