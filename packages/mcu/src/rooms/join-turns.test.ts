import { RpcError } from '@nhipcau/base';
import { FakeClock } from '@nhipcau/testkit';
import { expect, test } from 'vitest';
import { JoinTurns } from './join-turns.ts';

function crowdOf(count: number, turns: JoinTurns) {
  const letIn: number[] = [];
  const refused: string[] = [];
  for (let index = 0; index < count; index += 1)
    turns.take().then(
      () => letIn.push(index),
      (cause: unknown) => refused.push(cause instanceof RpcError ? cause.code : 'other'),
    );
  return { letIn, refused };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test('[R-MCU-09] a crowd is let in in order, at the rate of the node, and only what would wait too long is sent away', async () => {
  const clock = new FakeClock();
  const turns = new JoinTurns({ clock, perSecond: 30, burst: 90, maxWaitMs: 7_000 });
  const { letIn, refused } = crowdOf(310, turns);
  await settle();
  expect(letIn).toHaveLength(90);
  expect(refused).toEqual(Array.from({ length: 10 }, () => 'RATE_LIMITED'));
  clock.advance(1_000);
  await settle();
  expect(letIn).toHaveLength(120);
  clock.advance(6_000);
  await settle();
  expect(letIn).toEqual(Array.from({ length: 300 }, (_, index) => index));
});

test('[R-MCU-09] 230 rooms of one node are all let in within five seconds, none is sent away', async () => {
  const clock = new FakeClock();
  const { letIn, refused } = crowdOf(
    230,
    new JoinTurns({ clock, perSecond: 30, burst: 90, maxWaitMs: 7_000 }),
  );
  clock.advance(5_000);
  await settle();
  expect(refused).toEqual([]);
  expect(letIn).toHaveLength(230);
});

test('a clock that was set back does not lock anybody out', async () => {
  const clock = new FakeClock();
  const turns = new JoinTurns({ clock, perSecond: 10, burst: 1, maxWaitMs: 5_000 });
  await turns.take();
  clock.step(-3_600_000);
  const { letIn, refused } = crowdOf(1, turns);
  clock.advance(5_100);
  await settle();
  expect({ letIn, refused }).toEqual({ letIn: [0], refused: [] });
});

test('who waits while the node stops waits no longer', async () => {
  const clock = new FakeClock();
  const turns = new JoinTurns({ clock, perSecond: 1, burst: 1, maxWaitMs: 5_000 });
  const { letIn } = crowdOf(3, turns);
  await settle();
  turns.close();
  await settle();
  expect(letIn).toEqual([0, 1, 2]);
  expect(clock.pending).toBe(0);
});
