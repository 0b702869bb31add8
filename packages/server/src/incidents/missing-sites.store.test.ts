import { CaseList, instant, type MeetingId } from '@nhipcau/contracts';
import { FakeClock, nodeId } from '@nhipcau/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OfficeDesk } from '../testing/office-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import { aSeat } from '../testing/test-node.ts';
import { turnClock } from '../testing/turn-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const plannedStart = Date.UTC(2026, 2, 2, 1);
const clock = new FakeClock(plannedStart - 21 * MINUTE);
let installation: TestInstallation;

beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
});
afterAll(() => installation.close());

test('[R-CON-08] [IN-12] twenty minutes before a national meeting each site that is not connected is a case, which closes by itself when it comes', async () => {
  const desk = new OfficeDesk(installation);
  const node = await installation.openNode('hb-dabac');
  const meetingId: MeetingId = await installation.planMeeting(['district', 'commune', 'commune-2'], {
    chair: 'district',
    locality: 'quang-ninh',
    kind: 'national',
  });
  const operator = await installation.openConsole('operator');
  await operator.follow(meetingId);
  await operator.give(meetingId, { type: 'meeting.start' });
  const cases = async () =>
    CaseList.parse((await desk.call('operator', 'GET', `/api/meetings/${meetingId}/incident-cases`)).body)
      .cases;
  expect(await cases()).toEqual([]);
  clock.step(2 * MINUTE);
  const standing = async () => {
    await turnClock(clock, 1_000);
    const found = await cases();
    return found.map(({ siteId, state, faults }) => [siteId, state, faults[0]?.kind]).sort();
  };
  await expect.poll(standing).toEqual([
    ['commune', 'open', 'siteMissing'],
    ['commune-2', 'open', 'siteMissing'],
  ]);
  node.reportSeats(meetingId, [aSeat('commune')]);
  await expect.poll(standing).toEqual([
    ['commune', 'closed', 'siteMissing'],
    ['commune-2', 'open', 'siteMissing'],
  ]);
  const closed = (await cases()).find(({ siteId }) => siteId === 'commune');
  expect(closed).toMatchObject({ type: 'call', closing: { cause: 'other', byName: '' } });
  expect(closed?.parties.length).toBeGreaterThan(0);
});

test('[R-CON-02] [CN-8] [IN-12] an MCU not joined two hours before is a case of its line, which closes when it joins, late', async () => {
  clock.step(plannedStart - 3 * HOUR - clock.now());
  const desk = new OfficeDesk(installation);
  const master = await installation.openNode('hb');
  const meetingId = await installation.planMeeting();
  const operator = await installation.openConsole('operator');
  await operator.follow(meetingId);
  await operator.give(meetingId, { type: 'meeting.start' });
  const report = (childId: string, parentId: string, since: number) =>
    master.reportLink(meetingId, {
      childId: nodeId(childId),
      parentId: nodeId(parentId),
      since: instant(since),
    });
  report('hb', 'cp', clock.now());
  const standing = async () => {
    await turnClock(clock, 1_000);
    return (await operator.follow(meetingId))?.connecting.slaves.map(({ childId, joinedAt, lateAt }) => [
      childId,
      joinedAt !== null,
      lateAt !== null,
    ]);
  };
  await expect.poll(standing).toEqual([['hb', true, false]]);
  clock.step(plannedStart - 2 * HOUR + 1_000 - clock.now());
  await expect.poll(standing).toEqual([
    ['hb', true, false],
    ['hb-dabac', false, true],
  ]);
  const cases = async () =>
    CaseList.parse((await desk.call('operator', 'GET', `/api/meetings/${meetingId}/incident-cases`)).body)
      .cases;
  await expect
    .poll(cases)
    .toMatchObject([{ type: 'line', state: 'open', nodeId: 'hb-dabac', faults: [{ kind: 'slaveLate' }] }]);
  report('hb-dabac', 'hb', clock.now());
  await expect.poll(standing).toContainEqual(['hb-dabac', true, true]);
  await expect
    .poll(cases)
    .toMatchObject([{ type: 'line', state: 'closed', closing: { solution: 'MCU đã nối vào hệ thống' } }]);
  const joined = () =>
    operator.events.map(({ body }) => body).filter(({ type }) => type === 'connect.slaveJoined');
  await expect
    .poll(joined)
    .toContainEqual(expect.objectContaining({ childId: 'hb-dabac', lateByMs: expect.any(Number) }));
});
