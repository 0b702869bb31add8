import { instant, OrganisationId, SiteId } from '@nhipcau/contracts';
import type { ChosenTime, GatheringSite, Wave } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';

/**
 * The district each site gathers with: the people's committee of a district at or above its own organisation. A Party
 * committee or office of the district has nobody below it to gather and waits for the common stage.
 */
export async function districtOfSites(
  executor: Executor,
  siteIds: readonly SiteId[],
): Promise<GatheringSite[]> {
  const { rows } = await sql<{ site_id: string; district: string | null }>`
    select site.id as site_id, coalesce(
        case when own.level_code = 'district' and own.kind = 'peoplesCommittee' then own.id end,
        case when upper.level_code = 'district' and upper.kind = 'peoplesCommittee' then upper.id end,
        case when top.level_code = 'district' and top.kind = 'peoplesCommittee' then top.id end) as district
      from site
      join organisation own on own.id = site.organisation_id
      left join organisation upper on upper.id = own.parent_id
      left join organisation top on top.id = upper.parent_id
      where site.id = any(${siteIds}::text[])
      order by site.number`.execute(executor);
  return rows.map(({ site_id, district }) => ({
    siteId: SiteId.parse(site_id),
    district: district === null ? null : OrganisationId.parse(district),
  }));
}

/** Waves of a meeting as they are laid down. */
export async function storedWaves(
  executor: Executor,
  meetingId: string,
): Promise<(Wave & { readonly isChosen: boolean })[]> {
  const { rows } = await sql<{
    stage: number;
    name: string;
    group_id: string;
    starts: Date;
    ends: Date;
    site_ids: string[];
    chosen: boolean;
  }>`select stage, name, group_id, lower(during) as starts, upper(during) as ends, site_ids, chosen
      from rehearsal_wave where meeting_id = ${meetingId} order by stage, group_id`.execute(executor);
  return rows.map(({ stage, name, group_id, starts, ends, site_ids, chosen }) => ({
    stage,
    name,
    district: group_id === '' ? null : OrganisationId.parse(group_id),
    start: instant(starts.getTime()),
    end: instant(ends.getTime()),
    siteIds: site_ids.map((id) => SiteId.parse(id)),
    isChosen: chosen,
  }));
}

/** Times that people gave to waves of this meeting, the first stage first. */
export const chosenTimes = async (executor: Executor, meetingId: string): Promise<ChosenTime[]> =>
  (await storedWaves(executor, meetingId)).filter(({ isChosen }) => isChosen);
