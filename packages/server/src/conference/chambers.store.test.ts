import { RpcError } from '@nhipcau/base';
import { ChamberId, type Command, CommandId, type MeetingId } from '@nhipcau/contracts';
import { aLayout, siteId } from '@nhipcau/testkit';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { TestConsole } from '../testing/test-console.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import { aFlow, aSeat, type TestNode } from '../testing/test-node.ts';

let installation: TestInstallation;
let operator: TestConsole;
let district: TestNode;
let meetingId: MeetingId;

const chamberId = ChamberId.parse('da-bac');
const codeOf = (cause: unknown): string => (cause instanceof RpcError ? cause.code : String(cause));
const newId = () => CommandId.parse(uuidv7());

const plan: Command = {
  type: 'chambers.plan',
  chambers: [
    {
      chamberId,
      name: 'Huyện Đà Bắc',
      chairSiteId: siteId('district'),
      members: ['district', 'commune', 'commune-2'].map(siteId),
    },
  ],
};
const split: Command = { type: 'chambers.split', chamberIds: [] };
const call: Command = { type: 'bringUp.request', siteId: siteId('commune') };

beforeAll(async () => {
  installation = await TestInstallation.open();
  district = await installation.openNode('hb-dabac');
  // A district's operator: may conduct what is chaired at the district, and nothing else.
  const user = await installation.database
    .selectFrom('user_grant')
    .select('user_id')
    .where('role', '=', 'clerk')
    .executeTakeFirstOrThrow();
  await installation.database
    .insertInto('user_grant')
    .values({
      user_id: user.user_id,
      position: 2,
      role: 'operator',
      scope_kind: 'organisation',
      scope_id: 'o-district',
    })
    .execute();
});
afterAll(() => installation.close());

beforeEach(async () => {
  meetingId = await installation.planMeeting(['government', 'province', 'district', 'commune', 'commune-2']);
  operator = await installation.openConsole('operator');
  await operator.follow(meetingId);
  await operator.give(meetingId, { type: 'meeting.start' });
});

test('[R-MCU-10] private rooms are planned, opened and merged by one command each; nodes, consoles and the log follow', async () => {
  await operator.give(meetingId, plan);
  await operator.give(meetingId, split);
  await operator.give(
    meetingId,
    { type: 'stage.take', target: 'broadcast', layout: aLayout('full', 'commune') },
    newId(),
    { chamberId },
  );
  const desired = () => district.desired.get(meetingId)?.plan;
  await expect.poll(() => desired()?.chambers[0]?.stage.broadcast).toEqual(aLayout('full', 'commune'));
  expect(desired()?.stage.broadcast).toEqual(aLayout('full', 'province'));
  await expect.poll(() => operator.events.at(-1)?.body.type).toBe('stage.changed');
  await expect.poll(() => operator.events.at(-1)?.chamberId).toBe(chamberId);

  await operator.give(meetingId, { type: 'chambers.merge', chamberIds: [] });
  await expect.poll(() => desired()?.chambers).toEqual([]);
  const told = () => operator.deltas.findLast((delta) => delta.meeting)?.meeting?.chambers;
  await expect
    .poll(told)
    .toMatchObject([{ chamberId, isOpen: false, stage: { broadcast: aLayout('full', 'commune') } }]);
  expect(desired()?.roster).toHaveLength(5);
});

test('[R-MCU-10] [CH-2] the stopwatch of a call in a private room looks at the chair of that room', async () => {
  await operator.give(meetingId, plan);
  await operator.give(meetingId, split);
  await operator.give(meetingId, call, newId(), { chamberId });
  district.reportSeats(meetingId, [
    aSeat('district', { flows: [aFlow('commune/camera'), aFlow('commune/mic')] }),
    aSeat('commune', { camera: 'sending', flows: [aFlow('district/camera'), aFlow('district/mic')] }),
  ]);
  const state = () => operator.deltas.flatMap((delta) => delta.bringUps ?? []).at(-1)?.state;
  await expect.poll(state).toBe('established');
});

test('[R-MCU-14] [CH-2] the operator of the district conducts the room led from the district, and nothing else', async () => {
  await operator.give(meetingId, plan);
  const local = await installation.openConsole('clerk');
  await expect(local.give(meetingId, call, newId(), { chamberId }).catch(codeOf)).resolves.toBe(
    'NOT_ALLOWED',
  );
  await operator.give(meetingId, split);
  await expect(local.follow(meetingId)).resolves.toMatchObject({ meeting: { meetingId } });
  await expect(local.give(meetingId, call, newId(), { chamberId })).resolves.toMatchObject({});
  const forbidden: Command[] = [call, { type: 'chambers.merge', chamberIds: [] }, { type: 'meeting.end' }];
  for (const command of forbidden)
    await expect(local.give(meetingId, command).catch(codeOf)).resolves.toBe('NOT_ALLOWED');
  const refused = await installation.database
    .selectFrom('audit')
    .select(['action', 'code'])
    .where('meeting_id', '=', meetingId)
    .where('code', '=', 'NOT_ALLOWED')
    .execute();
  expect(refused.map(({ action }) => action)).toEqual([
    'command.bringUp.request',
    'command.bringUp.request',
    'command.chambers.merge',
    'command.meeting.end',
  ]);
});

test('[R-MCU-10] [CD-7] a server that starts anew finds every room as it was', async () => {
  await operator.give(meetingId, plan);
  await operator.give(meetingId, split);
  await operator.give(meetingId, { type: 'floor.grant', siteId: siteId('commune') }, newId(), { chamberId });
  await operator.give(meetingId, { type: 'site.setAside', siteId: siteId('commune-2') });
  await installation.restart();
  district = await installation.openNode('hb-dabac');
  await expect
    .poll(() =>
      district.desired.get(meetingId)?.plan.chambers.map(({ members, stage }) => [members, stage.floor]),
    )
    .toEqual([
      [['commune-2'], ['commune-2']],
      [
        ['district', 'commune'],
        ['district', 'commune'],
      ],
    ]);
});
