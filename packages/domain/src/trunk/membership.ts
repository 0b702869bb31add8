import { ok } from '@nhipcau/base';
import {
  type ConferenceEventBody,
  type ConferenceState,
  type Instant,
  type LinkBudget,
  type LinkLimits,
  MAX_SITES,
  type NodeId,
  type RosterEntry,
  type SiteId,
  type TreeNode,
  type TrunkEndReason,
  type TrunkMode,
  type TrunkSide,
} from '@nhipcau/contracts';
import { endedCalls } from '../conference/calls.ts';
import { changeOf, type Decision, liveOf } from '../conference/decision.ts';
import { leaveChambers } from '../conference/divide.ts';
import { sameData } from '../conference/same-data.ts';
import { withdrawnBy } from '../conference/speech.ts';
import { refuse, removeSite } from '../conference/stage-moves.ts';
import { homeOf } from '../conference/standby.ts';
import { checkTopology } from '../conference/tree.ts';

export interface TrunkLinked {
  readonly side: TrunkSide;
  readonly mode: TrunkMode;
  readonly node: TreeNode;
  /** Without their numbers, which are given here. */
  readonly guests: readonly Omit<RosterEntry, 'number' | 'nodeId' | 'leg'>[];
  /** The gate it had before, which this one takes the place of: its guests stay where they are on the stage. */
  readonly replaces?: NodeId;
  /** Sites that the meeting may have; left out: as many as the protocol carries. */
  readonly maxSites?: number;
}

/** Numbers that operators type for guests begin here; the sites of a province end far below. */
const FIRST_NUMBER = 9_001;

/** Another installation takes part, or lends other sites than before (rule TK-6). */
export function linkTrunk(state: ConferenceState, linked: TrunkLinked, now: Instant): Decision {
  const live = liveOf(state);
  if (live === null) return refuse(state.phase === 'ended' ? 'MEETING_ENDED' : 'MEETING_NOT_LIVE');
  const { side, mode, node, guests, replaces, maxSites = MAX_SITES } = linked;
  const { nodeId } = node;
  const isIts = (id: NodeId) => id === nodeId || id === replaces;
  const others = state.roster.filter((entry) => !isIts(entry.nodeId));
  const before = new Map(
    state.roster.filter((entry) => isIts(entry.nodeId)).map((entry) => [entry.siteId, entry]),
  );
  const taken = new Set(others.map((entry) => entry.siteId));
  const clash = guests.find((guest) => taken.has(guest.siteId));
  if (clash) return refuse('SITE_IN_MEETING', { siteId: clash.siteId });
  if (others.length + guests.length > maxSites) return refuse('ROSTER_FULL', { most: maxSites });
  const numbers = freeNumbers([...others, ...before.values()]);
  const entries = guests.map((guest): RosterEntry => {
    const known = before.get(guest.siteId);
    return { ...guest, nodeId, number: known?.number ?? numbers.next().value ?? 0, leg: known?.leg ?? 0 };
  });
  const tree = [...state.tree.filter((other) => !isIts(other.nodeId)), node];
  const topology = checkTopology(tree, [...others, ...entries], { cascadeAllowed: true });
  if (!topology.ok) return refuse('TOPOLOGY_INVALID', { fault: topology.error.kind });
  const known = state.tree.find((other) => other.nodeId === nodeId);
  if (sameData([known, [...before.values()]], [node, entries])) return ok([]);
  const kept = new Set(entries.map((entry) => entry.siteId));
  const gone = [...before.keys()].filter((siteId) => !kept.has(siteId));
  return ok([
    ...departures(state, gone, now),
    { type: 'trunk.linked', side, mode, node, entries, ...(replaces && { replaces }) },
  ]);
}

/** Another installation takes part no more: its guests leave the stage, everything else stays as it is (rule TK-9). */
export function unlinkTrunk(
  state: ConferenceState,
  nodeId: NodeId,
  { reason, now }: { readonly reason: TrunkEndReason; readonly now: Instant },
): Decision {
  const node = state.tree.find((known) => known.nodeId === nodeId && known.trunk);
  if (!node || liveOf(state) === null) return ok([]);
  const guests = state.roster.filter((entry) => entry.nodeId === nodeId).map((entry) => entry.siteId);
  return ok([...departures(state, guests, now), { type: 'trunk.unlinked', nodeId, name: node.name, reason }]);
}

/** Sites leave together: their calls end, the stage forgets them. */
function departures(state: ConferenceState, siteIds: readonly SiteId[], now: Instant): ConferenceEventBody[] {
  const live = liveOf(state);
  if (live === null || siteIds.length === 0) return [];
  const { chairSiteId, stage } = live;
  const next = siteIds.reduce(
    (after, siteId) => removeSite(after, siteId, { chairSiteId, chairView: state.chairViewBefore }),
    stage,
  );
  return [
    ...siteIds.flatMap((siteId) => [...endedCalls(state, now, siteId), ...withdrawnBy(state, siteId, now)]),
    ...changeOf(stage, next, 'siteRemoved', siteIds[0] ?? null),
    ...siteIds.flatMap((siteId) => leaveChambers(state, { ...live, stage: next }, siteId, now)),
    ...siteIds.map((siteId): ConferenceEventBody => ({ type: 'site.removed', siteId })),
  ];
}

function* freeNumbers(roster: readonly RosterEntry[]): Generator<number, number> {
  const taken = new Set(roster.map((entry) => entry.number));
  for (let number = FIRST_NUMBER; ; number += 1) if (!taken.has(number)) yield number;
}

type Membership = Pick<ConferenceState, 'tree' | 'roster' | 'reliefs'>;

/** The state's trees and roster after a trunk was linked or cut: the tree of now, and the one without standbys (rule SB-7). */
export function applyTrunk(
  { tree, roster, reliefs }: Membership,
  body: Extract<ConferenceEventBody, { type: 'trunk.linked' | 'trunk.unlinked' }>,
): Membership {
  const nodeId = body.type === 'trunk.linked' ? body.node.nodeId : body.nodeId;
  const added = body.type === 'trunk.linked' ? body : null;
  const isIts = (id: NodeId) => id === nodeId || id === added?.replaces;
  const gate = added?.node ?? null;
  const planned = gate && {
    ...gate,
    parentId: gate.parentId && homeOf(gate.parentId, reliefs?.given ?? []),
  };
  const changed = (nodes: readonly TreeNode[], node: TreeNode | null) => [
    ...nodes.filter((other) => !isIts(other.nodeId)),
    ...(node ? [node] : []),
  ];
  return {
    tree: changed(tree, gate),
    roster: [...roster.filter((entry) => !isIts(entry.nodeId)), ...(added?.entries ?? [])],
    reliefs: reliefs && { ...reliefs, tree: changed(reliefs.tree, planned) },
  };
}

const lower = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b);

const lowerLimits = (a: LinkLimits, b: LinkLimits): LinkLimits => ({
  programs: Math.min(a.programs, b.programs),
  tiles: Math.min(a.tiles, b.tiles),
  contents: Math.min(a.contents, b.contents),
  kbps: lower(a.kbps, b.kbps),
});

/** What a trunk carries: no more than either side allows (rule TK-13). */
export const agreedBudget = (a: LinkBudget, b: LinkBudget): LinkBudget => ({
  down: lowerLimits(a.down, b.down),
  up: lowerLimits(a.up, b.up),
});

/** The budget of a gate as the tree of the lower installation has it: there the gate is the child. */
export const turned = ({ down, up }: LinkBudget): LinkBudget => ({ down: up, up: down });
