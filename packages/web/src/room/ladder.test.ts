import { describe, expect, test } from 'vitest';
import { handClock } from './hand-clock.ts';
import { RepairLadder, type RepairStep } from './ladder.ts';

function aLadder() {
  const clock = handClock();
  const taken: { step: RepairStep; at: number }[] = [];
  const ladder = new RepairLadder({
    clock,
    random: () => 0.5,
    act: (step) => taken.push({ step, at: clock.now() }),
  });
  return { clock, ladder, taken };
}

describe('repair ladder', () => {
  test('[RC-5] [R-CON-13] a disturbed line is repaired by ICE restart, new transports, joining again, the standby', () => {
    const { clock, ladder, taken } = aLadder();
    ladder.lineDisturbed();
    clock.turn(18_500);
    expect(taken).toEqual([
      { step: 'restartIce', at: 2_500 },
      { step: 'newTransports', at: 8_000 },
      { step: 'rejoin', at: 12_000 },
      { step: 'standby', at: 18_000 },
    ]);
  });

  test('a line that comes back by itself is left alone', () => {
    const { clock, ladder, taken } = aLadder();
    ladder.lineDisturbed();
    clock.turn(2_000);
    ladder.healthy();
    clock.turn(60_000);
    expect(taken).toEqual([]);
    expect(ladder.state.kind).toBe('whole');
  });

  test('never gives up: joins again and again until media is there', () => {
    const { clock, ladder, taken } = aLadder();
    ladder.socketLost();
    for (let minute = 0; minute < 10; minute++) {
      clock.turn(60_000);
      ladder.socketLost();
    }
    expect(taken.length).toBeGreaterThan(20);
    expect(taken.map(({ step }) => step).slice(0, 3)).toEqual(['rejoin', 'standby', 'standby']);
    expect(taken.slice(1).every(({ step }) => step === 'standby')).toBe(true);
    ladder.healthy();
    const before = taken.length;
    clock.turn(120_000);
    expect(taken).toHaveLength(before);
  });

  test('[RC-5] failed attempts to join wait longer each time, up to three seconds', () => {
    const { clock, ladder, taken } = aLadder();
    for (let attempt = 0; attempt < 8; attempt++) {
      ladder.socketLost();
      clock.turn(5_000);
    }
    const waits = taken.map(({ at }, index) => at - index * 5_000);
    expect(waits).toEqual([300, 600, 1200, 2400, 3000, 3000, 3000, 3000]);
  });

  test('[RC-5] joined again without media counts as not joined: the server is asked where to go', () => {
    const { clock, ladder, taken } = aLadder();
    ladder.socketLost();
    clock.turn(300 + 6_000 + 12_000);
    expect(taken).toEqual([
      { step: 'rejoin', at: 300 },
      { step: 'standby', at: 6_300 },
      { step: 'standby', at: 18_300 },
    ]);
  });

  test('lost transports are opened again at once', () => {
    const { ladder, taken } = aLadder();
    ladder.transportsLost();
    expect(taken).toEqual([{ step: 'newTransports', at: 0 }]);
  });

  test('a failed ICE connection is restarted without waiting, once', () => {
    const { clock, ladder, taken } = aLadder();
    ladder.lineDisturbed();
    clock.turn(1_000);
    ladder.lineFailed();
    ladder.lineFailed();
    expect(taken).toEqual([{ step: 'restartIce', at: 1_000 }]);
  });

  test('a closed ladder does nothing more', () => {
    const { clock, ladder, taken } = aLadder();
    ladder.lineDisturbed();
    ladder.close();
    clock.turn(60_000);
    expect(taken).toEqual([]);
  });
});
