import {
  type BringUpFigures,
  BringUpPart,
  type OrganisationId,
  type SessionFigures,
  type SiteFigures,
} from '@nhipcau/contracts';

export const noSessions: SessionFigures = {
  sessions: 0,
  durationMs: 0,
  urgent: 0,
  recorded: 0,
  rehearsals: 0,
  sites: 0,
  incidents: 0,
  duties: 0,
  lateDuties: 0,
};

export const noSites: SiteFigures = {
  sessions: 0,
  sessionMs: 0,
  connectedMs: 0,
  lossNone: 0,
  lossShort: 0,
  lossLong: 0,
  lossTotal: 0,
  lossMs: 0,
  goodS: 0,
  fairS: 0,
  poorS: 0,
  badS: 0,
  rated: 0,
  ratedWell: 0,
  incidents: 0,
  attendance: 0,
  bringUps: 0,
  bringUpsLate: 0,
  bringUpsDone: 0,
  bringUpMs: 0,
};

/** Figures are only ever added: whatever is grouped, the groups add up to the whole (rule FG-3). */
export const addFigures = <Figures extends Readonly<Record<keyof Figures, number>>>(
  zero: Figures,
  rows: readonly Figures[],
): Figures => {
  const sum: Record<string, number> = { ...zero };
  for (const row of rows)
    for (const [key, value] of Object.entries<number>(row)) sum[key] = (sum[key] ?? 0) + value;
  return { ...zero, ...sum };
};

/** A unit of the past and those that came of it. */
export interface Lineage {
  readonly from: string;
  readonly to: string;
}

/**
 * Where the figures of a unit stand in the administration of today: with itself while it is there, else with the one heir
 * its line leads to. A unit that was divided has none; its figures stay with it.
 *
 * @rule FG-5 (R-DIR-01, R-RPT-09)
 */
export function presentUnit(
  organisationId: OrganisationId,
  { lineage, ended }: { readonly lineage: readonly Lineage[]; readonly ended: ReadonlySet<string> },
): { readonly organisationId: string; readonly unsettled: boolean } {
  let at: string = organisationId;
  const seen = new Set<string>();
  while (ended.has(at) && !seen.has(at)) {
    seen.add(at);
    const heirs = [...new Set(lineage.filter(({ from }) => from === at).map(({ to }) => to))];
    const [heir] = heirs;
    if (heir === undefined || heirs.length > 1) return { organisationId, unsettled: true };
    at = heir;
  }
  return { organisationId: at, unsettled: ended.has(at) };
}

/** Sums of one group of calls; a part nobody measured is null. */
export interface CallSums {
  readonly calls: number;
  readonly late: number;
  readonly done: number;
  readonly doneMs: number;
  readonly parts: Readonly<Record<BringUpPart, { readonly ms: number; readonly count: number }>>;
}

/**
 * Calls of one group, and where their time goes: the part with the longest mean.
 *
 * @rule FG-6 (R-CDT-02, R-RPT-09)
 */
export function bringUpFigures(
  name: string,
  siteId: BringUpFigures['siteId'],
  groups: readonly CallSums[],
): BringUpFigures {
  const total = (pick: (sums: CallSums) => number) => groups.reduce((sum, one) => sum + pick(one), 0);
  const mean = (part: BringUpPart): number | null => {
    const count = total((one) => one.parts[part].count);
    return count === 0 ? null : total((one) => one.parts[part].ms) / count;
  };
  const parts: BringUpFigures['parts'] = {
    operator: mean('operator'),
    layout: mean('layout'),
    chairSees: mean('chairSees'),
    chairHears: mean('chairHears'),
    siteSees: mean('siteSees'),
    siteHears: mean('siteHears'),
  };
  const done = total((one) => one.done);
  const slowest = BringUpPart.options.reduce<BringUpPart | null>((worst, part) => {
    const value = parts[part];
    if (value === null) return worst;
    return worst === null || value > (parts[worst] ?? 0) ? part : worst;
  }, null);
  return {
    name,
    siteId,
    calls: total((one) => one.calls),
    late: total((one) => one.late),
    done,
    meanMs: done === 0 ? null : total((one) => one.doneMs) / done,
    parts,
    slowest,
  };
}
