import type { CameraMove } from '@nhipcau/contracts';

/**
 * A camera on the wire of a room, whatever it speaks. Every act is over when the camera has taken it, and fails by
 * CAMERA_UNREACHABLE, CAMERA_REFUSED, CAMERA_PASSWORD_WRONG or CAMERA_NOT_UNDERSTOOD.
 */
export interface NetworkCamera {
  recall(number: number): Promise<void>;
  store(number: number): Promise<void>;
  /** It goes on moving until it is told to stop. */
  move(move: CameraMove): Promise<void>;
  close(): void;
}

export const STILL: CameraMove = { pan: 0, tilt: 0, zoom: 0 };
export const isStill = ({ pan, tilt, zoom }: CameraMove): boolean => pan === 0 && tilt === 0 && zoom === 0;
