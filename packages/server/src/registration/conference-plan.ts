import { type Instant, instant, type Registration, type RegulationProfile } from '@nhipcau/contracts';
import { checkTopology, conferenceRules } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { AuditActor } from '../audit/audit.repository.ts';
import type { Executor } from '../database/database.ts';
import { findSites, listNodes } from '../directory/directory.repository.ts';
import { meetingTree } from '../meetings/meeting-tree.ts';
import { type NewMeeting, updatePlan, writePlan } from '../meetings/meetings.repository.ts';

interface Planning {
  readonly profile: RegulationProfile;
  readonly at: Instant;
  readonly actor: AuditActor;
}

/**
 * Makes the plan of the conference what the file says: creates it with the confirmation, changes it while nobody has
 * started it.
 *
 * @throws {AppError} SITE_NOT_ADMITTED, TOPOLOGY_INVALID (R-MCU-05), SITE_UNKNOWN
 */
export async function followFile(
  executor: Executor,
  registration: Registration,
  { profile, at, actor }: Planning,
): Promise<void> {
  const plan = await planOf(executor, registration, profile);
  const isThere = await executor
    .selectFrom('meeting')
    .select('id')
    .where('id', '=', registration.meetingId)
    .executeTakeFirst();
  if (isThere) await updatePlan(executor, plan);
  else await writePlan(executor, plan, { at, createdBy: actor.actorKind === 'user' ? actor.actorId : null });
}

async function planOf(
  executor: Executor,
  { meetingId, data, regulationVersion }: Registration,
  profile: RegulationProfile,
): Promise<NewMeeting> {
  const { chairSiteId } = data;
  if (chairSiteId === null) throw new AppError('SITE_UNKNOWN', { siteId: null });
  const siteIds = data.sites.map(({ siteId }) => siteId);
  const rules = conferenceRules(profile);
  await checkPlan(executor, siteIds, rules.cascadeAllowed);
  return {
    meetingId,
    title: data.title,
    plannedStart: instant(data.official.start),
    chairSiteId,
    siteIds,
    presenterIds: data.sites.filter(({ mayPresent }) => mayPresent).map(({ siteId }) => siteId),
    ...rules,
    regulation: {
      locality: profile.locality,
      version: regulationVersion,
      kind: data.kind,
      urgency: data.urgency,
    },
  };
}

async function checkPlan(
  executor: Executor,
  siteIds: readonly string[],
  cascadeAllowed: boolean,
): Promise<void> {
  const sites = await findSites(executor, siteIds);
  const closed = sites.find(({ status }) => status !== 'admitted');
  if (closed) throw new AppError('SITE_NOT_ADMITTED', { siteId: closed.entry.siteId, status: closed.status });
  const roster = sites.map(({ entry }) => entry);
  const nodes = await listNodes(executor);
  const checked = checkTopology(meetingTree(nodes, roster, { cascadeAllowed }), roster, { cascadeAllowed });
  if (!checked.ok) throw new AppError('TOPOLOGY_INVALID', { fault: checked.error.kind });
}
