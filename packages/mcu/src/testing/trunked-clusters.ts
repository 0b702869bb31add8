import {
  type ConferencePlan,
  InstallationCode,
  type LinkBudget,
  MeetingId,
  NodeId,
  type RosterEntry,
  type SiteId,
  type Stage,
  type TrunkFeed,
  type TrunkMode,
} from '@nhipcau/contracts';
import {
  aliasOf,
  feedDown,
  feedUp,
  gateOf,
  guestRoles,
  offersOf,
  plainOf,
  programOf,
  turned,
  unfold,
} from '@nhipcau/domain';
import { aSite } from '@nhipcau/testkit';
import { TcpProxy } from './tcp-proxy.ts';
import { TestCluster } from './test-cluster.ts';

const CP = InstallationCode.parse('cp');
const HB = InstallationCode.parse('hb');

export interface TrunkedOptions {
  readonly mode: TrunkMode;
  readonly budget?: LinkBudget;
}

/**
 * Two installations with nodes, meetings and authorities of their own, joined by a trunk whose line can be cut: the
 * Government (`cp`: sites `gov`, `hn`) and a province below (`hb`: `province`, its chair, and `commune` on a node of its
 * own). Both plans are made by the domain, as the two servers would.
 */
export class TrunkedClusters {
  readonly upper: TestCluster;
  readonly lower: TestCluster;
  readonly line: TcpProxy;
  readonly upperGate: NodeId;
  readonly lowerGate: NodeId;
  /** The guest that stands for the other meeting: of the Government below, of the province above. */
  readonly above = programOf(CP);
  readonly below = programOf(HB);
  readonly #options: TrunkedOptions;
  readonly #stages = { upper: {} as Partial<Stage>, lower: {} as Partial<Stage> };
  chosen: SiteId | null = null;

  private constructor(upper: TestCluster, lower: TestCluster, line: TcpProxy, options: TrunkedOptions) {
    this.upper = upper;
    this.lower = lower;
    this.line = line;
    this.#options = options;
    this.upperGate = present(gateOf(CP, NodeId.parse('centre')));
    this.lowerGate = present(gateOf(HB, NodeId.parse('prov')));
  }

  static async start(options: TrunkedOptions): Promise<TrunkedClusters> {
    const upper = await TestCluster.start({
      meetingId: 'national',
      tree: { centre: null },
      sites: { gov: 'centre', hn: 'centre' },
    });
    const lower = await TestCluster.start({
      meetingId: 'provincial',
      tree: { prov: null, dabac: 'prov' },
      sites: { province: 'prov', commune: 'dabac' },
    });
    const line = await TcpProxy.open(upper.node('centre').port);
    return new TrunkedClusters(upper, lower, line, options);
  }

  /** Sites of the province as the Government knows them. */
  there(site: string): SiteId {
    return present(aliasOf(HB, aSite(site).siteId));
  }

  /** Sites of the Government as the province knows them. */
  here(site: string): SiteId {
    return present(aliasOf(CP, aSite(site).siteId));
  }

  /** Brings both meetings to these stages, as their operators would. */
  put(stages: { readonly upper?: Partial<Stage>; readonly lower?: Partial<Stage> }): void {
    Object.assign(this.#stages.upper, stages.upper);
    Object.assign(this.#stages.lower, stages.lower);
    const guests = this.#guestsAbove();
    const above = this.#planOf(this.upper, this.#stages.upper, guests);
    const below = this.#planOf(this.lower, this.#stages.lower, [
      this.#entry(this.above, this.upperGate, 'Government'),
    ]);
    const isLent = this.#options.mode === 'slave';
    const own = (siteId: SiteId) => (isLent ? plainOf(HB, siteId) : null);
    const down = feedDown(above, new Set(guests.map((guest) => guest.siteId)), own);
    const up = feedUp(below, new Set([this.above]), this.chosen);
    this.#putAbove(above, { down, up });
    this.#putBelow(below, { above, down, up });
  }

