import { expect, test } from 'vitest';
import { readWeather } from './weather.ts';

test('a line is given by its parts, in any order', () => {
  expect(readWeather('jitter=15, kbps=2000,delay=40,loss=0.5')).toEqual({
    kbps: 2000,
    lossPct: 0.5,
    delayMs: 40,
    jitterMs: 15,
  });
  expect(readWeather('loss=3')).toEqual({ lossPct: 3, delayMs: 0, jitterMs: 0 });
});

test.each([
  ['rate=3', /rate=3: a line has kbps=…, loss=…, delay=…, jitter=…/],
  ['loss=', /loss=: a line has/],
  ['loss=101', /lossPct/],
  ['delay=-4', /delayMs/],
  ['kbps=one', /kbps/],
])('%s is refused by name', (text, message) => {
  expect(() => readWeather(text)).toThrow(message);
});
