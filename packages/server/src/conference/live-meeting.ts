import { type Clock, err, type Result, SerialQueue, type Timer } from '@nhipcau/base';
import {
  type Actor,
  BringUpId,
  type Command,
  type ConferenceEvent,
  type ConferenceEventBody,
  type ConferenceState,
  type DesiredConference,
  type ErrorCode,
  type GiveCommand,
  type Instant,
  instant,
  type LinkObserved,
  type LiveSnapshot,
  type NodeHappening,
  type NodeId,
  type NodeLoad,
  type SeatId,
  type SeatObserved,
  type SessionInfo,
  type SiteId,
} from '@nhipcau/contracts';
import { apply, breachInstant, type DecisionContext, decide, observe, planOf } from '@nhipcau/domain';
import type { FastifyBaseLogger } from 'fastify';
import { uuidv7 } from 'uuidv7';
import { can } from '../access/permissions.ts';
import { AppError, type Facts } from '../app-error.ts';
import { type AuditLine, appendAudit } from '../audit/audit.repository.ts';
import type { Database } from '../database/database.ts';
import { isUniqueViolation } from '../database/violations.ts';
import type { SiteProfile } from '../directory/directory.repository.ts';
import type { MeetingRecord } from '../meetings/meetings.repository.ts';
import type { NodePresence } from '../nodes/node-registry.ts';
import type { HappeningReport } from '../nodes/node-session.ts';
import { factsFor } from './decision-facts.ts';
import { type Changes, DeltaChannel, type DeltaContent } from './delta-channel.ts';
import { type CommandOutcome, type EventStore, LOG_LENGTH, type LoadedMeeting } from './event-store.ts';
import { eventsOf } from './happening-events.ts';
import {
  isUrgent,
  liveLinkOf,
  liveMeetingOf,
  liveNodeOf,
  liveSiteOf,
  openBringUps,
} from './live-entities.ts';
import { Observations } from './observations.ts';
import { Presence } from './presence.ts';
import { Stills, stillPeriodMs } from './stills.ts';

/** A node whose connection broke counts as lost after this; a blink of the network is no incident. */
const NODE_LOST_AFTER_MS = 3_000;
/** After a start of the server nodes have this long to dial. */
const NODE_EXPECTED_WITHIN_MS = 10_000;
/** Answers to commands kept in memory; older ones are found in the database. */
const REMEMBERED_COMMANDS = 500;

export interface LiveMeetingOptions {
  readonly record: MeetingRecord;
  readonly loaded: LoadedMeeting;
  readonly profiles: readonly SiteProfile[];
  readonly store: EventStore;
  readonly database: Database;
  readonly clock: Clock;
  readonly epoch: number;
  readonly presenceOf: (nodeId: NodeId) => NodePresence;
  /** The desired state changed: nodes should be told. */
  readonly onDesired: () => void;
  readonly log: FastifyBaseLogger;
}

type Decision = Result<ConferenceEventBody[], { readonly code: ErrorCode; readonly facts: Facts }>;

interface Change {
  readonly actor: Actor;
  readonly at: Instant;
  readonly command?: { readonly commandId: GiveCommand['commandId']; readonly userId: SessionInfo['userId'] };
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
  readonly #answers = new Map<string, CommandOutcome>();
  readonly #nodeTimers = new Map<NodeId, Timer>();
  readonly #changedAt = new Map<SiteId, Instant>();
  readonly #log: ConferenceEvent[];
  readonly stills = new Stills();
  readonly deltas: DeltaChannel;
  #state: ConferenceState;
  #desiredSeq = 1;
  #viewers = 0;
  #stillEveryMs = 0;
  #measuring = false;
  #limit: Timer | null = null;
  #closed = false;

