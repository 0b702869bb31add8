import { describe, expect, test } from 'vitest';
import { Reconciler, SerialQueue } from './serial-queue.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
/** A gate that the test opens by hand. */
const gate = () => {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
};

describe('SerialQueue', () => {
  test('runs one task after the other, in the order they came', async () => {
    const queue = new SerialQueue();
    const first = gate();
    const order: string[] = [];
    const a = queue.run(async () => {
      order.push('a begins');
      await first.passed;
      order.push('a ends');
      return 'A';
    });
    const b = queue.run(async () => {
      order.push('b');
      return 'B';
    });
    await turn();
    expect(order).toEqual(['a begins']);
    first.open();
    expect(await Promise.all([a, b])).toEqual(['A', 'B']);
    expect(order).toEqual(['a begins', 'a ends', 'b']);
  });

  test('a task that fails tells its own caller only', async () => {
    const queue = new SerialQueue();
    const failing = queue.run(() => Promise.reject(new Error('no')));
    const next = queue.run(async () => 'yes');
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });

  test('a task that throws before it gives a promise fails like any other', async () => {
    const queue = new SerialQueue();
    const failing = queue.run(() => {
      throw new Error('at once');
    });
    await expect(failing).rejects.toThrow('at once');
    expect(await queue.run(async () => 1)).toBe(1);
  });
});

describe('Reconciler', () => {
  const noFailure = (cause: unknown) => {
    throw cause;
  };

  test('many pokes of one turn make one pass, a poke during a pass one more', async () => {
    let target = 0;
    const reached: number[] = [];
    const during = gate();
    const reconciler = new Reconciler(async () => {
      const seen = target;
      if (reached.length === 0) await during.passed;
      reached.push(seen);
    }, noFailure);
    target = 1;
    reconciler.poke();
    reconciler.poke();
    expect(reached).toEqual([]);
    await turn();
    target = 2;
    reconciler.poke();
    target = 3;
    reconciler.poke();
    during.open();
    await reconciler.settled();
    expect(reached).toEqual([1, 3]);
  });

  test('never two passes at once', async () => {
    let running = 0;
    let most = 0;
    const reconciler = new Reconciler(async () => {
      running += 1;
      most = Math.max(most, running);
      await turn();
      running -= 1;
    }, noFailure);
    for (let poke = 0; poke < 10; poke += 1) {
      reconciler.poke();
      await Promise.resolve();
    }
    await reconciler.settled();
    expect(most).toBe(1);
  });

  test.each([
    ['rejects', () => Promise.reject(new Error('no'))],
    [
      'throws at once',
      () => {
        throw new Error('no');
      },
    ],
  ])('a pass that %s is told and the next poke passes again', async (_, fail) => {
    const failures: unknown[] = [];
    let passes = 0;
    const reconciler = new Reconciler(
      () => {
        passes += 1;
        return passes === 1 ? fail() : Promise.resolve();
      },
      (cause) => failures.push(cause),
    );
    reconciler.poke();
    await reconciler.settled();
    reconciler.poke();
    await reconciler.settled();
    expect(passes).toBe(2);
    expect(failures).toHaveLength(1);
  });

  test('a pass may ask for another', async () => {
    let passes = 0;
    const reconciler: Reconciler = new Reconciler(async () => {
      passes += 1;
      if (passes < 3) reconciler.poke();
    }, noFailure);
    reconciler.poke();
    await reconciler.settled();
    expect(passes).toBe(3);
  });

  test('is settled when it was never poked', async () => {
    await expect(new Reconciler(async () => undefined, noFailure).settled()).resolves.toBeUndefined();
  });
});
