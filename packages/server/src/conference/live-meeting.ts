import type { Clock } from '@nhipcau/base';
import {
  type CameraMove,
  type ConferenceEvent,
  type ConferenceState,
  type DesiredConference,
  type GiveCommand,
  type Instant,
  instant,
  type LinkBudget,
  type LiveSnapshot,
  type MeetingId,
  type MeetingRules,
  type NodeId,
  type SeatObserved,
  type SessionInfo,
  type SiteId,
  type SpareNode,
} from '@nhipcau/contracts';
import type { FastifyBaseLogger } from 'fastify';
import { AppError } from '../app-error.ts';
import type { Database } from '../database/database.ts';
import type { SiteProfile } from '../directory/directory.repository.ts';
import { MeetingDoor } from '../door/meeting-door.ts';
import type { MeetingRecord } from '../meetings/meetings.repository.ts';
import type { NodePresence } from '../nodes/node-registry.ts';
import { BringUpWatch } from './bring-up-watch.ts';
import { CommandDesk } from './command-desk.ts';
import { DeltaChannel } from './delta-channel.ts';
import { isSameDesired, planFor, sparesFor } from './desired.ts';
import type { EventStore, LoadedMeeting } from './event-store.ts';
import { guestProfiles } from './guests.ts';
import { LineWatch } from './line-watch.ts';
import { LiveAuthority } from './live-authority.ts';
import { LiveView } from './live-view.ts';
import { MeetingGuests } from './meeting-guests.ts';
import { type Change, MeetingJournal } from './meeting-journal.ts';
import { type LineSink, MeetingLooks } from './meeting-looks.ts';
import { MeetingNodes } from './meeting-nodes.ts';
import { MeetingReports } from './meeting-reports.ts';
import { Observations } from './observations.ts';
import { PostWatch } from './post-watch.ts';
import { Presence } from './presence.ts';
import { Stills, stillPeriodMs } from './stills.ts';
import type { WithdrawnDevice } from './withdrawn-devices.ts';

export interface LiveMeetingOptions {
  readonly record: MeetingRecord;
  readonly loaded: LoadedMeeting;
  readonly profiles: readonly SiteProfile[];
  readonly store: EventStore;
  readonly database: Database;
  readonly clock: Clock;
  readonly epoch: number;
  /** Sites that it may have. */
  readonly maxSites: number;
  readonly presenceOf: (nodeId: NodeId) => NodePresence;
  /** What the link of a node to its parent may carry; null: the default. */
  readonly budgetOf: (nodeId: NodeId) => LinkBudget | null;
  /** The declared standby of a node; null: none. */
  readonly standbyOf: (nodeId: NodeId) => SpareNode | null;
  readonly lines: LineSink;
  /** What the locality says of connecting and conducting. */
  readonly rules: MeetingRules;
  /** The desired state changed: nodes should be told. */
  readonly onDesired: () => void;
  /** Passes a console's push of a room's camera to its node; @returns whether that is heard. */
  readonly pushCamera: (
    nodeId: NodeId,
    push: { meetingId: MeetingId; siteId: SiteId; move: CameraMove },
  ) => boolean;
  /** What other installations are told of this meeting may have changed. */
  readonly onTrunkFacts: () => void;
  readonly log: FastifyBaseLogger;
}

/**
 * One meeting in the hands of this server: its only writer.
 *
 * Everything that changes it goes through one queue: a command or a report is decided by the domain, stored, applied,
 * and only then told to nodes and consoles. What is observed is kept beside the state and never stored.
 */
export class LiveMeeting {
  readonly #options: LiveMeetingOptions;
  readonly #journal: MeetingJournal;
  readonly #observations = new Observations();
  readonly #presence: Presence;
  readonly #profiles: Map<SiteId, SiteProfile>;
  readonly #desk: CommandDesk;
  readonly #authority: LiveAuthority;
  readonly #view: LiveView;
  readonly #bringUps: BringUpWatch;
  readonly stills = new Stills();
  /** Other installations in it. */
  readonly guests: MeetingGuests;
  readonly nodes: MeetingNodes;
  /** What nodes say. */
  readonly reports: MeetingReports;
  readonly looks: MeetingLooks;
  /** Who conducts it at consoles. */
  readonly posts: PostWatch;
  /** Who waits outside. */
  readonly door: MeetingDoor;
  readonly deltas: DeltaChannel;
  #desiredSeq = 1;
  #viewers = 0;
  #stillEveryMs = 0;

