import { describe, expect, test } from 'vitest';
import { StatisticsMeter, type StatsEntry, type StatsInput } from './statistics.ts';

const entry = (over: Partial<StatsEntry> & Pick<StatsEntry, 'id' | 'type'>): StatsEntry => ({
  timestamp: 0,
  ...over,
});
const input = (over: Partial<StatsInput>): StatsInput => ({
  send: [],
  receive: [],
  cameraTrackId: 'cam',
  contentTrackId: null,
  echoCancellation: true,
  micDb: -30.4,
  micSound: 'quiet',
  ...over,
});
const camera = (timestamp: number, bytesSent: number): StatsEntry[] => [
  entry({ id: 'src', type: 'media-source', trackIdentifier: 'cam', timestamp }),
  entry({
    id: 'low',
    type: 'outbound-rtp',
    kind: 'video',
    mediaSourceId: 'src',
    timestamp,
    bytesSent: 0,
    frameHeight: 180,
    framesPerSecond: 15,
  }),
  entry({
    id: 'high',
    type: 'outbound-rtp',
    kind: 'video',
    mediaSourceId: 'src',
    timestamp,
    bytesSent,
    frameHeight: 720,
    framesPerSecond: 29,
    codecId: 'c',
  }),
  entry({ id: 'c', type: 'codec', mimeType: 'video/H264', timestamp }),
];

describe('figures of a room’s line', () => {
  test('[R-MCU-13] rates come from two looks at the counters', () => {
    const meter = new StatisticsMeter();
    expect(meter.measure(input({ send: camera(0, 0) })).sendKbps).toBeNull();
    expect(meter.measure(input({ send: camera(2_000, 425_000) }))).toMatchObject({
      sendKbps: 1_700,
      sendHeight: 720,
      sendFps: 29,
      videoCodec: 'video/H264',
      micDb: -30,
      micSound: 'quiet',
      contentKbps: null,
    });
  });

  test('[R-MON-03] padding that only measures the line says nothing of its quality', () => {
    const receive = [
      entry({ id: 'in', type: 'inbound-rtp', kind: 'video', mid: '1', jitter: 0.003 }),
      entry({ id: 'probe', type: 'inbound-rtp', kind: 'video', mid: 'probator', jitter: 0.161 }),
    ];
    expect(new StatisticsMeter().measure(input({ receive })).jitterMs).toBe(3);
  });

  test('[R-MCU-13] loss is the worst stream’s in the last interval, not since the beginning', () => {
    const meter = new StatisticsMeter();
    const look = (timestamp: number, packetsReceived: number, packetsLost: number) =>
      meter.measure(
        input({
          receive: [
            entry({ id: 'in', type: 'inbound-rtp', kind: 'video', timestamp, packetsReceived, packetsLost }),
          ],
        }),
      );
    look(0, 1_000, 500);
    expect(look(2_000, 1_095, 505).loss).toBe(0.05);
    expect(look(4_000, 1_195, 505).loss).toBe(0);
  });

  test('too few packets say nothing about loss', () => {
    const meter = new StatisticsMeter();
    const look = (packetsReceived: number) =>
      meter.measure(
        input({ receive: [entry({ id: 'in', type: 'inbound-rtp', packetsReceived, packetsLost: 0 })] }),
      );
    look(0);
    expect(look(3).loss).toBeNull();
  });

  test('round trip and jitter are told in milliseconds', () => {
    const meter = new StatisticsMeter();
    const send = [
      entry({
        id: 'p',
        type: 'candidate-pair',
        nominated: true,
        state: 'succeeded',
        currentRoundTripTime: 0.0123,
      }),
    ];
    const receive = [entry({ id: 'in', type: 'inbound-rtp', jitter: 0.004 })];
    expect(meter.measure(input({ send, receive }))).toMatchObject({ rttMs: 12.3, jitterMs: 4 });
  });
});
