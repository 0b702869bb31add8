import { instant, type LiveSite, NodeId, SeatId, type SeatObserved, SiteId } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { callChoices, speakingSites } from './talk-state.ts';

const siteId = (name: string) => SiteId.parse(name);

const seat = (name: string, talk: SeatObserved['talk']): SeatObserved => ({
  seatId: SeatId.parse(`site:${name}`),
  siteId: siteId(name),
  state: 'connected',
  since: instant(0),
  transport: 'udp',
  camera: 'sending',
  mic: 'open',
  content: 'absent',
  talk,
  cameraWanted: null,
  flows: [],
  quality: 'good',
  stats: null,
  leg: 0,
});

const site = (name: string, group: string, state: LiveSite['state'], talk: SeatObserved['talk'] = 'muted') =>
  ({
    siteId: siteId(name),
    number: 1,
    name,
    groupId: group,
    groupName: `Huyện ${group}`,
    level: 'commune',
    nodeId: NodeId.parse('hb'),
    mayPresent: false,
    leg: 0,
    duty: null,
    state,
    since: instant(0),
    seat: state === 'connected' ? seat(name, talk) : null,
    alarms: [],
    still: 0,
  }) satisfies LiveSite;

const sites = [
  site('a', 'dabac', 'connected', 'open'),
  site('b', 'dabac', 'connected'),
  site('c', 'dabac', 'absent'),
  site('d', 'maichau', 'connected', 'open'),
];

test('[R-CDT-17] [TB-1] a console calls the site in hand, its group or all: those that are there', () => {
  expect(callChoices(sites, siteId('a'))).toEqual({
    site: sites[0],
    group: { name: 'Huyện dabac', siteIds: [siteId('a'), siteId('b')] },
    all: [siteId('a'), siteId('b'), siteId('d')],
  });
  expect(callChoices(sites, siteId('c'))).toMatchObject({ site: null, group: { siteIds: ['a', 'b'] } });
  expect(callChoices(sites, siteId('d'))).toMatchObject({ group: null });
  expect(callChoices(sites, null)).toMatchObject({ site: null, group: null });
});

test('[R-CDT-17] [TB-2] who speaks is told of those who have answered only', () => {
  expect(speakingSites(sites, [siteId('a'), siteId('b')])).toEqual([siteId('a')]);
});
