import {
  type ChamberDraft,
  ChamberId,
  type ChamberPlan,
  type Command,
  type ConferencePlan,
  type Cue,
  type Layout,
  LayoutKind,
  layoutCapacity,
  MAX_CALLED,
  MAX_CUES,
  MAX_FLOOR,
  type NodeId,
  type RosterEntry,
  type SiteId,
  type Slot,
  SpeakRequestId,
  type Stage,
  type TreeNode,
} from '@nhipcau/contracts';
import fc from 'fast-check';
import { aNode, aSite, nodeId, segmentId, siteId } from './builders.ts';

/** A tree of one to `most` nodes, `n0` its root, with at most six links between any two. */
export const anyTree = (most = 10): fc.Arbitrary<TreeNode[]> =>
  fc.array(fc.nat(), { maxLength: most - 1 }).map((choices) => {
    const depths = [0];
    const tree = [aNode('n0', null)];
    for (const choice of choices) {
      // Three links below the root at most keep the longest path at six.
      const parents = depths.flatMap((depth, at) => (depth < 3 ? [at] : []));
      const parent = parents[choice % parents.length] ?? 0;
      depths.push((depths[parent] ?? 0) + 1);
      tree.push(aNode(`n${tree.length}`, `n${parent}`));
    }
    return tree;
  });

/** One to `most` sites, `s0` first, each on some node of the tree. */
export const anyRoster = (tree: readonly TreeNode[], most = 14): fc.Arbitrary<RosterEntry[]> =>
  fc
    .array(fc.record({ at: fc.nat(), mayPresent: fc.boolean() }), { minLength: 1, maxLength: most })
    .map((sites) =>
      sites.map(({ at, mayPresent }, index) =>
        aSite(`s${index}`, {
          number: index + 1,
          nodeId: tree[at % tree.length]?.nodeId ?? nodeId('n0'),
          mayPresent,
        }),
      ),
    );

const someOf = (sites: readonly SiteId[], most: number): fc.Arbitrary<SiteId[]> =>
  fc.shuffledSubarray([...sites], { minLength: 0, maxLength: Math.min(most, sites.length) });

/** Each site at most once, in any panes; perhaps a pane for content. */
export const anyLayout = (sites: readonly SiteId[]): fc.Arbitrary<Layout> =>
  fc.constantFrom(...LayoutKind.options).chain((kind) => {
    const capacity = layoutCapacity[kind];
    return fc
      .record({ shown: someOf(sites, capacity), content: fc.boolean(), turn: fc.nat() })
      .map(({ shown, content, turn }): Layout => {
        const named = shown.map((siteId): Slot => ({ kind: 'site', siteId }));
        const slots: Slot[] = content ? [{ kind: 'content' }, ...named] : named;
        const filled = Array.from({ length: capacity }, (_, at) => slots[at] ?? { kind: 'empty' as const });
        const by = turn % capacity;
        return { kind, slots: [...filled.slice(by), ...filled.slice(0, by)] };
      });
  });

const anyCues = (sites: readonly SiteId[]): fc.Arbitrary<Cue[]> =>
  fc.uniqueArray(
    fc.record({
      siteId: fc.constantFrom(...sites),
      target: fc.constantFrom('broadcast' as const, 'chairView' as const),
    }),
    { maxLength: MAX_CUES, selector: ({ siteId, target }) => `${siteId} ${target}` },
  );

/** Any stage that its schema allows over these sites, sensible or not. */
export const anyStage = (sites: readonly SiteId[]): fc.Arbitrary<Stage> =>
  fc.record({
    broadcast: anyLayout(sites),
    chairView: anyLayout(sites),
    floor: someOf(sites, MAX_FLOOR),
    content: fc.option(fc.constantFrom(...sites)),
    cue: anyCues(sites),
    called: someOf(sites, MAX_CALLED),
    captions: fc.constant([]),
    gains: fc.constant([]),
  });

