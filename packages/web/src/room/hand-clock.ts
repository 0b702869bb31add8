import type { Clock } from '@nhipcau/base';

/** For tests of this page: time turned by hand. */
export function handClock(): Clock & { turn(ms: number): void } {
  let now = 0;
  let timers: { at: number; task: () => void }[] = [];
  const after: Clock['after'] = (delayMs, task) => {
    const timer = { at: now + delayMs, task };
    timers.push(timer);
    return {
      cancel: () => {
        timers = timers.filter((other) => other !== timer);
      },
    };
  };
  return {
    now: () => now,
    after,
    every(periodMs, task) {
      let next = after(periodMs, again);
      function again() {
        next = after(periodMs, again);
        task();
      }
      return { cancel: () => next.cancel() };
    },
    turn(ms) {
      const end = now + ms;
      for (;;) {
        const due = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers = timers.filter((other) => other !== due);
        now = due.at;
        due.task();
      }
      now = end;
    },
  };
}
