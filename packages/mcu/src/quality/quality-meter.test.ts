import type { EndpointStats, Quality } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { type LineFigures, QualityMeter, qualityOf, RISE_AFTER } from './quality-meter.ts';

const stats = (figures: Partial<EndpointStats>): EndpointStats => ({
  sendHeight: null,
  sendFps: null,
  sendKbps: null,
  contentKbps: null,
  receiveKbps: null,
  rttMs: null,
  jitterMs: null,
  loss: null,
  echoCancellation: null,
  micDb: null,
  micSound: 'unknown',
  videoCodec: null,
  ...figures,
});

const line = (figures: Partial<EndpointStats>, change: Partial<LineFigures> = {}): LineFigures => ({
  stats: stats(figures),
  statsAgeMs: 0,
  scores: [],
  connected: true,
  ...change,
});

test.each<[string, LineFigures, Quality]>([
  ['nothing measured', line({}), 'unknown'],
  ['not connected', line({ loss: 0 }, { connected: false }), 'unknown'],
  ['figures of long ago', line({ loss: 0.5 }, { statsAgeMs: 8_001 }), 'unknown'],
  ['a clean line', line({ loss: 0.01, rttMs: 150, jitterMs: 30 }), 'good'],
  ['a little loss', line({ loss: 0.0101 }), 'fair'],
  ['loss of three in a hundred', line({ loss: 0.03 }), 'fair'],
  ['loss above three in a hundred', line({ loss: 0.0301 }), 'poor'],
  ['loss of a tenth', line({ loss: 0.1 }), 'bad'],
  ['a slow line', line({ loss: 0, rttMs: 301 }), 'poor'],
  ['an uneven line', line({ jitterMs: 121, rttMs: 10 }), 'bad'],
  ['a low score of what it sends', line({ loss: 0 }, { scores: [10, 5] }), 'poor'],
  ['a score alone', { stats: null, statsAgeMs: 0, scores: [9], connected: true }, 'good'],
])('[R-MON-03] %s', (_what, figures, quality) => {
  expect(qualityOf(figures)).toBe(quality);
});

test('[R-MON-03] the word falls at once and rises only after it was better three times', () => {
  const meter = new QualityMeter();
  expect(meter.weigh(line({ loss: 0 }))).toBe('good');
  expect(meter.weigh(line({ loss: 0.2 }))).toBe('bad');
  const words = Array.from({ length: RISE_AFTER + 1 }, () => meter.weigh(line({ loss: 0 })));
  expect(words).toEqual(['bad', 'bad', 'good', 'good']);
  meter.weigh(line({ loss: 0.2 }));
  meter.weigh(line({ loss: 0 }));
  meter.weigh(line({ loss: 0.2 }));
  expect(meter.weigh(line({ loss: 0 }))).toBe('bad');
});
