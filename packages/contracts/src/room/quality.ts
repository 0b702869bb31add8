import { z } from 'zod';

/** Line quality in five words: tốt, đạt, kém, rất kém, không rõ. The same words everywhere. */
export const Quality = z.enum(['good', 'fair', 'poor', 'bad', 'unknown']);
export type Quality = z.infer<typeof Quality>;

/**
 * What is heard of a microphone: right, too loud or distorted, too quiet, nothing at all (quá to/vỡ tiếng, quá nhỏ, im); not
 * known yet. Judged by the terminal, which alone hears it before muting.
 */
export const MicSound = z.enum(['good', 'loud', 'quiet', 'silent', 'unknown']);
export type MicSound = z.infer<typeof MicSound>;

/** What a room's own statistics say of its line and pictures (R-MCU-13). Every figure may be unknown. */
export const EndpointStats = z.strictObject({
  /** Picture sent, lines; e.g. 720. */
  sendHeight: z.int().min(0).max(10_000).nullable(),
  sendFps: z.number().min(0).max(240).nullable(),
  sendKbps: z.number().min(0).max(1e6).nullable(),
  contentKbps: z.number().min(0).max(1e6).nullable(),
  receiveKbps: z.number().min(0).max(1e6).nullable(),
  rttMs: z.number().min(0).max(1e6).nullable(),
  jitterMs: z.number().min(0).max(1e6).nullable(),
  /** Share of packets lost in the last interval, both directions, worst stream; 0…1. */
  loss: z.number().min(0).max(1).nullable(),
  /** Echo cancellation of the microphone, as the browser applies it. */
  echoCancellation: z.boolean().nullable(),
  /** Loudness of the own microphone before muting, the loudest since the report before, dBFS. */
  micDb: z.number().min(-127).max(0).nullable(),
  micSound: MicSound.default('unknown'),
  videoCodec: z.string().max(60).nullable(),
});
export type EndpointStats = z.infer<typeof EndpointStats>;
