import type {
  BringUp,
  BringUpId,
  ConferenceEvent,
  LiveDelta,
  LiveLink,
  LiveMeeting,
  LiveNode,
  LiveSite,
  LiveSnapshot,
  NodeId,
  SiteId,
} from '@nhipcau/contracts';

/** Parts of a live meeting that can be watched by themselves. A single site is watched as `site:<id>`. */
export type LiveTopic = 'meeting' | 'siteList' | 'sites' | 'nodes' | 'bringUps' | 'log' | `site:${string}`;

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
  #siteList: readonly LiveSite[] = [];
  #nodes: readonly LiveNode[] = [];
  #links: readonly LiveLink[] = [];
  #bringUps: readonly BringUp[] = [];
  #log: readonly ConferenceEvent[] = [];

  get seq(): number {
    return this.#seq;
  }
  readonly meeting = (): LiveMeeting | null => this.#meeting;
  /** Sites in the order of their numbers; a new array only when a site came, went or changed. */
  readonly sites = (): readonly LiveSite[] => this.#siteList;
  readonly site = (siteId: SiteId): LiveSite | null => this.#sites.get(siteId) ?? null;
  readonly nodes = (): readonly LiveNode[] => this.#nodes;
  readonly links = (): readonly LiveLink[] => this.#links;
  readonly bringUps = (): readonly BringUp[] => this.#bringUps;
  readonly log = (): readonly ConferenceEvent[] => this.#log;

  subscribe(topic: LiveTopic, listener: () => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }

  reset(snapshot: LiveSnapshot): void {
    const topics = new Set<LiveTopic>(['meeting', 'siteList', 'sites', 'nodes', 'bringUps', 'log']);
    for (const siteId of this.#sites.keys()) topics.add(`site:${siteId}`);
    this.#sites.clear();
    for (const site of snapshot.sites) {
      this.#sites.set(site.siteId, site);
      topics.add(`site:${site.siteId}`);
    }
    this.#seq = snapshot.seq;
    this.#meeting = snapshot.meeting;
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
    if (delta.meeting) {
      this.#meeting = delta.meeting;
      topics.add('meeting');
    }
    for (const site of delta.sites ?? []) this.#putSite(site, topics);
    for (const [siteId, still] of delta.stills ?? []) {
      const site = this.#sites.get(siteId);
      if (site && site.still !== still) this.#putSite({ ...site, still }, topics);
    }
    for (const siteId of delta.goneSites ?? []) {
      if (this.#sites.delete(siteId)) topics.add('siteList').add('sites').add(`site:${siteId}`);
    }
    if (topics.has('siteList') || topics.has('sites')) this.#sortSites();
    if (delta.nodes) this.#nodes = replaced(this.#nodes, delta.nodes, ({ nodeId }) => nodeId);
    if (delta.links) this.#links = replaced(this.#links, delta.links, linkKey);
    if (delta.nodes || delta.links) topics.add('nodes');
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
    for (const topic of topics) for (const listener of [...(this.#listeners.get(topic) ?? [])]) listener();
  }
}

const linkKey = ({ childId, parentId }: LiveLink): `${NodeId}>${NodeId}` => `${childId}>${parentId}`;

function replaced<T, K>(before: readonly T[], changed: readonly T[], key: (entry: T) => K): readonly T[] {
  const newer = new Map(changed.map((entry) => [key(entry), entry]));
  const kept = before.map((entry) => {
    const replacement = newer.get(key(entry));
    newer.delete(key(entry));
    return replacement ?? entry;
  });
  return [...kept, ...newer.values()];
}
