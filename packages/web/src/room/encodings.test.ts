import { describe, expect, test } from 'vitest';
import { activeEncodings, cameraEncodings } from './encodings.ts';

const wanted = { camera: null, mic: false, content: false, talk: false, stillEveryMs: 0 } as const;
const own = { cameraOn: true, micOn: true, talkOn: false };
const silent = { cameraLow: false, cameraHigh: false, mic: false, content: false, talk: false };

describe('what leaves a room', () => {
  test('nothing while nobody watches or listens', () => {
    expect(activeEncodings(wanted, own)).toEqual(silent);
  });

  test('a tile needs the low encoding only, a full screen both', () => {
    expect(activeEncodings({ ...wanted, camera: 'low' }, own)).toMatchObject({
      cameraLow: true,
      cameraHigh: false,
    });
    expect(activeEncodings({ ...wanted, camera: 'high' }, own)).toMatchObject({
      cameraLow: true,
      cameraHigh: true,
    });
  });

  test('[R-CDT-06] the room’s own switches are above the floor and the program', () => {
    const all = { camera: 'high', mic: true, content: false, talk: false, stillEveryMs: 0 } as const;
    expect(activeEncodings(all, { ...own, cameraOn: false, micOn: false })).toEqual(silent);
    expect(activeEncodings(all, { ...own, cameraOn: false })).toEqual({ ...silent, mic: true });
  });

  test('[R-CDT-17] [TB-3] while the key of the talkback is held the microphone is not sent to the meeting', () => {
    const onFloor = { ...wanted, mic: true, talk: true };
    expect(activeEncodings(onFloor, own)).toMatchObject({ mic: true, talk: false });
    expect(activeEncodings(onFloor, { ...own, talkOn: true })).toMatchObject({ mic: false, talk: true });
    expect(activeEncodings({ ...onFloor, talk: false }, { ...own, talkOn: true }).talk).toBe(false);
  });

  test('the low encoding has 180 lines whatever the camera delivers', () => {
    for (const lines of [480, 720, 1080])
      expect(lines / (cameraEncodings(lines)[0]?.scaleResolutionDownBy ?? 0)).toBe(180);
  });

  test('a picture is never enlarged', () => {
    expect(cameraEncodings(120).map(({ scaleResolutionDownBy }) => scaleResolutionDownBy)).toEqual([1, 1]);
  });
});