  constructor(options: LiveMeetingOptions) {
    const { record, loaded, profiles, clock, store, presenceOf, standbyOf, log } = options;
    const now = () => this.#now();
    const state = () => this.state;
    const observations = this.#observations;
    this.#options = options;
    this.#presence = new Presence(loaded.lastSeen);
    this.#profiles = new Map(profiles.map((profile) => [profile.entry.siteId, profile]));
    this.#journal = new MeetingJournal({
      meetingId: record.meetingId,
      loaded,
      store,
      log,
      now,
      onEvent: (event) => this.#publish(event),
      onCommitted: (before, next, change) => this.#follow(before, next, change),
    });
    const alarms = new LineWatch(loaded.openAlarms);
    this.posts = new PostWatch({
      now,
      onManned: () => {
        // Before the start nobody has to be there; with it everything is told anew.
        if (this.state.phase === 'live') this.deltas.change((changes) => changes.noteMeeting());
      },
    });
    this.#view = new LiveView({
      posts: () => this.posts.posts(this.state),
      record,
      state,
      profiles: this.#profiles,
      observations,
      presence: this.#presence,
      lines: alarms,
      stills: this.stills,
      presenceOf,
      spares: () => sparesFor(this.state, standbyOf),
      standbyOf,
    });
    this.deltas = new DeltaChannel(clock, (changes) => this.#view.read(changes));
    const parts = { journal: this.#journal, observations, clock, now };
    this.#bringUps = new BringUpWatch(parts);
    const watched = {
      ...parts,
      profiles: this.#profiles,
      presence: this.#presence,
      deltas: this.deltas,
      bringUps: this.#bringUps,
    };
    this.nodes = new MeetingNodes({ ...watched, presenceOf, standbyOf });
    this.reports = new MeetingReports({
      ...watched,
      view: this.#view,
      stills: this.stills,
      nodes: this.nodes,
      onSeats: () => this.#adjustStills(),
      onTrunkFacts: options.onTrunkFacts,
    });
    this.door = new MeetingDoor({ meetingId: record.meetingId, journal: this.#journal, now });
    this.looks = new MeetingLooks({
      ...parts,
      door: this.door,
      posts: this.posts,
      isSeated: (siteId) => this.seatOf(siteId)?.state === 'connected',
      record,
      alarms,
      sink: options.lines,
      rules: options.rules,
    });
    this.guests = new MeetingGuests({
      meetingId: record.meetingId,
      state,
      observations,
      now,
      inTurn: (task) => this.#journal.run(task),
      commit: (bodies, change) => this.#journal.commit(bodies, change),
      onChanged: () => {
        this.#tellNodes();
        this.#bringUps.measure({ kind: 'time' });
      },
    });
    this.#authority = new LiveAuthority(options.database, record, options.rules, state);
    this.#desk = this.#openDesk();
    // A server that starts in mid-meeting goes on where the log ends.
    if (this.state.phase === 'live') {
      this.nodes.takeUp();
      this.#bringUps.armLimit();
    }
  }

  get record(): MeetingRecord {
    return this.#options.record;
  }

  get state(): ConferenceState {
    return this.#journal.state;
  }

  /** Nobody needs it in memory. */
  get isIdle(): boolean {
    return this.state.phase !== 'live' && this.deltas.listeners === 0;
  }

  /**
   * Carries a command out; the same id given again is answered as the first time.
   *
   * @throws {AppError} the domain's refusal, or NOT_ALLOWED
   */
  async give(given: GiveCommand, person: SessionInfo): Promise<{ seq: number; at: Instant }> {
    const outcome = await this.#journal.run(() => this.#desk.answer(given, person));
    if (!outcome.ok) throw new AppError(outcome.code, outcome.facts);
    return { seq: outcome.seq, at: outcome.at };
  }

  snapshot(): LiveSnapshot {
    this.deltas.flush();
    return this.#view.snapshot({ seq: this.deltas.seq, log: this.#journal.log, now: this.#now() });
  }

  /** What the node should bring about; null when it has no part in the meeting. */
  desiredFor(nodeId: NodeId): DesiredConference | null {
    const { record, epoch, budgetOf, standbyOf } = this.#options;
    const { meetingId, title } = record;
    const plan = planFor(nodeId, this.state, { budgetOf, standbyOf, trunks: this.guests.view });
    const stillEveryMs = this.#stillEveryMs;
    return plan && { meetingId, title, epoch, seq: this.#desiredSeq, plan, stillEveryMs };
  }

  /** Consoles that look at the wall; while there is one, rooms send still pictures. */
  setViewers(viewers: number): void {
    this.#viewers = viewers;
    this.#adjustStills();
  }

  /**
   * Puts out whoever sits with a device whose approval was withdrawn, and keeps it out; what is known already is not said
   * again.
   *
   * @rule AC-28 (R-SEC-08; HN Đ6.8)
   */
  bar(withdrawn: readonly WithdrawnDevice[]): void {
    for (const { by, ...device } of withdrawn)
      void this.#journal.enqueue(by, () =>
        this.state.phase !== 'live' || this.state.barred.includes(device.deviceId)
          ? []
          : [{ type: 'device.barred', ...device }],
      );
  }

  /** The room of a site as its node saw it last. */
  seatOf(siteId: SiteId): SeatObserved | null {
    const entry = this.#profiles.get(siteId)?.entry;
    return entry ? this.#observations.seatOf(siteId, entry.nodeId) : null;
  }

  /** Whether somebody at a console may turn the camera of a room now. */
  async mayTurn(siteId: SiteId, person: SessionInfo): Promise<boolean> {
    const { verdict } = await this.#authority.of({ type: 'camera.turn', siteId }, null, person);
    return verdict !== 'refused';
  }

  /** @returns whether there is a way to the room */
  pushCamera(siteId: SiteId, move: CameraMove): boolean {
    const nodeId = this.#profiles.get(siteId)?.entry.nodeId;
    const { record, pushCamera } = this.#options;
    return nodeId !== undefined && pushCamera(nodeId, { meetingId: record.meetingId, siteId, move });
  }

  /** What links may carry, or who stands in for whom, changed. */
  networkChanged(): void {
    if (this.state.phase !== 'live') return;
    this.#desiredSeq += 1;
    this.deltas.change((changes) => {
      for (const { nodeId } of [...this.state.tree, ...sparesFor(this.state, this.#options.standbyOf)])
        changes.nodes.add(nodeId);
    });
    this.#options.onDesired();
  }

  close(): void {
    this.#journal.close();
    this.#bringUps.close();
    this.nodes.close();
    this.deltas.close();
  }

  /** Resolves when everything given so far has been stored. */
  settled(): Promise<void> {
    return this.#journal.run(async () => {});
  }

  #now(): Instant {
    return instant(this.#options.clock.now());
  }

  #openDesk(): CommandDesk {
    const { record, database, store, maxSites } = this.#options;
    const state = () => this.state;
    return new CommandDesk({
      record,
      database,
      store,
      authority: this.#authority,
      state,
      now: () => this.#now(),
      standbyOf: (nodeId) => this.nodes.standbyAtHand(nodeId),
      isHeard: (nodeId) => this.nodes.isHeard(nodeId),
      isSeated: (siteId) => this.seatOf(siteId) !== null,
      maxSites,
      onProfiles: (found) => {
        for (const profile of found) this.#profiles.set(profile.entry.siteId, profile);
      },
      commit: async (bodies, { commandId, chamberId, person, at, audit }) => {
        const { userId, name } = person;
        const actor = { kind: 'user' as const, userId, name };
        await this.#journal.commit(bodies, { actor, at, chamberId, command: { commandId, userId }, audit });
        return this.state.seq;
      },
      refuse: async (refused, { commandId, person, at, audit }) => {
        const { userId, name } = person;
        const actor = { kind: 'user' as const, userId, name };
        await this.#journal.refuse(refused, { actor, at, command: { commandId, userId }, audit });
      },
    });
  }

  #publish(event: ConferenceEvent): void {
    this.#presence.apply(event.body);
    this.deltas.change((changes) => changes.noteEvent(event, this.state));
  }

  /** What has to follow a change that is stored and applied. */
  #follow(before: ConferenceState, next: ConferenceState, change: Change): void {
    if (before.roster !== next.roster) this.#followRoster();
    if (before.phase !== next.phase) this.nodes.expect();
    if (!isSameDesired(before, next)) this.#tellNodes();
    this.#options.onTrunkFacts();
    this.#bringUps.armLimit();
    if (change.command) this.#bringUps.measure({ kind: 'time' });
  }

  /** Once the meeting has started its roster says who belongs to it. */
  #followRoster(): void {
    const invited = new Map(this.state.roster.map((entry) => [entry.siteId, entry]));
    for (const profile of guestProfiles(this.state))
      if (!this.#profiles.has(profile.entry.siteId)) this.#profiles.set(profile.entry.siteId, profile);
    for (const [siteId, profile] of [...this.#profiles]) {
      const entry = invited.get(siteId);
      if (entry) {
        this.#profiles.set(siteId, { ...profile, entry });
        continue;
      }
      this.#profiles.delete(siteId);
      this.stills.delete(siteId);
      this.deltas.change((changes) => changes.goneSites.add(siteId));
    }
  }

  #tellNodes(): void {
    this.#desiredSeq += 1;
    this.#options.onDesired();
  }

  #adjustStills(): void {
    const isLive = this.state.phase === 'live';
    const period = isLive ? stillPeriodMs(this.#observations.connectedSites, this.#viewers) : 0;
    if (period === this.#stillEveryMs) return;
    this.#stillEveryMs = period;
    this.#tellNodes();
  }
}
