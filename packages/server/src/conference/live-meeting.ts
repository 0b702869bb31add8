import { type Clock, SerialQueue, type Timer } from '@nhipcau/base';
import {
  type Actor,
  type ChamberId,
  type CommandId,
  type ConferenceEvent,
  type ConferenceEventBody,
  type ConferenceState,
  type DesiredConference,
  type GiveCommand,
  type Instant,
  instant,
  type LineSubject,
  type LinkBudget,
  type LinkObserved,
  type LiveSnapshot,
  type MeetingId,
  type MeetingRules,
  type NodeId,
  type NodeLoad,
  type SeatId,
  type SeatObserved,
  type SessionInfo,
  type SiteId,
  type SpareNode,
  type UserId,
} from '@nhipcau/contracts';
import {
  apply,
  breachInstant,
  chamberHolding,
  type LineSample,
  moveRecording,
  observe,
  stateOfPart,
} from '@nhipcau/domain';
import type { FastifyBaseLogger } from 'fastify';
import { AppError } from '../app-error.ts';
import type { AuditLine } from '../audit/audit.repository.ts';
import type { Database } from '../database/database.ts';
import type { SiteProfile } from '../directory/directory.repository.ts';
import type { MeetingRecord } from '../meetings/meetings.repository.ts';
import type { NodePresence } from '../nodes/node-registry.ts';
import type { HappeningReport } from '../nodes/node-session.ts';
import { CommandDesk } from './command-desk.ts';
import { connectingBodies } from './connecting-watch.ts';
import { DeltaChannel } from './delta-channel.ts';
import { isSameDesired, planFor, sparesFor } from './desired.ts';
import { type CommandOutcome, type EventStore, LOG_LENGTH, type LoadedMeeting } from './event-store.ts';
import { guestProfiles } from './guests.ts';
import { eventsOf } from './happening-events.ts';
import { restoredLegs, restoredSeats } from './leg-watch.ts';
import { type ObservedLine, observedLines } from './line-figures.ts';
import { LineWatch } from './line-watch.ts';
import { LiveAuthority } from './live-authority.ts';
import { isUrgent, openBringUps } from './live-entities.ts';
import { LiveView } from './live-view.ts';
import { MeetingGuests } from './meeting-guests.ts';
import { NodeWatch } from './node-watch.ts';
import { Observations } from './observations.ts';
import { Presence } from './presence.ts';
import { ReliefWatch } from './relief-watch.ts';
import { Stills, stillPeriodMs } from './stills.ts';
import { TalkWatch } from './talk-watch.ts';
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
  /** What other installations are told of this meeting may have changed. */
  readonly onTrunkFacts: () => void;
  readonly log: FastifyBaseLogger;
}

/** Where looks at lines are kept. */
export interface LineSink {
  sample(meetingId: MeetingId, subject: LineSubject, sample: LineSample): void;
}

/** Why events are stored, and what is stored with them. */
interface Change {
  readonly actor: Actor;
  readonly at: Instant;
  readonly command?: { readonly commandId: CommandId; readonly userId: UserId };
  /** On whose stage; left out: the common room's, or it is about the whole meeting. */
  readonly chamberId?: ChamberId | null;
  readonly audit?: AuditLine;
  readonly happening?: { readonly happeningId: string; readonly nodeId: NodeId };
}

/**
 * One meeting in the hands of this server: its only writer.
 *
 * Everything that changes it goes through one queue: a command or a report is decided by the domain, stored, applied,
 * and only then told to nodes and consoles. What is observed is kept beside the state and never stored.
 */
