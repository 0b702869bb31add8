import {
  ChamberId,
  instant,
  type LiveChamber,
  type LiveMeeting,
  type LiveSite,
  NodeId,
  SiteId,
} from '@nhipcau/contracts';
import { fullScreenOf, openingStage } from '@nhipcau/domain';
import { expect, test } from 'vitest';
import { aLiveMeeting, aSnapshot } from './live-samples.ts';
import { LiveStore } from './live-store.ts';
import { chamberOf, draftsByGroup, meetingIn } from './rooms-of.ts';
import { wallRooms } from './wall-groups.ts';

const siteId = (name: string): SiteId => SiteId.parse(name);

const aLiveSite = (name: string, groupId: string, level: string, number: number): LiveSite => ({
  siteId: siteId(name),
  number,
  name: `Site ${name}`,
  groupId,
  groupName: `Huyện ${groupId}`,
  level,
  nodeId: NodeId.parse('hb'),
  mayPresent: false,
  leg: 0,
  duty: null,
  state: 'absent',
  since: instant(0),
  seat: null,
  still: 0,
  alarms: [],
});

const sites = [
  aLiveSite('province', 'tinh', 'province', 1),
  aLiveSite('department', 'tinh', 'province', 2),
  aLiveSite('xa1', 'da-bac', 'commune', 10),
  aLiveSite('huyen', 'da-bac', 'district', 11),
  aLiveSite('xa2', 'da-bac', 'commune', 12),
  aLiveSite('alone', 'mai-chau', 'commune', 20),
];

const aChamber = (
  name: string,
  chair: string,
  members: string[],
  change: Partial<LiveChamber> = {},
): LiveChamber => ({
  chamberId: ChamberId.parse(name),
  name,
  kind: 'private',
  chairSiteId: siteId(chair),
  members: members.map(siteId),
  stage: openingStage(siteId(chair)),
  isOpen: true,
  automaticBringUp: false,
  followFloor: true,
  undoUntil: null,
  undoBy: null,
  ...change,
});

const aMeeting = (...chambers: LiveChamber[]): LiveMeeting =>
  aLiveMeeting({ chairSiteId: siteId('province'), stage: openingStage(siteId('province')), chambers });

const daBac = aChamber('da-bac', 'huyen', ['xa1', 'huyen', 'xa2']);
const technical = aChamber('technical', 'xa1', ['xa1'], { kind: 'technical' });
const ids = (names: readonly SiteId[]) => [...names];

test('[R-MCU-10] [R-RHS-04] proposes a room for each district with its communes, led by the district', () => {
  expect(draftsByGroup(sites, siteId('province'))).toEqual([
    { chamberId: 'da-bac', name: 'Huyện da-bac', chairSiteId: 'huyen', members: ['xa1', 'huyen', 'xa2'] },
  ]);
});

test('[CH-6] a site set aside is in the technical room, not in its own', () => {
  const meeting = aMeeting(technical, daBac);
  expect(chamberOf(meeting, siteId('xa1'))?.kind).toBe('technical');
  expect(chamberOf(meeting, siteId('xa2'))?.chamberId).toBe('da-bac');
  expect(chamberOf(meeting, siteId('province'))).toBeNull();
});

test('[CH-2] looking into a chamber shows its stage, chair and mode; a closed one shows the common room', () => {
  const shown = meetingIn(aMeeting(daBac), daBac.chamberId);
  expect(shown).toMatchObject({
    chairSiteId: 'huyen',
    automaticBringUp: false,
    stage: { broadcast: fullScreenOf(siteId('huyen')) },
  });
  expect(meetingIn(aMeeting({ ...daBac, isOpen: false }), daBac.chamberId).chairSiteId).toBe('province');
});

test('[R-MCU-10] whoever looks into a chamber is back in the common room when it is merged', () => {
  const live = new LiveStore();
  const snapshot = aSnapshot({ sites });
  live.reset({ ...snapshot, meeting: aMeeting(daBac) });
  live.look(daBac.chamberId);
  expect([live.chamberId(), live.meeting()?.chairSiteId]).toEqual(['da-bac', 'huyen']);
  live.apply({ seq: 1, meeting: aMeeting({ ...daBac, isOpen: false }) });
  expect([live.chamberId(), live.meeting()?.chairSiteId]).toEqual([null, 'province']);
});

test('[R-MCU-10] the wall shows the common room and below it each chamber, or one chamber alone', () => {
  const meeting = aMeeting(technical, daBac);
  const all = wallRooms(sites, 'all', meeting, null).map(({ chamberId, groups }) => [
    chamberId,
    groups.flatMap(({ siteIds }) => ids(siteIds)),
  ]);
  expect(all).toEqual([
    [null, ['province', 'department', 'alone']],
    ['technical', ['xa1']],
    ['da-bac', ['huyen', 'xa2']],
  ]);
  expect(wallRooms(sites, 'all', meeting, daBac.chamberId).map(({ chamberId }) => chamberId)).toEqual([
    'da-bac',
  ]);
  expect(wallRooms(sites, 'floor', meeting, null).map(({ chamberId }) => chamberId)).toEqual([
    null,
    'technical',
    'da-bac',
  ]);
});
