import type {
  ChamberPlan,
  Cue,
  Layout,
  LayoutKind,
  SiteId,
  Source,
  Stage,
  Subscription,
} from '@nhipcau/contracts';
import { ChamberId, layoutCapacity, NodeId } from '@nhipcau/contracts';
import {
  demandsOf,
  layoutOf,
  openingStage,
  partOfSite,
  type SeatAt,
  streamKey,
  subscriptionsOf,
} from '@nhipcau/domain';
import { nodeId, seedsOf, siteId } from '@nhipcau/testkit';
import { afterEach, expect, test } from 'vitest';
import type { LinkMeeting } from '../link/link-meeting.ts';
import { chance } from '../testing/chance.ts';
import { meetingOn } from '../testing/counting.ts';
import { eventually } from '../testing/eventually.ts';
import type { TcpProxy } from '../testing/tcp-proxy.ts';
import { TestCluster } from '../testing/test-cluster.ts';
import type { TestRoom } from '../testing/test-room.ts';

let cluster: TestCluster;
afterEach(() => cluster.stop());

const SITES = {
  province: 'hb',
  hoabinh: 'hb',
  gov1: 'cp',
  gov2: 'cp',
  commune1: 'dabac',
  commune2: 'dabac',
  yenbai: 'yb',
};
type Name = keyof typeof SITES;
const NAMES = Object.keys(SITES) as Name[];
/** The meeting's chair leads the common room and is never in a private one. */
const CHAIR: Name = 'province';
/** A node in the middle of the cascade, and the one that stands by for it. */
const RELIEVED = 'hb';
const STANDBY = 'dp';
const TREE = { cp: null, hb: 'cp', dabac: 'hb', yb: 'cp' };
const TREE_RELIEVED = { cp: null, dp: 'cp', dabac: 'dp', yb: 'cp' };

const OTHERS = NAMES.filter((name) => name !== CHAIR);
const homeOf = (name: Name): string =>
  cluster.plan.roster.find((entry) => entry.siteId === name)?.nodeId ?? SITES[name];

/** Who stands where, as the server would wish it. */
function placement(isRelieved: boolean) {
  const home = isRelieved ? STANDBY : RELIEVED;
  const tree = isRelieved
    ? cluster.tree(TREE_RELIEVED)
    : cluster
        .tree()
        .map((node) => (node.nodeId === RELIEVED ? { ...node, standbyId: nodeId(STANDBY) } : node));
  return {
    tree,
    roster: cluster.plan.roster.map((entry) =>
      SITES[entry.siteId as Name] === RELIEVED ? { ...entry, nodeId: nodeId(home) } : entry,
    ),
    spares: [cluster.spare(isRelieved ? RELIEVED : STANDBY)],
  };
}

class Play {
  readonly #random: () => number;
  readonly #lines: TcpProxy[];
  readonly #resume = new Map<Name, string>();
  #isRelieved = false;
  readonly log: string[] = [];

  constructor(seed: number, lines: TcpProxy[]) {
    this.#random = chance(seed);
    this.#lines = lines;
  }

