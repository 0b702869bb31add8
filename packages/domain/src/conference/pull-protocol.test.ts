import {
  type ConferencePlan,
  type Layer,
  MAX_LINKS,
  type NodeId,
  type SiteId,
  type Subscription,
} from '@nhipcau/contracts';
import { anyPlan, anyStage } from '@nhipcau/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  demandsOf,
  mustFlow,
  type SeatAt,
  streamKey,
  subscriptionsOf,
  wantedLayer,
} from './subscriptions.ts';
import { nextHop } from './tree.ts';

// How the nodes of a cascade bring about what the stage asks for, reduced to decisions: every node knows its own seats,
// what its neighbours offer and what they want, and asks its next hop for the rest. Messages of a link arrive in order,
// links and nodes at any pace. However it goes, what each link carries in the end is what demandsOf says.

interface Wish {
  readonly layer: Layer | null;
  readonly readiness: Subscription['readiness'];
}
/** What a node asks of a neighbour: `relay.pull` and `relay.set` in one. */
interface Want {
  readonly layer: Layer | null;
  readonly held: boolean;
}
type Message =
  /** All streams the sender offers, each with the nodes it came through, origin first. */
  | { readonly kind: 'offers'; readonly paths: ReadonlyMap<string, readonly NodeId[]> }
  | { readonly kind: 'want'; readonly key: string; readonly want: Want | null };

/** One neighbour, as long as the link to it is up. Everything known through a link ends with it. */
class Neighbour {
  /** Offered by the neighbour, and what it wants of us. */
  offered: ReadonlyMap<string, readonly NodeId[]> = new Map();
  readonly wanted = new Map<string, Want>();
  /** Last told to the neighbour. */
  told: ReadonlyMap<string, readonly NodeId[]> = new Map();
  readonly asked = new Map<string, Want>();
  readonly outbox: Message[] = [];
}

class Node {
  readonly id: NodeId;
  plan: ConferencePlan;
  seats: readonly SeatAt[] = [];
  readonly neighbours = new Map<NodeId, Neighbour>();

  constructor(id: NodeId, plan: ConferencePlan) {
    this.id = id;
    this.plan = plan;
  }

  /** Streams that the rooms of this node publish. */
  get published(): string[] {
    return this.seats.flatMap(({ seat }) =>
      seat.kind === 'site'
        ? (['camera', 'mic', 'content'] as const).map((source) => streamKey({ siteId: seat.siteId, source }))
        : [],
    );
  }

  /** What is wanted of a stream by the seats here and by the neighbours that pull it. */
  wishes(): Map<string, Wish[]> {
    const all = new Map<string, Wish[]>();
    const add = (key: string, wish: Wish) => all.set(key, [...(all.get(key) ?? []), wish]);
    for (const { seat } of this.seats)
      for (const need of subscriptionsOf(this.plan, seat)) add(streamKey(need), need);
    for (const { wanted } of this.neighbours.values())
      for (const [key, { layer, held }] of wanted) add(key, { layer, readiness: held ? 'cued' : 'live' });
    return all;
  }

  /** Says whatever has changed to each neighbour. */
  reconcile(): void {
    for (const [peer, neighbour] of this.neighbours) {
      const offers = this.#offersTo(peer);
      if (!sameOffers(offers, neighbour.told)) {
        neighbour.told = offers;
        neighbour.outbox.push({ kind: 'offers', paths: offers });
      }
      const wants = this.#wantsOf(peer);
      for (const key of new Set([...wants.keys(), ...neighbour.asked.keys()])) {
        const want = wants.get(key) ?? null;
        const before = neighbour.asked.get(key) ?? null;
        if (want?.layer === before?.layer && want?.held === before?.held) continue;
        if (want) neighbour.asked.set(key, want);
        else neighbour.asked.delete(key);
        neighbour.outbox.push({ kind: 'want', key, want });
      }
    }
  }

  receive(from: NodeId, message: Message): void {
    const neighbour = this.neighbours.get(from);
    if (!neighbour) return;
    if (message.kind === 'offers') {
      for (const path of message.paths.values()) {
        expect(path).not.toContain(this.id);
        expect(path.at(-1)).toBe(from);
        expect(new Set(path).size).toBe(path.length);
        expect(path.length).toBeLessThanOrEqual(MAX_LINKS);
      }
      neighbour.offered = message.paths;
    } else if (message.want) neighbour.wanted.set(message.key, message.want);
    else neighbour.wanted.delete(message.key);
  }

