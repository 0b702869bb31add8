import type { LayoutKind, SiteId, Stage } from '@nhipcau/contracts';
import { layoutCapacity } from '@nhipcau/contracts';

/** Size of the film, pixels. */
export const FILM = { width: 1280, height: 720 } as const;

/** A rectangle of the film; all numbers even, as the encoder wants them. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One source at one place of the film. */
export interface FilmPane {
  readonly siteId: SiteId;
  readonly source: 'camera' | 'content';
  readonly box: Box;
}

const WHOLE: Box = { x: 0, y: 0, ...FILM };
/** Beside a presentation the people are in a column at the right. */
const CONTENT: Box = { x: 0, y: 90, width: 960, height: 540 };
const PEOPLE: Box = { x: 960, y: 90, width: 320, height: 180 };
const SMALL_SHARE = 0.3;

const even = (value: number): number => 2 * Math.round(value / 2);

/**
 * What the film shows of a stage: the picture on air as it was arranged, and the presentation large beside it unless a pane
 * of the picture shows it already.
 *
 * @rule RD-8
 */
export function filmPanes({ broadcast, content }: Pick<Stage, 'broadcast' | 'content'>): FilmPane[] {
  const hasPane = broadcast.slots.some(({ kind }) => kind === 'content');
  const isBeside = content !== null && !hasPane;
  const boxes = boxesOf(broadcast.kind, isBeside ? PEOPLE : WHOLE);
  const people = broadcast.slots.flatMap((slot, index): FilmPane[] => {
    const box = boxes[index];
    if (!box) return [];
    if (slot.kind === 'site') return [{ siteId: slot.siteId, source: 'camera', box }];
    return slot.kind === 'content' && content !== null ? [{ siteId: content, source: 'content', box }] : [];
  });
  return isBeside ? [{ siteId: content, source: 'content', box: CONTENT }, ...people] : people;
}

/** Panes of a layout within an area, the largest first. */
function boxesOf(kind: LayoutKind, area: Box): Box[] {
  if (kind === 'full') return [area];
  if (kind === 'pip') {
    const width = even(area.width * SMALL_SHARE);
    const height = even(area.height * SMALL_SHARE);
    return [area, { x: area.x + area.width - width, y: area.y + area.height - height, width, height }];
  }
  const side = Math.sqrt(layoutCapacity[kind]);
  const at = (share: number, length: number) => even((length * share) / side);
  return Array.from({ length: layoutCapacity[kind] }, (_, index): Box => {
    const column = index % side;
    const row = Math.floor(index / side);
    const x = at(column, area.width);
    const y = at(row, area.height);
    return {
      x: area.x + x,
      y: area.y + y,
      width: at(column + 1, area.width) - x,
      height: at(row + 1, area.height) - y,
    };
  });
}
