import { z } from 'zod';
import { Instant, MeetingId, NodeId, RecordingId, SiteId } from '../ids.ts';

/** A source that is recorded by itself: its picture, its voice, its presentation. */
/** Of what a site sends, all that may be recorded: never what technicians say on the talkback (R-CDT-17). */
export const RecordedSource = z.enum(['camera', 'mic', 'content']);
export type RecordedSource = z.infer<typeof RecordedSource>;

/** Who records a meeting just now (rule RD-1). */
export const RecordingOrder = z.strictObject({ recordingId: RecordingId, nodeId: NodeId });
export type RecordingOrder = z.infer<typeof RecordingOrder>;

/** Length of a segment; files are cut at each full minute of the clock. */
export const SEGMENT_MS = 60_000;
/** Largest segment a node hands over: a minute at about ten megabits a second. */
export const MAX_SEGMENT_BYTES = 80 * 1024 * 1024;

/** A recording that was not asked for in time, asked for while the meeting runs: who asked and why goes into the log. */
export const LateRecordingRequest = z.strictObject({
  askedBy: z.string().trim().min(2).max(200),
  reason: z.string().trim().min(5).max(500),
});
export type LateRecordingRequest = z.infer<typeof LateRecordingRequest>;

/** Why a source is not written at the moment. */
export const RecordingTrouble = z.enum(['diskFull', 'writerFailed', 'stalled', 'noWriter']);
export type RecordingTrouble = z.infer<typeof RecordingTrouble>;

/** The recording that runs, as everybody in the control room sees it. */
export const RunningRecording = z.strictObject({
  ...RecordingOrder.shape,
  startedAt: Instant,
  startedBy: z.string().max(200),
  /** The first bytes are on disk; until then it is only asked for. */
  hasBegun: z.boolean(),
  /** Sources that are not written at the moment. */
  troubles: z
    .array(z.strictObject({ siteId: SiteId, source: RecordedSource, trouble: RecordingTrouble }))
    .max(100),
});
export type RunningRecording = z.infer<typeof RunningRecording>;

/** Name of a segment: the run of a writer, and its number within the run. */
export const RecordingSegmentId = z
  .string()
  .max(42)
  .regex(/^[0-9a-f-]{36}\.\d{5}$/);

/** One closed file: a piece of one source of one site, as it came over the network. */
export const SegmentFacts = z.strictObject({
  segmentId: RecordingSegmentId,
  recordingId: RecordingId,
  meetingId: MeetingId,
  siteId: SiteId,
  source: RecordedSource,
  /** Wall clock of the node at its first and after its last packet. */
  startedAt: Instant,
  endedAt: Instant,
  bytes: z.int().min(1).max(MAX_SEGMENT_BYTES),
  sha256: z
    .string()
    .max(64)
    .regex(/^[0-9a-f]{64}$/),
});
export type SegmentFacts = z.infer<typeof SegmentFacts>;
