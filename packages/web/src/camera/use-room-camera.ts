import { RpcError } from '@nhipcau/base';
import type { CameraMove, SeatView } from '@nhipcau/contracts';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { LocalMedia } from '../room/local-media.ts';
import { useStore } from '../state/use-store.ts';
import {
  duePreset,
  numberFor,
  onFloorOnly,
  type Preset,
  storedPresets,
  storePresets,
  withPreset,
} from './presets.ts';
import { BridgeCamera, type RoomCamera, usbCamera } from './room-camera.ts';

const BY_NETWORK = 'nhipcau.camera.network';

/** The room's camera with its positions, and what it does by itself when the site's turn comes (R-CDT-10). */
export function useRoomCamera(local: LocalMedia, view: SeatView | null) {
  const track = useStore(local.store, (state) => state.cameraTrack);
  const cameraId = useStore(local.store, (state) => state.cameraId);
  const [byNetwork, setByNetwork] = useState(() => localStorage.getItem(BY_NETWORK) === '1');
  const camera = useMemo<RoomCamera | null>(
    () => (byNetwork ? new BridgeCamera() : usbCamera(track, cameraId)),
    [byNetwork, track, cameraId],
  );
  useEffect(() => () => (camera instanceof BridgeCamera ? camera.close() : undefined), [camera]);
  const key = camera?.key ?? null;
  const [presets, setPresets] = useState<readonly Preset[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const [taken, setTaken] = useState<string | null>(null);
  useEffect(() => setPresets(key === null ? [] : storedPresets(key)), [key]);
  const keep = (next: readonly Preset[]) => {
    if (key !== null) storePresets(key, next);
    setPresets(next);
  };
  const attempt = useCallback(async <T>(act: Promise<T>): Promise<T | undefined> => {
    setFailure(null);
    try {
      return await act;
    } catch (cause) {
      setFailure(cause instanceof RpcError ? cause.code : 'CAMERA_UNREACHABLE');
      return undefined;
    }
  }, []);
  const recall = useCallback(
    async ({ number, name, position }: Preset) => {
      if (camera === null) return;
      const done = await attempt(camera.recall(number, position).then(() => true));
      setTaken(done === true ? name : null);
    },
    [camera, attempt],
  );
  const before = useRef<SeatView | null>(null);
  useEffect(() => {
    if (view === null) return;
    const due = duePreset(presets, before.current, view);
    before.current = view;
    if (due) void recall(due);
  }, [view, presets, recall]);
  return {
    camera,
    presets,
    failure,
    /** The position it took last; null: it was moved since. */
    taken,
    byNetwork,
    recall,
    chooseNetwork: (on: boolean) => {
      localStorage.setItem(BY_NETWORK, on ? '1' : '0');
      setByNetwork(on);
    },
    /** @returns whether the position is kept */
    save: async (name: string): Promise<boolean> => {
      const number = numberFor(presets, name);
      if (camera === null || number === null) return false;
      const stored = await attempt(camera.store(number).then((position) => ({ position })));
      if (stored === undefined) return false;
      const onFloor = presets.find((preset) => preset.number === number)?.onFloor ?? false;
      keep(withPreset(presets, { number, name: name.trim(), position: stored.position, onFloor }));
      setTaken(name.trim());
      return true;
    },
    remove: (number: number) => keep(presets.filter((preset) => preset.number !== number)),
    chooseForFloor: (number: number | null) => keep(onFloorOnly(presets, number)),
    move: (move: CameraMove) => {
      if (camera === null) return;
      setTaken(null);
      void attempt(camera.move(move));
    },
  };
}
export type RoomCameraState = ReturnType<typeof useRoomCamera>;
