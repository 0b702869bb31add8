import type { RehearsalGap } from '@nhipcau/contracts';
import { type TrialStage, trialStages } from '@nhipcau/domain';
import type { Executor } from '../database/database.ts';
import type { CheckFile } from '../preparation/check-file.ts';
import { hasWaves, newestPlan } from '../preparation/plans.repository.ts';
import { districtOfSites, storedWaves } from '../schedule/waves.repository.ts';

/** Stages of a meeting's rehearsal, with the half days that are reserved for them. */
export interface StagedFile {
  readonly stages: readonly TrialStage[];
  readonly isLarge: boolean;
  readonly districtOf: ReadonlyMap<string, string | null>;
  readonly plannedFrom: ReadonlyMap<number, { readonly start: number; readonly end: number }>;
}

export async function stagedFile(executor: Executor, file: CheckFile): Promise<StagedFile> {
  const { meetingId } = file.registration;
  const siteIds = file.sites.map(({ siteId }) => siteId);
  const gathering = await districtOfSites(executor, siteIds);
  const districtOf = new Map<string, string | null>(
    gathering.map(({ siteId, district }) => [siteId, district]),
  );
  const { waves } = file.profile.office.schedule;
  const { closing } = file.profile.office.rehearsal;
  const word = file.profile.terms.rehearsal?.text ?? 'tổng duyệt';
  const stages = trialStages(
    { waves, closing },
    siteIds.map((siteId) => ({ siteId, district: districtOf.get(siteId) ?? null })),
    `${word.charAt(0).toLocaleUpperCase('vi')}${word.slice(1)}`,
  );
  const planned = new Map<number, { start: number; end: number }>();
  for (const { stage, start, end } of await storedWaves(executor, meetingId)) {
    const known = planned.get(stage);
    planned.set(stage, {
      start: Math.min(start, known?.start ?? start),
      end: Math.max(end, known?.end ?? end),
    });
  }
  return {
    stages,
    isLarge: waves !== null && siteIds.length > waves.above,
    districtOf,
    plannedFrom: planned,
  };
}

/**
 * What is missing before a rehearsal may begin: the plan where the text wants it first, and for a large meeting its
 * scenario in half days.
 *
 * @rule RH-5 (R-PLN-01, R-PLN-08; VP Đ6.1 b3, QN Đ6.1)
 */
export async function openingGaps(
  executor: Executor,
  file: CheckFile,
  isLarge: boolean,
): Promise<RehearsalGap[]> {
  const { meetingId } = file.registration;
  const gaps: RehearsalGap[] = [];
  if (file.profile.office.rehearsal.planFirst !== null || isLarge) {
    const plan = await newestPlan(executor, meetingId);
    if (plan === null) gaps.push('planMissing');
    else if (Object.values(plan.sections).some((text) => text.trim() === '')) gaps.push('planEmpty');
  }
  if (isLarge && !(await hasWaves(executor, meetingId))) gaps.push('wavesMissing');
  return gaps;
}
