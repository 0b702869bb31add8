import { PeerId } from '@nhipcau/contracts';
import { FakeClock } from '@nhipcau/testkit';
import { beforeEach, expect, test } from 'vitest';
import { createLogger } from '../process/logging.ts';
import { Telling } from './telling.ts';
import type { TrunkLine } from './trunk-line.ts';

const peerId = PeerId.parse('hb');

/** What the installation holds, and what the other one was told and has taken. */
let holds: string;
let said: string[];
let taken: string[];
/** How each telling that has begun ends. */
let ends: { taken: () => void; lost: () => void }[];
let line: Pick<TrunkLine, 'closed' | 'peer'> | null;
let clock: FakeClock;
let telling: Telling;

const aLine = () => ({ closed: false, peer: { peerId, code: 'hb' } as TrunkLine['peer'] });

beforeEach(() => {
  holds = 'one';
  [said, taken, ends] = [[], [], []];
  line = aLine();
  clock = new FakeClock(Date.UTC(2026, 2, 2));
  telling = new Telling({
    clock,
    log: createLogger('silent'),
    lineTo: () => line as TrunkLine | null,
    say: () => {
      const words = holds;
      said.push(words);
      return new Promise<void>((resolve, reject) => {
        ends.push({
          taken: () => {
            taken.push(words);
            resolve();
          },
          lost: () => reject(new Error('lost')),
        });
      });
    },
  });
});

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('[R-MCU-07] [TK-18] what changes while it is told is told after, once, and never overtakes', async () => {
  telling.tell(peerId);
  for (holds of ['two', 'three']) telling.tell(peerId);
  expect(said).toEqual(['one']);
  ends[0]?.taken();
  await settled();
  expect(said).toEqual(['one', 'three']);
  ends[1]?.taken();
  await settled();
  expect(taken).toEqual(['one', 'three']);
  telling.tell(peerId);
  expect(said).toHaveLength(3);
});

test('[R-MCU-07] [TK-18] what could not be told is told again by itself, as it is then', async () => {
  telling.tell(peerId);
  holds = 'two';
  ends[0]?.lost();
  await settled();
  expect(said).toEqual(['one']);
  clock.advance(2_000);
  await settled();
  ends[1]?.taken();
  expect(taken).toEqual(['two']);
});

test('[TK-18] on a line that is gone nothing is tried; the next one is told anew', async () => {
  const broken = { ...aLine(), closed: false };
  line = broken;
  telling.tell(peerId);
  broken.closed = true;
  line = null;
  ends[0]?.lost();
  await settled();
  clock.advance(60_000);
  await settled();
  expect(said).toEqual(['one']);
  line = aLine();
  telling.tell(peerId);
  expect(said).toEqual(['one', 'one']);
});
