import type { AccountKind, Grant, Role } from '@nhipcau/contracts';
import type { Place } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { organisationPath } from '../directory/organisation-path.ts';
import { sitePath } from './meeting-place.ts';

/** Scopes in which a role means something; the table of the database holds to the same. */
const scopesOf: Readonly<Partial<Record<Role, readonly Grant['scope']['kind'][]>>> = {
  chair: ['site', 'meeting', 'organisation'],
  technician: ['site', 'meeting', 'organisation'],
  clerk: ['organisation'],
  partner: ['organisation'],
  head: ['organisation'],
};

/** Roles that a kind of account may have; a partner is never more than a partner (R-SEC-09). */
const rolesOf: Readonly<Partial<Record<AccountKind, readonly Role[]>>> = {
  partner: ['partner'],
  device: ['technician'],
};

/** @throws {AppError} GRANT_INVALID with the role and the reason */
export async function checkGrants(
  executor: Executor,
  kind: AccountKind,
  grants: readonly Grant[],
): Promise<void> {
  const seen = new Set<string>();
  for (const { role, scope } of grants) {
    const invalid = (reason: string) => new AppError('GRANT_INVALID', { role, reason });
    const known = rolesOf[kind];
    if (known ? !known.includes(role) : role === 'partner') throw invalid('kind');
    if (scopesOf[role] && !scopesOf[role].includes(scope.kind)) throw invalid('scope');
    const key = JSON.stringify([role, scope]);
    if (seen.has(key)) throw invalid('twice');
    seen.add(key);
    if (!(await placeOfScope(executor, scope))) throw invalid('place');
  }
}

/** Where a scope stands, so that nobody gives rights outside the own; null when it names nothing. */
export async function placeOfScope(executor: Executor, scope: Grant['scope']): Promise<Place | null> {
  switch (scope.kind) {
    case 'installation':
      return {};
    case 'organisation': {
      const path = await organisationPath(executor, scope.organisationId);
      return path.length > 0 ? { organisationPath: path } : null;
    }
    case 'site': {
      const path = await sitePath(executor, scope.siteId);
      return path.length > 0 ? { organisationPath: path, siteId: scope.siteId } : null;
    }
    case 'meeting': {
      const meeting = await executor
        .selectFrom('meeting')
        .select('chair_site_id')
        .where('id', '=', scope.meetingId)
        .executeTakeFirst();
      if (!meeting) return null;
      return {
        meetingId: scope.meetingId,
        organisationPath: await sitePath(executor, meeting.chair_site_id),
      };
    }
  }
}
