import { type CameraPreset, MAX_PRESETS } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { duePreset, numberFor, onFloorOnly, presetNamed, withPreset } from './presets.ts';

const preset = (number: number, name: string, onFloor = false): CameraPreset => ({
  number,
  name,
  position: null,
  onFloor,
});
const five = ['Chủ tọa', 'Bên trái', 'Bên phải', 'Toàn cảnh', 'Cận cảnh'].map((name, n) => preset(n, name));

test('[R-CDT-10] [CM-4] a name keeps its place, a new one gets the first that is free, the last is refused', () => {
  expect(numberFor(five, ' chủ TỌA ')).toBe(0);
  expect(numberFor(five, 'Bục phát biểu')).toBe(5);
  expect(numberFor(five.slice(1), 'Bục phát biểu')).toBe(0);
  const full = Array.from({ length: MAX_PRESETS }, (_, n) => preset(n, `Vị trí ${n}`));
  expect(numberFor(full, 'Một vị trí nữa')).toBeNull();
  expect(numberFor(full, 'Vị trí 3')).toBe(3);
  expect(withPreset(five, preset(2, 'Bên phải mới')).map(({ name }) => name)[2]).toBe('Bên phải mới');
  expect(presetNamed(five, 'Không có')).toBeNull();
});

test('[R-CDT-09] [R-CDT-10] [CM-5] the segment that begins calls its position by name, the floor the one chosen for it', () => {
  const presets = onFloorOnly(five, 4);
  const quiet = { preset: null, hasFloor: false };
  const segment = (key: string, name: string) => ({ preset: { key, name }, hasFloor: true });
  expect(duePreset(presets, quiet, segment('s1', 'toàn cảnh'))?.number).toBe(3);
  expect(duePreset(presets, segment('s1', 'toàn cảnh'), segment('s1', 'toàn cảnh'))).toBeNull();
  expect(duePreset(presets, segment('s1', 'Toàn cảnh'), segment('s2', 'Toàn cảnh'))?.number).toBe(3);
  expect(duePreset(presets, quiet, segment('s3', 'Không có'))).toBeNull();
  expect(duePreset(presets, quiet, { preset: null, hasFloor: true })?.number).toBe(4);
  expect(duePreset(presets, null, { preset: null, hasFloor: true })).toBeNull();
  expect(duePreset(five, quiet, { preset: null, hasFloor: true })).toBeNull();
});
