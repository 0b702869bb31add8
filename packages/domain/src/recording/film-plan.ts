import type { SegmentFacts, SiteId, Stage } from '@nhipcau/contracts';
import { codeOfProgram } from '../trunk/alias.ts';
import { type Box, filmPanes } from './film-layout.ts';

/** Length of a picture of the film, milliseconds. */
export const FRAME_MS = 40;
/** A film begins with its title. */
export const TITLE_FRAMES = 100;
/** A shot is no longer than this, so that a film that is interrupted goes on where it was. */
export const SHOT_FRAMES = 1_500;
/** A source that has just begun is shown from the first picture there is, instead of a black pane, for this long at most. */
export const HOLD_MS = 2_000;
const CHAPTER_APART_MS = 30_000;

export type FilmSegment = Pick<SegmentFacts, 'segmentId' | 'siteId' | 'source'> & {
  /** Wall clock, epoch ms. */
  readonly from: number;
  readonly to: number;
};

/** From a start of the recorder to its stop. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** What was seen and heard from an instant on. */
export interface StageAt {
  readonly at: number;
  readonly stage: Pick<Stage, 'broadcast' | 'content' | 'floor'>;
}

/** A part of a segment, in wall clock. */
export interface Piece {
  readonly segmentId: string;
  readonly from: number;
  readonly to: number;
}

export interface ShotPane {
  readonly siteId: SiteId;
  readonly source: 'camera' | 'content';
  readonly box: Box;
  readonly pieces: readonly Piece[];
}

/** Some frames of the film in which nothing is rearranged. */
export interface Shot {
  /** Wall clock of its first frame. */
  readonly from: number;
  readonly frames: number;
  readonly panes: readonly ShotPane[];
  /** Sounds that are heard, each site's pieces. */
  readonly sounds: readonly { readonly siteId: SiteId; readonly pieces: readonly Piece[] }[];
}

export interface Chapter {
  readonly title: string;
  /** In the film, milliseconds. */
  readonly at: number;
}

export interface FilmPlan {
  readonly shots: readonly Shot[];
  readonly chapters: readonly Chapter[];
  readonly durationMs: number;
  /** Time in which the largest picture on air was not recorded. */
  readonly missingMs: number;
}

export interface FilmFacts {
  readonly intervals: readonly Interval[];
  /** In order of time; the first holds from before the first interval. */
  readonly stages: readonly StageAt[];
  readonly segments: readonly FilmSegment[];
  /** Steps of the approved running order, by their planned time. */
  readonly script: readonly { readonly title: string; readonly at: number }[];
  readonly nameOf: (siteId: SiteId) => string;
}

/**
 * How a film is cut from what was recorded: pure, so that the same facts give the same film (rule RD-8). Each stretch in
 * which nothing is rearranged is a shot of whole frames; its sound has the same length to the sample.
 */
export function filmPlan(facts: FilmFacts): FilmPlan {
  const material = new Material(facts.segments);
  const shots = facts.intervals.flatMap((interval) => shotsOf(interval, facts.stages, material));
  const frames = shots.reduce((sum, shot) => sum + shot.frames, TITLE_FRAMES);
  return {
    shots,
    chapters: chaptersOf(shots, facts),
    durationMs: frames * FRAME_MS,
    missingMs: shots.reduce((sum, shot) => sum + missingIn(shot), 0),
  };
}

/** Wall clock of the first instant after a shot. */
export const shotEnd = ({ from, frames }: Pick<Shot, 'from' | 'frames'>): number => from + frames * FRAME_MS;

/**
 * The segments by whom they show. A guest that stands for a whole meeting of another installation has none of its own: the
 * sites that were shown of it were recorded by their names, the newest is the one that is on (rule RD-19).
 */
class Material {
  readonly #bySource: ReadonlyMap<string, readonly FilmSegment[]>;
  readonly #ofGuests = new Map<string, readonly FilmSegment[]>();

  constructor(segments: readonly FilmSegment[]) {
    this.#bySource = Map.groupBy(segments, ({ siteId, source }) => `${siteId}/${source}`);
  }

  of(siteId: SiteId, source: FilmSegment['source']): readonly FilmSegment[] {
    const key = `${siteId}/${source}`;
    const own = this.#bySource.get(key);
    const code = codeOfProgram(siteId);
    if (own || code === null) return own ?? [];
    const known = this.#ofGuests.get(key) ?? oneAtATime(this.#from(code, source));
    this.#ofGuests.set(key, known);
    return known;
  }

