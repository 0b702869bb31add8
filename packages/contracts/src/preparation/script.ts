import { z } from 'zod';
import { LayoutKind, MAX_FLOOR } from '../conference/stage.ts';
import { Instant, MeetingId, SiteId } from '../ids.ts';
import { MAX_PRESETS } from '../room/camera-bridge.ts';

const line = z.string().trim().max(300);

/**
 * One step of a meeting's running order (R-PLN-05): who speaks from where, what is seen and heard, and for how long.
 * Whoever steps through it live applies `layout`, `floor`, `contentSiteId` and `cameraPreset` in one act.
 */
export const ScriptSegment = z.strictObject({
  segmentId: z.uuid().max(36),
  title: line.min(1),
  plannedAt: Instant,
  durationMinutes: z.int().min(1).max(720),
  /** Where the speaker sits; null: nobody speaks, such as in a break. */
  speakerSiteId: SiteId.nullable(),
  speaker: line.nullable(),
  /** What every site sees; the speaker's site fills its largest pane. */
  layout: LayoutKind,
  /** Sites whose microphones are open; the chair's always is. */
  floor: z.array(SiteId).max(MAX_FLOOR),
  /** Who shows slides or a video; null: nobody. */
  contentSiteId: SiteId.nullable(),
  /** Name of the stored position of the speaker's camera. */
  cameraPreset: line.nullable(),
});
export type ScriptSegment = z.infer<typeof ScriptSegment>;

export const ScriptSegments = z
  .array(ScriptSegment)
  .max(200)
  .refine((segments) => new Set(segments.map(({ segmentId }) => segmentId)).size === segments.length, {
    message: 'a segment twice',
  });
export type ScriptSegments = z.infer<typeof ScriptSegments>;

/** What is wrong with a script; `error` keeps it from being approved. */
export const ScriptFinding = z.strictObject({
  segmentId: z.uuid().nullable(),
  severity: z.enum(['error', 'warning']),
  code: z.enum([
    'empty',
    'siteNotInvited',
    'mayNotPresent',
    'beforeMeeting',
    'afterMeeting',
    'overlaps',
    'gap',
    'speakerWithoutFloor',
  ]),
});
export type ScriptFinding = z.infer<typeof ScriptFinding>;

/** A script as it was approved: it is never changed again, a later one is a further version. */
export const ApprovedScript = z.strictObject({
  meetingId: MeetingId,
  version: z.int().min(1),
  approvedAt: Instant,
  approvedBy: z.string().max(200),
  segments: ScriptSegments,
});
export type ApprovedScript = z.infer<typeof ApprovedScript>;

/** `GET /api/preparation/:meetingId/script` */
export const MeetingScript = z.strictObject({
  meetingId: MeetingId,
  fileNumber: z.string().max(20),
  title: z.string().max(300),
  startsAt: Instant,
  endsAt: Instant,
  chairSiteId: SiteId.nullable(),
  sites: z
    .array(
      z.strictObject({
        siteId: SiteId,
        number: z.int().min(1),
        name: z.string().max(200),
        mayPresent: z.boolean(),
        /** Names of the positions its camera has. */
        positions: z.array(z.string().max(40)).max(MAX_PRESETS),
      }),
    )
    .max(2_001),
  /** Of the draft; 0 before the first. */
  revision: z.int().min(0),
  segments: ScriptSegments,
  findings: z.array(ScriptFinding).max(1_000),
  changedBy: z.string().max(200).nullable(),
  approved: ApprovedScript.nullable(),
  /** The draft differs from what was approved. */
  isChanged: z.boolean(),
  mayWrite: z.boolean(),
  mayApprove: z.boolean(),
});
export type MeetingScript = z.infer<typeof MeetingScript>;

/** `POST /api/preparation/:meetingId/script` */
export const SaveScript = z.strictObject({ revision: z.int().min(0), segments: ScriptSegments });
export type SaveScript = z.infer<typeof SaveScript>;

/** `POST /api/preparation/:meetingId/script/approval` */
export const ApproveScript = z.strictObject({ revision: z.int().min(1) });
export type ApproveScript = z.infer<typeof ApproveScript>;
