import { CameraPreset, MAX_PRESETS, type SeatView } from '@nhipcau/contracts';
import { z } from 'zod';

const Presets = z.array(CameraPreset).max(MAX_PRESETS);

const keyOf = (camera: string): string => `nhipcau.presets.${camera}`;

/** Positions of a camera, kept on the room's own machine. */
export function storedPresets(camera: string): readonly CameraPreset[] {
  try {
    const read = Presets.safeParse(JSON.parse(localStorage.getItem(keyOf(camera)) ?? '[]'));
    return read.success ? read.data : [];
  } catch {
    return []; // A damaged note only costs storing the positions once more.
  }
}

export const storePresets = (camera: string, presets: readonly CameraPreset[]): void =>
  localStorage.setItem(keyOf(camera), JSON.stringify(presets));

const folded = (name: string): string => name.trim().toLocaleLowerCase('vi').normalize('NFC');
export const presetNamed = (presets: readonly CameraPreset[], name: string): CameraPreset | null =>
  presets.find((preset) => folded(preset.name) === folded(name)) ?? null;

/** The place a name takes: its own when it is known, else the first that is free; null: all are taken. */
export function numberFor(presets: readonly CameraPreset[], name: string): number | null {
  const known = presetNamed(presets, name);
  if (known) return known.number;
  const taken = new Set(presets.map(({ number }) => number));
  const free = Array.from({ length: MAX_PRESETS }, (_, number) => number).find(
    (number) => !taken.has(number),
  );
  return free ?? null;
}

export const withPreset = (presets: readonly CameraPreset[], preset: CameraPreset): CameraPreset[] =>
  [...presets.filter(({ number }) => number !== preset.number), preset].sort((a, b) => a.number - b.number);

/** At most one is taken with the floor. */
export const onFloorOnly = (presets: readonly CameraPreset[], number: number | null): CameraPreset[] =>
  presets.map((preset) => ({ ...preset, onFloor: preset.number === number }));

type Seen = Pick<SeatView, 'preset' | 'hasFloor'>;

/**
 * The position a camera takes by itself: that of the segment which has just begun, by its name, else that of the floor
 * which the site has just got.
 *
 * @rule CM-5 (R-CDT-09, R-CDT-10)
 */
export function duePreset(
  presets: readonly CameraPreset[],
  before: Seen | null,
  after: Seen,
): CameraPreset | null {
  if (after.preset !== null && after.preset.key !== before?.preset?.key)
    return presetNamed(presets, after.preset.name);
  const gotFloor = before !== null && !before.hasFloor && after.hasFloor;
  return gotFloor ? (presets.find(({ onFloor }) => onFloor) ?? null) : null;
}
