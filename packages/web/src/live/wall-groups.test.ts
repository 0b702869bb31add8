import { instant, type LiveSite, NodeId, type Quality, SeatId, SiteId } from '@nhipcau/contracts';
import { openingStage } from '@nhipcau/domain';
import { describe, expect, test } from 'vitest';
import { countFilters, groupSites, hasProblem } from './wall-groups.ts';

const aSite = (number: number, over: Partial<LiveSite> = {}): LiveSite => ({
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
  state: 'connected',
  since: instant(0),
  seat: null,
  still: 0,
  alarms: [],
  ...over,
});
const withQuality = (number: number, quality: Quality): LiveSite => {
  const site = aSite(number);
  return {
    ...site,
    seat: {
      seatId: SeatId.parse(`site:${site.siteId}`),
      siteId: site.siteId,
      state: 'connected',
      since: instant(0),
      transport: 'udp',
      camera: 'sending',
      mic: 'open',
      content: 'absent',
      talk: 'absent',
      cameraWanted: null,
      flows: [],
      quality,
      stats: null,
      leg: 0,
    },
  };
};
const group = (groupId: string) => ({ groupId, groupName: groupId });

describe('the wall', () => {
  test('[R-CON-09] groups sites under their district, in the order of their numbers', () => {
    const sites = [aSite(1, group('A')), aSite(2, group('B')), aSite(3, group('A')), aSite(4, group('B'))];
    expect(groupSites(sites, 'all', null).map(({ name, siteIds }) => [name, siteIds])).toEqual([
      ['A', ['s1', 's3']],
      ['B', ['s2', 's4']],
    ]);
  });

  test('headings with a single site that follow each other share a row', () => {
    const sites = [
      aSite(1, group('Government')),
      aSite(2, group('Province')),
      aSite(3, group('D')),
      aSite(4, group('D')),
    ];
    expect(groupSites(sites, 'all', null).map(({ name, total }) => [name, total])).toEqual([
      ['Government · Province', 2],
      ['D', 2],
    ]);
  });

  test('a filter hides sites but counts stay those of the whole district', () => {
    const sites = [aSite(1, { state: 'absent' }), aSite(2), aSite(3, { state: 'lost' })];
    expect(groupSites(sites, 'absent', null)).toMatchObject([
      { siteIds: ['s1', 's3'], connected: 1, total: 3, problems: 1 },
    ]);
  });

  test('never having come is no problem, having been lost is one, a bad line too', () => {
    const states = ['absent', 'connecting', 'connected', 'reconnecting', 'lost', 'nodeLost'] as const;
    expect(states.filter((state) => hasProblem(aSite(1, { state })))).toEqual([
      'reconnecting',
      'lost',
      'nodeLost',
    ]);
    const qualities = ['good', 'fair', 'poor', 'bad', 'unknown'] as const;
    expect(qualities.filter((quality) => hasProblem(withQuality(1, quality)))).toEqual(['poor', 'bad']);
  });

  test('counts what each filter would show', () => {
    const stage = openingStage(SiteId.parse('s2'));
    const sites = [aSite(1, { state: 'absent' }), aSite(2), withQuality(3, 'bad')];
    expect(countFilters(sites, stage)).toEqual({ all: 3, absent: 1, floor: 1, problem: 1 });
  });
});
