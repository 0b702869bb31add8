import { err, ok, type Result } from '@nhipcau/base';
import type {
  Instant,
  Quality,
  RehearsalAct,
  RehearsalGap,
  RehearsalRules,
  RehearsalStage,
  ScheduleRules,
  SiteId,
  TrialOutcome,
  TrialState,
} from '@nhipcau/contracts';

/** A site that takes part, and the district it gathers with. */
export interface TrialSite {
  readonly siteId: SiteId;
  readonly district: string | null;
}

export interface TrialStage extends Pick<RehearsalStage, 'stage' | 'name' | 'gathering'> {
  /** Sites that are tried in it, in the order of their numbers. */
  readonly siteIds: readonly SiteId[];
}

/**
 * Stages of a rehearsal: one, unless the regulation has a large meeting tried in half days; then its stages in their order,
 * and everything once more with the centre.
 *
 * @param name - of the only stage
 * @rule RH-1 (R-PLN-08, R-RHS-04, R-RHS-05, R-RHS-06; QN Đ6.1)
 */
export function trialStages(
  { waves, closing }: Pick<ScheduleRules, 'waves'> & Pick<RehearsalRules, 'closing'>,
  sites: readonly TrialSite[],
  name: string,
): TrialStage[] {
  const all = sites.map(({ siteId }) => siteId);
  if (waves === null || sites.length <= waves.above)
    return [{ stage: 1, name, gathering: 'common', siteIds: all }];
  const inDistricts = sites.filter(({ district }) => district !== null).map(({ siteId }) => siteId);
  const stages: TrialStage[] = waves.stages.map((stage, index) => ({
    stage: index + 1,
    name: stage.name,
    gathering: stage.gathering,
    siteIds: stage.gathering === 'district' ? inDistricts : all,
  }));
  return closing === null
    ? stages
    : [...stages, { stage: stages.length + 1, name: closing.name, gathering: 'centre', siteIds: all }];
}

export interface TrialEntry {
  readonly at: Instant;
  readonly byName: string;
  readonly act: RehearsalAct;
}

export interface SiteTrial {
  readonly state: TrialState;
  /** Times it was tried in the stage that runs. */
  readonly tries: number;
  readonly quality: Quality | null;
  readonly fault: string | null;
  readonly fix: string | null;
  readonly staff: string | null;
  readonly at: Instant | null;
  readonly byName: string | null;
}

export interface TrialStanding {
  /** The stage that runs, or ran last. */
  readonly stage: number;
  readonly sites: ReadonlyMap<SiteId, SiteTrial>;
  readonly queue: readonly SiteId[];
  readonly segments: ReadonlyMap<string, { readonly outcome: TrialOutcome; readonly note: string | null }>;
  readonly ended: { readonly at: Instant; readonly statement: string; readonly reason: string | null } | null;
  /** By stage: passed, and to be tried again. */
  readonly counts: ReadonlyMap<number, { readonly passed: number; readonly again: number }>;
}

const untried: SiteTrial = {
  state: 'waiting',
  tries: 0,
  quality: null,
  fault: null,
  fix: null,
  staff: null,
  at: null,
  byName: null,
};

type Tried = TrialEntry & { readonly act: Extract<RehearsalAct, { act: 'result' }> };

/**
 * A rehearsal as its acts leave it. In each stage the newest result of a site counts; whoever failed is tried again, after
 * those that were not tried yet.
 *
 * @param entries - oldest first
 * @rule RH-2 (R-RHS-04, R-RHS-05, R-CHK-10)
 */
export function trialStanding(stages: readonly TrialStage[], entries: readonly TrialEntry[]): TrialStanding {
  let stage = 1;
  let ended: TrialStanding['ended'] = null;
  const segments = new Map<string, { outcome: TrialOutcome; note: string | null }>();
  const results = new Map<number, Tried[]>();
  for (const entry of entries) {
    const { act, at } = entry;
    if (act.act === 'advance') stage += 1;
    else if (act.act === 'end') ended = { at, statement: act.statement, reason: act.reason };
    else if (act.act === 'segment') segments.set(act.segmentId, { outcome: act.outcome, note: act.note });
    else results.set(stage, [...(results.get(stage) ?? []), { ...entry, act }]);
  }
  const running = stages.find((one) => one.stage === stage);
  const own = new Set(running?.siteIds ?? []);
  const known = [...new Set(stages.flatMap(({ siteIds }) => siteIds))];
  const sites = new Map(
    known.map((siteId) => [
      siteId,
      own.has(siteId) ? siteTrial(siteId, results.get(stage) ?? []) : { ...untried, state: 'later' as const },
    ]),
  );
  const stateOf = (siteId: SiteId) => sites.get(siteId)?.state;
  const again = [...own].filter((siteId) => stateOf(siteId) === 'again');
  return {
    stage,
    sites,
    queue: [
      ...[...own].filter((siteId) => stateOf(siteId) === 'waiting'),
      ...again.toSorted((a, b) => (sites.get(a)?.at ?? 0) - (sites.get(b)?.at ?? 0)),
    ],
    segments,
    ended,
    counts: new Map(stages.map((one) => [one.stage, countOf(one, results.get(one.stage) ?? [])])),
  };
}

