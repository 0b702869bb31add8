import { RpcError, systemClock } from '@nhipcau/base';
import {
  CameraFailure,
  type CameraMove,
  type CameraPreset,
  type RoomCamera,
  type SeatView,
} from '@nhipcau/contracts';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { LocalMedia } from '../room/local-media.ts';
import type { RoomClient } from '../room/room-client.ts';
import { useStore } from '../state/use-store.ts';
import type { OfSite } from './calls.ts';
import { duePreset, numberFor, onFloorOnly, storedPresets, storePresets, withPreset } from './presets.ts';
import { PushedFromAfar } from './push.ts';
import { BridgeCamera, type TurnedCamera, usbCamera } from './room-camera.ts';
import { useKnownCamera, useTelling } from './use-told-camera.ts';

const BY_NETWORK = 'nhipcau.camera.network';

export interface RoomCameraParts {
  readonly session: OfSite;
  readonly client: RoomClient | null;
  readonly local: LocalMedia;
  readonly view: SeatView | null;
}

/** The room's camera with its positions, and what it does by itself when the site's turn comes (R-CDT-10). */
export function useRoomCamera({ session, client, local, view }: RoomCameraParts) {
  const track = useStore(local.store, (state) => state.cameraTrack);
  const cameraId = useStore(local.store, (state) => state.cameraId);
  const [byNetwork, setByNetwork] = useState(() => localStorage.getItem(BY_NETWORK) === '1');
  const camera = useMemo<TurnedCamera | null>(
    () => (byNetwork ? new BridgeCamera() : usbCamera(track, cameraId)),
    [byNetwork, track, cameraId],
  );
  useEffect(() => () => (camera instanceof BridgeCamera ? camera.close() : undefined), [camera]);
  const key = camera?.key ?? null;
  const [presets, setPresets] = useState<readonly CameraPreset[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const [taken, setTaken] = useState<string | null>(null);
  const known = useKnownCamera(session);
  const [isLent, setLent] = useState(false);
  useEffect(() => {
    const here = key === null ? [] : storedPresets(key);
    // A room that changed its computer finds its positions again.
    const before = known?.camera?.kind === camera?.kind ? (known?.camera?.presets ?? []) : [];
    setPresets(key !== null && here.length === 0 ? before : here);
  }, [key, camera, known]);
  useEffect(() => setLent(known?.camera?.lent ?? false), [known]);
  const keep = (next: readonly CameraPreset[]) => {
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
    async ({ number, name, position }: CameraPreset) => {
      if (camera === null) return;
      const done = await attempt(camera.recall(number, position).then(() => true));
      setTaken(done === true ? name : null);
    },
    [camera, attempt],
  );
  const move = useCallback(
    (by: CameraMove) => {
      if (camera === null) return;
      setTaken(null);
      void attempt(camera.move(by));
    },
    [camera, attempt],
  );
  useEffect(() => {
    if (client === null || camera === null) return;
    const pushed = new PushedFromAfar(systemClock, move);
    const stop = client.onCameraPush((by) => pushed.take(by, camera));
    return () => {
      stop();
      pushed.close();
    };
  }, [client, camera, move]);
  const told: RoomCamera = {
    kind: camera?.kind ?? 'none',
    presets: [...presets],
    taken,
    failure: CameraFailure.safeParse(failure).data ?? null,
    lent: isLent,
  };
  useTelling(session, known === null ? null : told);
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
    move,
    isLent,
    lend: setLent,
  };
}
export type RoomCameraState = ReturnType<typeof useRoomCamera>;
