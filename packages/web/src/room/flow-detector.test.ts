import { describe, expect, test } from 'vitest';
import { FlowDetector, type FlowSample } from './flow-detector.ts';

const camera = 'S1/camera';
const mic = 'S1/mic';
const frames = (framesDecoded: number): FlowSample => ({ kind: 'video', framesDecoded });
const sound = (packetsReceived: number, totalSamples: number, concealedSamples = 0): FlowSample => ({
  kind: 'audio',
  packetsReceived,
  totalSamples,
  concealedSamples,
});

describe('flow detector', () => {
  test('a picture flows from its first decoded frame', () => {
    const flows = new FlowDetector();
    expect(flows.observe(camera, frames(0), 0)).toBe(false);
    expect(flows.isFlowing(camera)).toBe(false);
    expect(flows.observe(camera, frames(1), 250)).toBe(true);
    expect(flows.isFlowing(camera)).toBe(true);
  });

  test('a presented frame counts before the counters are read', () => {
    const flows = new FlowDetector();
    expect(flows.framePresented(camera, 10)).toBe(true);
    expect(flows.isFlowing(camera)).toBe(true);
  });

  test('a picture without a new frame for more than a second no longer flows', () => {
    const flows = new FlowDetector();
    flows.observe(camera, frames(30), 0);
    flows.observe(camera, frames(30), 1_000);
    expect(flows.isFlowing(camera)).toBe(true);
    expect(flows.observe(camera, frames(30), 1_001)).toBe(true);
    expect(flows.isFlowing(camera)).toBe(false);
  });

  test('a late look at growing counters does not interrupt a flow', () => {
    const flows = new FlowDetector();
    flows.observe(mic, sound(10, 9_600), 0);
    expect(flows.observe(mic, sound(200, 96_000), 4_000)).toBe(false);
    expect(flows.isFlowing(mic)).toBe(true);
  });

  test('packets that are only concealed are not heard', () => {
    const flows = new FlowDetector();
    flows.observe(mic, sound(10, 9_600, 0), 0);
    flows.observe(mic, sound(11, 19_200, 9_600), 400);
    flows.observe(mic, sound(12, 28_800, 19_200), 800);
    expect(flows.isFlowing(mic)).toBe(false);
  });

  test('partly concealed sound is heard', () => {
    const flows = new FlowDetector();
    flows.observe(mic, sound(10, 9_600, 0), 0);
    flows.observe(mic, sound(40, 38_400, 4_800), 700);
    expect(flows.isFlowing(mic)).toBe(true);
  });

  test('a removed stream starts from nothing when it comes again', () => {
    const flows = new FlowDetector();
    flows.observe(camera, frames(5), 0);
    expect(flows.remove(camera)).toBe(true);
    expect(flows.isFlowing(camera)).toBe(false);
    expect(flows.observe(camera, frames(0), 100)).toBe(false);
  });
});
