import { instant, roomNode } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { serverOffset, speechLeftMs } from './server-clock.ts';

const NOW = Date.UTC(2026, 2, 2, 1);
const MINUTE_MS = 60_000;

test.each([
  ['two minutes ahead', 2 * MINUTE_MS],
  ['right', 0],
  ['two minutes behind', -2 * MINUTE_MS],
])(
  '[CD-17] [R-CDT-09] the speaker’s countdown on a terminal whose clock is %s is the server’s',
  (_, aheadMs) => {
    const offsetMs = serverOffset({ serverTime: instant(NOW) }, NOW + aheadMs);
    const speaking = { kind: 'speaking', until: instant(NOW + 5 * MINUTE_MS) } as const;
    const leftAfter = (ms: number) => speechLeftMs(speaking, { ownNow: NOW + aheadMs + ms, offsetMs });
    expect(leftAfter(0)).toBe(5 * MINUTE_MS);
    expect(leftAfter(MINUTE_MS)).toBe(4 * MINUTE_MS);
    expect(leftAfter(6 * MINUTE_MS)).toBe(-MINUTE_MS);
  },
);

test('[CD-17] [R-CDT-16] nothing that a terminal says to its node carries a time of its own', () => {
  const bodies = [
    ...Object.values(roomNode.requests).map(({ body }) => body),
    ...Object.values(roomNode.notes),
  ];
  const names = bodies.flatMap((body) => [
    ...JSON.stringify(z.toJSONSchema(body, { unrepresentable: 'any', io: 'input' })).matchAll(
      /"([a-zA-Z]+)":\{/g,
    ),
  ]);
  const said = new Set(names.map(([, name]) => name));
  expect(said).toContain('person');
  expect([...said].filter((name) => /(At|On|Time|since|until)$|^(at|time|now)$/.test(name ?? ''))).toEqual(
    [],
  );
});