  #putAbove(plan: ConferencePlan, { down, up }: { down: TrunkFeed; up: TrunkFeed }): void {
    const isLent = this.#options.mode === 'slave';
    const offers = offersOf(down, { seen: [plan.chairSiteId] });
    const entry = plan.roster.find((known) => known.siteId === this.below);
    const feed = named(up, (siteId) => aliasOf(HB, siteId));
    const guests = isLent || !entry ? [] : [{ entry, feed, ownSiteId: plan.chairSiteId }];
    const view = { guests, lent: null, offers: new Map([[this.lowerGate, offers]]) };
    this.#bring(this.upper, unfold(plan, view));
  }

  #putBelow(
    plan: ConferencePlan,
    { above, down, up }: { above: ConferencePlan; down: TrunkFeed; up: TrunkFeed },
  ): void {
    const isLent = this.#options.mode === 'slave';
    const lentSites = isLent ? this.lower.plan.roster.filter(({ nodeId }) => nodeId !== this.upperGate) : [];
    const lentIds = ['province', 'commune'].map((name) => aSite(name).siteId);
    const offers = offersOf(up, { lent: isLent ? lentIds : [] });
    const roles = isLent ? guestRoles(above, this.#guestsAbove()) : [];
    const of = (is: (role: (typeof roles)[number]) => boolean) =>
      roles.filter(is).flatMap(({ siteId }) => plainOf(HB, siteId) ?? []);
    const lent = {
      chairSiteId: this.here('gov'),
      floor: of((role) => role.hasFloor),
      content: null,
      facing: of((role) => role.seesChair),
    };
    const entry = present(plan.roster.find((known) => known.siteId === this.above));
    const feed = named(down, (siteId) => aliasOf(CP, siteId));
    const guests = [{ entry, feed, ownSiteId: shownFirst(up) }];
    const view = {
      guests,
      lent: lentSites.length > 0 ? lent : null,
      offers: new Map([[this.upperGate, offers]]),
    };
    this.#bring(this.lower, unfold(plan, view));
  }

  #bring(cluster: TestCluster, { stage, ...change }: ConferencePlan): void {
    cluster.put(stage, { change });
  }

  #guestsAbove(): RosterEntry[] {
    const sites =
      this.#options.mode === 'slave' ? ['province', 'commune'].map((name) => this.there(name)) : [this.below];
    return sites.map((siteId) => this.#entry(siteId, this.lowerGate, `Province ${siteId}`));
  }

  #entry(siteId: SiteId, nodeId: NodeId, name: string): RosterEntry {
    return { ...aSite('guest'), siteId, nodeId, name, number: 9_001 };
  }

  /** The plan before anything of the trunk is unfolded. */
  #planOf(cluster: TestCluster, stage: Partial<Stage>, guests: readonly RosterEntry[]): ConferencePlan {
    const isUpper = cluster === this.upper;
    const { budget } = this.#options;
    const own = cluster.plan.roster.filter((entry) => !entry.nodeId.includes(':'));
    const gate = {
      name: 'gate',
      nodeId: isUpper ? this.lowerGate : this.upperGate,
      parentId: NodeId.parse(isUpper ? 'centre' : 'prov'),
      linkUrl: isUpper ? 'ws://127.0.0.1:1' : this.line.url,
      publicKey: isUpper
        ? this.lower.node('prov').identity.publicKey
        : this.upper.node('centre').identity.publicKey,
      ...(budget ? { budget: isUpper ? budget : turned(budget) } : {}),
      trunk: {
        dials: isUpper
          ? null
          : {
              parentId: NodeId.parse('centre'),
              childId: this.lowerGate,
              meetingId: MeetingId.parse('national'),
              ours: HB,
              theirs: CP,
            },
        offers: [],
      },
    };
    const { facing: _facing, ...plan } = cluster.plan;
    const empty = { broadcast: plan.stage.broadcast, chairView: plan.stage.chairView };
    return {
      ...plan,
      roster: [...own, ...guests],
      tree: [...cluster.tree(), gate],
      stage: { ...empty, floor: [], content: null, cue: [], called: [], captions: [], gains: [], ...stage },
    };
  }

  async stop(): Promise<void> {
    await this.lower.stop();
    await this.upper.stop();
    this.line.close();
  }
}

/** A feed by the names of the installation that receives it; the wire has those of the upper. */
function named(feed: TrunkFeed, nameOf: (siteId: SiteId) => SiteId | null): TrunkFeed {
  const name = (siteId: SiteId) => present(nameOf(siteId));
  return {
    ...feed,
    panes: feed.panes.map((pane) => (pane.kind === 'site' ? { ...pane, siteId: name(pane.siteId) } : pane)),
    voices: feed.voices.map(name),
    content: feed.content && name(feed.content),
    cued: feed.cued.map(name),
    sites: feed.sites.map((site) => ({ ...site, siteId: name(site.siteId) })),
  };
}

/** The site whose picture goes up first. */
const shownFirst = ({ panes }: TrunkFeed): SiteId =>
  present(panes.flatMap((pane) => (pane.kind === 'site' ? [pane.siteId] : []))[0]);

function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('missing in a test');
  return value;
}
