import type { Clock } from '@nhipcau/base';
import type {
  ConferenceState,
  DesiredConference,
  MeetingId,
  NodeId,
  Quality,
  SiteId,
} from '@nhipcau/contracts';
import type { FastifyBaseLogger } from 'fastify';
import { AppError } from '../app-error.ts';
import type { Database } from '../database/database.ts';
import { findSites, listInvited, type SiteProfile } from '../directory/directory.repository.ts';
import { findMeeting, liveMeetingIds } from '../meetings/meetings.repository.ts';
import type { LinkBudgets } from '../nodes/link-budgets.ts';
import type { NodePresence } from '../nodes/node-registry.ts';
import type { DesiredSource, NodeCameraPush, NodeReports } from '../nodes/node-session.ts';
import type { Standbys } from '../nodes/standbys.ts';
import type { PhaseFollower } from '../registration/conference-phases.ts';
import { EventStore } from './event-store.ts';
import { guestProfiles } from './guests.ts';
import { LiveMeeting } from './live-meeting.ts';
import { liveRulesOf } from './live-rules.ts';
import type { LineSink } from './meeting-looks.ts';
import { withdrawnDevices } from './withdrawn-devices.ts';

const SWEEP_EVERY_MS = 60_000;
const LINES_EVERY_MS = 1_000;

export interface LiveMeetingsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly epoch: number;
  readonly log: FastifyBaseLogger;
  /** What has to follow an event, in its transaction. */
  readonly followers?: readonly PhaseFollower[];
  readonly budgets: LinkBudgets;
  /** Sites that one meeting may have. */
  readonly maxSites: number;
  readonly standbys: Standbys;
  readonly lines: LineSink;
}

/** What follows meetings into other installations; given after both exist. */
export interface TrunkFollower {
  /** How a gate is heard; null for a node of our own. */
  presenceOf(meetingId: MeetingId, nodeId: NodeId): NodePresence | null;
  /** A meeting, or what is observed of it, changed. */
  changed(meetingId: MeetingId): void;
}

/** How this server reaches nodes; given after both exist. */
export interface NodeLink {
  presenceOf(nodeId: NodeId): NodePresence;
  poke(): void;
  pushCamera(nodeId: NodeId, push: NodeCameraPush): boolean;
}

/** The meetings in the hands of this server: all live ones, and those somebody looks at. */
export class LiveMeetings implements DesiredSource {
  readonly #options: LiveMeetingsOptions;
  readonly #store: EventStore;
  readonly #meetings = new Map<MeetingId, LiveMeeting>();
  readonly #opening = new Map<MeetingId, Promise<LiveMeeting>>();
  #nodes: NodeLink | null = null;
  #trunks: TrunkFollower | null = null;

  constructor(options: LiveMeetingsOptions) {
    this.#options = options;
    this.#store = new EventStore(options.database, options.epoch, options.followers ?? []);
  }

  get epoch(): number {
    return this.#options.epoch;
  }

