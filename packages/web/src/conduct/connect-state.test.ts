import { type Connecting, instant, type LiveSite, NodeId, SiteId } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { type ConnectState, canBeCalled, connectingSite, nextToDo } from './connect-state.ts';

const siteId = SiteId.parse('s1');
const none: Connecting = {
  waiting: [],
  queue: [],
  calling: [],
  sites: [],
  steps: [],
  slaves: [],
  ready: null,
};
const aSite = (more: Partial<LiveSite> = {}): LiveSite => ({
  siteId,
  number: 1,
  name: 'Site',
  groupId: 'g',
  groupName: 'G',
  level: 'commune',
  nodeId: NodeId.parse('hb'),
  mayPresent: false,
  leg: 0,
  duty: null,
  state: 'connected',
  since: instant(0),
  seat: null,
  alarms: [],
  still: 0,
  ...more,
});
const by = { by: 'x', at: instant(1) };
const record = {
  siteId,
  attempts: 0,
  answeredAt: null,
  unansweredAt: null,
  trial: null,
  operator: null,
  contact: null,
  escalatedAt: null,
  waiver: null,
};

test.each<[ConnectState, Partial<LiveSite>, Partial<Connecting>]>([
  ['absent', { state: 'absent' }, {}],
  ['waiting', {}, { waiting: [siteId] }],
  ['queued', {}, { waiting: [siteId], queue: [siteId] }],
  ['calling', {}, { calling: [{ siteId, at: instant(0) }] }],
  ['connected', {}, {}],
  ['good', {}, { sites: [{ ...record, trial: { ...by, sound: 'good', picture: 'good' } }] }],
  ['poor', {}, { sites: [{ ...record, trial: { ...by, sound: 'good', picture: 'poor' } }] }],
  ['waived', { state: 'lost' }, { sites: [{ ...record, waiver: { ...by, reason: 'Mất điện' } }] }],
  ['escalated', { state: 'lost' }, { sites: [{ ...record, escalatedAt: instant(1) }] }],
  // What was found good is not good any more when it is gone.
  ['absent', { state: 'lost' }, { sites: [{ ...record, trial: { ...by, sound: 'good', picture: 'good' } }] }],
])('[R-CON-05] [R-CON-07] a site is %s', (expected, site, connecting) => {
  expect(connectingSite(aSite(site), { ...none, ...connecting }).state).toBe(expected);
});

test('[R-CON-01] the board goes to what is still to be done, after the chosen one and round again', () => {
  const states: ConnectState[] = ['good', 'absent', 'waived', 'connected'];
  const sites = states.map((state, index) => ({
    ...connectingSite(aSite({ siteId: SiteId.parse(`s${index}`) }), none),
    state,
  }));
  const next = (chosen: string | null) =>
    nextToDo(sites, chosen === null ? null : SiteId.parse(chosen))?.site.siteId;
  expect([next(null), next('s1'), next('s3')]).toEqual(['s1', 's3', 's1']);
  expect(sites.map(canBeCalled)).toEqual([false, true, false, false]);
});