export class LiveMeeting {
  readonly #options: LiveMeetingOptions;
  readonly #queue = new SerialQueue();
  readonly #observations = new Observations();
  readonly #presence: Presence;
  readonly #profiles: Map<SiteId, SiteProfile>;
  readonly #desk: CommandDesk;
  readonly #nodes: NodeWatch;
  readonly #lines: LineWatch;
  readonly #talks = new TalkWatch();
  readonly #view: LiveView;
  readonly #relief: ReliefWatch;
  readonly #log: ConferenceEvent[];
  readonly stills = new Stills();
  /** Other installations in it. */
  readonly guests: MeetingGuests;
  readonly deltas: DeltaChannel;
  #state: ConferenceState;
  #desiredSeq = 1;
  #viewers = 0;
  #stillEveryMs = 0;
  #measuring = false;
  #limit: Timer | null = null;
  #closed = false;

  constructor(options: LiveMeetingOptions) {
    const { record, loaded, profiles, clock, store, database, presenceOf, standbyOf } = options;
    this.#options = options;
    this.#state = loaded.state;
    this.#log = [...loaded.log];
    this.#presence = new Presence(loaded.lastSeen);
    this.#profiles = new Map(profiles.map((profile) => [profile.entry.siteId, profile]));
    const state = () => this.#state;
    this.#lines = new LineWatch(loaded.openAlarms);
    this.#view = new LiveView({
      record,
      state,
      profiles: this.#profiles,
      observations: this.#observations,
      presence: this.#presence,
      lines: this.#lines,
      stills: this.stills,
      presenceOf,
      spares: () => sparesFor(this.#state, standbyOf),
      standbyOf,
    });
    this.guests = new MeetingGuests({
      meetingId: record.meetingId,
      state,
      observations: this.#observations,
      now: () => this.#now(),
      inTurn: (task) => this.#queue.run(task),
      commit: (bodies, change) => this.#commit(bodies, change),
      onChanged: () => {
        this.#desiredSeq += 1;
        options.onDesired();
        this.#measure({ kind: 'time' });
      },
    });
    const isHeard = (nodeId: NodeId) => this.#isHeard(nodeId);
    const standbyAtHand = (nodeId: NodeId) => {
      const node = standbyOf(nodeId);
      return node && { node, isHeard: isHeard(node.nodeId) };
    };
    this.#relief = new ReliefWatch({
      state,
      observations: this.#observations,
      presence: this.#presence,
      presenceOf,
      standbyOf: standbyAtHand,
    });
    this.deltas = new DeltaChannel(clock, (changes) => this.#view.read(changes));
    this.#nodes = new NodeWatch(clock, (nodeId) => this.#nodeOverdue(nodeId));
    this.#desk = new CommandDesk({
      record,
      database,
      store,
      authority: new LiveAuthority(database, record, options.rules, state),
      state,
      now: () => this.#now(),
      standbyOf: standbyAtHand,
      isHeard,
      maxSites: options.maxSites,
      onProfiles: (found) => {
        for (const profile of found) this.#profiles.set(profile.entry.siteId, profile);
      },
      commit: async (bodies, { commandId, chamberId, person, at, audit }) => {
        const { userId, name } = person;
        const actor = { kind: 'user' as const, userId, name };
        await this.#commit(bodies, { actor, at, chamberId, command: { commandId, userId }, audit });
        return this.#state.seq;
      },
      refuse: async (refused, { commandId, person, at, audit }) => {
        const { userId, name } = person;
        const actor = { kind: 'user' as const, userId, name };
        await this.#store([], this.#state, { actor, at, command: { commandId, userId }, audit }, refused);
      },
    });
    if (this.#state.phase === 'live') this.#takeUp();
  }

  get record(): MeetingRecord {
    return this.#options.record;
  }

  get state(): ConferenceState {
    return this.#state;
  }

  /** Nobody needs it in memory. */
  get isIdle(): boolean {
    return this.#state.phase !== 'live' && this.deltas.listeners === 0;
  }

  /**
   * Carries a command out; the same id given again is answered as the first time.
   *
   * @throws {AppError} the domain's refusal, or NOT_ALLOWED
   */
  async give(given: GiveCommand, person: SessionInfo): Promise<{ seq: number; at: Instant }> {
    const outcome = await this.#queue.run(() => this.#desk.answer(given, person));
    if (!outcome.ok) throw new AppError(outcome.code, outcome.facts);
    return { seq: outcome.seq, at: outcome.at };
  }

  snapshot(): LiveSnapshot {
    this.deltas.flush();
    return this.#view.snapshot({ seq: this.deltas.seq, log: this.#log, now: this.#now() });
  }

  /** What the node should bring about; null when it has no part in the meeting. */
  desiredFor(nodeId: NodeId): DesiredConference | null {
    const { record, epoch, budgetOf, standbyOf } = this.#options;
    const { meetingId, title } = record;
    const plan = planFor(nodeId, this.#state, { budgetOf, standbyOf, trunks: this.guests.view });
    const stillEveryMs = this.#stillEveryMs;
    return plan && { meetingId, title, epoch, seq: this.#desiredSeq, plan, stillEveryMs };
  }

  /** Consoles that look at the wall; while there is one, rooms send still pictures. */
  setViewers(viewers: number): void {
    this.#viewers = viewers;
    this.#adjustStills();
  }

  takeSeats(
    nodeId: NodeId,
    report: { full: boolean; seats: readonly SeatObserved[]; gone: readonly SeatId[] },
  ): void {
    const now = this.#now();
    const joined: SiteId[] = [];
    for (const { before, after } of this.#observations.takeSeats(nodeId, report)) {
      const siteId = after?.siteId ?? before?.siteId ?? null;
      if (siteId === null || this.#profiles.get(siteId)?.entry.nodeId !== nodeId) continue;
      if (before?.state !== after?.state) this.#view.siteChanged(siteId, now);
      if (after?.state === 'connected' && this.#isNew(siteId, before)) joined.push(siteId);
      if (after === null) this.#presence.left(siteId);
      this.deltas.change((changes) => changes.sites.add(siteId), { lazy: !isUrgent(before, after) });
    }
    this.#options.onTrunkFacts();
    this.#adjustStills();
    this.#restoreLegs(report.seats, { kind: 'node', nodeId });
    // A crowd that joins together is one transaction, not one for each.
    if (joined.length > 0)
      this.#enqueue({ kind: 'node', nodeId }, () =>
        joined
          .filter((siteId) => this.#presence.siteOf(siteId) !== 'joined')
          .map((siteId) => ({ type: 'site.joined', siteId })),
      );
    this.#measure({ kind: 'node', nodeId });
  }

  takeLinks(nodeId: NodeId, links: readonly LinkObserved[]): void {
    this.#observations.takeLinks(nodeId, links);
    this.#options.onTrunkFacts();
    this.deltas.change(
      (changes) => {
        for (const link of links) changes.links.add(link.childId);
      },
      { lazy: openBringUps(this.#state).length === 0 },
    );
    this.#relieve();
    this.#measure({ kind: 'node', nodeId });
  }

  takeLoad(nodeId: NodeId, load: NodeLoad): void {
    this.#observations.takeLoad(nodeId, load);
    this.deltas.change((changes) => changes.nodes.add(nodeId), { lazy: true });
  }

  takeStill(nodeId: NodeId, siteId: SiteId, jpegBase64: string): void {
    if (this.#profiles.get(siteId)?.entry.nodeId !== nodeId) return;
    const version = this.stills.put(siteId, jpegBase64);
    if (version !== null)
      this.deltas.change((changes) => changes.stills.set(siteId, version), { lazy: true });
  }

  /** Resolves when the report is in the database; the node keeps it until then. */
  async takeHappening(nodeId: NodeId, report: HappeningReport): Promise<void> {
    await this.#queue.run(async () => {
      if (this.#state.phase !== 'live') return;
      const earliest = this.#state.startedAt ?? report.at;
      // A node that could not reach us tells later what happened earlier.
      const at = instant(Math.max(earliest, Math.min(report.at, this.#now())));
      await this.#commit(eventsOf({ ...report, at }, nodeId, this.#state, this.#presence), {
        actor: { kind: 'node', nodeId },
        at,
        happening: { happeningId: report.happeningId, nodeId },
      });
    });
  }

  /**
   * Puts out whoever sits with a device whose approval was withdrawn, and keeps it out; what is known already is not said
   * again.
   *
   * @rule AC-28 (R-SEC-08; HN Đ6.8)
   */
  bar(withdrawn: readonly WithdrawnDevice[]): void {
    for (const { by, ...device } of withdrawn)
      this.#enqueue(by, () =>
        this.#state.phase !== 'live' || this.#state.barred.includes(device.deviceId)
          ? []
          : [{ type: 'device.barred', ...device }],
      );
  }

  /** The line to another installation's server came or went; its media are watched by the nodes. */
  gateHeard(gateId: NodeId, isHeard: boolean): void {
    if (isHeard) return this.nodeConnected(gateId);
    this.#nodes.left(gateId);
    this.#touchNode(gateId);
  }

  /** The room of a site as its node saw it last. */
  seatOf(siteId: SiteId): SeatObserved | null {
    const entry = this.#profiles.get(siteId)?.entry;
    return entry ? this.#observations.seatOf(siteId, entry.nodeId) : null;
  }

  /** A room says that it cannot reach its node. */
  cannotReach(nodeId: NodeId, siteId: SiteId): void {
    this.#relief.cannotReach(nodeId, siteId);
    this.#relieve();
  }

  /** What links may carry, or who stands in for whom, changed. */
  networkChanged(): void {
    if (this.#state.phase !== 'live') return;
    this.#desiredSeq += 1;
    this.deltas.change((changes) => {
      for (const { nodeId } of [...this.#state.tree, ...sparesFor(this.#state, this.#options.standbyOf)])
        changes.nodes.add(nodeId);
    });
    this.#options.onDesired();
  }

  /** Every line that is up now; none unless the meeting is live. */
  get lines(): readonly ObservedLine[] {
    return this.#state.phase === 'live' ? observedLines(this.#state, this.#observations) : [];
  }

  /** One look at every line, each second: kept for the record, and raised or cleared as alarms (R-MON-03). */
  watchLines(): void {
    if (this.#state.phase !== 'live') return;
    const { lines } = this;
    for (const { subject, sample } of lines)
      this.#options.lines.sample(this.#options.record.meetingId, subject, sample);
    const bodies = this.#lines.look(lines, this.#now());
    if (bodies.length > 0) this.#enqueue({ kind: 'time' }, () => bodies);
  }

  /** One look each second at the sites that are called or still missing, and at MCUs not joined yet (R-CON-01, R-CON-02, R-CON-08). */
  watchConnecting(): void {
    if (this.#state.phase !== 'live') return;
    const { rules, record } = this.#options;
    const decideNow = () =>
      connectingBodies(this.#state, {
        rules,
        plannedStart: record.plannedStart,
        observations: this.#observations,
        now: this.#now(),
      });
    if (decideNow().length > 0) this.#enqueue({ kind: 'time' }, decideNow);
  }

  /** One look each second at consoles that left the talkback without a word (R-CDT-17). */
  watchTalks(): void {
    if (this.#state.phase !== 'live' || this.#state.talks.length === 0) return;
    const decideNow = () =>
      this.#talks.look(
        this.#state,
        (seatId, nodeId) => this.#observations.isSeated(seatId, nodeId),
        this.#now(),
      );
    if (decideNow().length > 0) this.#enqueue({ kind: 'time' }, decideNow);
  }

  nodeConnected(nodeId: NodeId): void {
    this.#nodes.heard(nodeId);
    this.#relief.heard(nodeId);
    this.#touchNode(nodeId);
    this.#enqueue({ kind: 'node', nodeId }, () =>
      this.#presence.isNodeLost(nodeId) ? [{ type: 'node.returned', nodeId }] : [],
    );
    // It may be the standby that was missing, or the only one that can record.
    this.#relieve();
    this.#keepRecording();
  }

  nodeLost(nodeId: NodeId): void {
    this.#observations.forget(nodeId);
    this.#nodes.left(nodeId);
    this.#touchNode(nodeId);
    this.#measure({ kind: 'time' });
  }

  close(): void {
    this.#closed = true;
    this.#limit?.cancel();
    this.#nodes.close();
    this.deltas.close();
  }

  /** Resolves when everything given so far has been stored. */
  settled(): Promise<void> {
    return this.#queue.run(async () => {});
  }

  #now(): Instant {
    return instant(this.#options.clock.now());
  }

  /** A server that starts in mid-meeting goes on where the log ends. */
  #takeUp(): void {
    for (const { nodeId } of this.#state.tree)
      if (this.#options.presenceOf(nodeId).state !== 'connected') this.#nodes.expect(nodeId);
    this.#armLimit();
  }

  /** A meeting that begins while a node is away does not wait for it when another stands ready. */
  #expectNodes(): void {
    const { presenceOf, standbyOf } = this.#options;
    for (const { nodeId } of this.#state.phase === 'live' ? this.#state.tree : [])
      if (presenceOf(nodeId).state !== 'connected' && standbyOf(nodeId)) this.#nodes.expect(nodeId);
  }

  #isNew(siteId: SiteId, before: SeatObserved | null): boolean {
    const presence = this.#presence.siteOf(siteId);
    // A seat that only dropped is told of by its node as returned.
    return presence !== 'joined' && (presence !== 'dropped' || before === null);
  }

  /** Stores events and only then lets anybody see them. */
  async #commit(bodies: readonly ConferenceEventBody[], change: Change): Promise<void> {
    const events = bodies.map(
      (body, index): ConferenceEvent => ({
        meetingId: this.#options.record.meetingId,
        seq: this.#state.seq + 1 + index,
        at: change.at,
        actor: change.actor,
        commandId: change.command?.commandId ?? null,
        chamberId: change.chamberId ?? null,
        body,
      }),
    );
    const before = this.#state;
    const next = events.reduce(apply, before);
    if (!(await this.#store(events, next, change, { ok: true, seq: next.seq, at: change.at }))) return;
    this.#state = next;
    for (const event of events) this.#publish(event);
    if (before.roster !== next.roster) this.#followRoster();
    if (before.phase !== next.phase) this.#expectNodes();
    this.#announceDesired(before, next);
    this.#options.onTrunkFacts();
    this.#armLimit();
    if (change.command) this.#measure({ kind: 'time' });
  }

  #store(
    events: readonly ConferenceEvent[],
    state: ConferenceState,
    change: Change,
    outcome: CommandOutcome,
  ): Promise<boolean> {
    const { store, record } = this.#options;
    const { at, command, audit, happening } = change;
    return store.append({
      meetingId: record.meetingId,
      state,
      events,
      at,
      ...(command ? { command: { ...command, outcome } } : {}),
      ...(audit ? { audit } : {}),
      ...(happening ? { happening } : {}),
    });
  }

  #publish(event: ConferenceEvent): void {
    this.#presence.apply(event.body);
    this.#log.push(event);
    if (this.#log.length > LOG_LENGTH) this.#log.shift();
    this.deltas.change((changes) => changes.noteEvent(event, this.#state));
  }

  /** Once the meeting has started its roster says who belongs to it. */
  #followRoster(): void {
    const invited = new Map(this.#state.roster.map((entry) => [entry.siteId, entry]));
    for (const profile of guestProfiles(this.#state))
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

  #announceDesired(before: ConferenceState, next: ConferenceState): void {
    if (isSameDesired(before, next)) return;
    this.#desiredSeq += 1;
    this.#options.onDesired();
  }

  #adjustStills(): void {
    const isLive = this.#state.phase === 'live';
    const period = isLive ? stillPeriodMs(this.#observations.connectedSites, this.#viewers) : 0;
    if (period === this.#stillEveryMs) return;
    this.#stillEveryMs = period;
    this.#desiredSeq += 1;
    this.#options.onDesired();
  }

  #restoreLegs(seats: readonly SeatObserved[], actor: Actor): void {
    if (restoredSeats(this.#state, seats).length === 0) return;
    this.#enqueue(actor, () => restoredLegs(this.#state, seats, this.#now()));
  }

  /** Looks whether what is observed changes a running bring-up; many reports in a row are one look. */
  #measure(actor: Actor): void {
    if (this.#measuring || this.#closed || openBringUps(this.#state).length === 0) return;
    this.#measuring = true;
    this.#enqueue(actor, () => {
      this.#measuring = false;
      return observe(
        this.#state,
        (siteId) => this.#observations.measure(this.#roomOf(siteId), siteId),
        this.#now(),
      );
    });
  }

  /** The meeting as the room knows it that a site is in: its chair is who calls. */
  #roomOf(siteId: SiteId): ConferenceState {
    const chamberId = chamberHolding(this.#state, siteId)?.chamberId ?? null;
    return stateOfPart(this.#state, chamberId) ?? this.#state;
  }

  /** The limit of a bring-up passes also when nothing else happens. */
  #armLimit(): void {
    this.#limit?.cancel();
    this.#limit = null;
    const instants = openBringUps(this.#state).flatMap((bringUp) => breachInstant(bringUp) ?? []);
    if (instants.length === 0 || this.#closed) return;
    const delayMs = Math.max(0, Math.min(...instants) - this.#now());
    this.#limit = this.#options.clock.after(delayMs, () => this.#measure({ kind: 'time' }));
  }

  #nodeOverdue(nodeId: NodeId): void {
    if (this.#options.presenceOf(nodeId).state === 'connected') return;
    this.#enqueue({ kind: 'time' }, () =>
      this.#presence.isNodeLost(nodeId) || !this.#state.tree.some((node) => node.nodeId === nodeId)
        ? []
        : [{ type: 'node.lost', nodeId }],
    );
    this.#relieve();
    this.#keepRecording();
  }

  /** Another node goes on recording when the one that did is lost; looked at again when one is there that may (rule RD-3). */
  #keepRecording(): void {
    this.#enqueue({ kind: 'time' }, () => {
      const { recording } = this.#state;
      return recording !== null && this.#presence.isNodeLost(recording.nodeId)
        ? moveRecording(this.#state, (nodeId) => this.#isHeard(nodeId))
        : [];
    });
  }

  #isHeard(nodeId: NodeId): boolean {
    return this.#options.presenceOf(nodeId).state === 'connected';
  }

  /** Looks whether a standby has to take a lost node's place (rule SB-1). */
  #relieve(): void {
    this.#enqueue({ kind: 'time' }, () => (this.#relief.isNeeded ? this.#relief.due() : []));
  }

  #touchNode(nodeId: NodeId): void {
    const sites = [...this.#profiles.values()].filter(({ entry }) => entry.nodeId === nodeId);
    this.deltas.change((changes) =>
      changes.noteNode(
        nodeId,
        this.#state,
        sites.map(({ entry }) => entry.siteId),
      ),
    );
  }

  /** Decides and stores in the queue what nobody waits for. */
  #enqueue(actor: Actor, decideNow: () => ConferenceEventBody[]): void {
    this.#queue
      .run(async () => {
        const bodies = this.#closed || this.#state.phase !== 'live' ? [] : decideNow();
        if (bodies.length > 0) await this.#commit(bodies, { actor, at: this.#now() });
      })
      .catch((cause: unknown) => {
        this.#options.log.error(
          { err: cause, meetingId: this.#options.record.meetingId },
          'event could not be stored',
        );
      })
      .finally(() => {
        this.#measuring = false;
      });
  }
}