  get liveCount(): number {
    return [...this.#meetings.values()].filter((meeting) => meeting.state.phase === 'live').length;
  }

  /** Lines of live meetings in each of the five words. */
  get lineWords(): Record<Quality, number> {
    const counts: Record<Quality, number> = { good: 0, fair: 0, poor: 0, bad: 0, unknown: 0 };
    for (const meeting of this.#meetings.values())
      for (const { sample } of meeting.looks.lines) counts[sample.quality] += 1;
    return counts;
  }

  get store(): EventStore {
    return this.#store;
  }

  followedBy(trunks: TrunkFollower): void {
    this.#trunks = trunks;
  }

  /** The meeting when it is in memory: every live one is. */
  known(meetingId: MeetingId): LiveMeeting | null {
    return this.#meetings.get(meetingId) ?? null;
  }

  /** Takes up every live meeting where its log ends. */
  async start(nodes: NodeLink): Promise<void> {
    this.#nodes = nodes;
    for (const meetingId of await liveMeetingIds(this.#options.database)) await this.open(meetingId);
    // What was withdrawn while no server heard of it.
    await this.barWithdrawn();
    const { clock, budgets, standbys } = this.#options;
    clock.every(SWEEP_EVERY_MS, () => this.#sweep());
    clock.every(LINES_EVERY_MS, () => {
      for (const meeting of this.#meetings.values()) meeting.looks.look();
    });
    const changed = () => {
      for (const meeting of this.#meetings.values()) meeting.networkChanged();
    };
    budgets.onChanged = changed;
    standbys.onChanged = changed;
  }

  /** Puts out whoever sits in a live meeting with a device that is not approved any more (R-SEC-08). */
  async barWithdrawn(): Promise<void> {
    for (const [meetingId, meeting] of [...this.#meetings])
      if (meeting.state.phase === 'live')
        meeting.bar(await withdrawnDevices(this.#options.database, meetingId));
  }

  /** @throws {AppError} MEETING_NOT_FOUND */
  async open(meetingId: MeetingId): Promise<LiveMeeting> {
    const known = this.#meetings.get(meetingId);
    if (known) return known;
    const opening = this.#opening.get(meetingId) ?? this.#load(meetingId);
    this.#opening.set(meetingId, opening);
    try {
      return await opening;
    } finally {
      this.#opening.delete(meetingId);
    }
  }

  async stateOf(meetingId: MeetingId): Promise<ConferenceState> {
    return (await this.open(meetingId)).state;
  }

  /** A room of a meeting says that it cannot reach its node. */
  cannotReach(meetingId: MeetingId, { nodeId, siteId }: { nodeId: NodeId; siteId: SiteId }): void {
    this.#meetings.get(meetingId)?.nodes.cannotReach(nodeId, siteId);
  }

  desiredFor(nodeId: NodeId): DesiredConference[] {
    return [...this.#meetings.values()].flatMap((meeting) => meeting.desiredFor(nodeId) ?? []);
  }

  /** What nodes report, handed to the meeting it is about. */
  get reports(): NodeReports {
    const of = (meetingId: MeetingId) => this.#meetings.get(meetingId)?.reports;
    return {
      seats: (nodeId, report) => of(report.meetingId)?.seats(nodeId, report),
      links: (nodeId, report) => of(report.meetingId)?.links(nodeId, report.links),
      load: (nodeId, load) => {
        for (const meeting of this.#meetings.values()) meeting.reports.load(nodeId, load);
      },
      still: (nodeId, { meetingId, siteId, jpegBase64 }) => of(meetingId)?.still(nodeId, siteId, jpegBase64),
      // A report on a meeting that is over, or was never here, has nobody to hear it: taken, so that the node forgets it.
      happening: async (nodeId, report) => of(report.meetingId)?.happening(nodeId, report),
    };
  }

  nodeConnected(nodeId: NodeId): void {
    for (const meeting of this.#meetings.values()) meeting.nodes.connected(nodeId);
  }

  nodeLost(nodeId: NodeId): void {
    for (const meeting of this.#meetings.values()) meeting.nodes.lost(nodeId);
  }

  /** Lets go of everything after what was given is stored; meetings stay live in the database. */
  async close(): Promise<void> {
    for (const meeting of this.#meetings.values()) {
      await meeting.settled();
      meeting.close();
    }
    this.#meetings.clear();
  }

  async #load(meetingId: MeetingId): Promise<LiveMeeting> {
    const { database, clock, epoch, log, budgets, standbys, lines, maxSites } = this.#options;
    const record = await findMeeting(database, meetingId);
    if (!record) throw new AppError('MEETING_NOT_FOUND');
    const loaded = await this.#store.load(meetingId);
    const meeting = new LiveMeeting({
      record,
      loaded,
      profiles: await this.#profilesOf(meetingId, loaded.state),
      store: this.#store,
      database,
      clock,
      epoch,
      log,
      presenceOf: (nodeId) =>
        this.#trunks?.presenceOf(meetingId, nodeId) ??
        this.#nodes?.presenceOf(nodeId) ?? { state: 'never', since: record.plannedStart },
      onTrunkFacts: () => this.#trunks?.changed(meetingId),
      maxSites,
      budgetOf: (nodeId) => budgets.of(nodeId),
      standbyOf: (nodeId) => standbys.of(nodeId),
      lines,
      rules: await liveRulesOf(database, meetingId),
      onDesired: () => this.#nodes?.poke(),
      pushCamera: (nodeId, push) => this.#nodes?.pushCamera(nodeId, push) ?? false,
    });
    this.#meetings.set(meetingId, meeting);
    return meeting;
  }

  async #profilesOf(meetingId: MeetingId, state: ConferenceState): Promise<SiteProfile[]> {
    if (state.phase === 'scheduled') return listInvited(this.#options.database, meetingId);
    const entries = new Map(state.roster.map((entry) => [entry.siteId, entry]));
    const profiles = await findSites(this.#options.database, [...entries.keys()]);
    return [...profiles, ...guestProfiles(state)].map((profile) => ({
      ...profile,
      entry: entries.get(profile.entry.siteId) ?? profile.entry,
    }));
  }

  #sweep(): void {
    for (const [meetingId, meeting] of [...this.#meetings]) {
      if (!meeting.isIdle) continue;
      meeting.close();
      this.#meetings.delete(meetingId);
    }
  }
}
