import { z } from 'zod';
import { BringUpId, Instant, SiteId } from '../ids.ts';

/** A request to speak; one made at a terminal bears the id of the report that brought it. */
export const SpeakRequestId = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]*$/)
  .brand<'SpeakRequestId'>();
export type SpeakRequestId = z.infer<typeof SpeakRequestId>;

/** At the room's terminal, or by telephone to the officer who typed it (QN Đ8.3, Đ9.2). */
export const SpeakChannel = z.enum(['terminal', 'phone']);
export type SpeakChannel = z.infer<typeof SpeakChannel>;

/** Who wants to say it; empty: only the site is known. */
export const SpeakerName = z.string().trim().max(200);

/** `waiting`: the chair sees it in the queue; `granted`: speaks, or is being brought up. */
export const SpeakState = z.enum(['waiting', 'granted', 'done', 'declined', 'withdrawn']);
export type SpeakState = z.infer<typeof SpeakState>;

/** One site's wish to speak and what became of it (R-CDT-09). */
export const SpeakRequest = z.strictObject({
  requestId: SpeakRequestId,
  siteId: SiteId,
  person: SpeakerName,
  channel: SpeakChannel,
  at: Instant,
  state: SpeakState,
  /** Who granted or declined it. */
  decidedBy: z.string().max(200).nullable(),
  decidedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** How long the site may speak; null: as long as it takes. */
  limitMs: z.int().min(1).nullable(),
  /** The call that brought the site up; its end ends the speech. */
  bringUpId: BringUpId.nullable(),
});
export type SpeakRequest = z.infer<typeof SpeakRequest>;

/** Longest a speech may be given, and requests kept in the live state; all stay in the log. */
export const MAX_SPEECH_MS = 4 * 60 * 60_000;
export const MAX_SPEAK_REQUESTS = 500;

/** How long a site has had the floor. */
export const SpokenTime = z.strictObject({ siteId: SiteId, ms: z.int().min(0) });
export type SpokenTime = z.infer<typeof SpokenTime>;

/** What a room is told of its own wish: its place in the queue, or until when it may speak. */
export const SpeakNotice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('waiting'), place: z.int().min(1) }),
  z.strictObject({ kind: z.literal('speaking'), until: Instant.nullable() }),
]);
export type SpeakNotice = z.infer<typeof SpeakNotice>;
export const SiteSpeakNotice = z.strictObject({ siteId: SiteId, notice: SpeakNotice });
export type SiteSpeakNotice = z.infer<typeof SiteSpeakNotice>;
