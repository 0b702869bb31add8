import type { NodeId, PlannedNode } from '@nhipcau/contracts';

/** Centre of a card on the drawing, in columns and rows; the root is in row 0. */
export interface Place {
  readonly column: number;
  readonly row: number;
}

/** Where each MCU of a plan stands: leaves side by side in the order of the tree, each MCU above the middle of its own. */
export function planLayout(tree: readonly PlannedNode[]): Map<NodeId, Place> {
  const places = new Map<NodeId, Place>();
  let nextColumn = 0;
  const lay = ({ nodeId }: PlannedNode, row: number): number => {
    const columns = tree.filter(({ parentId }) => parentId === nodeId).map((child) => lay(child, row + 1));
    const [first = nextColumn, last = first] = [columns.at(0), columns.at(-1)];
    if (columns.length === 0) nextColumn += 1;
    const column = (first + last) / 2;
    places.set(nodeId, { column, row });
    return column;
  };
  for (const root of tree.filter(({ parentId }) => parentId === null)) lay(root, 0);
  return places;
}
