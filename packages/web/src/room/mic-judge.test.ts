import { expect, test } from 'vitest';
import { MicJudge } from './mic-judge.ts';

/** Looks every tenth of a second from `at` on. @returns the instant after them */
function hear(judge: MicJudge, dbs: readonly number[], at: number, clipped = false): number {
  for (const [index, db] of dbs.entries()) judge.look({ db, clipped }, at + index * 100);
  return at + dbs.length * 100;
}
const words = (db: number, seconds: number) =>
  Array.from({ length: seconds * 10 }, (_, index) => (index % 10 < 7 ? db : db - 20));

test('[MN-21] [R-MCU-02] ten looks make a second, and a second is judged when it is over', () => {
  const judge = new MicJudge();
  const at = hear(judge, words(-20, 1), 0);
  expect(judge.sound).toBe('unknown');
  hear(judge, [-20], at);
  expect(judge.sound).toBe('good');
});

test('[MN-21] a cut wave is told within a second and is over when it was clean', () => {
  const judge = new MicJudge();
  const cut = hear(judge, words(-10, 1), 0, true);
  const clean = hear(judge, [-20], cut);
  expect(judge.sound).toBe('loud');
  hear(judge, words(-20, 6), clean);
  expect(judge.sound).toBe('good');
});

test('[MN-21] another microphone begins without what was said of the one before', () => {
  const judge = new MicJudge();
  const at = hear(judge, words(-90, 9), 0);
  hear(judge, [-90], at);
  expect(judge.sound).toBe('silent');
  judge.forget();
  expect(judge.sound).toBe('unknown');
  expect(judge.takeLoudest()).toBeNull();
});

test('[MN-21] a report has the loudest since the one before', () => {
  const judge = new MicJudge();
  const at = hear(judge, [-50, -12, -60], 0);
  expect(judge.takeLoudest()).toBe(-12);
  expect(judge.takeLoudest()).toBeNull();
  hear(judge, [-33], at);
  expect(judge.takeLoudest()).toBe(-33);
});
