import type { RegistrationData, SharedKind } from '@nhipcau/contracts';
import { nominalKbps } from '../conference/link-budget.ts';

/** Where a node stands in the tree, by the ids as they are stored. */
export interface NodePlace {
  readonly nodeId: string;
  readonly parentId: string | null;
}

/** So much of a shared thing a meeting needs while it runs. */
export interface Load {
  readonly kind: SharedKind;
  readonly resourceId: string;
  readonly units: number;
}

/** The one thing of which parallel meetings are counted. */
export const SESSIONS = 'installation';

/**
 * What a meeting takes of MCUs and the links between them: a port for every site and for every link that ends at a node;
 * on a link a picture each way, and one more when content may be shown; one session. Of the lines, in their busier direction:
 * to every port, and over every link, a picture and a voice, and a presentation when content may be shown. Tiles are not
 * counted, they are the first that a short line leaves out (LK-5).
 *
 * @param siteNodes - node of every site of the meeting
 * @rule SC-8, SC-13 (R-SCH-07; VP Đ6.1 b3; QN Đ6.1)
 */
export function loadOf(
  nodes: readonly NodePlace[],
  siteNodes: readonly string[],
  { slides, video }: Pick<RegistrationData['technical'], 'slides' | 'video'>,
): Load[] {
  const ports = new Map<string, number>();
  for (const node of siteNodes) ports.set(node, (ports.get(node) ?? 0) + 1);
  const links = linksBetween(nodes, [...ports.keys()]);
  for (const { child, parent } of links)
    for (const end of [child, parent]) ports.set(end, (ports.get(end) ?? 0) + 1);
  const hasContent = slides || video;
  const streams = hasContent ? 3 : 2;
  const kbps = nominalKbps.high + nominalKbps.voice + (hasContent ? nominalKbps.content : 0);
  const loads: Load[] = [
    ...[...ports].flatMap(([resourceId, units]): Load[] => [
      { kind: 'mcu', resourceId, units },
      { kind: 'mcuRate', resourceId, units: units * kbps },
    ]),
    ...links.flatMap(({ child: resourceId }): Load[] => [
      { kind: 'link', resourceId, units: streams },
      { kind: 'linkRate', resourceId, units: kbps },
    ]),
    { kind: 'session', resourceId: SESSIONS, units: 1 },
  ];
  return loads.toSorted((a, b) => a.kind.localeCompare(b.kind) || a.resourceId.localeCompare(b.resourceId));
}

/** Links of the tree that join these nodes; a link is known by the node below it. */
function linksBetween(
  nodes: readonly NodePlace[],
  used: readonly string[],
): { child: string; parent: string }[] {
  const parentOf = new Map<string, string | null>(nodes.map(({ nodeId, parentId }) => [nodeId, parentId]));
  const below = new Map<string, number>();
  for (const node of used) {
    const seen = new Set<string>();
    for (let at: string | null = node; at !== null && !seen.has(at); at = parentOf.get(at) ?? null) {
      seen.add(at);
      below.set(at, (below.get(at) ?? 0) + 1);
    }
  }
  // A node above all of them joins nothing: it has everybody below it.
  return [...below].flatMap(([child, count]) => {
    const parent = parentOf.get(child) ?? null;
    return parent !== null && count < used.length ? [{ child, parent }] : [];
  });
}
