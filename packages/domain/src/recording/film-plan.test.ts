import type { SiteId } from '@nhipcau/contracts';
import { aLayout, anyLayout, siteId } from '@nhipcau/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FILM, filmPanes } from './film-layout.ts';
import {
  type FilmSegment,
  FRAME_MS,
  filmPlan,
  piecesIn,
  SHOT_FRAMES,
  shotEnd,
  TITLE_FRAMES,
} from './film-plan.ts';

const sites = ['a', 'b', 'c'].map(siteId);
const T0 = 1_790_000_000_000;
const nameOf = (site: SiteId) => `Site ${site}`;
const seg = (site: string, from: number, to: number, name = `${site}${from}`): FilmSegment => ({
  segmentId: name,
  siteId: siteId(site),
  source: 'camera',
  from: T0 + from,
  to: T0 + to,
});
const stage = (...names: string[]) => ({ broadcast: aLayout('full', ...names), content: null, floor: [] });

const anyStageAt = fc.record({
  at: fc.nat(200_000).map((at) => T0 + at),
  stage: fc.record({
    broadcast: anyLayout(sites),
    content: fc.option(fc.constantFrom(...sites), { nil: null }),
    floor: fc.shuffledSubarray(sites),
  }),
});
const anySegment = fc
  .record({
    site: fc.constantFrom(...sites),
    source: fc.constantFrom('camera' as const, 'mic' as const, 'content' as const),
    from: fc.nat(190_000),
    length: fc.integer({ min: 1, max: 60_000 }),
    id: fc.uuid(),
  })
  .map(
    ({ site, source, from, length, id }): FilmSegment => ({
      segmentId: id,
      siteId: site,
      source,
      from: T0 + from,
      to: T0 + from + length,
    }),
  );
const anyFacts = fc.record({
  stages: fc
    .array(anyStageAt, { minLength: 1, maxLength: 30 })
    .map((list) => list.sort((a, b) => a.at - b.at)),
  segments: fc.array(anySegment, { maxLength: 40 }),
  from: fc.nat(50_000),
  length: fc.integer({ min: FRAME_MS, max: 150_000 }),
});

