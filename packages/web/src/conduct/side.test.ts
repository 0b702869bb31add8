import { expect, test } from 'vitest';
import { cameraToggled, sideShown } from './side.ts';

test('[R-CDT-10] the camera comes to the front of the desk’s side and gives it back to what was there', () => {
  const log = { side: 'log', sideBefore: null, cameraOpen: false } as const;
  const open = cameraToggled(log);
  expect(open).toMatchObject({ side: 'camera', cameraOpen: true });
  expect(cameraToggled(open)).toMatchObject({ side: 'log', cameraOpen: false });
  // Who looked elsewhere meanwhile stays there.
  expect(cameraToggled({ ...open, side: 'speech' })).toMatchObject({ side: 'speech', cameraOpen: false });
});

test.each([
  [null, { hasOrder: false, hasCamera: false }, 'log'],
  [null, { hasOrder: true, hasCamera: false }, 'order'],
  ['camera', { hasOrder: false, hasCamera: true }, 'camera'],
  ['camera', { hasOrder: false, hasCamera: false }, 'log'],
  ['camera', { hasOrder: true, hasCamera: false }, 'order'],
  ['speech', { hasOrder: true, hasCamera: false }, 'speech'],
] as const)('[R-CDT-08] with %s chosen and %o, %s is shown', (side, known, shown) => {
  expect(sideShown(side, known)).toBe(shown);
});
