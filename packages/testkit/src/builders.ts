import {
  type ConferencePlan,
  type Cue,
  instant,
  type Layout,
  type LayoutKind,
  layoutCapacity,
  MeetingId,
  NodeId,
  type RosterEntry,
  type ScriptSegment,
  SiteId,
  type Slot,
  type Stage,
  type TreeNode,
  UserId,
} from '@nhipcau/contracts';

export const siteId = (name: string): SiteId => SiteId.parse(name);
export const nodeId = (name: string): NodeId => NodeId.parse(name);
export const meetingId = (name: string): MeetingId => MeetingId.parse(name);
export const userId = (name: string): UserId => UserId.parse(name);

/** A layout with the named sites in its first panes; `content` and `-` (empty) are words of their own. */
export function aLayout(kind: LayoutKind = 'full', ...sites: string[]): Layout {
  const slots = Array.from({ length: layoutCapacity[kind] }, (_, index): Slot => {
    const name = sites[index] ?? '-';
    if (name === '-') return { kind: 'empty' };
    return name === 'content' ? { kind: 'content' } : { kind: 'site', siteId: siteId(name) };
  });
  return { kind, slots };
}

export const aCue = (name: string, target: Cue['target'] = 'broadcast'): Cue => ({
  siteId: siteId(name),
  target,
});

export const aStage = (stage: Partial<Stage> = {}): Stage => ({
  broadcast: aLayout(),
  chairView: aLayout(),
  floor: [],
  content: null,
  cue: [],
  called: [],
  captions: [],
  gains: [],
  ...stage,
});

/** Made of the words in its name: `aSite('commune', { nodeId: nodeId('hb') })`. */
export const aSite = (name: string, entry: Partial<RosterEntry> = {}): RosterEntry => ({
  siteId: siteId(name),
  number: 100,
  name: `Site ${name}`,
  nodeId: nodeId('hb'),
  mayPresent: false,
  leg: 0,
  ...entry,
});

export const aNode = (name: string, parent: string | null, node: Partial<TreeNode> = {}): TreeNode => ({
  nodeId: nodeId(name),
  parentId: parent === null ? null : nodeId(parent),
  name: `Node ${name}`,
  linkUrl: `ws://127.0.0.1/${name}`,
  publicKey: `${name}-`.padEnd(44, 'A'),
  ...node,
});

/** Government – province – district, as in the sample installation. */
export const aTree = (): TreeNode[] => [aNode('cp', null), aNode('hb', 'cp'), aNode('hb-dabac', 'hb')];

/** A meeting chaired at the province with one site on each node and a second commune at the district. */
export const aPlan = (plan: Partial<ConferencePlan> = {}): ConferencePlan => ({
  chairSiteId: siteId('province'),
  roster: [
    aSite('government', { number: 1, nodeId: nodeId('cp') }),
    aSite('province', { number: 2, nodeId: nodeId('hb'), mayPresent: true }),
    aSite('district', { number: 10, nodeId: nodeId('hb-dabac') }),
    aSite('commune', { number: 101, nodeId: nodeId('hb-dabac') }),
  ],
  tree: aTree(),
  stage: aStage({ broadcast: aLayout('full', 'province'), floor: [siteId('province')] }),
  chambers: [],
  speaking: [],
  talks: [],
  presets: [],
  talkAsks: [],
  waiting: [],
  contacts: [],
  barred: [],
  recording: null,
  attendanceAsked: [],
  directions: [],
  spares: [],
  ...plan,
});

/** Ten minutes in which a site speaks alone on air; segments with numbers 0, 1, 2 … follow each other. */
export const aSegment = (
  number: number,
  speaker: string | null,
  more: Partial<ScriptSegment> = {},
): ScriptSegment => ({
  segmentId: segmentId(number),
  title: `Segment ${number}`,
  plannedAt: instant(Date.UTC(2026, 2, 2, 1) + number * 600_000),
  durationMinutes: 10,
  speakerSiteId: speaker === null ? null : siteId(speaker),
  speaker: null,
  layout: 'full',
  floor: speaker === null ? [] : [siteId(speaker)],
  contentSiteId: null,
  cameraPreset: null,
  ...more,
});
export const segmentId = (number: number): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
