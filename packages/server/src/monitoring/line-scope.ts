import { type Grant, type MeetingId, SiteId } from '@nhipcau/contracts';
import { can, permissions } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';

/** Which lines of a meeting somebody may see: every one, or those of their own sites only (R-MON-01: own area). */
export type LineScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'sites'; readonly siteIds: ReadonlySet<SiteId> };

export async function lineScopeOf(
  executor: Executor,
  grants: readonly Grant[],
  meetingId: MeetingId,
): Promise<LineScope> {
  if (can(grants, 'line.read', { meetingId })) return { kind: 'all' };
  const scopes = grants
    .filter(({ role }) => permissions['line.read'].includes(role))
    .map(({ scope }) => scope);
  const organisations = scopes.flatMap((scope) =>
    scope.kind === 'organisation' ? [scope.organisationId] : [],
  );
  const siteIds = scopes.flatMap((scope) => (scope.kind === 'site' ? [scope.siteId] : []));
  if (organisations.length === 0) return { kind: 'sites', siteIds: new Set(siteIds) };
  const { rows } = await sql<{ id: string }>`
    with recursive under (id, depth) as (
      select id, 0 from organisation where id = any(${organisations})
      union
      select lower.id, depth + 1 from organisation lower join under on lower.parent_id = under.id where depth < 20
    )
    select site.id from site where organisation_id in (select id from under)`.execute(executor);
  return { kind: 'sites', siteIds: new Set([...siteIds, ...rows.map(({ id }) => SiteId.parse(id))]) };
}
