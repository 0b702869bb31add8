import { type CameraMove, MeetingId, PUSH_LEASE_MS, SiteId } from '@nhipcau/contracts';
import { FakeClock } from '@nhipcau/testkit';
import { beforeEach, expect, test } from 'vitest';
import { CameraHolds, type PushedCamera } from './camera-holds.ts';

const left: CameraMove = { pan: -1, tilt: 0, zoom: 0 };
const right: CameraMove = { pan: 1, tilt: 0, zoom: 0 };
const still: CameraMove = { pan: 0, tilt: 0, zoom: 0 };
const room = (site: string): PushedCamera => ({
  meetingId: MeetingId.parse('m1'),
  siteId: SiteId.parse(site),
});

let clock: FakeClock;
let pushed: string[];
let began: string[];
let allowed: (of: PushedCamera) => Promise<void>;
let holds: CameraHolds;
beforeEach(() => {
  clock = new FakeClock();
  pushed = [];
  began = [];
  allowed = async () => {};
  holds = new CameraHolds({
    clock,
    begin: async (of) => {
      await allowed(of);
      began.push(of.siteId);
    },
    push: ({ siteId }, { pan }) => pushed.push(`${siteId} ${pan}`) > 0,
  });
});

test('[CM-10] [R-CDT-10] a push is asked for once, said again while it is held, and ends when it is let go', async () => {
  await holds.push(room('a'), left);
  await holds.push(room('a'), left);
  await holds.push(room('a'), right);
  await holds.push(room('a'), still);
  expect(began).toEqual(['a']);
  expect(pushed).toEqual(['a -1', 'a -1', 'a 1', 'a 0']);
  await holds.push(room('a'), still);
  expect(pushed).toHaveLength(4);
  await holds.push(room('a'), left);
  expect(began).toEqual(['a', 'a']);
});

test('[CM-10] [R-CDT-10] let go before the right was found out, nothing moves', async () => {
  let answer = () => {};
  allowed = () => new Promise((resolve) => (answer = resolve));
  const held = holds.push(room('a'), left);
  await holds.push(room('a'), still);
  answer();
  await held;
  expect(pushed).toEqual([]);
});

test('[CM-10] [R-CDT-10] refused, nothing moves, and the next push asks again', async () => {
  allowed = () => Promise.reject(new Error('NOT_ALLOWED'));
  await expect(holds.push(room('a'), left)).rejects.toThrow('NOT_ALLOWED');
  allowed = async () => {};
  await holds.push(room('a'), left);
  expect(pushed).toEqual(['a -1']);
});

test('[CM-10] [R-CDT-10] what is not said again stops by itself, and with the console stops all of it', async () => {
  await holds.push(room('a'), left);
  clock.advance(PUSH_LEASE_MS - 1);
  await holds.push(room('a'), left);
  clock.advance(PUSH_LEASE_MS - 1);
  expect(pushed).toEqual(['a -1', 'a -1']);
  clock.advance(1);
  expect(pushed.at(-1)).toBe('a 0');
  await holds.push(room('a'), right);
  await holds.push(room('b'), left);
  holds.close();
  expect(pushed.slice(-2)).toEqual(['a 0', 'b 0']);
  clock.advance(PUSH_LEASE_MS);
  expect(pushed).toHaveLength(7);
});
