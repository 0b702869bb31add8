import { err, ok, type Result } from '@nhipcau/base';
import type { Command, ConferenceState, RosterEntry, SiteId } from '@nhipcau/contracts';
import { checkTopology, type DecisionContext, type Refusal } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Database } from '../database/database.ts';
import { findSites, listInvited, listNodes, type SiteProfile } from '../directory/directory.repository.ts';
import { meetingTree } from '../meetings/meeting-tree.ts';
import type { MeetingRecord } from '../meetings/meetings.repository.ts';

interface Facts extends Pick<DecisionContext, 'planned' | 'invitable'> {
  /** Sites that the command may bring into the meeting. */
  readonly profiles: readonly SiteProfile[];
}

const nobody = (siteId: SiteId): Result<RosterEntry, Refusal> =>
  err({ code: 'SITE_UNKNOWN', facts: { siteId } });

/** Reads from the directory what the domain needs to decide this command; nothing for most. */
export async function factsFor(
  database: Database,
  record: MeetingRecord,
  state: ConferenceState,
  command: Command,
): Promise<Facts> {
  const planned = {
    chairSiteId: record.chairSiteId,
    roster: [],
    tree: [],
    bringUpLimitMs: record.bringUpLimitMs,
  };
  switch (command.type) {
    case 'meeting.start':
      return state.phase === 'scheduled'
        ? startFacts(database, record)
        : { planned, invitable: nobody, profiles: [] };
    case 'site.invite': {
      const profiles = await findSites(database, [command.siteId]);
      const profile = profiles[0];
      const answer = invitable(profile, command.siteId, state);
      return { planned, invitable: () => answer, profiles: answer.ok ? profiles : [] };
    }
    default:
      return { planned, invitable: nobody, profiles: [] };
  }
}

/** A site suspended since the meeting was planned stays outside (R-DIR-02). */
async function startFacts(database: Database, record: MeetingRecord): Promise<Facts> {
  const profiles = (await listInvited(database, record.meetingId)).filter(
    ({ status }) => status === 'admitted',
  );
  const roster = profiles.map(({ entry }) => entry);
  const chair = roster.find((entry) => entry.siteId === record.chairSiteId);
  if (!chair) throw new AppError('SITE_NOT_ADMITTED', { siteId: record.chairSiteId });
  const { cascadeAllowed } = record;
  const nodes = (await listNodes(database)).map(({ node }) => node);
  const tree = meetingTree(nodes, roster, { cascadeAllowed });
  const checked = checkTopology(tree, roster, { cascadeAllowed });
  if (!checked.ok) throw new AppError('TOPOLOGY_INVALID', { fault: checked.error.kind });
  const planned = { chairSiteId: record.chairSiteId, roster, tree, bringUpLimitMs: record.bringUpLimitMs };
  return { planned, invitable: nobody, profiles };
}

function invitable(
  profile: SiteProfile | undefined,
  siteId: SiteId,
  { tree }: ConferenceState,
): Result<RosterEntry, Refusal> {
  if (!profile) return err({ code: 'SITE_UNKNOWN', facts: { siteId } });
  if (profile.status !== 'admitted') return err({ code: 'SITE_NOT_ADMITTED', facts: { siteId } });
  const isOnTree = tree.some((node) => node.nodeId === profile.entry.nodeId);
  return isOnTree
    ? ok(profile.entry)
    : err({ code: 'TOPOLOGY_INVALID', facts: { fault: 'siteOnUnknownNode' } });
}