/** Up to three open chambers over these sites, none of which is in two. */
const anyChambers = (sites: readonly SiteId[]): fc.Arbitrary<ChamberPlan[]> =>
  fc.array(fc.nat({ max: 3 }), { minLength: sites.length, maxLength: sites.length }).chain((homes) => {
    const groups = [1, 2, 3].map((home) => sites.filter((_, at) => homes[at] === home));
    const made = groups.flatMap((members, at) =>
      members.length === 0 ? [] : [anyChamber(`ch${at}`, members)],
    );
    return fc.tuple(...made);
  });

const anyChamber = (name: string, members: readonly SiteId[]): fc.Arbitrary<ChamberPlan> =>
  fc.record({
    chamberId: fc.constant(ChamberId.parse(name)),
    name: fc.constant(name),
    kind: fc.constant('private' as const),
    chairSiteId: fc.constantFrom(...members),
    members: fc.constant([...members]),
    stage: anyStage(members),
  });

/** A conference of any shape; its chair is the first site of the roster, in the common room as always. */
export const anyPlan = ({ nodes = 10, sites = 14, divided = true } = {}): fc.Arbitrary<ConferencePlan> =>
  anyTree(nodes).chain((tree) =>
    anyRoster(tree, sites).chain((roster) => {
      const ids = roster.map((entry) => entry.siteId);
      return fc.record({
        chairSiteId: fc.constant(ids[0] ?? siteId('s0')),
        roster: fc.constant(roster),
        tree: fc.constant(tree),
        stage: anyStage(ids),
        speaking: fc.constant([]),
        waiting: fc.constant([]),
        talks: fc.constant([]),
        presets: fc.constant([]),
        talkAsks: fc.constant([]),
        contacts: fc.constant([]),
        attendanceAsked: fc.constant([]),
        directions: fc.constant([]),
        chambers: divided ? anyChambers(ids.slice(1)) : fc.constant([]),
        barred: fc.constant([]),
        recording: fc.constant(null),
        spares: fc.constant([]),
      });
    }),
  );

/** Some of the plan's sites in their rooms, and up to two watching consoles anywhere. */
export const anySeats = (plan: ConferencePlan) =>
  fc
    .record({
      present: fc.subarray(plan.roster),
      watching: fc.array(fc.constantFrom(...plan.tree.map((node) => node.nodeId)), { maxLength: 2 }),
    })
    .map(({ present, watching }) => [
      ...present.map(({ siteId, nodeId: at }) => ({
        seat: { kind: 'site' as const, siteId },
        nodeId: at,
      })),
      ...watching.map((at: NodeId) => ({ seat: { kind: 'monitor' as const }, nodeId: at })),
    ]);

/** Names of the chambers that any commands speak of. */
export const chamberNames = ['ch1', 'ch2'].map((name) => ChamberId.parse(name));

/** Two chambers at most, often sensible. */
const anyDrafts = (sites: readonly SiteId[]): fc.Arbitrary<ChamberDraft[]> =>
  fc.shuffledSubarray([...sites], { minLength: 0, maxLength: sites.length }).chain((some) =>
    fc.nat({ max: some.length }).map((cut) =>
      [some.slice(0, cut), some.slice(cut)].flatMap((members, at): ChamberDraft[] => {
        const [chairSiteId, chamberId] = [members[0], chamberNames[at]];
        if (chairSiteId === undefined || chamberId === undefined) return [];
        return [{ chamberId, name: chamberId, chairSiteId, members }];
      }),
    ),
  );

/** Any command about who is in which room. */
export const anyDividing = (sites: readonly SiteId[]): fc.Arbitrary<Command> => {
  const siteId = fc.constantFrom(...sites);
  return fc.oneof(
    fc.record({
      type: fc.constantFrom('chambers.split' as const, 'chambers.merge' as const),
      chamberIds: fc.subarray([...chamberNames]),
    }),
    fc.record({
      type: fc.constant('site.move' as const),
      siteId,
      chamberId: fc.option(fc.constantFrom(...chamberNames)),
    }),
    fc.record({ type: fc.constantFrom('site.setAside' as const, 'site.bringBack' as const), siteId }),
    fc.record({ type: fc.constant('chambers.plan' as const), chambers: anyDrafts(sites) }),
  );
};

