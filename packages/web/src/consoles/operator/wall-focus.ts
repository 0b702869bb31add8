const directions: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Moves the focus from tile to tile: left and right in reading order, up and down to the nearest. @returns whether it moved */
export function moveFocus(wall: HTMLElement, key: string): boolean {
  const direction = directions[key];
  if (!direction) return false;
  const tiles = [...wall.querySelectorAll<HTMLElement>('.tile')];
  const index = tiles.findIndex((tile) => tile.matches(':focus'));
  const present = tiles[index];
  const next =
    present === undefined
      ? tiles[0]
      : direction[0] !== 0
        ? tiles[index + direction[0]]
        : nearest(tiles, present, direction[1]);
  next?.focus();
  return next !== undefined;
}

function nearest(tiles: readonly HTMLElement[], from: HTMLElement, down: number): HTMLElement | undefined {
  const start = from.getBoundingClientRect();
  let best: { tile: HTMLElement; distance: number } | null = null;
  for (const tile of tiles) {
    const box = tile.getBoundingClientRect();
    const dy = (box.top - start.top) * down;
    if (dy < start.height / 2) continue;
    const distance = dy * 4 + Math.abs(box.left - start.left);
    if (best === null || distance < best.distance) best = { tile, distance };
  }
  return best?.tile;
}
