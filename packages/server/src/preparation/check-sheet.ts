import type {
  AudioSet,
  CheckItem,
  CheckPhaseSheet,
  OutstandingIssue,
  SiteCheckSheet,
} from '@nhipcau/contracts';
import { isRetestOpen } from '@nhipcau/domain';
import type { CheckFile } from './check-file.ts';
import type { historyOf, StoredResult } from './checks.repository.ts';
import type { SiteState } from './site-state.ts';

interface Reader {
  readonly history: Awaited<ReturnType<typeof historyOf>>;
  readonly outstanding: readonly OutstandingIssue[];
  readonly mayOrder: boolean;
  /** Sound systems that stand at the site. */
  readonly audio: readonly AudioSet[];
  mayAnswer(item: CheckItem): boolean;
}

/** One site's checks as they are shown. Whoever serves it need not know what the meeting is about. */
export function sheetOf(file: CheckFile, state: SiteState, reader: Reader): SiteCheckSheet {
  const { registration } = file;
  const { site, standing, results, retests, kept, changes } = state;
  const { meetingId, fileNumber, data } = registration;
  return {
    meetingId,
    fileNumber,
    title: data.secret.declared ? fileNumber : data.title,
    startsAt: data.official.start,
    siteId: site.siteId,
    number: site.number,
    name: site.name,
    isChair: site.isChair,
    terminal: site.terminal,
    state: standing.state,
    phases: standing.phases.map((phase) => phaseOf(file, phase, results, reader)),
    frozen: kept && { at: kept.at, byName: kept.byName, code: kept.code },
    changes: changes.slice(0, 30),
    outstanding: reader.outstanding.map(({ words, at, byName }) => ({ words, at, byName })),
    retests: retests.slice(-200).map(({ phase, cause, at, byName, items }) => ({
      phase,
      cause,
      orderedAt: at,
      byName,
      open: isRetestOpen({ phase, items, at }, results),
    })),
    history: reader.history,
    mayOrder: reader.mayOrder,
  };
}

type PhaseStanding = SiteState['standing']['phases'][number];

const phaseOf = (
  { profile }: CheckFile,
  { timed, state, items }: PhaseStanding,
  results: readonly StoredResult[],
  { mayAnswer, audio }: Reader,
): CheckPhaseSheet => ({
  phase: timed.phase.key,
  name: timed.phase.name,
  opensAt: timed.opensAt,
  dueAt: timed.dueAt,
  state,
  cite: timed.phase.cite,
  lines: items.map(({ item, state: itemState, last, tries }) => {
    const { sites: _sites, faultTo, ...shown } = item;
    const stored = results.find((one) => one.phase === timed.phase.key && one.item === item.key);
    return {
      ...shown,
      faultTo: faultTo === null ? null : (profile.roles[faultTo]?.name ?? faultTo),
      state: itemState,
      value: last?.value ?? null,
      resultNote: stored?.note ?? null,
      answeredAt: last?.at ?? null,
      byName: stored?.byName ?? null,
      tries,
      mayAnswer: mayAnswer(item),
      audio: item.measure === 'audioStandard' ? { sets: [...audio], read: [...(stored?.audio ?? [])] } : null,
    };
  }),
});
