import { type CameraMove, PUSH_AGAIN_MS, PUSH_LEASE_MS } from '@nhipcau/contracts';
import { beforeEach, expect, test } from 'vitest';
import { handClock } from '../room/hand-clock.ts';
import { HeldButton, PushedFromAfar, STILL } from './push.ts';

const left: CameraMove = { pan: -1, tilt: 0, zoom: 0 };
const nearer: CameraMove = { pan: 0, tilt: 0, zoom: 1 };
let clock: ReturnType<typeof handClock>;
let said: CameraMove[];
const say = (move: CameraMove) => said.push(move);
beforeEach(() => {
  clock = handClock();
  said = [];
});

test('[CM-10] [R-CDT-10] a held button says its push again, sooner than the room would stop, and its end once', () => {
  expect(PUSH_AGAIN_MS * 2).toBeLessThan(PUSH_LEASE_MS);
  const button = new HeldButton(clock, say);
  button.push(left);
  clock.turn(PUSH_AGAIN_MS * 2);
  expect(said).toEqual([left, left, left]);
  button.release();
  button.release();
  clock.turn(PUSH_AGAIN_MS * 4);
  expect(said).toEqual([left, left, left, STILL]);
});

test('[CM-10] [R-CDT-10] the room moves once, turns with the push, and stops when it is let go', () => {
  const room = new PushedFromAfar(clock, say);
  for (const move of [left, left, nearer, nearer, STILL, STILL]) room.take(move, { isHeld: true });
  expect(said).toEqual([left, nearer, STILL]);
  clock.turn(PUSH_LEASE_MS);
  expect(said).toHaveLength(3);
});

test('[CM-10] [R-CDT-10] the room stops its camera when the console, the server or the node is not heard any more', () => {
  const room = new PushedFromAfar(clock, say);
  room.take(left, { isHeld: true });
  clock.turn(PUSH_LEASE_MS - 1);
  expect(said).toEqual([left]);
  clock.turn(1);
  expect(said).toEqual([left, STILL]);
  room.take(nearer, { isHeld: true });
  room.close();
  expect(said).toEqual([left, STILL, nearer, STILL]);
});

test('[CM-10] [R-CDT-10] a camera that moves a little at a time does so at each push, and needs no stop', () => {
  const room = new PushedFromAfar(clock, say);
  for (const move of [left, left, STILL]) room.take(move, { isHeld: false });
  expect(said).toEqual([left, left]);
});
