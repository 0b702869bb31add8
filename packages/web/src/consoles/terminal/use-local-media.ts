import { useEffect, useState } from 'react';
import type { LevelMeter } from '../../room/level-meter.ts';
import type { LocalMedia } from '../../room/local-media.ts';

/** Opens the devices and keeps the meter on the chosen microphone. @returns whether the first try is over */
export function useLocalMedia(local: LocalMedia, meter: LevelMeter): boolean {
  const [ready, setReady] = useState(false);
  useEffect(() => {
    let current = true;
    let track: MediaStreamTrack | null = null;
    const stop = local.store.subscribe(() => {
      const { micTrack } = local.store.get();
      if (micTrack === track) return;
      track = micTrack;
      meter.setTrack(track);
    });
    void local.open().then(() => {
      if (current) setReady(true);
      else local.close();
    });
    return () => {
      current = false;
      stop();
      local.close();
      meter.setTrack(null);
    };
  }, [local, meter]);
  return ready;
}
