import type { MeetingId } from '@nhipcau/contracts';
import { soleSiteOf } from '@nhipcau/domain';
import { FakeClock, siteId } from '@nhipcau/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestInstallation } from '../testing/test-installation.ts';
import { aSeat } from '../testing/test-node.ts';
import { turnClock } from '../testing/turn-clock.ts';

let clock: FakeClock;
let installation: TestInstallation;
let meetingId: MeetingId;

beforeAll(async () => {
  clock = new FakeClock();
  installation = await TestInstallation.open({ clock });
  meetingId = await installation.planMeeting();
});
afterAll(() => installation.close());

/** Who is on air after another second. */
const onAir = async (): Promise<string | null> => {
  await turnClock(clock, 1_000);
  const watching = await installation.openConsole('chair');
  const stage = (await watching.follow(meetingId))?.meeting.stage;
  watching.close();
  return stage ? soleSiteOf(stage.broadcast) : null;
};

test('[PO-1] [PO-2] [R-CDT-04] the server shows the connected sites in turn, whoever closes a console, and after a restart', async () => {
  const node = await installation.openNode('hb-dabac');
  const operator = await installation.openConsole('operator');
  await operator.follow(meetingId);
  await operator.give(meetingId, { type: 'meeting.start' });
  node.reportSeats(meetingId, [aSeat('district'), aSeat('commune')]);
  await operator.give(meetingId, {
    type: 'polling.start',
    target: 'broadcast',
    everyMs: 5_000,
    siteIds: ['province', 'district', 'commune'].map(siteId),
  });
  operator.close();
  await expect.poll(onAir).toBe('district');
  await expect.poll(onAir).toBe('commune');

  await installation.restart();
  const again = await installation.openNode('hb-dabac');
  again.reportSeats(meetingId, [aSeat('district'), aSeat('commune')]);
  await expect.poll(onAir).toBe('district');
});