  /** Who is heard where a site has the floor: of a guest everybody who spoke there. */
  voices(siteId: SiteId): readonly SiteId[] {
    const code = codeOfProgram(siteId);
    if (code === null) return [siteId];
    return [...new Set(this.#from(code, 'mic').map((segment) => segment.siteId))];
  }

  #from(code: string, source: FilmSegment['source']): FilmSegment[] {
    return [...this.#bySource].flatMap(([key, segments]) =>
      key.startsWith(`${code}:`) && key.endsWith(`/${source}`) ? [...segments] : [],
    );
  }
}

/** Each until another site begins: what is shown of a guest is one picture. */
function oneAtATime(segments: readonly FilmSegment[]): FilmSegment[] {
  const ordered = segments.toSorted((a, b) => a.from - b.from);
  return ordered.flatMap((segment, index) => {
    const next = ordered.slice(index + 1).find(({ siteId }) => siteId !== segment.siteId);
    const to = Math.min(segment.to, next?.from ?? segment.to);
    return to > segment.from ? [{ ...segment, to }] : [];
  });
}

function shotsOf(interval: Interval, stages: readonly StageAt[], material: Material): Shot[] {
  const total = Math.floor((interval.to - interval.from) / FRAME_MS);
  const frameOf = (at: number) => Math.min(total, Math.max(0, Math.round((at - interval.from) / FRAME_MS)));
  const cuts = new Set([0, ...stages.map(({ at }) => frameOf(at))]);
  for (let frame = SHOT_FRAMES; frame < total; frame += SHOT_FRAMES) cuts.add(frame);
  const ordered = [...cuts].sort((a, b) => a - b).filter((frame) => frame < total);
  return ordered.map((frame, index) => {
    const from = interval.from + frame * FRAME_MS;
    const frames = (ordered[index + 1] ?? total) - frame;
    // The stage that holds from this frame on: the last whose change was rounded to it or before.
    const stage = stages.findLast(({ at }) => frameOf(at) <= frame)?.stage ?? stages[0]?.stage;
    return shotAt({ from, to: from + frames * FRAME_MS }, frames, stage, material);
  });
}

function shotAt(
  span: Interval,
  frames: number,
  stage: StageAt['stage'] | undefined,
  material: Material,
): Shot {
  const pieces = (siteId: SiteId, source: FilmSegment['source']) =>
    piecesIn(span, material.of(siteId, source));
  if (!stage) return { from: span.from, frames, panes: [], sounds: [] };
  return {
    from: span.from,
    frames,
    panes: filmPanes(stage).map((pane) => ({ ...pane, pieces: pieces(pane.siteId, pane.source) })),
    sounds: stage.floor
      .flatMap((siteId) => material.voices(siteId))
      .map((siteId) => ({ siteId, pieces: pieces(siteId, 'mic') })),
  };
}

/** What covers a span, in order and without overlap: where two recorders wrote the same, the one that reaches further. */
export function piecesIn({ from, to }: Interval, segments: readonly FilmSegment[]): Piece[] {
  const inside = segments.filter((segment) => segment.to > from && segment.from < to);
  const pieces: Piece[] = [];
  for (let at = from; at < to; ) {
    const covering = inside.filter((segment) => segment.from <= at && segment.to > at);
    const next = covering.length > 0 ? covering : inside.filter((segment) => segment.from > at);
    const best =
      covering.length > 0
        ? next.reduce((a, b) => (b.to > a.to ? b : a), covering[0] as FilmSegment)
        : next.reduce<FilmSegment | null>((a, b) => (a === null || b.from < a.from ? b : a), null);
    if (best === null) break;
    const piece = { segmentId: best.segmentId, from: Math.max(at, best.from), to: Math.min(to, best.to) };
    pieces.push(piece);
    at = piece.to;
  }
  return pieces;
}

/** Time of a shot in which a pane of it was not recorded. */
export function uncoveredMs({ pieces }: Pick<ShotPane, 'pieces'>, { frames }: Pick<Shot, 'frames'>): number {
  const covered = pieces.reduce((sum, piece) => sum + piece.to - piece.from, 0);
  return Math.max(0, frames * FRAME_MS - covered);
}

function missingIn(shot: Shot): number {
  const [largest] = shot.panes;
  return largest ? uncoveredMs(largest, shot) : 0;
}

/** Steps of the running order, or else who was on air. */
function chaptersOf(shots: readonly Shot[], { script, nameOf }: FilmFacts): Chapter[] {
  const chapters: Chapter[] = [];
  let at = TITLE_FRAMES * FRAME_MS;
  const add = (title: string, when: number) => {
    const last = chapters.at(-1);
    if (last?.title !== title && (!last || when - last.at >= CHAPTER_APART_MS))
      chapters.push({ title, at: when });
  };
  for (const shot of shots) {
    if (script.length > 0) {
      const step = script.findLast((entry) => entry.at < shotEnd(shot));
      if (step) add(step.title, at + Math.max(0, step.at - shot.from));
    } else {
      const [largest] = shot.panes;
      if (largest) add(nameOf(largest.siteId), at);
    }
    at += shot.frames * FRAME_MS;
  }
  return chapters;
}