  #pick<T>(from: readonly T[]): T {
    const picked = from[Math.floor(this.#random() * from.length)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  }

  #some(most: number, from: readonly Name[] = NAMES): SiteId[] {
    const names = [...from]
      .sort(() => this.#random() - 0.5)
      .slice(0, Math.floor(this.#random() * (most + 1)));
    return names.map((name) => siteId(name));
  }

  #layout(): Layout {
    const kind = this.#pick<LayoutKind>(['full', 'full', 'pip', 'grid4', 'grid9']);
    return layoutOf(kind, this.#some(layoutCapacity[kind]));
  }

  #stage(): Partial<Stage> {
    const cue = (): Cue[] =>
      this.#some(2).map((site) => ({ siteId: site, target: this.#pick(['broadcast', 'chairView']) }));
    return this.#pick<() => Partial<Stage>>([
      () => ({ broadcast: this.#layout() }),
      () => ({ chairView: this.#layout() }),
      () => ({ floor: this.#some(4) }),
      () => ({ cue: cue() }),
      () => ({ called: this.#some(2) }),
      () => ({ content: this.#random() < 0.5 ? null : siteId(this.#pick(NAMES)) }),
      () => ({ broadcast: this.#layout(), floor: this.#some(3), cue: [] }),
    ])();
  }

  async step(): Promise<void> {
    const name = this.#pick(NAMES);
    const room = cluster.rooms.get(name);
    const roll = this.#random();
    if (roll < 0.03) this.#kill();
    else if (roll < 0.42) {
      this.log.push('stage');
      cluster.put(this.#stage());
    } else if (roll < 0.48) this.#split();
    else if (roll < 0.5) this.#merge();
    else if (roll < 0.6) await this.#join(name, room);
    else if (roll < 0.7) this.#drop(name, room);
    else if (roll < 0.76) await this.#leave(name, room);
    else if (roll < 0.84 && room) {
      this.log.push(`mute ${name}`);
      await room.peer
        .request('producer.setMuted', { source: 'mic', muted: this.#random() < 0.5 })
        .catch(() => this.log.push('mute refused'));
    } else {
      const line = this.#pick(this.#lines);
      this.log.push(roll < 0.93 ? 'cut' : 'restore');
      if (roll < 0.93) line.cut();
      else line.restore();
    }
    await new Promise((resolve) => setTimeout(resolve, Math.floor(this.#random() * 60)));
  }

  /** Private rooms of any sites but the chair, each with a stage of its own. */
  #split(): void {
    const [first, second] = [this.#some(4, OTHERS), this.#some(4, OTHERS)];
    const chambers = [first, second.filter((site) => !first.includes(site))].flatMap((members, index) =>
      members.length < 2 ? [] : [this.#chamber(`chamber${index}`, members)],
    );
    this.log.push(`split ${chambers.map(({ members }) => members.join('+')).join(' | ')}`);
    cluster.put({}, { change: { chambers } });
  }

  #merge(): void {
    this.log.push('merge');
    cluster.put({}, { change: { chambers: [] } });
  }

  #chamber(name: string, members: readonly SiteId[]): ChamberPlan {
    const [chairSiteId, ...others] = members;
    if (chairSiteId === undefined) throw new Error('a chamber needs a chair');
    const stage = {
      ...openingStage(chairSiteId),
      chairView: layoutOf('grid4', others.slice(0, 4)),
      floor: members.slice(0, 1 + Math.floor(this.#random() * members.length)),
    };
    return {
      chamberId: ChamberId.parse(name),
      name,
      kind: 'private',
      chairSiteId,
      members: [...members],
      stage,
    };
  }

  /** The standby takes the place of a node that is gone, or gives it back; its rooms join where the server says. */
  async changeOver(): Promise<void> {
    this.#isRelieved = !this.#isRelieved;
    this.log.push(this.#isRelieved ? 'standby takes over' : 'node takes its place again');
    const moved = NAMES.filter((name) => SITES[name] === RELIEVED);
    for (const name of moved) this.#resume.delete(name);
    if (this.#isRelieved) {
      await cluster.node(RELIEVED).stop();
      cluster.nodes.delete(RELIEVED);
    } else {
      await cluster.startNode(RELIEVED);
    }
    cluster.put({}, { change: placement(this.#isRelieved) });
    for (const name of moved) {
      const room = cluster.rooms.get(name);
      if (!room) continue;
      cluster.rooms.delete(name);
      room.cut();
      room.stop();
      await cluster.enter(name);
    }
  }

  #kill(): void {
    const [node, { pool }] = this.#pick([...cluster.nodes]);
    const worker = pool.workers[0];
    if (!worker) return;
    this.log.push(`kill worker of ${node}`);
    process.kill(worker.pid, 'SIGKILL');
  }

  restoreLines(): void {
    for (const line of this.#lines) line.restore();
  }

  async #join(name: Name, room: TestRoom | undefined): Promise<void> {
    if (room) return;
    const resume = this.#resume.get(name);
    this.#resume.delete(name);
    this.log.push(`${resume ? 'resume' : 'join'} ${name}`);
    const sources: Source[] = this.#random() < 0.3 ? ['camera', 'mic', 'content'] : ['camera', 'mic'];
    if (resume === undefined) return void (await cluster.enter(name, sources));
    // A page that was loaded again: it has the token and nothing else.
    const again = cluster.room(homeOf(name));
    await again.enter({ resume }, sources);
    cluster.rooms.set(name, again);
  }

  #drop(name: Name, room: TestRoom | undefined): void {
    if (!room?.joined) return;
    this.log.push(`drop ${name}`);
    this.#resume.set(name, room.joined.resume);
    cluster.rooms.delete(name);
    room.cut();
    room.stop();
  }

  async #leave(name: Name, room: TestRoom | undefined): Promise<void> {
    if (!room) return;
    this.log.push(`leave ${name}`);
    cluster.rooms.delete(name);
    await room.leave();
  }
}

/** Streams that seats publish, and seats that take part, as the nodes themselves see them. */
const facts = () => {
  const published = new Set<string>();
  /** Seats with their room. */
  const present: SeatAt[] = [];
  /** And those whose room was lost a moment ago: what flowed to them may go on. */
  const all: SeatAt[] = [];
  for (const node of cluster.nodes.keys())
    for (const seat of meetingOn(cluster, node).seats) {
      for (const source of ['camera', 'mic', 'content'] as const)
        if (seat.siteId !== null && seat.media?.producer(source))
          published.add(streamKey({ siteId: seat.siteId, source }));
      if (!seat.receiving) continue;
      const at = { seat: seat.watching, nodeId: NodeId.parse(node) };
      all.push(at);
      if (seat.occupied) present.push(at);
    }
  return { published, present, all };
};

/** Streams that a link must carry for these seats, of those that exist. */
const crossing = (
  seats: readonly SeatAt[],
  from: string,
  to: string,
  published: ReadonlySet<string>,
): Subscription[] =>
  (
    demandsOf(cluster.plan, seats).find((demand) => demand.from === from && demand.to === to)?.streams ?? []
  ).filter((stream) => published.has(streamKey(stream)));

const flowing = (streams: readonly Subscription[]): string[] =>
  streams.filter((stream) => stream.layer !== null || stream.readiness === 'live').map(streamKey);

type Facts = ReturnType<typeof facts>;

const roomFaults = ({ published }: Facts): string[] =>
  [...cluster.rooms].flatMap(([name, room]) => {
    const found: string[] = [];
    const right = subscriptionsOf(cluster.plan, { kind: 'site', siteId: siteId(name) })
      .map(streamKey)
      .filter((key) => published.has(key))
      .sort();
    if (room.receives.join() !== right.join())
      found.push(`${name} receives ${room.receives}, should ${right}`);
    if (room.receives.some((key) => key.startsWith(`${name}/`))) found.push(`${name} receives itself`);
    return found;
  });

const linkFaults = ({ published, present, all }: Facts, node: string, link: LinkMeeting): string[] => {
  const found: string[] = [];
  const where = `link ${link.peerId}>${node}`;
  const relays = [...link.incoming].map((relay) => ({
    key: streamKey(relay.stream),
    state: relay.observed().state,
  }));
  const keys = relays.map(({ key }) => key);
  if (new Set(keys).size !== keys.length) found.push(`twice on ${where}: ${keys}`);
  const must = crossing(present, link.peerId, node, published);
  const missing = must.map(streamKey).filter((key) => !keys.includes(key));
  if (missing.length > 0) found.push(`${where} lacks ${missing}`);
  const flows = relays.filter(({ state }) => state === 'flowing').map(({ key }) => key);
  const held = flowing(must).filter((key) => !flows.includes(key));
  if (held.length > 0) found.push(`${where} holds ${held}`);
  const may = flowing(crossing(all, link.peerId, node, published));
  const needless = flows.filter((key) => !may.includes(key));
  if (needless.length > 0) found.push(`${where} carries ${needless} for nobody`);
  return found;
};

const senderFaults = ({ published, present, all }: Facts): string[] => {
  const isWatched = (seats: readonly SeatAt[], name: string) =>
    seats
      .flatMap(({ seat }) => subscriptionsOf(cluster.plan, seat))
      .some((stream) => stream.siteId === name && stream.source === 'camera');
  return [...cluster.rooms].flatMap(([name, room]) => {
    const found: string[] = [];
    const sends = (room.wanted?.camera ?? null) !== null;
    const mustSend = published.has(`${name}/camera`) && isWatched(present, name);
    if (!sends && mustSend) found.push(`${name} sends nothing`);
    if (sends && !isWatched(all, name)) found.push(`${name} sends for nobody`);
    const { floor } = partOfSite(cluster.plan, siteId(name)).stage;
    if (room.wanted?.mic !== floor.includes(siteId(name))) found.push(`${name} microphone`);
    return found;
  });
};

/** Everything that is not as the stage says; empty when the meeting is right. */
const faults = (): string[] => {
  const now = facts();
  const links = [...cluster.nodes.keys()].flatMap((node) =>
    [...meetingOn(cluster, node).links].flatMap((link) => linkFaults(now, node, link)),
  );
  return [...roomFaults(now), ...links, ...senderFaults(now)];
};

for (const seed of seedsOf(11, 2026, 907))
  test(`[R-MCU-03] [R-MCU-10] [SB-3] seed ${seed}: whatever happens, screens, links and senders come to what the stage says`, async () => {
    cluster = await TestCluster.start({
      tree: TREE,
      spares: [STANDBY],
      sites: SITES,
      workers: seed === 907 ? 2 : 1,
    });
    const lines = [await cluster.lineTo('cp'), await cluster.lineTo('hb')];
    cluster.put({}, { change: placement(false) });
    const play = new Play(seed, lines);
    for (const name of NAMES) await cluster.enter(name);
    for (let round = 0; round < 6; round += 1) {
      for (let step = 0; step < 12; step += 1) await play.step();
      play.restoreLines();
      if (round % 2 === 1) await play.changeOver();
      await eventually(faults, (found) => found.length === 0, {
        withinMs: 12_000,
        everyMs: 100,
        what: `round ${round}, after ${play.log.slice(-14).join(', ')}`,
      });
    }
    expect(play.log.length).toBeGreaterThan(40);
  });
