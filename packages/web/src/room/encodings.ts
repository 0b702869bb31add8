import type { SenderWanted } from '@nhipcau/contracts';

/** Lines of the low encoding: tiles of a wall or grid, and cues. */
export const LOW_LINES = 180;

/**
 * What a camera's two encodings are limited to, bits per second (media notes §5). Both have the same frame rate: with
 * H.264, Chromium holds the high encoding to the lower one's.
 */
export const cameraLimits = {
  low: { maxBitrate: 160_000, maxFramerate: 30 },
  high: { maxBitrate: 1_700_000, maxFramerate: 30 },
} as const;
export const contentLimits = { maxBitrate: 2_500_000, maxFramerate: 15 } as const;
export const micLimits = { maxBitrate: 48_000 } as const;

/** The room's own switches, which the floor never overrides (R-CDT-06). */
export interface OwnSwitches {
  readonly cameraOn: boolean;
  readonly micOn: boolean;
  /** The key of the talkback is held. */
  readonly talkOn: boolean;
}

/** Which encodings should leave the room now. Everything else is switched off at its edge. */
export interface ActiveEncodings {
  readonly cameraLow: boolean;
  readonly cameraHigh: boolean;
  readonly mic: boolean;
  readonly content: boolean;
  readonly talk: boolean;
}

export function activeEncodings(wanted: SenderWanted, own: OwnSwitches): ActiveEncodings {
  return {
    cameraLow: own.cameraOn && wanted.camera !== null,
    cameraHigh: own.cameraOn && wanted.camera === 'high',
    // One microphone serves both: what is said on the talkback is not heard in the meeting (rule TB-3).
    mic: own.micOn && wanted.mic && !own.talkOn,
    content: wanted.content,
    talk: own.talkOn && wanted.talk,
  };
}

/**
 * Encodings of a camera whose picture has this many lines, lowest first. They are opened switched on and switched off
 * at once: opened off, the session description calls them paused (`~` of RFC 8853 section 5.1), and Chromium switches
 * them off again at every later negotiation, such as when slides are added.
 */
export function cameraEncodings(lines: number): RTCRtpEncodingParameters[] {
  return [
    { active: true, scaleResolutionDownBy: Math.max(1, lines / LOW_LINES), ...cameraLimits.low },
    { active: true, scaleResolutionDownBy: Math.max(1, lines / 720), ...cameraLimits.high },
  ];
}
