import { instant, type LiveNode, type LiveSite, NodeId, SiteId, type Stage } from '@nhipcau/contracts';
import { fullScreenOf, layoutOf, openingStage } from '@nhipcau/domain';
import { expect, test } from 'vitest';
import { towardChair } from './toward-chair.ts';

const id = (name: string) => SiteId.parse(name);
const chairSiteId = id('province');
const grid = (...names: string[]) => layoutOf('grid4', names.map(id));
const full = (name: string) => fullScreenOf(id(name));

const aNode = (name: string, parent: string | null): LiveNode => ({
  nodeId: NodeId.parse(name),
  parentId: parent === null ? null : NodeId.parse(parent),
  name,
  state: 'connected',
  since: instant(0),
  isSpare: false,
  standbyId: null,
  relievedBy: null,
  load: null,
});
const nodes = [aNode('cp', null), aNode('hb', 'cp'), aNode('hb-dabac', 'hb')];
const aSite = (name: string, node: string, state: LiveSite['state']): LiveSite => ({
  siteId: id(name),
  number: 1,
  name,
  groupId: node,
  groupName: node,
  level: 'commune',
  nodeId: NodeId.parse(node),
  mayPresent: false,
  leg: 0,
  duty: null,
  state,
  since: instant(0),
  seat: null,
  still: 0,
  alarms: [],
});
const sites = (state: LiveSite['state'] = 'connected') => [
  aSite('government', 'cp', state),
  aSite('province', 'hb', state),
  aSite('district', 'hb-dabac', state),
  aSite('commune', 'hb-dabac', state),
];
const district = { childId: NodeId.parse('hb-dabac'), parentId: NodeId.parse('hb') };
const government = { childId: NodeId.parse('hb'), parentId: NodeId.parse('cp') };
const onStage = (stage: Partial<Stage>): Stage => ({ ...openingStage(chairSiteId), ...stage });

test.each([
  ['a grid of two of its sites', { chairView: grid('commune', 'district') }, 'grid'],
  ['one site full screen', { chairView: full('commune') }, 'oneSite'],
  [
    'one site, another only made ready',
    { chairView: full('commune'), cue: [{ siteId: id('district'), target: 'broadcast' }] },
    'oneSite',
  ],
  ['nothing', {}, 'nothing'],
] satisfies [string, Partial<Stage>, string][])(
  '[R-CON-09] the slave shows the chair %s',
  (_, stage, expected) => {
    expect(towardChair({ chairSiteId, stage: onStage(stage), chambers: [] }, nodes, sites())(district)).toBe(
      expected,
    );
  },
);

test('[R-CON-09] toward the chair is downward for an MCU above it', () => {
  const stage = onStage({
    chairView: full('government'),
    broadcast: grid('commune', 'district'),
  });
  const shown = towardChair({ chairSiteId, stage, chambers: [] }, nodes, sites());
  expect([shown(government), shown(district)]).toEqual(['oneSite', 'grid']);
});

test('[R-CON-09] nothing is shown before the meeting, or to a chair that is not there', () => {
  expect(towardChair({ chairSiteId, stage: null, chambers: [] }, nodes, sites())(district)).toBe('nothing');
  const stage = onStage({ chairView: full('commune') });
  expect(towardChair({ chairSiteId, stage, chambers: [] }, nodes, sites('absent'))(district)).toBe('nothing');
});
