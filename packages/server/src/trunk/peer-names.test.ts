import { InstallationCode } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { type KnownNames, PeerNames } from './peer-names.ts';

const named = (code: string): KnownNames => ({ ours: InstallationCode.parse(code), codes: new Map() });

test('names are read once, however many passes ask for them, and anew after a change', async () => {
  const answers = [named('hb'), named('vp')];
  let reads = 0;
  const names = new PeerNames(async () => answers[reads++] ?? named('xx'));
  expect(await Promise.all([names.get(), names.get(), names.get()])).toEqual([
    answers[0],
    answers[0],
    answers[0],
  ]);
  expect(reads).toBe(1);
  names.forget();
  expect(await names.get()).toEqual(answers[1]);
});

test('a read that failed is done again', async () => {
  let reads = 0;
  const names = new PeerNames(async () => {
    reads += 1;
    if (reads === 1) throw new Error('database away');
    return named('hb');
  });
  await expect(names.get()).rejects.toThrow('database away');
  expect(await names.get()).toEqual(named('hb'));
});
