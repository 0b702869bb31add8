import type { SoundRepair } from '@nhipcau/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  REPAIR_PAUSE_MS,
  SILENT_MS,
  type SoundLook,
  soundBefore,
  untouchedSound,
  watchSound,
} from './sound-repair.ts';

const silent: SoundLook = { sent: true, heard: false };
const quiet: SoundLook = { sent: false, heard: false };
const heard: SoundLook = { sent: true, heard: true };

/** Looks once a second; what was done, by second. */
function course(looks: readonly SoundLook[]) {
  let watch = untouchedSound;
  const acts: [second: number, act: SoundRepair][] = [];
  const mended: [second: number, step: SoundRepair, silentMs: number][] = [];
  looks.forEach((look, second) => {
    const verdict = watchSound(watch, look, second * 1_000);
    watch = verdict.watch;
    if (verdict.act) acts.push([second, verdict.act]);
    if (verdict.mended) mended.push([second, verdict.mended.step, verdict.mended.silentMs]);
  });
  return { acts, mended };
}
const times = (count: number, look: SoundLook) => Array.from({ length: count }, () => look);

test('[MN-20] [R-MCU-02] who does not hear what is sent gets the stream anew, then its whole line', () => {
  expect(course(times(12, silent)).acts).toEqual([
    [5, 'consumer'],
    [10, 'transports'],
  ]);
});

test('[MN-20] heard again after a repair, it is told which step helped and how long it was silent', () => {
  expect(course([...times(7, silent), heard, heard]).mended).toEqual([[7, 'consumer', 7_000]]);
  expect(course([...times(4, silent), heard])).toEqual({ acts: [], mended: [] });
});

test('[MN-20] nobody is disturbed because nobody speaks', () => {
  expect(course([...times(4, silent), quiet, ...times(4, silent)]).acts).toEqual([]);
  expect(course(times(600, quiet)).acts).toEqual([]);
});

test('[MN-20] what both steps did not mend is left alone for a minute', () => {
  const { acts } = course(times(90, silent));
  expect(acts.map(([second]) => second)).toEqual([5, 10, 10 + REPAIR_PAUSE_MS / 1_000, 75]);
});

test('[MN-20] whatever is reported, a line is rebuilt once a minute at most', () => {
  const look = fc.record({ sent: fc.boolean(), heard: fc.constant(false) });
  fc.assert(
    fc.property(fc.array(look, { maxLength: 400 }), (looks) => {
      const rebuilt = course(looks).acts.filter(([, act]) => act === 'transports');
      for (const [index, [second]] of rebuilt.entries())
        expect(second - (rebuilt[index - 1]?.[0] ?? -1e9)).toBeGreaterThanOrEqual(REPAIR_PAUSE_MS / 1_000);
      expect(SILENT_MS).toBeLessThan(REPAIR_PAUSE_MS);
    }),
    { numRuns: 200 },
  );
});

test('[MN-20] a repair that was not confirmed before the floor closed is not told in a later speech', () => {
  const { watch } = watchSound({ silentSince: 0, repaired: null }, silent, SILENT_MS);
  expect(watch.repaired).not.toBeNull();
  const later = (ms: number) =>
    watchSound(soundBefore(watch, SILENT_MS, SILENT_MS + ms), heard, SILENT_MS + ms);
  // The stream is opened anew: it is not there for a moment.
  expect(later(3_000).mended).toMatchObject({ step: 'consumer' });
  expect(later(REPAIR_PAUSE_MS + 1).mended).toBeNull();
  expect(soundBefore(watch, null, 0)).toBe(untouchedSound);
});
