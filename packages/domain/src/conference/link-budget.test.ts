import { defaultLinkBudget, type LinkLimits } from '@nhipcau/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { admit, type LinkWish, lowerRate, nominalKbps } from './link-budget.ts';

const voice = (key: string): LinkWish => ({ key, source: 'mic', layer: null, shown: null, kbps: null });
const program = (key: string): LinkWish => ({
  key,
  source: 'camera',
  layer: 'high',
  shown: 'high',
  kbps: null,
});
const cue = (key: string): LinkWish => ({ ...program(key), shown: 'low' });
const tile = (key: string): LinkWish => ({ ...program(key), layer: 'low', shown: 'low' });
const content = (key: string, kbps: number | null = null): LinkWish => ({
  key,
  source: 'content',
  layer: 'high',
  shown: 'high',
  kbps,
});
const upTo = (kbps: number | null, change: Partial<LinkLimits> = {}): LinkLimits => ({
  ...defaultLinkBudget.up,
  kbps,
  ...change,
});
/** What is carried, in words: `a:high`, and `!` where one encoding alone crosses. */
const told = (wishes: readonly LinkWish[], limits: LinkLimits) => {
  const { carried, shed } = admit(wishes, limits);
  return {
    carried: [...carried].map(([key, { shown, single }]) => `${key}:${shown}${single ? '!' : ''}`).sort(),
    shed: shed.map(({ key, to, by }) => `${key}>${to} ${by}`).sort(),
  };
};

test('[LK-5] [R-MCU-04] a link that nobody limited carries all encodings of what its counts allow', () => {
  const nine = Array.from({ length: 9 }, (_, at) => tile(`t${at}`));
  const wishes = [program('a'), program('b'), content('c'), content('d'), voice('m'), ...nine];
  expect(told(wishes, upTo(null)).shed).toEqual([]);
  expect(told(wishes, upTo(null)).carried).toContain('a:high');
  expect(told([...wishes, tile('t9'), program('z'), content('e')], upTo(null)).shed).toEqual([
    'e>nothing contents',
    't9>nothing tiles',
    'z>low programs',
  ]);
});

test('[LK-6] [R-MCU-04] a thin link sheds tiles, then the layer of the program, then pictures; never sound', () => {
  const six = Array.from({ length: 6 }, (_, at) => voice(`v${at}`));
  const wishes = [...six, program('p'), cue('q'), tile('t')];
  const carries = (kbps: number) => {
    const { carried } = told(wishes, upTo(kbps));
    expect(carried.filter((text) => text.startsWith('v'))).toHaveLength(6);
    return carried.filter((text) => !text.startsWith('v')).join(' ');
  };
  expect(carries(4_000)).toBe('p:high! q:low! t:low!');
  expect(carries(3_000)).toBe('p:high! q:low!');
  expect(carries(2_700)).toBe('p:high!');
  // Without its layer the program leaves room for the small pictures again.
  expect(carries(2_500)).toBe('p:low! q:low! t:low!');
  expect(carries(1_000)).toBe('p:low! q:low!');
  expect(carries(800)).toBe('p:low!');
  expect(carries(700)).toBe('p:low!');
  expect(carries(500)).toBe('');
});

test('[LK-6] two megabits carry the program at its lower layer, its voices and three cued sites', () => {
  const wishes = [voice('a'), voice('b'), program('p'), cue('x'), cue('y'), cue('z')];
  expect(told(wishes, upTo(2_000))).toEqual({
    carried: ['a:null', 'b:null', 'p:low!', 'x:low!', 'y:low!', 'z:low!'],
    shed: ['p>low rate'],
  });
});

test('[LK-7] a presentation goes before the layer of the program, at the rate it was seen to have', () => {
  expect(told([program('p'), content('c')], upTo(2_200)).carried).toEqual(['c:high', 'p:low!']);
  expect(told([program('p'), content('c', 2_500)], upTo(2_400))).toEqual({
    carried: ['p:high!'],
    shed: ['c>nothing rate'],
  });
});

test('[LK-5] no limit is the weaker of two rates', () => {
  expect([lowerRate(null, null), lowerRate(5, null), lowerRate(null, 4), lowerRate(5, 4)]).toEqual([
    null,
    5,
    4,
    4,
  ]);
});

const anyWishes = fc
  .uniqueArray(
    fc.record({
      key: fc.integer({ min: 0, max: 60 }).map((number) => `s${number}`),
      of: fc.constantFrom(voice, program, cue, tile, content),
    }),
    { selector: ({ key }) => key, maxLength: 40 },
  )
  .map((list) => list.map(({ key, of }) => of(key)));
const anyLimits = fc.record({
  programs: fc.nat(4),
  tiles: fc.nat(12),
  contents: fc.nat(3),
  kbps: fc.option(fc.integer({ min: 64, max: 12_000 }), { nil: null }),
});
const rateOf = ({ source }: LinkWish, shown: 'low' | 'high' | null): number =>
  source === 'mic'
    ? nominalKbps.voice
    : source === 'content'
      ? nominalKbps.content
      : shown === 'high'
        ? nominalKbps.high
        : nominalKbps.low;

test('[LK-5] [LK-6] [LK-7] any wishes: sound whole, limits kept, everything accounted for, order without effect', () => {
  fc.assert(
    fc.property(anyWishes, anyLimits, fc.nat(), (wishes, limits, turn) => {
      const { carried, shed } = admit(wishes, limits);
      const [voices, others] = [
        wishes.filter(({ source }) => source === 'mic'),
        wishes.filter(({ source }) => source !== 'mic'),
      ];
      for (const { key } of voices) expect(carried.has(key)).toBe(true);
      const gone = shed.filter(({ to }) => to === 'nothing').map(({ key }) => key);
      expect([...carried.keys(), ...gone].sort()).toEqual(wishes.map(({ key }) => key).sort());
      const shown = (wish: LinkWish) => carried.get(wish.key)?.shown ?? null;
      const pictures = others.filter(({ key }) => carried.has(key));
      const cameras = pictures.filter(({ source }) => source === 'camera');
      expect(cameras.filter((wish) => shown(wish) === 'high').length).toBeLessThanOrEqual(limits.programs);
      expect(cameras.filter((wish) => wish.shown === 'low').length).toBeLessThanOrEqual(limits.tiles);
      expect(pictures.length - cameras.length).toBeLessThanOrEqual(limits.contents);
      if (limits.kbps !== null && pictures.length > 0) {
        const total = [...voices, ...pictures].reduce((sum, wish) => sum + rateOf(wish, shown(wish)), 0);
        expect(total).toBeLessThanOrEqual(limits.kbps * 0.9);
      }
      if (limits.kbps === null) expect(shed.filter(({ by }) => by === 'rate')).toEqual([]);
      const turned = [...wishes.slice(turn % (wishes.length + 1)), ...wishes].slice(0, wishes.length);
      if (new Set(turned).size === wishes.length) expect(admit(turned, limits).carried).toEqual(carried);
      expect(admit([...wishes].reverse(), limits)).toEqual({ carried, shed });
    }),
  );
});

test('[LK-6] any wishes: small pictures never cost a program picture or a presentation anything', () => {
  fc.assert(
    fc.property(anyWishes, anyLimits, (wishes, limits) => {
      const large = wishes.filter(({ shown }) => shown !== 'low');
      const alone = admit(large, limits).carried;
      const together = admit(wishes, limits).carried;
      for (const { key } of large) expect(together.get(key)).toEqual(alone.get(key));
    }),
  );
});
