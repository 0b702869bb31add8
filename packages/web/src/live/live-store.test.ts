import {
  ChamberId,
  instant,
  type LiveChamber,
  type LiveSite,
  type LiveSnapshot,
  NodeId,
  SiteId,
  SpeakRequestId,
} from '@nhipcau/contracts';
import { openingStage } from '@nhipcau/domain';
import { describe, expect, test } from 'vitest';
import { aLiveMeeting, aSnapshot } from './live-samples.ts';
import { LiveStore } from './live-store.ts';

const meeting = aLiveMeeting({ bringUpLimitMs: 30_000 });
const aSite = (number: number, state: LiveSite['state'] = 'connected'): LiveSite => ({
  siteId: SiteId.parse(`s${number}`),
  number,
  name: `Site ${number}`,
  groupId: 'g',
  groupName: 'Group',
  level: 'commune',
  nodeId: NodeId.parse('hb'),
  mayPresent: false,
  leg: 0,
  duty: null,
  state,
  since: instant(0),
  seat: null,
  still: 0,
  alarms: [],
});
const snapshot = (seq: number, sites: LiveSite[]): LiveSnapshot => aSnapshot({ seq, meeting, sites });
function aStore() {
  const store = new LiveStore();
  store.reset(snapshot(5, [aSite(2), aSite(1)]));
  return store;
}

describe('live state of a meeting', () => {
  test('keeps sites in the order of their numbers', () => {
    expect(
      aStore()
        .sites()
        .map(({ number }) => number),
    ).toEqual([1, 2]);
  });

  test('a delta replaces whole entities and tells only those concerned, once', () => {
    const store = aStore();
    const told: string[] = [];
    for (const topic of ['site:s1', 'site:s2', 'sites', 'siteList', 'meeting', 'log'] as const)
      store.subscribe(topic, () => told.push(topic));
    expect(store.apply({ seq: 6, sites: [aSite(1, 'lost')] })).toBe(true);
    expect(store.site(SiteId.parse('s1'))?.state).toBe('lost');
    expect(told.sort()).toEqual(['site:s1', 'sites']);
  });

  test('a gap is not applied', () => {
    const store = aStore();
    expect(store.apply({ seq: 7, sites: [aSite(1, 'lost')] })).toBe(false);
    expect(store.site(SiteId.parse('s1'))?.state).toBe('connected');
  });

  test('a delta that was applied before changes nothing', () => {
    const store = aStore();
    store.apply({ seq: 6, sites: [aSite(1, 'lost')] });
    let told = 0;
    store.subscribe('sites', () => {
      told += 1;
    });
    expect(store.apply({ seq: 6, sites: [aSite(1, 'connected')] })).toBe(true);
    expect(store.site(SiteId.parse('s1'))?.state).toBe('lost');
    expect(told).toBe(0);
  });

  test('what was missed while away is taken over whatever its number', () => {
    const store = aStore();
    store.catchUp({ seq: 40, sites: [aSite(3)], goneSites: [SiteId.parse('s1')] });
    expect(store.seq).toBe(40);
    expect(store.sites().map(({ number }) => number)).toEqual([2, 3]);
  });

  test('a new still picture leaves the other facts of its site alone', () => {
    const store = aStore();
    store.apply({ seq: 6, stills: [[SiteId.parse('s2'), 9]] });
    expect(store.site(SiteId.parse('s2'))).toMatchObject({ still: 9, state: 'connected' });
  });

  test('[R-MCU-09] parts of a meeting that say the same stay the same objects, and nobody is told of nothing', () => {
    const store = aStore();
    const chamber: LiveChamber = {
      chamberId: ChamberId.parse('c'),
      name: 'Chamber',
      kind: 'private',
      members: [SiteId.parse('s2')],
      chairSiteId: SiteId.parse('s2'),
      stage: openingStage(SiteId.parse('s2')),
      isOpen: false,
      automaticBringUp: true,
      followFloor: true,
      undoUntil: null,
      undoBy: null,
    };
    store.apply({ seq: 6, meeting: { ...meeting, chambers: [chamber] } });
    const before = store.whole();
    let told = 0;
    store.subscribe('meeting', () => {
      told += 1;
    });
    const copy = structuredClone({ ...meeting, chambers: [chamber] });
    store.apply({ seq: 7, meeting: copy });
    expect(store.whole()).toBe(before);
    expect(told).toBe(0);
    store.apply({ seq: 8, meeting: { ...structuredClone(copy), speakQueue: [SpeakRequestId.parse('r1')] } });
    expect(told).toBe(1);
    expect(store.whole()).not.toBe(before);
    expect(store.whole()?.chambers).toBe(before?.chambers);
    expect(store.whole()?.speakQueue).toEqual(['r1']);
    expect(store.meeting()).toBe(store.whole());
  });

  test('[R-MCU-09] wishes to speak are a topic of their own, and one listener of several topics is told once', () => {
    const store = aStore();
    const told: string[] = [];
    store.subscribe('speech', () => told.push('speech'));
    store.subscribe('meeting', () => told.push('meeting'));
    const both = () => void told.push('both');
    store.subscribe('speech', both);
    store.subscribe('sites', both);
    store.apply({ seq: 6, meeting: structuredClone(meeting), speakRequests: [], sites: [aSite(1, 'lost')] });
    expect(told.sort()).toEqual(['both', 'speech']);
  });
});
