import { RpcError } from '@nhipcau/base';
import { type MeetingId, MeetingRules } from '@nhipcau/contracts';
import { siteId } from '@nhipcau/testkit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { RegistrationDesk } from '../testing/registration-desk.ts';
import type { TestConsole } from '../testing/test-console.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import { aSeat, type TestNode } from '../testing/test-node.ts';

const commune = siteId('commune');

let installation: TestInstallation;
let desk: RegistrationDesk;
let operator: TestConsole;
let node: TestNode;
let meetingId: MeetingId;

const codeOf = (cause: unknown): string => (cause instanceof RpcError ? cause.code : String(cause));

beforeAll(async () => {
  installation = await TestInstallation.open();
  desk = new RegistrationDesk(installation);
  node = await installation.openNode('hb-dabac');
});
afterAll(() => installation.close());

/** A meeting of Quảng Ninh, planned as operators plan among themselves. */
beforeEach(async () => {
  meetingId = await installation.planMeeting(['district', 'commune', 'commune-2'], {
    chair: 'district',
    locality: 'quang-ninh',
    kind: 'district',
  });
  operator = await installation.openConsole('operator');
  await operator.follow(meetingId);
  await operator.give(meetingId, { type: 'meeting.start' });
});

const connecting = async () => (await operator.follow(meetingId))?.connecting;

test('[R-CON-01] [CN-1] [CN-3] sites wait at their node until the centre calls; who is there answers', async () => {
  await expect.poll(() => node.desired.get(meetingId)?.plan.waiting).toEqual(['commune', 'commune-2']);
  node.reportSeats(meetingId, [aSeat('commune')]);
  await operator.give(meetingId, { type: 'connect.call', siteIds: [commune, siteId('commune-2')] });
  await expect.poll(() => node.desired.get(meetingId)?.plan.waiting).toEqual([]);
  await expect
    .poll(async () => (await connecting())?.calling.map((call) => call.siteId))
    .toEqual(['commune-2']);
  const record = (await connecting())?.sites.find((site) => site.siteId === commune);
  expect(record).toMatchObject({ attempts: 1, unansweredAt: null });
  expect(record?.answeredAt).not.toBeNull();
});

test('[R-CON-05] [R-CON-06] trial and technician of a site are kept over a restart', async () => {
  await operator.give(meetingId, { type: 'connect.try', siteId: commune, sound: 'poor', picture: 'good' });
  await operator.give(meetingId, {
    type: 'connect.introduce',
    siteId: commune,
    name: 'Cán bộ văn phòng xã',
    phone: '0900 000 101',
  });
  await installation.restart();
  operator = await installation.openConsole('operator');
  expect((await connecting())?.sites).toMatchObject([
    { siteId: 'commune', trial: { sound: 'poor' }, operator: { phone: '0900 000 101' } },
  ]);
  node = await installation.openNode('hb-dabac');
});

test('[R-CON-04] the steps of the locality are those of its text, in order', async () => {
  const answer = await desk.call<MeetingRules>('operator', 'GET', `/api/meetings/${meetingId}/live-rules`);
  expect(MeetingRules.parse(answer.body).steps.map(({ key }) => key)).toEqual(['call', 'trials']);
  const step = (key: string) => operator.give(meetingId, { type: 'connect.step', key, waiver: null });
  expect(await step('trials').catch(codeOf)).toBe('CONNECT_STEP_NOT_OPEN');
  await step('call');
  await step('trials');
  expect((await connecting())?.steps.map(({ key }) => key)).toEqual(['call', 'trials']);
});

test('[R-CON-10] the district of the meeting calls its communes, another site calls nobody', async () => {
  const { user_id } = await installation.database
    .selectFrom('user_grant')
    .select('user_id')
    .where('role', '=', 'observer')
    .executeTakeFirstOrThrow();
  const give = async (scope_id: string) => {
    await installation.database
      .insertInto('user_grant')
      .values({ user_id, position: 7, role: 'operator', scope_kind: 'organisation', scope_id })
      .execute();
    const other = await installation.openConsole('observer');
    const answer = await other
      .give(meetingId, { type: 'connect.call', siteIds: [commune] })
      .then(() => 'called', codeOf);
    await installation.database
      .deleteFrom('user_grant')
      .where('user_id', '=', user_id)
      .where('position', '=', 7)
      .execute();
    return answer;
  };
  expect(await give('o-commune-2')).toBe('NOT_ALLOWED');
  expect(await give('o-district')).toBe('called');
});
