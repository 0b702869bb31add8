import { z } from 'zod';
import { Instant } from '../ids.ts';
import { CameraMove, MAX_PRESETS, PresetNumber } from './camera-bridge.ts';

/** Positions a site should have: chair at the site, left, right, whole, close (R-CDT-10). */
export const USUAL_PRESETS = 5;

export const PresetName = z.string().trim().min(1).max(40);

/** Where a USB camera looks, in the camera's own units. */
export const CameraPosition = z.strictObject({ pan: z.number(), tilt: z.number(), zoom: z.number() });
export type CameraPosition = z.infer<typeof CameraPosition>;

/** A position of a room's camera under its name. */
export const CameraPreset = z.strictObject({
  number: PresetNumber,
  name: PresetName,
  /** Null: the camera itself keeps it under the number. */
  position: CameraPosition.nullable(),
  /** Taken by itself when the site gets the floor. */
  onFloor: z.boolean(),
});
export type CameraPreset = z.infer<typeof CameraPreset>;

export const CameraFailure = z.enum([
  'CAMERA_UNREACHABLE',
  'CAMERA_REFUSED',
  'CAMERA_PASSWORD_WRONG',
  'CAMERA_NOT_UNDERSTOOD',
]);
export type CameraFailure = z.infer<typeof CameraFailure>;

/**
 * `POST /api/meetings/:meetingId/sites/:siteId/camera`: a room tells what camera it has and how it stands, whenever that
 * changes.
 */
export const RoomCamera = z.strictObject({
  /** `none`: nothing that can be turned from here. */
  kind: z.enum(['none', 'usb', 'network']),
  presets: z
    .array(CameraPreset)
    .max(MAX_PRESETS)
    .refine((presets) => new Set(presets.map(({ number }) => number)).size === presets.length, {
      message: 'a number twice',
    }),
  /** The position it took last; null: it was moved since. */
  taken: PresetName.nullable(),
  /** Why it did not do what was asked last; null: it did. */
  failure: CameraFailure.nullable(),
  /** The room lets the consoles of this meeting turn it. */
  lent: z.boolean(),
});
export type RoomCamera = z.infer<typeof RoomCamera>;

/** `GET /api/meetings/:meetingId/sites/:siteId/camera` */
export const SiteCamera = z.strictObject({
  /** Null: the room has never told. */
  camera: RoomCamera.nullable(),
  toldAt: Instant.nullable(),
  /** Whether the reader may turn it from a console. */
  mayTurn: z.boolean(),
});
export type SiteCamera = z.infer<typeof SiteCamera>;

/** While a button is held, the push is said again as often; when nothing is heard for as long, the camera is stopped. */
export const PUSH_AGAIN_MS = 500;
export const PUSH_LEASE_MS = 2_000;

/** A console's push of a room's camera on its way through server and node. */
export const CameraPush = z.strictObject({ move: CameraMove });
