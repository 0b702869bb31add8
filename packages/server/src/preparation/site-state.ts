import type { ConfigurationChange, Instant, RoomConfiguration } from '@nhipcau/contracts';
import { configurationChanges, isSetting, type SiteStanding, siteStanding } from '@nhipcau/domain';
import type { Executor } from '../database/database.ts';
import type { CheckedSite, CheckFile } from './check-file.ts';
import {
  configurationsOf,
  newestAnswers,
  retestsOf,
  type StoredConfiguration,
  type StoredResult,
} from './checks.repository.ts';

/** What is stored of one site's checks. */
export interface SiteState {
  readonly site: CheckedSite;
  readonly results: readonly StoredResult[];
  readonly retests: NonNullable<ReturnType<Awaited<ReturnType<typeof retestsOf>>['get']>>;
  readonly kept: StoredConfiguration | null;
  readonly changes: readonly ConfigurationChange[];
  readonly standing: SiteStanding;
}

/** State of all sites of a meeting, or of one of them, at an instant. */
export async function readSiteStates(
  executor: Executor,
  file: CheckFile,
  { now, siteId = null }: { now: Instant; siteId?: string | null },
): Promise<SiteState[]> {
  const { meetingId } = file.registration;
  const answers = await newestAnswers(executor, meetingId, siteId);
  const retests = await retestsOf(executor, meetingId, siteId);
  const kept = await configurationsOf(executor, meetingId, { kept: true, siteId });
  const measured = await configurationsOf(executor, meetingId, { kept: false, siteId });
  return file.sites
    .filter((site) => siteId === null || site.siteId === siteId)
    .map((site) => {
      const results = answers.get(site.siteId) ?? [];
      const orders = retests.get(site.siteId) ?? [];
      const keptNow = kept.get(site.siteId) ?? null;
      const since = keptNow?.at ?? null;
      const current = currentSettings(file, site, { results, measured: measured.get(site.siteId), since });
      const changes = keptNow === null ? [] : configurationChanges(keptNow.fields, current);
      const standing = siteStanding(
        file.phasesOf(site),
        { results, retests: orders, isChanged: changes.length > 0 },
        now,
      );
      return { site, results, retests: orders, kept: keptNow, changes, standing };
    });
}

/**
 * Settings of a room as they are known: what its terminal measured, and what a person read off a dedicated device.
 *
 * @param since - only what became known after this instant; null: all
 */
export function currentSettings(
  file: CheckFile,
  site: CheckedSite,
  {
    results,
    measured,
    since,
  }: { results: readonly StoredResult[]; measured: StoredConfiguration | undefined; since: Instant | null },
): RoomConfiguration {
  const isNew = (at: Instant) => since === null || at > since;
  const fields: Record<string, string> = {};
  const items = file
    .phasesOf(site)
    .flatMap(({ phase, items: own }) => own.map((item) => ({ phase: phase.key, item })));
  for (const { phase, item } of items) {
    if (!isSetting(item)) continue;
    const read = results.find((result) => result.phase === phase && result.item === item.key);
    if (read?.source === 'person' && read.value !== null && isNew(read.at))
      fields[item.measure] = String(read.value);
  }
  return { ...fields, ...(measured && isNew(measured.at) ? measured.fields : {}) };
}
