import type { Action, HeldGrant, SessionInfo } from '@nhipcau/contracts';
import { gives, startable } from '@nhipcau/domain';
import { type Expression, type SqlBool, sql } from 'kysely';
import { subtreeOf } from './directory-facts.ts';

type Condition = Expression<SqlBool>;

const always = sql<SqlBool>`true`;
const never = sql<SqlBool>`false`;
const either = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0 ? never : sql<SqlBool>`(${sql.join([...conditions], sql` or `)})`;

/** Files whose host lies where this action is granted. */
export function grantedAt(grants: readonly HeldGrant[], action: Action): Condition {
  const scopes = grants.filter((grant) => gives(grant, action)).map(({ scope }) => scope);
  if (scopes.some(({ kind }) => kind === 'installation')) return always;
  const organisations = scopes.flatMap((scope) =>
    scope.kind === 'organisation' ? [scope.organisationId] : [],
  );
  const meetings = scopes.flatMap((scope) => (scope.kind === 'meeting' ? [scope.meetingId] : []));
  const conditions: Condition[] = [];
  if (organisations.length > 0)
    conditions.push(sql<SqlBool>`registration.host_organisation_id in ${subtreeOf(organisations)}`);
  if (meetings.length > 0) conditions.push(sql<SqlBool>`registration.meeting_id = any(${meetings}::text[])`);
  return either(conditions);
}

/** Files in which one of the sites takes part for which somebody holds a role. */
function atSites(grants: readonly HeldGrant[]): Condition {
  const sites = grants.flatMap((grant) =>
    grant.scope.kind === 'site' && gives(grant, 'registration.read') ? [grant.scope.siteId] : [],
  );
  return either(
    sites.map(
      (siteId) => sql<SqlBool>`registration.data -> 'sites' @> ${JSON.stringify([{ siteId }])}::jsonb`,
    ),
  );
}

const served = [...startable, 'live', 'ended', 'closed'];

/**
 * What a list may contain for this person; the same rule as `clearanceOf`, for many files at once.
 *
 * @rule RE-19
 */
export function visibleTo({ grants, userId }: SessionInfo): Condition {
  const works = either([
    sql<SqlBool>`registration.created_by = ${userId}`,
    sql<SqlBool>`exists (select from meeting_move
      where meeting_move.meeting_id = registration.meeting_id and meeting_move.actor_id = ${userId})`,
    grantedAt(grants, 'registration.write'),
    grantedAt(grants, 'registration.acceptLate'),
  ]);
  const reads = either([
    grantedAt(grants, 'registration.read'),
    grantedAt(grants, 'registration.decide'),
    atSites(grants),
  ]);
  const isAuditor = grants.some(({ role }) => role === 'auditor');
  const isPartner = grants.some(({ role }) => role === 'partner');
  return either([
    works,
    isAuditor ? reads : sql<SqlBool>`(registration.state <> 'draft' and ${reads})`,
    ...(isPartner ? [sql<SqlBool>`registration.state = any(${served}::text[])`] : []),
  ]);
}

/** Of the organisations this person registers for, and what this person opened. */
export const mineOf = ({ grants, userId, organisationId }: SessionInfo): Condition =>
  either([
    sql<SqlBool>`registration.created_by = ${userId}`,
    grantedAt(
      grants.filter(({ scope }) => scope.kind === 'organisation'),
      'registration.write',
    ),
    ...(organisationId === null
      ? []
      : [sql<SqlBool>`registration.host_organisation_id in ${subtreeOf([organisationId])}`]),
  ]);
