import { err, ok, type Result } from '@nhipcau/base';
import type { Command, ConferenceState, Instant, RosterEntry, SiteId, TreeNode } from '@nhipcau/contracts';
import {
  checkTopology,
  type DecisionContext,
  plannedRoster,
  plannedTree,
  type Refusal,
  settled,
} from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Database } from '../database/database.ts';
import {
  findSites,
  listInvited,
  listNodes,
  type NodeRecord,
  type SiteProfile,
} from '../directory/directory.repository.ts';
import { checkAdmission } from '../door/check-admission.ts';
import { meetingTree } from '../meetings/meeting-tree.ts';
import { findMeeting, type MeetingRecord } from '../meetings/meetings.repository.ts';
import { newestPlan, type StoredPlan } from '../preparation/plans.repository.ts';
import { findApprovedScript } from '../preparation/scripts.repository.ts';
import { checkStartable } from '../registration/conference-phases.ts';
import { connectContacts, liveRulesOf } from './live-rules.ts';

interface Facts extends Pick<DecisionContext, 'planned' | 'invitable' | 'script'> {
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
  now: Instant,
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
    case 'script.takeUp':
      return { planned, invitable: nobody, profiles: [], script: await scriptOf(database, record) };
    case 'site.invite': {
      const profiles = await findSites(database, [command.siteId]);
      const profile = profiles[0];
      const answer = invitable(profile, command.siteId, state);
      return { planned, invitable: () => answer, profiles: answer.ok ? profiles : [] };
    }
    case 'door.admit': {
      const asks = state.knocks.find(({ knockId }) => knockId === command.knockId);
      const profiles = await findSites(database, [command.siteId]);
      const profile = profiles[0];
      if (asks) await checkAdmission(database, { asks, command, record, profile, now });
      const answer = invitable(profile, command.siteId, state);
      return { planned, invitable: () => answer, profiles: answer.ok ? profiles : [] };
    }
    case 'meeting.reset': {
      const present = new Set(state.roster.map((entry) => entry.siteId));
      const missing = (state.saved?.roster ?? []).filter((entry) => !present.has(entry.siteId));
      const profiles = await findSites(
        database,
        missing.map((entry) => entry.siteId),
      );
      const admitted = profiles.filter(({ status }) => status === 'admitted');
      const find = (siteId: SiteId) => admitted.find(({ entry }) => entry.siteId === siteId);
      return { planned, invitable: (siteId) => invitable(find(siteId), siteId, state), profiles: admitted };
    }
    default:
      return { planned, invitable: nobody, profiles: [] };
  }
}

/** A site suspended since the meeting was planned stays outside (R-DIR-02). */
async function startFacts(database: Database, known: MeetingRecord): Promise<Facts> {
  await checkStartable(database, known.meetingId);
  // The host may have changed the plan since somebody opened the console.
  const record = (await findMeeting(database, known.meetingId)) ?? known;
  const profiles = (await listInvited(database, record.meetingId)).filter(
    ({ status }) => status === 'admitted',
  );
  const { cascadeAllowed } = record;
  const invited = profiles.map(({ entry }) => entry);
  const plan = await newestPlan(database, record.meetingId);
  const { tree, roster } = laidOut(await listNodes(database), invited, { plan, cascadeAllowed });
  const chair = roster.find((entry) => entry.siteId === record.chairSiteId);
  if (!chair) throw new AppError('SITE_NOT_ADMITTED', { siteId: record.chairSiteId });
  const checked = checkTopology(tree, roster, { cascadeAllowed });
  if (!checked.ok) throw new AppError('TOPOLOGY_INVALID', { fault: checked.error.kind });
  const rules = await liveRulesOf(database, known.meetingId);
  const planned = {
    chairSiteId: record.chairSiteId,
    roster,
    tree,
    bringUpLimitMs: record.bringUpLimitMs,
    dialOut: rules.dialOut !== null,
    connectSteps: rules.steps,
    contacts: await connectContacts(database, known.meetingId, rules),
  };
  return { planned, invitable: nobody, profiles, script: await scriptOf(database, known) };
}

/**
 * The meeting as its connection plan has it (rule PL-10). A plan that the MCUs of today cannot follow any more is passed
 * over: the meeting is opened as without one.
 */
function laidOut(
  nodes: readonly NodeRecord[],
  invited: readonly RosterEntry[],
  { plan, cascadeAllowed }: { plan: StoredPlan | null; cascadeAllowed: boolean },
): { readonly tree: readonly TreeNode[]; readonly roster: readonly RosterEntry[] } {
  if (plan !== null && plan.tree.length > 0) {
    const roster = plannedRoster(invited, plan.tree);
    const tree = plannedTree(meetingTree(nodes, roster, { cascadeAllowed }), plan.tree);
    if (checkTopology(tree, roster, { cascadeAllowed }).ok) return { tree, roster };
  }
  return { tree: meetingTree(nodes, invited, { cascadeAllowed }), roster: invited };
}

const scriptOf = async (database: Database, { meetingId }: MeetingRecord) =>
  (await findApprovedScript(database, meetingId))?.script ?? null;

function invitable(
  profile: SiteProfile | undefined,
  siteId: SiteId,
  { tree, reliefs }: ConferenceState,
): Result<RosterEntry, Refusal> {
  if (!profile) return err({ code: 'SITE_UNKNOWN', facts: { siteId } });
  if (profile.status !== 'admitted') return err({ code: 'SITE_NOT_ADMITTED', facts: { siteId } });
  const { nodeId } = settled(profile.entry, reliefs?.given ?? []);
  const isOnTree = tree.some((node) => node.nodeId === nodeId);
  return isOnTree
    ? ok(profile.entry)
    : err({ code: 'TOPOLOGY_INVALID', facts: { fault: 'siteOnUnknownNode' } });
}
