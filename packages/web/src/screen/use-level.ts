import type { LevelMeter, MicState } from '../room/level-meter.ts';
import { useStore } from '../state/use-store.ts';

const whole = (state: MicState): MicState => state;

/** Present loudness of the own microphone and what is to be said of it. */
export const useLevel = (meter: LevelMeter): MicState => useStore(meter.store, whole);
