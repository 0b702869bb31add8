import { RpcError } from '@nhipcau/base';
import type { Command, MeetingId } from '@nhipcau/contracts';
import { aLayout, siteId } from '@nhipcau/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { TestConsole } from '../testing/test-console.ts';
import { TestInstallation } from '../testing/test-installation.ts';

let installation: TestInstallation;
let centre: TestConsole;
let meetingId: MeetingId;
let userId: string;

const codeOf = (cause: unknown): string => (cause instanceof RpcError ? cause.code : String(cause));
const take: Command = { type: 'stage.take', target: 'broadcast', layout: aLayout('full', 'commune') };
const back: Command = { type: 'stage.take', target: 'broadcast', layout: aLayout('full', 'district') };

beforeAll(async () => {
  installation = await TestInstallation.open();
  ({ user_id: userId } = await installation.database
    .selectFrom('user_grant')
    .select('user_id')
    .where('role', '=', 'observer')
    .executeTakeFirstOrThrow());
});
afterAll(() => installation.close());
afterEach(() =>
  installation.database
    .deleteFrom('user_grant')
    .where('user_id', '=', userId)
    .where('position', '=', 7)
    .execute(),
);

/** Whoever was given the control of the district's chair site. */
async function chairSite(): Promise<TestConsole> {
  await installation.database
    .insertInto('user_grant')
    .values({ user_id: userId, position: 7, role: 'operator', scope_kind: 'site', scope_id: 'district' })
    .execute();
  return installation.openConsole('observer');
}

async function open(locality: string, kind: string): Promise<void> {
  meetingId = await installation.planMeeting(['district', 'commune', 'commune-2'], {
    chair: 'district',
    locality,
    kind,
  });
  centre = await installation.openConsole('operator');
  await centre.follow(meetingId);
  await centre.give(meetingId, { type: 'meeting.start' });
}
beforeEach(() => open('ha-noi', 'agency'));
const outcome = (console_: TestConsole, command: Command) =>
  console_.give(meetingId, command).then(() => 'done', codeOf);
const helps = async () => (await centre.follow(meetingId))?.meeting.helps ?? [];

test('[RT-1] [RT-2] [R-CDT-13] what is on air is the centre’s until the chair site has its own control', async () => {
  expect(await outcome(centre, take)).toBe('done');
  const site = await chairSite();
  expect(await outcome(centre, back)).toBe('NOT_ALLOWED');
  expect(await outcome(site, back)).toBe('done');
  expect(await outcome(site, { type: 'meeting.reset' })).toBe('NOT_ALLOWED');
  expect(await outcome(centre, { type: 'plan.save' })).toBe('done');
});

test('[RT-3] [RT-4] [R-CDT-14] on request the centre acts for the chair site; the audit has the number of the request', async () => {
  const site = await chairSite();
  expect(await outcome(centre, { type: 'help.override', text: 'Tự can thiệp' })).toBe('NOT_ALLOWED');
  await site.give(meetingId, { type: 'help.ask', text: 'Không chuyển được khung hình' });
  const [help] = await helps();
  if (!help) throw new Error('no request');
  expect(help).toMatchObject({ state: 'open', text: 'Không chuyển được khung hình' });
  expect(await outcome(centre, take)).toBe('NOT_ALLOWED');
  await centre.give(meetingId, { type: 'help.take', helpId: help.helpId });
  expect(await outcome(centre, take)).toBe('done');
  const line = await installation.database
    .selectFrom('audit')
    .select('facts')
    .where('meeting_id', '=', meetingId)
    .where('action', '=', 'command.stage.take')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  expect(line.facts).toMatchObject({ helpId: help.helpId });
  await site.give(meetingId, { type: 'help.close', helpId: help.helpId });
  expect(await outcome(centre, back)).toBe('NOT_ALLOWED');
  expect(await helps()).toEqual([]);
});

test('[R-CDT-14] in Bình Định the control centre takes it in hand by itself', async () => {
  await open('binh-dinh', 'province');
  await chairSite();
  expect(await outcome(centre, take)).toBe('NOT_ALLOWED');
  await centre.give(meetingId, { type: 'help.override', text: 'Sự cố tại điểm cầu chính' });
  expect(await outcome(centre, take)).toBe('done');
});

test('[R-CDT-08] [R-CDT-07] [FL-7] [FL-8] the chair site sets how loud a site is and mutes all but one', async () => {
  await open('binh-dinh', 'province');
  const site = await chairSite();
  for (const name of ['commune', 'commune-2'])
    await site.give(meetingId, { type: 'floor.grant', siteId: siteId(name) });
  await site.give(meetingId, { type: 'sound.setGain', siteId: siteId('commune'), db: 6 });
  await site.give(meetingId, { type: 'floor.clear', except: [siteId('commune')] });
  expect((await centre.follow(meetingId))?.meeting.stage).toMatchObject({
    floor: ['district', 'commune'],
    gains: [{ siteId: 'commune', db: 6 }],
  });
  expect(await outcome(centre, { type: 'floor.clear' })).toBe('NOT_ALLOWED');
});
