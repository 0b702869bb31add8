import { type BringUp, BringUpId, instant, SiteId } from '@nhipcau/contracts';
import { describe, expect, test } from 'vitest';
import { elapsedOf, inOrder, verdictOf } from './bring-up.ts';

const aBringUp = (over: Partial<BringUp> = {}): BringUp => ({
  bringUpId: BringUpId.parse('b'),
  siteId: SiteId.parse('s'),
  requestedAt: instant(1_000),
  by: 'Chair',
  state: 'running',
  facts: {
    pushedAt: null,
    layoutAt: null,
    chairSeesAt: null,
    chairHearsAt: null,
    siteSeesAt: null,
    siteHearsAt: null,
  },
  establishedAt: null,
  endedAt: null,
  limitMs: 30_000,
  breached: false,
  ...over,
});

describe('stopwatch of a called site', () => {
  test('[R-CDT-02] counts until both ways are established, then stands still', () => {
    expect(elapsedOf(aBringUp(), 5_500)).toBe(4_500);
    expect(elapsedOf(aBringUp({ establishedAt: instant(9_000), endedAt: instant(60_000) }), 99_000)).toBe(
      8_000,
    );
  });

  test.each([
    ['still counting', aBringUp(), 31_000, 'running'],
    ['one millisecond over the limit', aBringUp(), 31_001, 'breached'],
    ['established in time', aBringUp({ establishedAt: instant(31_000) }), 90_000, 'passed'],
    [
      'established too late',
      aBringUp({ establishedAt: instant(40_000), breached: true }),
      90_000,
      'breached',
    ],
    [
      'ended before it was established',
      aBringUp({ endedAt: instant(9_000), state: 'released' }),
      90_000,
      'ended',
    ],
    ['without a limit', aBringUp({ limitMs: null }), 900_000, 'running'],
  ])('[R-CDT-02] %s', (_, bringUp, now, verdict) => {
    expect(verdictOf(bringUp, now)).toBe(verdict);
  });

  test('open ones come first, then the newest', () => {
    const ids = inOrder([
      aBringUp({ bringUpId: BringUpId.parse('old'), state: 'released', requestedAt: instant(1) }),
      aBringUp({ bringUpId: BringUpId.parse('new'), state: 'released', requestedAt: instant(9) }),
      aBringUp({ bringUpId: BringUpId.parse('open'), requestedAt: instant(5) }),
    ]).map(({ bringUpId }) => bringUpId);
    expect(ids).toEqual(['open', 'new', 'old']);
  });
});
