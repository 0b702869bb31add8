import { z } from 'zod';
import { Instant, MeetingId, RecordingId, SiteId } from '../ids.ts';
import { LateRecordingRequest } from './recording.ts';

/** How far what was recorded of a meeting has come (R-REC-02). */
export const RecordingState = z.enum([
  'none',
  'requested',
  'recording',
  'finalising',
  'stored',
  'handedOver',
  'deleted',
]);
export type RecordingState = z.infer<typeof RecordingState>;

/** The film of a meeting. */
export const Film = z.strictObject({
  state: z.enum(['waiting', 'rendering', 'ready', 'failed', 'deleted']),
  /** Steps that are done, of all; both 0 until it begins. */
  done: z.int().min(0),
  steps: z.int().min(0),
  askedAt: Instant,
  askedBy: z.string().max(200),
  finishedAt: Instant.nullable(),
  /** Why it could not be made, by error code; null unless it failed. */
  fault: z.string().max(60).nullable(),
  durationMs: z.int().nullable(),
  /** Time in which the largest picture on air was not recorded. */
  missingMs: z.int().nullable(),
  video: z.strictObject({ bytes: z.int(), sha256: z.string().length(64) }).nullable(),
  audio: z.strictObject({ bytes: z.int(), sha256: z.string().length(64) }).nullable(),
});
export type Film = z.infer<typeof Film>;

/** What can be fetched: the film, its sound alone, one segment as it came. */
export const RecordingPart = z.enum(['film', 'audio', 'original']);
export type RecordingPart = z.infer<typeof RecordingPart>;

/** `GET /api/recordings/:meetingId` */
export const MeetingRecordings = z.strictObject({
  meetingId: MeetingId,
  state: RecordingState,
  /** Runs of the recorder. */
  runs: z
    .array(
      z.strictObject({
        recordingId: RecordingId,
        startedAt: Instant,
        stoppedAt: Instant.nullable(),
        startedBy: z.string().max(200),
        late: LateRecordingRequest.nullable(),
        /** Its nodes, and whether each has brought everything. */
        nodes: z.array(z.strictObject({ name: z.string().max(200), isDone: z.boolean() })).max(64),
      }),
    )
    .max(200),
  /** Segments of each source of each site. */
  sources: z
    .array(
      z.strictObject({
        siteId: SiteId,
        name: z.string().max(200),
        source: z.enum(['camera', 'mic', 'content']),
        segments: z.int().min(0),
        /** Of them, those that are here: came, and not deleted since. */
        stored: z.int().min(0),
        bytes: z.int().min(0),
        seconds: z.number().min(0),
      }),
    )
    .max(4_000),
  film: Film.nullable(),
  /** Who fetched what; empty for whoever may not read it. */
  accesses: z.array(z.strictObject({ at: Instant, by: z.string().max(200), part: RecordingPart })).max(500),
  mayRender: z.boolean(),
  mayWatch: z.boolean(),
});
export type MeetingRecordings = z.infer<typeof MeetingRecordings>;

/** `POST /api/recordings/:meetingId/links` */
export const AskRecordingLink = z.strictObject({ part: z.enum(['film', 'audio']) });

/** A way to the file that is good for a short time, for this person. */
export const RecordingLink = z.strictObject({ url: z.string().max(300), expiresAt: Instant });
export type RecordingLink = z.infer<typeof RecordingLink>;
