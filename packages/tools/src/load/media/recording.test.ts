import { expect, test } from 'vitest';
import { h264Frames, readRecordings } from './recording.ts';

const unit = (type: number, bytes: number): Buffer =>
  Buffer.concat([Buffer.from([0, 0, 0, 1, 0x60 | type]), Buffer.alloc(bytes, 0xab)]);

test('a picture is its parameter sets and its slice; a large slice is sent in fragments that make it up again', () => {
  const stream = Buffer.concat([unit(7, 10), unit(8, 4), unit(5, 3_000), unit(1, 20), unit(1, 30)]);
  const frames = h264Frames(stream);
  expect(frames.map(({ isKey, payloads }) => [isKey, payloads.length])).toEqual([
    [true, 5],
    [false, 1],
    [false, 1],
  ]);
  const fragments = frames[0]?.payloads.slice(2) ?? [];
  expect(fragments.map((fragment) => [(fragment[0] ?? 0) & 0x1f, fragment[1]])).toEqual([
    [28, 0x85],
    [28, 0x05],
    [28, 0x45],
  ]);
  expect(Buffer.concat(fragments.map((fragment) => fragment.subarray(2)))).toEqual(Buffer.alloc(3_000, 0xab));
});

test('the recordings are a camera in two encodings that begin together with a key frame, and a voice of the same length', () => {
  const { low, high, voice } = readRecordings();
  for (const camera of [low, high]) {
    expect(camera.frames).toHaveLength(80);
    expect(camera.frames[0]?.isKey).toBe(true);
    expect(camera.frames.filter(({ isKey }) => isKey)).toHaveLength(2);
    expect(
      Math.max(...camera.frames.flatMap(({ payloads }) => payloads.map(({ length }) => length))),
    ).toBeLessThanOrEqual(1_180);
  }
  expect(voice.frames.length * voice.frameMs).toBeGreaterThanOrEqual(80 * low.frameMs);
});
