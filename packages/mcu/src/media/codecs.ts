import type { types } from 'mediasoup';

/**
 * Codecs of every router. H.264 constrained baseline comes first so that browsers, recorders and room systems share
 * one bitstream; VP8 is for those that cannot encode it.
 */
export const routerCodecs: types.RouterRtpCodecCapability[] = [
  {
    kind: 'audio',
    mimeType: 'audio/opus',
    clockRate: 48_000,
    channels: 2,
    parameters: { useinbandfec: 1 },
  },
  {
    kind: 'video',
    mimeType: 'video/H264',
    clockRate: 90_000,
    parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
  },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
];

/** Least time between two key frame requests to a room's own encoder, milliseconds. */
export const ORIGIN_KEY_FRAME_DELAY_MS = 1_000;
/** The same on every further hop; shorter, so that a hop adds little to the wait of a newcomer. */
export const RELAY_KEY_FRAME_DELAY_MS = 500;

const VIDEO_ORIENTATION = 'urn:3gpp:video-orientation';

/**
 * What endpoints are told of the router. Without the orientation extension a sender rotates its picture before
 * encoding, so that pictures need no turning at recorders and relays.
 */
export function endpointCapabilities(capabilities: types.RtpCapabilities): types.RtpCapabilities {
  return {
    ...capabilities,
    headerExtensions: (capabilities.headerExtensions ?? []).filter(({ uri }) => uri !== VIDEO_ORIENTATION),
  };
}
