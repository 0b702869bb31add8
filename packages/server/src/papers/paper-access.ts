import type { SessionInfo, SiteId } from '@nhipcau/contracts';
import { can, startable } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { organisationPath } from '../directory/organisation-path.ts';
import { authorise } from '../http/caller.ts';
import { clearanceOf, type Standing } from '../registration/permit.ts';

const open: readonly string[] = ['registered', 'underReview', ...startable];

const placeOf = ({ registration, hostPath }: Standing) => ({
  organisationPath: hostPath,
  meetingId: registration.meetingId,
});

export const mayIssue = (standing: Standing, { grants }: SessionInfo): boolean =>
  can(grants, 'registration.write', placeOf(standing));

/** Papers of a state secret never pass through here. @throws {AppError} DOCUMENT_IS_SECRET */
export function refuseSecret({ registration: { data, meetingId } }: Standing): void {
  if (data.secret.declared) throw new AppError('DOCUMENT_IS_SECRET', { meetingId });
}

/** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED, DOCUMENT_IS_SECRET */
export function authoriseReading(standing: Standing, person: SessionInfo): void {
  const clearance = clearanceOf(standing, person);
  if (clearance === 'nothing')
    throw new AppError('MEETING_NOT_FOUND', { meetingId: standing.registration.meetingId });
  if (clearance === 'metadata') throw new AppError('NOT_ALLOWED', { action: 'registration.read' });
  refuseSecret(standing);
}

/** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED, DOCUMENT_IS_SECRET, PAPERS_NOT_NOW */
export function authoriseIssuing(standing: Standing, person: SessionInfo): void {
  authoriseReading(standing, person);
  authorise(person, 'registration.write', placeOf(standing));
  const { state } = standing.registration;
  if (!open.includes(state)) throw new AppError('PAPERS_NOT_NOW', { state });
}

/** Sites of the meeting for which this person receives: as the people of the site, not as the host who sends. */
export async function receivedFor(
  executor: Executor,
  standing: Standing,
  person: SessionInfo,
): Promise<SiteId[]> {
  if (mayIssue(standing, person)) return [];
  const grants = person.grants.filter(
    ({ role, scope }) => role !== 'partner' && (scope.kind === 'site' || scope.kind === 'organisation'),
  );
  if (grants.length === 0) return [];
  const siteIds = standing.registration.data.sites.map(({ siteId }) => siteId);
  const rows = await executor
    .selectFrom('site')
    .select(['id', 'organisation_id'])
    .where('id', 'in', siteIds)
    .execute();
  const owners = new Map(rows.map(({ id, organisation_id }) => [id, organisation_id]));
  const theirs: SiteId[] = [];
  for (const siteId of siteIds) {
    const path = await organisationPath(executor, owners.get(siteId) ?? '');
    if (can(grants, 'notice.acknowledge', { siteId, organisationPath: path })) theirs.push(siteId);
  }
  return theirs;
}