  constructor(options: LiveMeetingOptions) {
    const { loaded, profiles, clock } = options;
    this.#options = options;
    this.#state = loaded.state;
    this.#log = [...loaded.log];
    this.#presence = new Presence(loaded.lastSeen);
    this.#profiles = new Map(profiles.map((profile) => [profile.entry.siteId, profile]));
    this.deltas = new DeltaChannel(clock, (changes) => this.#read(changes));
    if (this.#state.phase === 'live') this.#takeUp();
  }

  get state(): ConferenceState {
    return this.#state;
  }

  get isIdle(): boolean {
    return this.#state.phase !== 'live' && this.deltas.listeners === 0;
  }

  /**
   * Carries a command out; the same id given again is answered as the first time.
   *
   * @throws {AppError} the domain's refusal, or NOT_ALLOWED
   */
  async give({ commandId, command }: GiveCommand, person: SessionInfo, correlationId?: string) {
    const outcome = await this.#queue.run(async () => {
      const known =
        this.#answers.get(commandId) ?? (await this.#carryOut(commandId, command, person, correlationId));
      this.#remember(commandId, known);
      return known;
    });
    if (!outcome.ok) throw new AppError(outcome.code, outcome.facts);
    return { seq: outcome.seq, at: outcome.at };
  }

  snapshot(): LiveSnapshot {
    this.deltas.flush();
    const { record, clock } = this.#options;
    const tree = this.#state.tree;
    return {
      seq: this.deltas.seq,
      meeting: liveMeetingOf(record, this.#state),
      sites: [...this.#profiles.keys()].flatMap((siteId) => this.#siteOf(siteId) ?? []),
      nodes: tree.map((node) => liveNodeOf(node, this.#options.presenceOf(node.nodeId), this.#observations)),
      links: tree.flatMap((node) => liveLinkOf(node, this.#observations) ?? []),
      bringUps: this.#state.bringUps.slice(),
      log: this.#log.slice(-LOG_LENGTH),
      serverTime: instant(clock.now()),
    };
  }

  /** What the node should bring about; null when it has no part in the meeting. */
  desiredFor(nodeId: NodeId): DesiredConference | null {
    const plan = planOf(this.#state);
    if (plan === null || !plan.tree.some((node) => node.nodeId === nodeId)) return null;
    const { record, epoch } = this.#options;
    return {
      meetingId: record.meetingId,
      title: record.title,
      epoch,
      seq: this.#desiredSeq,
      plan,
      stillEveryMs: this.#stillEveryMs,
    };
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
    const now = instant(this.#options.clock.now());
    const joined: SiteId[] = [];
    for (const { before, after } of this.#observations.takeSeats(nodeId, report)) {
      const siteId = after?.siteId ?? before?.siteId ?? null;
      if (siteId === null || this.#profiles.get(siteId)?.entry.nodeId !== nodeId) continue;
      if (before?.state !== after?.state) this.#changedAt.set(siteId, now);
      if (after?.state === 'connected' && this.#isNew(siteId, before)) joined.push(siteId);
      if (after === null) this.#presence.left(siteId);
      this.deltas.change((changes) => changes.sites.add(siteId), { lazy: !isUrgent(before, after) });
    }
    this.#adjustStills();
    for (const siteId of joined)
      this.#enqueue({ kind: 'node', nodeId }, () =>
        this.#presence.siteOf(siteId) === 'joined' ? [] : [{ type: 'site.joined', siteId }],
      );
    this.#measure({ kind: 'node', nodeId });
  }

  takeLinks(nodeId: NodeId, links: readonly LinkObserved[]): void {
    this.#observations.takeLinks(nodeId, links);
    this.deltas.change(
      (changes) => {
        for (const link of links) changes.links.add(link.childId);
      },
      { lazy: openBringUps(this.#state).length === 0 },
    );
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
  async takeHappening(nodeId: NodeId, { happeningId, at, happening }: HappeningReport): Promise<void> {
    await this.#queue.run(async () => {
      if (this.#state.phase !== 'live') return;
      const bodies = eventsOf(happening, nodeId, this.#state, this.#presence);
      const earliest = this.#state.startedAt ?? at;
      await this.#commit(bodies, {
        actor: { kind: 'node', nodeId },
        // A node that could not reach us tells later what happened earlier.
        at: instant(Math.max(earliest, Math.min(at, this.#options.clock.now()))),
        happening: { happeningId, nodeId },
      });
      this.#touchAfter(happening);
    });
  }

  nodeConnected(nodeId: NodeId): void {
    this.#nodeTimers.get(nodeId)?.cancel();
    this.#nodeTimers.delete(nodeId);
    this.#touchNode(nodeId);
    this.#enqueue({ kind: 'node', nodeId }, () =>
      this.#presence.isNodeLost(nodeId) ? [{ type: 'node.returned', nodeId }] : [],
    );
  }

  nodeLost(nodeId: NodeId): void {
    this.#observations.forget(nodeId);
    this.#touchNode(nodeId);
    this.#expectNode(nodeId, NODE_LOST_AFTER_MS);
    this.#measure({ kind: 'time' });
  }

  close(): void {
    this.#closed = true;
    this.#limit?.cancel();
    for (const timer of this.#nodeTimers.values()) timer.cancel();
    this.deltas.close();
  }

  /** Resolves when everything given so far has been stored. */
  settled(): Promise<void> {
    return this.#queue.run(async () => {});
  }

  /** A server that starts in mid-meeting goes on where the log ends. */
  #takeUp(): void {
    for (const { nodeId } of this.#state.tree)
      if (this.#options.presenceOf(nodeId).state !== 'connected')
        this.#expectNode(nodeId, NODE_EXPECTED_WITHIN_MS);
    this.#armLimit();
  }

  #isNew(siteId: SiteId, before: SeatObserved | null): boolean {
    const presence = this.#presence.siteOf(siteId);
    // A seat that only dropped is told of by its node as returned.
    return presence !== 'joined' && (presence !== 'dropped' || before === null);
  }

  async #carryOut(
    commandId: GiveCommand['commandId'],
    command: Command,
    person: SessionInfo,
    correlationId?: string,
  ): Promise<CommandOutcome> {
    const { record, clock, database } = this.#options;
    const at = instant(clock.now());
    const chairSiteId = this.#state.chairSiteId ?? record.chairSiteId;
    const audit: AuditLine = {
      at,
      actor: { actorKind: 'user', actorId: person.userId, actorName: person.name },
      action: `command.${command.type}`,
      meetingId: record.meetingId,
      subject: 'siteId' in command ? command.siteId : null,
      facts: { commandId, command },
      ...(correlationId ? { correlationId } : {}),
    };
    if (!can(person.role, command.type, { siteId: person.siteId, chairSiteId })) {
      await appendAudit(database, { ...audit, code: 'NOT_ALLOWED' });
      return { ok: false, code: 'NOT_ALLOWED', facts: { command: command.type } };
    }
    const decided = await this.#decide(command, person, at);
    const change: Change = {
      actor: { kind: 'user', userId: person.userId, name: person.name },
      at,
      command: { commandId, userId: person.userId },
      audit: decided.ok ? audit : { ...audit, code: decided.error.code },
    };
    try {
      if (decided.ok) {
        await this.#commit(decided.value, change);
        return { ok: true, seq: this.#state.seq, at };
      }
      const refused: CommandOutcome = { ok: false, code: decided.error.code, facts: decided.error.facts };
      await this.#store([], this.#state, change, refused);
      return refused;
    } catch (cause) {
      if (isUniqueViolation(cause, 'meeting_command_pkey')) return this.#firstAnswer(commandId, person);
      throw cause;
    }
  }

  /** The command was carried out before, perhaps by the server that ran before us. */
  async #firstAnswer(commandId: GiveCommand['commandId'], person: SessionInfo): Promise<CommandOutcome> {
    const first = await this.#options.store.findCommand(commandId);
    const isSame = first?.meetingId === this.#options.record.meetingId && first.userId === person.userId;
    if (first === null || !isSame) return { ok: false, code: 'BAD_MESSAGE', facts: { path: 'commandId' } };
    return first.outcome;
  }

  async #decide(command: Command, person: SessionInfo, at: Instant): Promise<Decision> {
    try {
      return decide(this.#state, command, await this.#context(command, person, at));
    } catch (cause) {
      // The directory says no before the domain is asked: a refusal like any other.
      if (cause instanceof AppError) return err({ code: cause.code, facts: cause.facts });
      throw cause;
    }
  }

  async #context(command: Command, person: SessionInfo, now: Instant): Promise<DecisionContext> {
    const { database, record } = this.#options;
    const facts = await factsFor(database, record, this.#state, command);
    for (const profile of facts.profiles) this.#profiles.set(profile.entry.siteId, profile);
    return {
      now,
      actor: { userId: person.userId, name: person.name },
      newBringUpId: () => BringUpId.parse(uuidv7()),
      planned: facts.planned,
      invitable: facts.invitable,
    };
  }

  /** Stores events and only then lets anybody see them. */
  async #commit(bodies: readonly ConferenceEventBody[], change: Change): Promise<void> {
    const { meetingId } = this.#options.record;
    const events = bodies.map(
      (body, index): ConferenceEvent => ({
        meetingId,
        seq: this.#state.seq + 1 + index,
        at: change.at,
        actor: change.actor,
        commandId: change.command?.commandId ?? null,
        body,
      }),
    );
    const next = events.reduce(apply, this.#state);
    const outcome: CommandOutcome = { ok: true, seq: next.seq, at: change.at };
    if (!(await this.#store(events, next, change, outcome))) return;
    const before = this.#state;
    this.#state = next;
    for (const event of events) this.#publish(event);
    this.#forgetStrangers();
    this.#announceDesired(before, next);
    this.#armLimit();
    if (openBringUps(next).length > 0 && change.command) this.#measure({ kind: 'time' });
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
    this.deltas.change((changes) => {
      changes.log.push(event);
      noteChanges(changes, event.body);
      if (event.body.type === 'meeting.started') {
        for (const { siteId } of this.#state.roster) changes.sites.add(siteId);
        for (const { nodeId } of this.#state.tree)
          changes.nodes.add(nodeId).size > 0 && changes.links.add(nodeId);
      }
    });
  }

  /** While the meeting runs its roster says who belongs to it. */
  #forgetStrangers(): void {
    if (this.#state.phase === 'scheduled') return;
    const invited = new Map(this.#state.roster.map((entry) => [entry.siteId, entry]));
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
    const isSame =
      before.phase === next.phase &&
      before.stage === next.stage &&
      before.roster === next.roster &&
      before.tree === next.tree;
    if (isSame) return;
    this.#desiredSeq += 1;
    this.#options.onDesired();
  }

  #adjustStills(): void {
    const period =
      this.#state.phase === 'live' ? stillPeriodMs(this.#observations.connectedSites, this.#viewers) : 0;
    if (period === this.#stillEveryMs) return;
    this.#stillEveryMs = period;
    this.#desiredSeq += 1;
    this.#options.onDesired();
  }

  /** Looks whether what is observed changes a running bring-up; many reports in a row are one look. */
  #measure(actor: Actor): void {
    if (this.#measuring || this.#closed || openBringUps(this.#state).length === 0) return;
    this.#measuring = true;
    this.#enqueue(actor, () => {
      this.#measuring = false;
      return observe(
        this.#state,
        (siteId) => this.#observations.measure(this.#state, siteId),
        instant(this.#options.clock.now()),
      );
    });
  }

  /** The limit of a bring-up passes also when nothing else happens. */
  #armLimit(): void {
    this.#limit?.cancel();
    this.#limit = null;
    const instants = openBringUps(this.#state).flatMap((bringUp) => breachInstant(bringUp) ?? []);
    if (instants.length === 0 || this.#closed) return;
    const delayMs = Math.max(0, Math.min(...instants) - this.#options.clock.now());
    this.#limit = this.#options.clock.after(delayMs, () => this.#measure({ kind: 'time' }));
  }

  #expectNode(nodeId: NodeId, withinMs: number): void {
    this.#nodeTimers.get(nodeId)?.cancel();
    const timer = this.#options.clock.after(withinMs, () => {
      this.#nodeTimers.delete(nodeId);
      if (this.#options.presenceOf(nodeId).state === 'connected') return;
      this.#enqueue({ kind: 'time' }, () =>
        this.#presence.isNodeLost(nodeId) || !this.#state.tree.some((node) => node.nodeId === nodeId)
          ? []
          : [{ type: 'node.lost', nodeId }],
      );
    });
    this.#nodeTimers.set(nodeId, timer);
  }

  /** Decides and stores in the queue what nobody waits for. */
  #enqueue(actor: Actor, decideNow: () => ConferenceEventBody[]): void {
    const { clock, log } = this.#options;
    this.#queue
      .run(async () => {
        const bodies = this.#closed || this.#state.phase !== 'live' ? [] : decideNow();
        if (bodies.length > 0) await this.#commit(bodies, { actor, at: instant(clock.now()) });
      })
      .catch((cause: unknown) => {
        this.#measuring = false;
        log.error({ err: cause, meetingId: this.#options.record.meetingId }, 'event could not be stored');
      });
  }

  #touchNode(nodeId: NodeId): void {
    this.deltas.change((changes) => {
      changes.nodes.add(nodeId);
      changes.links.add(nodeId);
      for (const { nodeId: childId, parentId } of this.#state.tree)
        if (parentId === nodeId) changes.links.add(childId);
      for (const { entry } of this.#profiles.values())
        if (entry.nodeId === nodeId) changes.sites.add(entry.siteId);
    });
  }

  #touchAfter(happening: NodeHappening): void {
    if (!('siteId' in happening)) return;
    this.deltas.change((changes) => changes.sites.add(happening.siteId));
  }

  #siteOf(siteId: SiteId) {
    const profile = this.#profiles.get(siteId);
    if (!profile) return null;
    const { nodeId } = profile.entry;
    return liveSiteOf(profile, {
      seat: this.#observations.seatOf(siteId, nodeId),
      presence: this.#presence.siteOf(siteId),
      node: this.#options.presenceOf(nodeId),
      changedAt: this.#changedAt.get(siteId) ?? this.#state.startedAt ?? this.#options.record.plannedStart,
      still: this.stills.versionOf(siteId),
    });
  }

  #read(changes: Changes): DeltaContent {
    const { record, presenceOf } = this.#options;
    const nodes = this.#state.tree.filter((node) => changes.nodes.has(node.nodeId));
    const links = this.#state.tree.filter((node) => changes.links.has(node.nodeId));
    const sites = [...changes.sites].flatMap((siteId) => this.#siteOf(siteId) ?? []);
    const gone = [...changes.goneSites].filter((siteId) => !this.#profiles.has(siteId));
    const bringUps = this.#state.bringUps.filter((bringUp) => changes.bringUps.has(bringUp.bringUpId));
    return {
      ...(changes.meeting ? { meeting: liveMeetingOf(record, this.#state) } : {}),
      ...(sites.length > 0 ? { sites } : {}),
      ...(gone.length > 0 ? { goneSites: gone } : {}),
      ...(nodes.length > 0
        ? { nodes: nodes.map((node) => liveNodeOf(node, presenceOf(node.nodeId), this.#observations)) }
        : {}),
      ...(links.length > 0
        ? { links: links.flatMap((node) => liveLinkOf(node, this.#observations) ?? []) }
        : {}),
      ...(bringUps.length > 0 ? { bringUps } : {}),
      ...(changes.log.length > 0 ? { log: changes.log.slice(-500) } : {}),
      ...(changes.stills.size > 0 ? { stills: [...changes.stills] } : {}),
    };
  }

  #remember(commandId: string, outcome: CommandOutcome): void {
    this.#answers.set(commandId, outcome);
    if (this.#answers.size <= REMEMBERED_COMMANDS) return;
    const oldest = this.#answers.keys().next();
    if (!oldest.done) this.#answers.delete(oldest.value);
  }
}

function noteChanges(changes: Changes, body: ConferenceEventBody): void {
  switch (body.type) {
    case 'bringUp.requested':
    case 'bringUp.changed':
      changes.bringUps.add(body.bringUp.bringUpId);
      break;
    case 'site.invited':
      changes.sites.add(body.entry.siteId);
      changes.goneSites.delete(body.entry.siteId);
      changes.meeting = true;
      break;
    case 'site.joined':
    case 'site.dropped':
    case 'site.returned':
    case 'site.lost':
      changes.sites.add(body.siteId);
      break;
    case 'link.down':
    case 'link.up':
      changes.links.add(body.childId);
      break;
    case 'node.lost':
    case 'node.returned':
      changes.nodes.add(body.nodeId);
      break;
    case 'worker.died':
    case 'content.refused':
      break;
    default:
      changes.meeting = true;
  }
}
