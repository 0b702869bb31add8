import type {
  Attendance,
  BringUp,
  BringUpId,
  ChamberId,
  ConferenceEvent,
  Connecting,
  Direction,
  LiveDelta,
  LiveLink,
  LiveMeeting,
  LiveNode,
  LiveSite,
  LiveSnapshot,
  NodeId,
  ScriptSegment,
  SiteId,
  SpeakRequest,
  SpokenTime,
} from '@nhipcau/contracts';
import { meetingIn } from './rooms-of.ts';
import { shared } from './shared.ts';

/** Parts of a live meeting that can be watched by themselves. A single site is watched as `site:<id>`. */
export type LiveTopic =
  | 'meeting'
  | 'siteList'
  | 'sites'
  | 'nodes'
  | 'bringUps'
  | 'order'
  | 'speech'
  | 'connecting'
  | 'directions'
  | 'log'
  | `site:${string}`;

const KEPT_LOG = 500;

/**
 * Everything the server told of one meeting. Entities are replaced whole, so applying a delta twice is harmless;
 * each listener is told at most once per delta.
 */
export class LiveStore {
  readonly #listeners = new Map<LiveTopic, Set<() => void>>();
  readonly #sites = new Map<SiteId, LiveSite>();
  #seq = 0;
  #meeting: LiveMeeting | null = null;
  #shown: LiveMeeting | null = null;
  #chamberId: ChamberId | null = null;
  #siteList: readonly LiveSite[] = [];
  #nodes: readonly LiveNode[] = [];
  #links: readonly LiveLink[] = [];
  #bringUps: readonly BringUp[] = [];
  #segments: readonly ScriptSegment[] = [];
  #speakRequests: readonly SpeakRequest[] = [];
  #spoken: readonly SpokenTime[] = [];
  #connecting: Connecting | null = null;
  #attendance: readonly Attendance[] = [];
  #directions: readonly Direction[] = [];
  #log: readonly ConferenceEvent[] = [];

  get seq(): number {
    return this.#seq;
  }
  /** The meeting as the room shows it that is looked at. */
  readonly meeting = (): LiveMeeting | null => this.#shown;
  /** The meeting as a whole, whatever room is looked at. */
  readonly whole = (): LiveMeeting | null => this.#meeting;
  /** The chamber that is looked at, while it is open; null: the common room. */
  readonly chamberId = (): ChamberId | null => this.#chamberId;
  /** Sites in the order of their numbers; a new array only when a site came, went or changed. */
  readonly sites = (): readonly LiveSite[] => this.#siteList;
  readonly site = (siteId: SiteId): LiveSite | null => this.#sites.get(siteId) ?? null;
  readonly nodes = (): readonly LiveNode[] => this.#nodes;
  readonly links = (): readonly LiveLink[] => this.#links;
  readonly bringUps = (): readonly BringUp[] => this.#bringUps;
  /** Of the running order; a new array only when another script is taken up. */
  readonly segments = (): readonly ScriptSegment[] => this.#segments;
  /** Wishes to speak, oldest first. */
  readonly speakRequests = (): readonly SpeakRequest[] => this.#speakRequests;
  readonly spoken = (): readonly SpokenTime[] => this.#spoken;
  /** How the meeting is connected before its session; null until the server has told. */
  readonly connecting = (): Connecting | null => this.#connecting;
  readonly attendance = (): readonly Attendance[] => this.#attendance;
  /** Messages to sites, oldest first. */
  readonly directions = (): readonly Direction[] => this.#directions;
  readonly log = (): readonly ConferenceEvent[] => this.#log;

  /** Looks into an open chamber, or into the common room. */
  look(chamberId: ChamberId | null): void {
    this.#show(this.#meeting, chamberId);
    this.#tell(new Set(['meeting']));
  }

  subscribe(topic: LiveTopic, listener: () => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }

