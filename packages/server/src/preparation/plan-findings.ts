import type { PlanFinding, PlannedNode, PlanSections } from '@nhipcau/contracts';
import { emptySections, inScope, overloadsOf, planDepth } from '@nhipcau/domain';
import type { Executor } from '../database/database.ts';
import type { CheckFile } from './check-file.ts';
import { sheetsOf, siteIdsOf } from './plan-drawing.ts';
import { hasWaves, homesOf, type Mcu } from './plans.repository.ts';

/** Kind of paper by which an operating unit says how it keeps quality and security (R-PLN-07). */
const QUALITY_PLAN = 'qualityPlan';

/**
 * Units that run systems and have not filed their plan for quality and security of MCU, lines and terminals.
 *
 * @rule PL-5 (R-PLN-07; HB III.1, III.4; VP Đ12-2)
 */
async function withoutQualityPlan(executor: Executor, { profile, units }: CheckFile): Promise<string[]> {
  const asked = profile.office.security.papers.find(({ key }) => key === QUALITY_PLAN);
  if (!asked) return [];
  const filed = await executor
    .selectFrom('unit_document')
    .select('organisation_id')
    .where('kind', '=', QUALITY_PLAN)
    .execute();
  const has = new Set(filed.map(({ organisation_id }) => organisation_id));
  return units.all
    .filter((unit) => inScope(asked.scope, unit) && !has.has(unit.organisationId))
    .map(({ name }) => name);
}

const DEEP = 2;

/** What is wrong with a plan, and what could be better. */
export async function findingsOf(
  executor: Executor,
  file: CheckFile,
  {
    mcus,
    tree,
    sections,
    proposed,
  }: {
    mcus: readonly Mcu[];
    tree: readonly PlannedNode[];
    sections: PlanSections;
    proposed: readonly PlannedNode[];
  },
): Promise<PlanFinding[]> {
  const finding = (severity: PlanFinding['severity'], code: PlanFinding['code'], subject: string) => ({
    severity,
    code,
    subject,
  });
  const homes = new Set((await homesOf(executor, siteIdsOf(file))).values());
  const nameOf = (id: string) => mcus.find(({ nodeId }) => nodeId === id)?.name ?? id;
  const placed = new Set(tree.flatMap(({ siteIds }) => siteIds));
  const unplaced = file.sites.filter(({ siteId }) => !placed.has(siteId));
  const above = file.profile.office.schedule.waves?.above ?? null;
  const isLarge = above !== null && file.sites.length > above;
  return [
    ...(tree.length === 0 ? [finding('error', 'noMcu', '')] : []),
    ...mcus
      .filter(({ nodeId, sheet }) => sheet === null && homes.has(nodeId))
      .map(({ name }) => finding('error', 'sheetMissing', name)),
    ...(unplaced.length > 0 ? [finding('error', 'siteUnplaced', String(unplaced.length))] : []),
    ...overloadsOf(tree, sheetsOf(mcus)).map(({ code, nodeId }) => finding('error', code, nameOf(nodeId))),
    ...(planDepth(tree) > planDepth(proposed)
      ? [finding('warning', 'shallower', String(planDepth(proposed)))]
      : []),
    ...(planDepth(tree) > DEEP ? [finding('warning', 'deep', String(planDepth(tree)))] : []),
    ...tree
      .filter(({ parentId, spareNodeId }) => parentId !== null && spareNodeId === null)
      .filter(({ nodeId }) => mcus.find((mcu) => mcu.nodeId === nodeId)?.standbyId == null)
      .map(({ nodeId }) => finding('warning', 'noSpare', nameOf(nodeId))),
    ...emptySections(sections).map((key) => finding('error', 'sectionEmpty', key)),
    ...(isLarge && !(await hasWaves(executor, file.registration.meetingId))
      ? [finding('error', 'wavesMissing', String(file.sites.length))]
      : []),
    ...(await withoutQualityPlan(executor, file)).map((name) =>
      finding('warning', 'qualityPlanMissing', name),
    ),
  ];
}
