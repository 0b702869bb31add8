import type { Grant, MeetingId, SiteId } from '@nhipcau/contracts';
import type { Place } from '@nhipcau/domain';
import type { Executor } from '../database/database.ts';
import { organisationPath } from '../directory/organisation-path.ts';

/**
 * Where a meeting stands for the rights of people: at its chair's site and organisation.
 *
 * @param grants - whose rights are asked for: without one for an organisation the path is not read
 */
export async function meetingPlace(
  executor: Executor,
  { meetingId, chairSiteId }: { meetingId: MeetingId; chairSiteId: SiteId },
  grants: readonly Grant[],
): Promise<Place> {
  const place = { meetingId, siteId: chairSiteId };
  if (!grants.some(({ scope }) => scope.kind === 'organisation')) return place;
  return { ...place, organisationPath: await sitePath(executor, chairSiteId) };
}

/** The organisation of a site and all above it. */
export async function sitePath(executor: Executor, siteId: string) {
  const site = await executor
    .selectFrom('site')
    .select('organisation_id')
    .where('id', '=', siteId)
    .executeTakeFirst();
  return site ? organisationPath(executor, site.organisation_id) : [];
}
