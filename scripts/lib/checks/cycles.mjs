/**
 * Finds circles in a graph (Tarjan's strongly connected components).
 *
 * @param {Map<string, string[]>} edges - node → nodes it leads to
 * @returns {string[]} one line per circle, naming a shortest way around it
 */
export function findCycles(edges) {
  return componentsOf(edges)
    .filter((component) => component.length > 1 || edges.get(component[0])?.includes(component[0]))
    .map((component) => shortestCircle(component, edges).join(' → '))
    .sort();
}

function componentsOf(edges) {
  const index = new Map();
  const low = new Map();
  const stack = [];
  const components = [];

  const visit = (node) => {
    index.set(node, index.size);
    low.set(node, index.get(node));
    stack.push(node);
    for (const next of edges.get(node) ?? []) {
      if (!index.has(next)) {
        visit(next);
        low.set(node, Math.min(low.get(node), low.get(next)));
      } else if (stack.includes(next)) {
        low.set(node, Math.min(low.get(node), index.get(next)));
      }
    }
    if (low.get(node) === index.get(node)) components.push(stack.splice(stack.indexOf(node)));
  };
  for (const node of edges.keys()) if (!index.has(node)) visit(node);
  return components;
}

/** Breadth first from the component's first node back to itself. */
function shortestCircle(component, edges) {
  const start = [...component].sort()[0];
  const cameFrom = new Map();
  const waiting = [start];
  for (let node = waiting.shift(); node !== undefined; node = waiting.shift()) {
    for (const next of edges.get(node) ?? []) {
      if (!component.includes(next)) continue;
      if (next === start) return wayTo(node, cameFrom, start);
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, node);
      waiting.push(next);
    }
  }
  return component;
}

function wayTo(end, cameFrom, start) {
  const way = [start];
  for (let node = end; node !== start; node = cameFrom.get(node)) way.splice(1, 0, node);
  return [...way, start];
}
