import type { Side } from '@nhipcau/base';
import { z } from 'zod';

const Nothing = z.strictObject({});

/** Where the bridge on a room's own computer listens, for pages of that computer only. */
export const CAMERA_BRIDGE_PORT = 7_390;

/** A page that is gone stops pushing: its line is looked at as often. */
export const CAMERA_BRIDGE_HEARTBEAT = { everyMs: 1_000, deadAfterMs: 3_000 } as const;

/** Positions a camera keeps itself, as VISCA numbers them. */
export const MAX_PRESETS = 16;
export const PresetNumber = z
  .int()
  .min(0)
  .max(MAX_PRESETS - 1);

const Way = z.union([z.literal(-1), z.literal(0), z.literal(1)]);
/** A push in a direction; all zero stops. Positive: right, up, nearer. */
export const CameraMove = z.strictObject({ pan: Way, tilt: Way, zoom: Way });
export type CameraMove = z.infer<typeof CameraMove>;

/** Room page → bridge: what a room does with a network camera on its own wire (R-CDT-10). */
export const cameraBridge = {
  requests: {
    'preset.recall': { body: z.strictObject({ number: PresetNumber }), reply: Nothing },
    'preset.store': { body: z.strictObject({ number: PresetNumber }), reply: Nothing },
    'camera.move': { body: CameraMove, reply: Nothing },
  },
  notes: {},
} as const satisfies Side;

/** The bridge asks nothing of the page. */
export const cameraPage = { requests: {}, notes: {} } as const satisfies Side;