  /** Own streams, and those of the other neighbours: nothing goes back where it came from. */
  #offersTo(peer: NodeId): Map<string, readonly NodeId[]> {
    const offers = new Map<string, readonly NodeId[]>(this.published.map((key) => [key, [this.id]]));
    for (const [other, { offered }] of this.neighbours) {
      if (other === peer) continue;
      for (const [key, path] of offered) offers.set(key, [...path, this.id]);
    }
    return offers;
  }

  /** Streams wanted here or further on whose origin lies behind this neighbour. */
  #wantsOf(peer: NodeId): Map<string, Want> {
    const wants = new Map<string, Want>();
    const offered = this.neighbours.get(peer)?.offered;
    for (const [key, wishes] of this.wishes()) {
      const origin = offered?.get(key)?.[0];
      if (origin === undefined || nextHop(this.plan.tree, this.id, origin) !== peer) continue;
      wants.set(key, { layer: wantedLayer(wishes), held: !mustFlow(wishes) });
    }
    return wants;
  }
}

function sameOffers(a: Neighbour['told'], b: Neighbour['told']): boolean {
  return a.size === b.size && [...a].every(([key, path]) => b.get(key)?.join() === path.join());
}

/** The cascade and everything that can happen to it, chosen by numbers. */
class Cascade {
  plan: ConferencePlan;
  readonly #nodes: Map<NodeId, Node>;
  readonly #links: { readonly child: NodeId; readonly parent: NodeId; up: boolean }[] = [];