  reset(snapshot: LiveSnapshot): void {
    const topics = new Set<LiveTopic>([
      'meeting',
      'siteList',
      'sites',
      'nodes',
      'bringUps',
      'order',
      'speech',
      'connecting',
      'directions',
      'log',
    ]);
    for (const siteId of this.#sites.keys()) topics.add(`site:${siteId}`);
    this.#sites.clear();
    for (const site of snapshot.sites) {
      this.#sites.set(site.siteId, site);
      topics.add(`site:${site.siteId}`);
    }
    this.#seq = snapshot.seq;
    this.#show(snapshot.meeting, this.#chamberId);
    this.#segments = snapshot.segments;
    this.#speakRequests = snapshot.speakRequests;
    this.#spoken = snapshot.spoken;
    this.#connecting = snapshot.connecting;
    this.#attendance = snapshot.attendance;
    this.#directions = snapshot.directions;
    this.#nodes = snapshot.nodes;
    this.#links = snapshot.links;
    this.#bringUps = snapshot.bringUps;
    this.#log = snapshot.log;
    this.#sortSites();
    this.#tell(topics);
  }

  /** @returns false when deltas are missing before this one: subscribe again */
  apply(delta: LiveDelta): boolean {
    if (delta.seq <= this.#seq) return true;
    if (delta.seq !== this.#seq + 1) return false;
    this.#merge(delta);
    return true;
  }

  /** What was missed while away, gathered into one delta by the server. */
  catchUp(delta: LiveDelta): void {
    this.#merge(delta);
  }

  #merge(delta: LiveDelta): void {
    const topics = new Set<LiveTopic>();
    this.#seq = delta.seq;
    this.#mergeTold(delta, topics);
    if (delta.meeting && this.#show(delta.meeting, this.#chamberId)) topics.add('meeting');
    for (const site of delta.sites ?? []) this.#putSite(site, topics);
    for (const [siteId, still] of delta.stills ?? []) {
      const site = this.#sites.get(siteId);
      if (site && site.still !== still) this.#putSite({ ...site, still }, topics);
    }
    for (const siteId of delta.goneSites ?? []) {
      if (this.#sites.delete(siteId)) topics.add('siteList').add('sites').add(`site:${siteId}`);
    }
    if (topics.has('siteList') || topics.has('sites')) this.#sortSites();
    if (this.#putNodes(delta)) topics.add('nodes');
    if (delta.bringUps) {
      this.#bringUps = replaced<BringUp, BringUpId>(
        this.#bringUps,
        delta.bringUps,
        ({ bringUpId }) => bringUpId,
      );
      topics.add('bringUps');
    }
    if (delta.log) {
      const newest = this.#log.at(-1)?.seq ?? 0;
      this.#log = [...this.#log, ...delta.log.filter(({ seq }) => seq > newest)].slice(-KEPT_LOG);
      topics.add('log');
    }
    this.#tell(topics);
  }

  /** @returns whether nodes or links changed */
  #putNodes({ nodes = [], links = [], goneNodes = [], goneLinks = [] }: LiveDelta): boolean {
    if (nodes.length + links.length + goneNodes.length + goneLinks.length === 0) return false;
    const gone = new Set(goneNodes);
    const cut = new Set(goneLinks.map(linkKey));
    this.#nodes = replaced(this.#nodes, nodes, ({ nodeId }) => nodeId).filter(
      ({ nodeId }) => !gone.has(nodeId),
    );
    this.#links = replaced(this.#links, links, linkKey).filter(
      (link) => !gone.has(link.childId) && !cut.has(linkKey(link)),
    );
    return true;
  }

  /** Parts that come whole beside the meeting. */
  #mergeTold(delta: LiveDelta, topics: Set<LiveTopic>): void {
    if (delta.speakRequests) this.#speakRequests = delta.speakRequests;
    if (delta.spoken) this.#spoken = delta.spoken;
    if (delta.speakRequests || delta.spoken) topics.add('speech');
    if (delta.attendance) {
      this.#attendance = delta.attendance;
      topics.add('connecting');
    }
    if (delta.directions) {
      this.#directions = delta.directions;
      topics.add('directions');
    }
    if (delta.connecting) {
      this.#connecting = delta.connecting;
      topics.add('connecting');
    }
    if (delta.segments) {
      this.#segments = delta.segments;
      topics.add('order');
    }
  }

  /**
   * A chamber that is merged takes whoever looked into it back to the common room. Parts that say the same as before
   * stay the same objects: a meeting comes whole with every change, and only what changed should be drawn again.
   *
   * @returns whether anything is different
   */
  #show(told: LiveMeeting | null, chamberId: ChamberId | null): boolean {
    const before = this.#shown;
    const whole = this.#meeting;
    const meeting = told && shared(whole, told);
    const isOpen = meeting?.chambers.some((chamber) => chamber.isOpen && chamber.chamberId === chamberId);
    this.#meeting = meeting;
    this.#chamberId = isOpen ? chamberId : null;
    const shown = meeting && meetingIn(meeting, this.#chamberId);
    // The common room is shown by the meeting itself.
    this.#shown = shown === meeting ? meeting : shown && shared(before, shown);
    return this.#meeting !== whole || this.#shown !== before;
  }

  #putSite(site: LiveSite, topics: Set<LiveTopic>): void {
    const before = this.#sites.get(site.siteId);
    this.#sites.set(site.siteId, site);
    topics.add(`site:${site.siteId}`).add('sites');
    if (!before || before.groupId !== site.groupId || before.number !== site.number) topics.add('siteList');
  }

  #sortSites(): void {
    this.#siteList = [...this.#sites.values()].sort((a, b) => a.number - b.number);
  }

  #tell(topics: ReadonlySet<LiveTopic>): void {
    // Whoever listens to several topics is told once.
    const told = new Set<() => void>();
    for (const topic of topics) for (const listener of this.#listeners.get(topic) ?? []) told.add(listener);
    for (const listener of told) listener();
  }
}

const linkKey = ({ childId, parentId }: Pick<LiveLink, 'childId' | 'parentId'>): `${NodeId}>${NodeId}` =>
  `${childId}>${parentId}`;

function replaced<T, K>(before: readonly T[], changed: readonly T[], key: (entry: T) => K): readonly T[] {
  const newer = new Map(changed.map((entry) => [key(entry), entry]));
  const kept = before.map((entry) => {
    const replacement = newer.get(key(entry));
    newer.delete(key(entry));
    return replacement ?? entry;
  });
  return [...kept, ...newer.values()];
}