function siteTrial(siteId: SiteId, results: readonly Tried[]): SiteTrial {
  const own = results.filter(({ act }) => act.siteId === siteId);
  const newest = own.at(-1);
  if (!newest) return untried;
  const { outcome, quality, fault, fix, staff } = newest.act;
  return {
    state: outcome === 'passed' ? 'passed' : 'again',
    tries: own.length,
    quality,
    fault,
    fix,
    staff,
    at: newest.at,
    byName: newest.byName,
  };
}

function countOf({ siteIds }: TrialStage, results: readonly Tried[]): { passed: number; again: number } {
  const states = siteIds.map((siteId) => siteTrial(siteId, results).state);
  return {
    passed: states.filter((state) => state === 'passed').length,
    again: states.filter((state) => state === 'again').length,
  };
}

/**
 * What speaks against going on to the next stage: sites nobody tried, sites that are not good.
 *
 * @rule RH-3 (R-PLN-08; QN Đ6.1)
 */
export function advanceGaps(standing: TrialStanding): RehearsalGap[] {
  if (standing.ended !== null) return ['notRunning'];
  return openGaps(standing);
}

/**
 * What speaks against ending: a stage still to come, sites nobody tried, sites that are not good.
 *
 * @rule RH-4 (R-RHS-06; QN Đ6.1)
 */
export function endGaps(stages: readonly TrialStage[], standing: TrialStanding): RehearsalGap[] {
  if (standing.ended !== null) return ['notRunning'];
  return [...openGaps(standing), ...(standing.stage < stages.length ? (['notLastStage'] as const) : [])];
}

function openGaps({ sites }: TrialStanding): RehearsalGap[] {
  const states = [...sites.values()].map(({ state }) => state);
  return [
    ...(states.includes('waiting') ? (['untried'] as const) : []),
    ...(states.includes('again') ? (['notGood'] as const) : []),
  ];
}

export type TrialRefusal = RehearsalGap | 'siteOfLater' | 'noNextStage' | 'seatOpen';

/**
 * Whether an act fits a rehearsal as it stands. Going on and ending in spite of a gap need a reason; a site passes the last
 * stage only when it was tried from the chair's seat.
 *
 * @rule RH-3, RH-4, RH-5 (R-CHK-04; BD Đ10.2b, QN Đ5.2.1)
 */
export function checkTrialAct(
  stages: readonly TrialStage[],
  standing: TrialStanding,
  act: RehearsalAct,
  { seatOpen }: { readonly seatOpen: boolean },
): Result<RehearsalAct, TrialRefusal> {
  if (standing.ended !== null) return err('notRunning');
  switch (act.act) {
    case 'segment':
      return ok(act);
    case 'result':
      if (standing.sites.get(act.siteId)?.state === 'later') return err('siteOfLater');
      if (act.outcome === 'passed' && seatOpen && standing.stage === stages.length) return err('seatOpen');
      return ok(act);
    case 'advance': {
      if (standing.stage >= stages.length) return err('noNextStage');
      const [gap] = advanceGaps(standing);
      return gap !== undefined && act.reason === null ? err(gap) : ok(act);
    }
    case 'end': {
      const [gap] = endGaps(stages, standing);
      return gap !== undefined && act.reason === null ? err(gap) : ok(act);
    }
  }
}

/**
 * Who may show something in a rehearsal without being asked: where satellites keep discipline only the chair's site, else
 * whoever may in the meeting.
 *
 * @rule RH-6 (R-RHS-03; QN Đ5.2.2)
 */
export const trialPresenters = (
  { discipline }: Pick<RehearsalRules, 'discipline'>,
  { chairSiteId, presenterIds }: { readonly chairSiteId: SiteId; readonly presenterIds: readonly SiteId[] },
): readonly SiteId[] =>
  discipline === null ? presenterIds : presenterIds.filter((siteId) => siteId === chairSiteId);

/** The roles that lead a rehearsal; the first entry that fits (R-RHS-01). */
export const leadersOf = (
  { ledBy }: Pick<RehearsalRules, 'ledBy'>,
  { urgency, kind }: { readonly urgency: 'planned' | 'urgent'; readonly kind: string },
): readonly string[] =>
  ledBy.find(
    (entry) => (entry.urgency === null || entry.urgency === urgency) && (entry.kinds?.includes(kind) ?? true),
  )?.roles ?? [];
