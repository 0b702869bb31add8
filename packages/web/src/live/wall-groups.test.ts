import { instant, type LiveSite, NodeId, type Quality, SeatId, SiteId } from '@nhipcau/contracts';
import { openingStage } from '@nhipcau/domain';
import { describe, expect, test } from 'vitest';
import { pendingProblems, troubledSince } from '../incidents/pending.ts';
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

describe('[R-MON-03] [MN-23] what the wall counts is told beside it, as a case or as what is watched', () => {
  const sites = [
    withQuality(1, 'poor'),
    withQuality(2, 'bad'),
    aSite(3, { state: 'reconnecting', since: instant(4_000) }),
    aSite(4),
  ];
  const open = { cased: new Set([SiteId.parse('s2')]), since: new Map(), now: 10_000 };
  test('a troubled site without a case is pending, with what is wrong and since when; together they are the count', () => {
    const pending = pendingProblems(sites, open);
    expect(pending).toMatchObject([
      { siteId: 's3', state: 'reconnecting', quality: null, forMs: 6_000, leftMs: null },
      { siteId: 's1', quality: 'poor', forMs: 0, leftMs: 5_000 },
    ]);
    expect(pending.length + open.cased.size).toBe(sites.filter(hasProblem).length);
  });
  test('a line is watched for as long as its alarms take, then it is not bad enough for a case', () => {
    let since = troubledSince(new Map(), sites, 7_000);
    since = troubledSince(since, sites, 9_000);
    const left = (now: number) =>
      pendingProblems(sites, { ...open, since, now }).find(({ siteId }) => siteId === 's1')?.leftMs;
    expect([left(7_000), left(11_999), left(12_000), left(99_000)]).toEqual([5_000, 1, 0, 0]);
  });
  test('what was well in between begins anew', () => {
    const before = troubledSince(new Map(), sites, 7_000);
    const well = troubledSince(before, [withQuality(1, 'good')], 8_000);
    expect(troubledSince(well, sites, 9_000).get(SiteId.parse('s1'))).toBe(9_000);
  });
});
