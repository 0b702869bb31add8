import { z } from 'zod';

/**
 * mediasoup structures pass through us untouched; the library on each side checks their inside. What we bound is
 * their size, and that they are plain JSON objects.
 */
const bounded = (maxBytes: number) =>
  z
    .record(z.string().max(100), z.unknown())
    .refine((value) => isShallow(value, MAX_DEPTH) && JSON.stringify(value).length <= maxBytes, {
      message: `larger than ${maxBytes} bytes or nested too deep`,
    });

const MAX_DEPTH = 12;

/** A frame can nest a hundred thousand lists; whoever walks them without a limit runs out of stack. */
function isShallow(value: unknown, levelsLeft: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levelsLeft > 0 && Object.values(value).every((item) => isShallow(item, levelsLeft - 1));
}

export const RtpCapabilities = bounded(40_000);
export const RtpParameters = bounded(20_000);
export const IceParameters = z.strictObject({
  usernameFragment: z.string().min(1).max(256),
  password: z.string().min(1).max(256),
  iceLite: z.boolean().optional(),
});
export const IceCandidate = bounded(2_000);
export const DtlsParameters = z.strictObject({
  role: z.enum(['auto', 'client', 'server']).optional(),
  fingerprints: z
    .array(z.strictObject({ algorithm: z.string().max(20), value: z.string().max(200) }))
    .min(1)
    .max(8),
});
/** SRTP keys of a pipe (RFC 7714); only AEAD_AES_256_GCM is used. */
export const SrtpParameters = z.strictObject({
  cryptoSuite: z.literal('AEAD_AES_256_GCM'),
  keyBase64: z.string().min(1).max(100),
});
export type SrtpParameters = z.infer<typeof SrtpParameters>;
export const MediaKind = z.enum(['audio', 'video']);
export type MediaKind = z.infer<typeof MediaKind>;
const mediaId = z.string().min(1).max(64);
export const TransportId = mediaId.brand<'TransportId'>();
export type TransportId = z.infer<typeof TransportId>;
export const ProducerId = mediaId.brand<'ProducerId'>();
export type ProducerId = z.infer<typeof ProducerId>;
export const ConsumerId = mediaId.brand<'ConsumerId'>();
export type ConsumerId = z.infer<typeof ConsumerId>;
