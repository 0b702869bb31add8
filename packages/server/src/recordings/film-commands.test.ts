import type { Piece, Shot } from '@nhipcau/domain';
import { siteId } from '@nhipcau/testkit';
import { expect, test } from 'vitest';
import { pictureArguments, soundArguments, voicesAround } from './film-commands.ts';

const piece = (from: number, to: number, segmentId = 's'): Piece => ({ segmentId, from, to });
const shot = (from: number, frames: number, ...voices: (readonly [string, ...Piece[]])[]): Shot => ({
  from,
  frames,
  panes: [],
  sounds: voices.map(([name, ...pieces]) => ({ siteId: siteId(name), pieces })),
});
const fadesOf = (shots: readonly Shot[], index: number): string[] => {
  const one = shots[index];
  if (!one) throw new Error('no such shot');
  const voices = voicesAround(shots, index);
  const args = soundArguments(one, { segment: (id) => id, voices }, 'out');
  return (args[args.indexOf('-filter_complex') + 1] ?? '')
    .split(';')
    .slice(0, -1)
    .map((chain) =>
      [...chain.matchAll(/afade=t=(in|out):st=([\d.]+)/g)].map(([, way, at]) => `${way} ${at}`).join(),
    );
};

test('[RD-8] a voice that begins or ends does so softly; one that goes on over a cut is not touched there', () => {
  const shots = [
    shot(0, 25, ['a', piece(0, 1_000)]),
    shot(1_000, 25, ['a', piece(1_000, 2_000)], ['b', piece(1_000, 2_000)]),
    shot(2_000, 25, ['b', piece(2_000, 2_600)]),
  ];
  expect(fadesOf(shots, 0)).toEqual(['in 0.000']);
  expect(fadesOf(shots, 1)).toEqual(['out 0.992', 'in 0.000']);
  expect(fadesOf(shots, 2)).toEqual(['out 0.592']);
});

test('[RD-8] over the border of two segments a voice is one, over a gap it is two; after a pause of the recording it begins anew', () => {
  const whole = shot(0, 50, ['a', piece(0, 1_000), piece(1_010, 2_000)]);
  expect(fadesOf([whole], 0)).toEqual(['in 0.000', 'out 1.992']);
  const gap = shot(0, 50, ['a', piece(0, 900), piece(1_400, 2_000)]);
  expect(fadesOf([gap], 0)).toEqual(['in 0.000,out 0.892', 'in 1.400,out 1.992']);
  const later = [shot(0, 25, ['a', piece(0, 1_000)]), shot(9_000, 25, ['a', piece(9_000, 10_000)])];
  expect(fadesOf(later, 1)).toEqual(['in 0.000,out 0.992']);
});

test('[RD-8] [R-REC-02] where nothing was recorded the name of the site stands by itself, and nothing over a picture that is whole', () => {
  const pane = (...pieces: Piece[]) =>
    pictureArguments(
      {
        from: 10_000,
        frames: 25,
        sounds: [],
        panes: [
          { siteId: siteId('a'), source: 'camera', box: { x: 640, y: 360, width: 640, height: 360 }, pieces },
        ],
      },
      { segment: (id) => id, label: (index) => `label-${index}.txt` },
      'out',
    ).join(' ');
  const tile = 'drawbox=x=640:y=360:w=640:h=360';
  const name = 'textfile=label-0.txt';
  const times = (words: string) => words.split(name).length - 1;
  const short = pane();
  expect(short).toContain(tile);
  expect(short).toContain('x=640+(640-tw)/2:y=360+(360-th)/2');
  expect(times(short)).toBe(1);
  // Under what was recorded, where that is not all of it; at the foot of the picture as ever.
  const partly = pane(piece(10_600, 11_000));
  expect(partly.indexOf(tile)).toBeLessThan(partly.indexOf('overlay'));
  expect(times(partly)).toBe(2);
  const whole = pane(piece(10_000, 11_000));
  expect(whole).not.toContain('drawbox');
  expect(times(whole)).toBe(1);
});

test('[RD-8] at a cut the picture that was up already stands from its first frame', () => {
  const pane = {
    siteId: siteId('a'),
    source: 'camera' as const,
    box: { x: 0, y: 0, width: 320, height: 180 },
  };
  const filter = (from: number) =>
    pictureArguments(
      { from: 10_000, frames: 25, sounds: [], panes: [{ ...pane, pieces: [piece(from, 11_000)] }] },
      { segment: (id) => id, label: String },
      'out',
    ).join(' ');
  expect(filter(10_000)).toContain('trim=start=9.500');
  expect(filter(10_400)).toContain('trim=start=10.400');
  for (const from of [10_000, 10_400]) expect(filter(from)).toContain('fps=25:start_time=0');
});