describe('how a film is cut', () => {
  test('[RD-8] shots follow each other without gap or overlap, as long as what was recorded, none longer than a minute', () => {
    fc.assert(
      fc.property(anyFacts, ({ stages, segments, from, length }) => {
        const interval = { from: T0 + from, to: T0 + from + length };
        const plan = filmPlan({ intervals: [interval], stages, segments, script: [], nameOf });
        let at = interval.from;
        for (const shot of plan.shots) {
          expect(shot.from).toBe(at);
          expect(shot.frames).toBeGreaterThan(0);
          expect(shot.frames).toBeLessThanOrEqual(SHOT_FRAMES);
          at = shotEnd(shot);
        }
        expect(interval.to - at).toBeGreaterThanOrEqual(0);
        expect(interval.to - at).toBeLessThan(FRAME_MS);
        expect(plan.durationMs).toBe(at - interval.from + TITLE_FRAMES * FRAME_MS);
        expect(plan.missingMs).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 300 },
    );
  });

  test('[RD-8] every pane shows what was on air then, within the picture, from segments of that very source', () => {
    fc.assert(
      fc.property(anyFacts, ({ stages, segments, from, length }) => {
        const interval = { from: T0 + from, to: T0 + from + length };
        const { shots } = filmPlan({ intervals: [interval], stages, segments, script: [], nameOf });
        const known = new Map(segments.map((segment) => [segment.segmentId, segment]));
        for (const shot of shots)
          for (const { siteId: site, source, box, pieces } of shot.panes) {
            expect(box.x + box.width).toBeLessThanOrEqual(FILM.width);
            expect(box.y + box.height).toBeLessThanOrEqual(FILM.height);
            for (const side of Object.values(box)) expect(side % 2).toBe(0);
            let at = shot.from;
            for (const piece of pieces) {
              expect(known.get(piece.segmentId)).toMatchObject({ siteId: site, source });
              expect(piece.from).toBeGreaterThanOrEqual(at);
              expect(piece.to).toBeGreaterThan(piece.from);
              at = piece.to;
            }
            expect(at).toBeLessThanOrEqual(shotEnd(shot));
          }
      }),
      { numRuns: 200 },
    );
  });

  test('[RD-8] whatever instant some segment has, the pieces have it too', () => {
    fc.assert(
      fc.property(fc.array(anySegment, { maxLength: 12 }), fc.nat(250_000), (all, instant) => {
        const same = all.map((segment) => ({ ...segment, siteId: siteId('a'), source: 'camera' as const }));
        const at = T0 + instant;
        const has = (list: readonly { from: number; to: number }[]) =>
          list.some(({ from, to }) => from <= at && at < to);
        expect(has(piecesIn({ from: T0, to: T0 + 250_001 }, same))).toBe(has(same));
      }),
      { numRuns: 300 },
    );
  });

  test('[RD-8] a take becomes a cut at the nearest frame, and what nobody wrote is counted as missing', () => {
    const plan = filmPlan({
      intervals: [{ from: T0, to: T0 + 10_000 }],
      stages: [
        { at: T0 - 5_000, stage: stage('a') },
        { at: T0 + 4_015, stage: stage('b') },
      ],
      segments: [seg('a', -100, 4_200), seg('b', 5_000, 10_000)],
      script: [],
      nameOf,
    });
    expect(plan.shots.map(({ from, frames, panes }) => [from - T0, frames, panes[0]?.siteId])).toEqual([
      [0, 100, 'a'],
      [4_000, 150, 'b'],
    ]);
    expect(plan.missingMs).toBe(1_000);
    expect(plan.chapters).toEqual([{ title: 'Site a', at: TITLE_FRAMES * FRAME_MS }]);
  });

  test('[RD-8] where two recorders wrote, the one that reaches further is used and nothing twice', () => {
    const pieces = piecesIn({ from: T0, to: T0 + 9_000 }, [
      seg('a', 0, 5_000, 'x'),
      seg('a', 2_000, 9_000, 'y'),
    ]);
    expect(pieces).toEqual([
      { segmentId: 'x', from: T0, to: T0 + 5_000 },
      { segmentId: 'y', from: T0 + 5_000, to: T0 + 9_000 },
    ]);
  });

  test('[RD-8] a presentation is large beside the people, unless a pane shows it already', () => {
    const beside = filmPanes({ broadcast: aLayout('full', 'a'), content: siteId('b') });
    expect(beside.map(({ siteId: site, source, box }) => [site, source, box.width])).toEqual([
      ['b', 'content', 960],
      ['a', 'camera', 320],
    ]);
    expect(filmPanes({ broadcast: aLayout('pip', 'content', 'a'), content: siteId('b') })).toHaveLength(2);
  });
});

describe('a guest that stands for a whole meeting of another installation', () => {
  const second = 1_000;
  const plan = (segments: FilmSegment[], floor: string[] = []) =>
    filmPlan({
      intervals: [{ from: T0, to: T0 + 30 * second }],
      stages: [{ at: T0, stage: { ...stage('cp:_'), floor: floor.map(siteId) } }],
      segments,
      script: [],
      nameOf,
    });
  const shown = (segments: FilmSegment[]) =>
    plan(segments).shots.flatMap(({ panes }) => panes.flatMap(({ pieces }) => pieces));

  test('[RD-19] [R-REC-02] is shown by the sites of it that were recorded, the newest of them, and nothing is missing', () => {
    const segments = [
      seg('cp:gov', 0, 20 * second, 'gov'),
      seg('cp:ministry', 10 * second, 30 * second, 'ministry'),
      seg('hb:other', 0, 30 * second, 'other'),
    ];
    expect(shown(segments)).toEqual([
      { segmentId: 'gov', from: T0, to: T0 + 10 * second },
      { segmentId: 'ministry', from: T0 + 10 * second, to: T0 + 30 * second },
    ]);
    expect(plan(segments).missingMs).toBe(0);
  });

  test('[RD-19] everybody who spoke there is heard', () => {
    const voice = (site: string) => ({ ...seg(site, 0, 30 * second), source: 'mic' as const });
    const { shots } = plan([voice('cp:gov'), voice('cp:ministry'), voice('hb:other')], ['cp:_']);
    expect(shots.flatMap(({ sounds }) => sounds.map(({ siteId: id }) => id))).toEqual([
      'cp:gov',
      'cp:ministry',
    ]);
    expect(shots.every(({ sounds }) => sounds.every(({ pieces }) => pieces.length === 1))).toBe(true);
  });

  test('[RD-19] of which nothing was recorded stays an empty pane', () => {
    expect(shown([seg('hb:other', 0, 30 * second)])).toEqual([]);
  });
});
