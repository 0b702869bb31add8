import type { PlannedNode, SavePlan } from '@nhipcau/contracts';
import {
  checkTopology,
  conferenceRules,
  type ProposedPlan,
  plannedTree,
  proposePlan,
  withSpares,
} from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { listNodes } from '../directory/directory.repository.ts';
import { meetingTree } from '../meetings/meeting-tree.ts';
import type { CheckFile } from './check-file.ts';
import { homesOf, type Mcu } from './plans.repository.ts';

export const siteIdsOf = ({ sites }: CheckFile) => sites.map(({ siteId }) => siteId);

/** The shallowest tree that the sheets of the MCUs allow (rule PL-3). */
export async function proposalFor(
  executor: Executor,
  file: CheckFile,
  mcus: readonly Mcu[],
): Promise<ProposedPlan> {
  const root = mcus.find(({ isMaster }) => isMaster);
  const homes = await homesOf(executor, siteIdsOf(file));
  const sites = file.sites.flatMap(({ siteId }) => {
    const homeId = homes.get(siteId);
    return homeId ? [{ siteId, homeId }] : [];
  });
  const { cascadeAllowed } = conferenceRules(file.profile);
  // Without a cascade the meeting is held on the MCU of its chair.
  const chairHome = homes.get(file.registration.data.chairSiteId ?? '');
  const rootId = cascadeAllowed ? root?.nodeId : (chairHome ?? root?.nodeId);
  if (rootId === undefined) return { tree: [], depth: 0, unplaced: sites.map(({ siteId }) => siteId) };
  return proposePlan(sites, sheetsOf(mcus), { rootId, cascadeAllowed });
}

export const sheetsOf = (mcus: readonly Mcu[]) =>
  mcus.flatMap(({ sheet }) => (sheet === null ? [] : [sheet]));

/** A tree that somebody drew, with its spare ways. @throws {AppError} PLAN_TREE_INVALID */
export async function checkDrawn(
  executor: Executor,
  { file, mcus, drawn }: { file: CheckFile; mcus: readonly Mcu[]; drawn: NonNullable<SavePlan['tree']> },
): Promise<PlannedNode[]> {
  const fault = drawnFault(file, mcus, drawn);
  if (fault !== null) throw new AppError('PLAN_TREE_INVALID', { fault });
  const tree = withSpares(
    drawn.map((node) => ({ ...node, spareNodeId: null })),
    sheetsOf(mcus),
  );
  const rules = conferenceRules(file.profile);
  const whole = checkTopology(
    plannedTree(meetingTree(await listNodes(executor), [], rules), tree),
    [],
    rules,
  );
  // Without a cascade only the MCU of the plan takes part.
  if (rules.cascadeAllowed && !whole.ok) throw new AppError('PLAN_TREE_INVALID', { fault: whole.error.kind });
  return tree;
}

function drawnFault(
  file: CheckFile,
  mcus: readonly Mcu[],
  drawn: NonNullable<SavePlan['tree']>,
): string | null {
  const siteIds = drawn.flatMap((node) => node.siteIds);
  const invited = new Set(siteIdsOf(file));
  if (new Set(siteIds).size < siteIds.length) return 'siteTwice';
  if (siteIds.some((siteId) => !invited.has(siteId))) return 'siteUnknown';
  if (drawn.some(({ nodeId }) => !mcus.some((mcu) => mcu.nodeId === nodeId))) return 'nodeUnknown';
  const checked = checkTopology(drawn, [], conferenceRules(file.profile));
  return checked.ok ? null : checked.error.kind;
}