  constructor(plan: ConferencePlan) {
    this.plan = plan;
    this.#nodes = new Map(plan.tree.map(({ nodeId }) => [nodeId, new Node(nodeId, plan)]));
    for (const { nodeId: child, parentId } of plan.tree)
      if (parentId !== null) this.#links.push({ child, parent: parentId, up: false });
    for (const at of this.#links.keys()) this.toggleLink(at);
  }

  toggleLink(choice: number): void {
    const link = this.#links[choice % Math.max(1, this.#links.length)];
    if (!link) return;
    link.up = !link.up;
    this.#neighboursOf(link.child, (all) =>
      link.up ? all.set(link.parent, new Neighbour()) : all.delete(link.parent),
    );
    this.#neighboursOf(link.parent, (all) =>
      link.up ? all.set(link.child, new Neighbour()) : all.delete(link.child),
    );
  }

  /** A room comes or goes. */
  toggleSeat(choice: number): void {
    const entry = this.plan.roster[choice % this.plan.roster.length];
    const node = entry && this.#nodes.get(entry.nodeId);
    if (!node) return;
    const left = node.seats.filter(({ seat }) => seat.kind !== 'site' || seat.siteId !== entry.siteId);
    node.seats =
      left.length < node.seats.length
        ? left
        : [...node.seats, { seat: { kind: 'site', siteId: entry.siteId }, nodeId: entry.nodeId }];
    node.reconcile();
  }

  /** The desired state reaches one node before the others. */
  informNode(choice: number): void {
    const node = [...this.#nodes.values()][choice % this.#nodes.size];
    if (!node) return;
    node.plan = this.plan;
    node.reconcile();
  }

  /** One message arrives; false when none is on its way. */
  deliver(choice: number): boolean {
    const waiting = [...this.#nodes.values()].flatMap((node) =>
      [...node.neighbours].flatMap(([to, { outbox }]) =>
        outbox.length > 0 ? [{ from: node.id, to, outbox }] : [],
      ),
    );
    const next = waiting[choice % Math.max(1, waiting.length)];
    const message = next?.outbox.shift();
    const node = next && this.#nodes.get(next.to);
    if (!message || !node) return false;
    node.receive(next.from, message);
    node.reconcile();
    return true;
  }

  settle(): number {
    for (const at of [...this.#nodes.keys()].keys()) this.informNode(at);
    let messages = 0;
    while (this.deliver(messages)) messages += 1;
    return messages;
  }

  /** What each direction of each link carries, as its receiver has asked. */
  carried(): Record<string, Want> {
    const all: Record<string, Want> = {};
    for (const node of this.#nodes.values())
      for (const [from, { asked }] of node.neighbours)
        for (const [key, want] of asked) all[`${from}>${node.id} ${key}`] = want;
    return all;
  }

  /** What every sender is told to encode: its own node knows what is wanted of it, from everywhere. */
  encoded(): Record<string, Want> {
    const all: Record<string, Want> = {};
    for (const node of this.#nodes.values()) {
      const wishes = node.wishes();
      for (const key of node.published) {
        const wanted = wishes.get(key) ?? [];
        if (wanted.length > 0) all[key] = { layer: wantedLayer(wanted), held: !mustFlow(wanted) };
      }
    }
    return all;
  }

  /** The parts into which cut links divide the cascade, each as a conference of its own, with the rooms that are there. */
  parts(): { plan: ConferencePlan; seats: SeatAt[] }[] {
    const cut = new Set(this.#links.filter((link) => !link.up).map((link) => link.child));
    const parentOf = new Map(this.plan.tree.map((node) => [node.nodeId, node.parentId]));
    const rootOf = (nodeId: NodeId): NodeId => {
      const parent = parentOf.get(nodeId) ?? null;
      return parent === null || cut.has(nodeId) ? nodeId : rootOf(parent);
    };
    const roots = new Set(this.plan.tree.map((node) => rootOf(node.nodeId)));
    return [...roots].map((root) => {
      const tree = this.plan.tree
        .filter((node) => rootOf(node.nodeId) === root)
        .map((node) => (node.nodeId === root ? { ...node, parentId: null } : node));
      const seats = tree.flatMap((node) => this.#nodes.get(node.nodeId)?.seats ?? []);
      const present = new Set<SiteId | null>(
        seats.map(({ seat }) => (seat.kind === 'site' ? seat.siteId : null)),
      );
      const roster = this.plan.roster.filter((entry) => present.has(entry.siteId));
      return { plan: { ...this.plan, tree, roster }, seats };
    });
  }

  #neighboursOf(nodeId: NodeId, change: (neighbours: Node['neighbours']) => void): void {
    const node = this.#nodes.get(nodeId);
    if (!node) return;
    change(node.neighbours);
    node.reconcile();
  }
}

function expectedCarried(cascade: Cascade): Record<string, Want> {
  const links = cascade.parts().flatMap(({ plan, seats }) => demandsOf(plan, seats));
  return Object.fromEntries(
    links.flatMap(({ from, to, streams }) =>
      streams.map((stream) => [
        `${from}>${to} ${streamKey(stream)}`,
        { layer: wantedLayer([stream]), held: !mustFlow([stream]) },
      ]),
    ),
  );
}

function expectedEncoded(cascade: Cascade): Record<string, Want> {
  const wishes = new Map<string, Wish[]>();
  for (const { plan, seats } of cascade.parts())
    for (const { seat } of seats)
      for (const need of subscriptionsOf(plan, seat))
        wishes.set(streamKey(need), [...(wishes.get(streamKey(need)) ?? []), need]);
  return Object.fromEntries(
    [...wishes].map(([key, wanted]) => [key, { layer: wantedLayer(wanted), held: !mustFlow(wanted) }]),
  );
}

const anyHistory = anyPlan({ nodes: 7, sites: 8, divided: false }).chain((plan) =>
  fc.record({
    plan: fc.constant(plan),
    steps: fc.array(
      fc.oneof(
        { weight: 8, arbitrary: fc.record({ does: fc.constant('deliver' as const), choice: fc.nat() }) },
        { weight: 3, arbitrary: fc.record({ does: fc.constant('seat' as const), choice: fc.nat() }) },
        { weight: 2, arbitrary: fc.record({ does: fc.constant('link' as const), choice: fc.nat() }) },
        { weight: 3, arbitrary: fc.record({ does: fc.constant('inform' as const), choice: fc.nat() }) },
        {
          weight: 2,
          arbitrary: fc.record({
            does: fc.constant('stage' as const),
            stage: anyStage(plan.roster.map((entry) => entry.siteId)),
          }),
        },
      ),
      { maxLength: 120 },
    ),
  }),
);

test('[ST-13] whatever happens, the cascade ends up carrying exactly what the stage asks for', () => {
  fc.assert(
    fc.property(anyHistory, ({ plan, steps }) => {
      const cascade = new Cascade(plan);
      for (const at of plan.roster.keys()) cascade.toggleSeat(at);
      for (const step of steps) {
        if (step.does === 'stage') cascade.plan = { ...cascade.plan, stage: step.stage };
        else if (step.does === 'seat') cascade.toggleSeat(step.choice);
        else if (step.does === 'link') cascade.toggleLink(step.choice);
        else if (step.does === 'inform') cascade.informNode(step.choice);
        else cascade.deliver(step.choice);
      }
      cascade.settle();
      expect(cascade.carried()).toEqual(expectedCarried(cascade));
      expect(cascade.encoded()).toEqual(expectedEncoded(cascade));
      expect(cascade.settle()).toBe(0);
    }),
    { numRuns: 400 },
  );
});
