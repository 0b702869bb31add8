import type { LocalMediaState } from '../local-media.ts';

/** Camera, microphone, loudspeaker and screens of this machine as they are set now. */
export interface PictureFinding {
  readonly width: number;
  readonly height: number;
  /** Different pictures the room can give or show: cameras or screens, whichever are more. */
  readonly sources: number;
  readonly displays: number;
  readonly camera: string;
  readonly microphone: string;
  readonly speaker: string;
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly gainControl: boolean;
}

const DEFAULT_DEVICE = 'default';
const labelOf = (devices: readonly MediaDeviceInfo[], id: string | null): string =>
  (devices.find(({ deviceId }) => deviceId === (id ?? DEFAULT_DEVICE)) ?? devices[0])?.label.slice(0, 200) ??
  '';

/** Null without a camera: then there is no picture to judge. */
export function readPicture(
  state: LocalMediaState,
  { screen }: { screen: Pick<Screen, 'width'> } = globalThis,
): PictureFinding | null {
  const { cameraTrack, micTrack, cameras, speakers } = state;
  if (!cameraTrack) return null;
  const { width = 0, height = 0 } = cameraTrack.getSettings();
  const sound = micTrack?.getSettings() ?? {};
  const isExtended: unknown = Reflect.get(screen, 'isExtended');
  const displays = isExtended === true ? 2 : 1;
  const distinct = new Set(cameras.map(({ deviceId, groupId }) => groupId || deviceId)).size;
  return {
    width,
    height,
    displays,
    sources: Math.max(distinct, displays),
    camera: cameraTrack.label.slice(0, 200),
    microphone: micTrack?.label.slice(0, 200) ?? '',
    speaker: labelOf(speakers, state.speakerId),
    echoCancellation: sound.echoCancellation !== undefined && sound.echoCancellation !== false,
    noiseSuppression: sound.noiseSuppression === true,
    gainControl: sound.autoGainControl === true,
  };
}
