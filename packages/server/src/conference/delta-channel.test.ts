import type { LiveDelta } from '@nhipcau/contracts';
import { FakeClock, siteId } from '@nhipcau/testkit';
import { beforeEach, describe, expect, test } from 'vitest';
import { DeltaChannel } from './delta-channel.ts';

let clock: FakeClock;
let channel: DeltaChannel;
let got: LiveDelta[];
beforeEach(() => {
  clock = new FakeClock();
  channel = new DeltaChannel(clock, (changes) => ({ goneSites: [...changes.sites] }));
  got = [];
  channel.subscribe((delta) => got.push(delta));
});
const touch = (name: string, lazy = false) =>
  channel.change((changes) => changes.sites.add(siteId(name.replaceAll(' ', '-'))), { lazy });
const sitesIn = (deltas: readonly LiveDelta[]) => deltas.map((delta) => delta.goneSites);

describe('gathering', () => {
  test('the first change after a pause goes out at once, those that follow within 50 ms together', () => {
    touch('a');
    clock.advance(0);
    touch('b');
    touch('c');
    touch('b');
    clock.advance(49);
    expect(sitesIn(got)).toEqual([['a']]);
    clock.advance(1);
    expect(sitesIn(got)).toEqual([['a'], ['b', 'c']]);
    expect(got.map((delta) => delta.seq)).toEqual([1, 2]);
  });

  test('figures wait, but go along with what does not', () => {
    touch('a');
    clock.advance(0);
    touch('figures', true);
    clock.advance(499);
    expect(got).toHaveLength(1);
    clock.advance(1);
    touch('more figures', true);
    touch('act');
    clock.advance(50);
    expect(sitesIn(got)).toEqual([['a'], ['figures'], ['more-figures', 'act']]);
  });

  test('nothing is sent when nothing changed', () => {
    channel.flush();
    clock.advance(10_000);
    expect(got).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});

describe('coming back', () => {
  test.each([
    [0, [1, 2, 3]],
    [2, [3]],
    [3, []],
  ])('after %i it gets what followed', (seq, expected) => {
    for (const name of ['a', 'b', 'c']) {
      touch(name);
      channel.flush();
    }
    expect(channel.since(channel.epoch, seq)?.map((delta) => delta.seq)).toEqual(expected);
  });

  test('it gets nothing for another epoch, for a number that is not yet, and for one forgotten', () => {
    for (let round = 0; round < 700; round += 1) {
      touch('a');
      channel.flush();
    }
    expect(channel.since('another', 700)).toBeNull();
    expect(channel.since(channel.epoch, 701)).toBeNull();
    expect(channel.since(channel.epoch, 99)).toBeNull();
    expect(channel.since(channel.epoch, 100)).toHaveLength(600);
  });
});