const anySpeech = (siteId: fc.Arbitrary<SiteId>): fc.Arbitrary<Command> => {
  const requestId = fc.nat({ max: 6 }).map((number) => SpeakRequestId.parse(`wish-${number}`));
  return fc.oneof(
    fc.record({ type: fc.constant('speak.request' as const), siteId, person: fc.constant('') }),
    fc.record({ type: fc.constant('speak.grant' as const), requestId, limitMs: fc.constant(60_000) }),
    fc.record({
      type: fc.constantFrom('speak.finish' as const, 'speak.decline' as const),
      requestId,
    }),
    fc.record({ type: fc.constant('sound.setGain' as const), siteId, db: fc.integer({ min: -3, max: 3 }) }),
  );
};

const anySegmentId = fc.nat({ max: 4 }).map(segmentId);
/** Nodes that change places. */
export const anyChangeOfNodes = (nodes: readonly NodeId[]): fc.Arbitrary<Command> =>
  fc.record({
    type: fc.constantFrom('node.relieve' as const, 'node.reinstate' as const),
    nodeId: fc.constantFrom(...nodes),
  });

/** Any command about these sites and a stage, whether it makes sense or not. */
export const anyCommand = (sites: readonly SiteId[]): fc.Arbitrary<Command> => {
  const siteId = fc.constantFrom(...sites);
  const about = (...types: ('floor.grant' | 'floor.withdraw' | 'content.show' | SiteCommand)[]) =>
    fc.record({ type: fc.constantFrom(...types), siteId });
  return fc.oneof(
    { weight: 6, arbitrary: about('bringUp.request', 'bringUp.perform', 'bringUp.release') },
    { weight: 4, arbitrary: about('floor.grant', 'floor.withdraw') },
    { weight: 2, arbitrary: about('content.show') },
    { weight: 2, arbitrary: about('site.invite', 'site.remove') },
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constant('stage.take' as const),
        target: fc.constantFrom('broadcast' as const, 'chairView' as const),
        layout: anyLayout(sites),
      }),
    },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('cue.set' as const), cue: anyCues(sites) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constantFrom('stage.undo' as const, 'floor.clear' as const, 'content.stop' as const),
      }),
    },
    fc.oneof(
      fc.record({ type: fc.constant('script.advance' as const), segmentId: anySegmentId }),
      fc.record({
        type: fc.constant('script.depart' as const),
        segmentId: anySegmentId,
        reason: fc.constant('as the chair says'),
      }),
      fc.record({ type: fc.constant('script.takeUp' as const) }),
    ),
    anySpeech(siteId),
    fc.record({ type: fc.constant('floor.setFollow' as const), follow: fc.boolean() }),
    fc.record({
      type: fc.constant('panePlan.save' as const),
      name: fc.constantFrom('A', 'B'),
      target: fc.constantFrom('broadcast' as const, 'chairView' as const),
    }),
    fc.record({ type: fc.constant('panePlan.drop' as const), name: fc.constantFrom('A', 'B') }),
    fc.record({ type: fc.constant('polling.stop' as const) }),
    fc.record({
      type: fc.constant('polling.start' as const),
      target: fc.constantFrom('broadcast' as const, 'chairView' as const),
      everyMs: fc.integer({ min: 5_000, max: 120_000 }),
      siteIds: fc.array(siteId, { minLength: 1, maxLength: 5 }),
    }),
    fc.record({ type: fc.constant('bringUp.setAutomatic' as const), automatic: fc.boolean() }),
    fc.record({ type: fc.constant('caption.set' as const), text: fc.string({ maxLength: 20 }) }),
  );
};

type SiteCommand = 'bringUp.request' | 'bringUp.perform' | 'bringUp.release' | 'site.invite' | 'site.remove';
