import { RpcError } from '@nhipcau/base';
import { type Command, CommandId, type MeetingId } from '@nhipcau/contracts';
import { FakeClock, siteId } from '@nhipcau/testkit';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { TestConsole } from '../testing/test-console.ts';
import { TestInstallation } from '../testing/test-installation.ts';

const commune = siteId('commune');
const district = siteId('district');
const clock = new FakeClock(Date.UTC(2026, 10, 2, 1));

let installation: TestInstallation;
let operator: TestConsole;
let meetingId: MeetingId;

beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
});
afterAll(() => installation.close());
beforeEach(async () => {
  meetingId = await installation.planMeeting();
  operator = await installation.openConsole('operator');
  await operator.follow(meetingId);
  await operator.give(meetingId, { type: 'meeting.start' });
});

const codeOf = (cause: unknown): string => (cause instanceof RpcError ? cause.code : String(cause));
const eventsOf = (type: string) =>
  installation.database
    .selectFrom('meeting_event')
    .select(['seq', 'at'])
    .where('meeting_id', '=', meetingId)
    .where(sql<boolean>`body ->> 'type' = ${type}`)
    .orderBy('seq')
    .execute();

test('[CD-16] [R-MCU-05] a console that was away takes up the present, and what it commands by what it last saw is judged by the present', async () => {
  await operator.give(meetingId, { type: 'bringUp.request', siteId: commune });
  await operator.give(meetingId, { type: 'floor.grant', siteId: commune });
  const stale = await installation.openConsole('operator');
  const seen = await stale.follow(meetingId);
  expect(seen?.meeting.stage).toMatchObject({ floor: ['province', 'commune'], called: ['commune'] });
  stale.close();

  // Meanwhile the other operator lets the site go and gives the floor to another one.
  await operator.give(meetingId, { type: 'bringUp.release', siteId: commune });
  await operator.give(meetingId, { type: 'floor.withdraw', siteId: commune });
  await operator.give(meetingId, { type: 'floor.grant', siteId: district });

  const back = await installation.openConsole('operator');
  // Before it has taken anything up: by its old picture the call is open and the last change its own to take back.
  const late = (command: Command) => back.give(meetingId, command).then(() => 'done', codeOf);
  expect(await late({ type: 'bringUp.release', siteId: commune })).toBe('BRING_UP_UNKNOWN');
  // What is so already is no second truth.
  const before = await eventsOf('stage.changed');
  expect(await late({ type: 'floor.withdraw', siteId: commune })).toBe('done');
  expect(await eventsOf('stage.changed')).toEqual(before);

  // By what it missed …
  expect(await back.follow(meetingId, { resume: { epoch: stale.epoch, seq: seen?.seq ?? -1 } })).toBeNull();
  clock.advance(0);
  await expect
    .poll(() => back.deltas.findLast(({ meeting }) => meeting)?.meeting?.stage)
    .toMatchObject({ floor: ['province', 'district'], called: [] });
  // … and afresh it is the same as what the other console has.
  const afresh = await back.follow(meetingId);
  expect(afresh?.meeting).toEqual((await operator.follow(meetingId))?.meeting);
  expect(await late({ type: 'floor.grant', siteId: commune })).toBe('done');
  expect((await operator.follow(meetingId))?.meeting.stage?.floor).toEqual([
    'province',
    'district',
    'commune',
  ]);
});

test('[CD-16] [R-MCU-05] after a restart of the server a console that was away gets everything anew', async () => {
  const stale = await installation.openConsole('operator');
  const seen = await stale.follow(meetingId);
  stale.close();
  await operator.give(meetingId, { type: 'floor.grant', siteId: commune });
  await installation.restart();
  const back = await installation.openConsole('operator');
  const anew = await back.follow(meetingId, { resume: { epoch: stale.epoch, seq: seen?.seq ?? -1 } });
  expect(anew?.meeting.stage?.floor).toEqual(['province', 'commune']);
  expect(back.epoch).not.toBe(stale.epoch);
});

test('[CD-9] [R-MCU-05] the acknowledgement is lost: the same command given again is done once and gets the same answer', async () => {
  const id = CommandId.parse(`lost-${meetingId}`);
  const grant: Command = { type: 'floor.grant', siteId: commune };
  const cut = await installation.openConsole('operator');
  const unheard = cut.give(meetingId, grant, id).then(() => 'heard', codeOf);
  cut.close();
  expect(await unheard).not.toBe('heard');

  const back = await installation.openConsole('operator');
  const first = await back.give(meetingId, grant, id);
  const stored = await eventsOf('stage.changed');
  expect(stored).toHaveLength(1);
  expect(first).toEqual({ seq: stored[0]?.seq, at: stored[0]?.at.getTime() });
  clock.advance(700);
  expect(await back.give(meetingId, grant, id)).toEqual(first);
  expect(await eventsOf('stage.changed')).toEqual(stored);
});

test('[CD-16] [CD-9] two operators press the same at once: one event, the same state on both consoles', async () => {
  const other = await installation.openConsole('operator');
  await other.follow(meetingId);
  const replies = await Promise.all(
    [operator, other].map((console_) => console_.give(meetingId, { type: 'floor.grant', siteId: commune })),
  );
  expect(replies).toHaveLength(2);
  expect(await eventsOf('stage.changed')).toHaveLength(1);
  const [one, two] = [await operator.follow(meetingId), await other.follow(meetingId)];
  expect(one?.meeting).toEqual(two?.meeting);
  expect(one?.meeting.stage?.floor).toEqual(['province', 'commune']);
});

test('[CD-17] [R-CDT-16] what is logged and told has the server’s time, to the millisecond', async () => {
  clock.advance(321);
  const { at } = await operator.give(meetingId, { type: 'floor.grant', siteId: commune });
  expect(at).toBe(clock.now());
  const told = await operator.follow(meetingId);
  expect(told?.serverTime).toBe(clock.now());
  expect(told?.log.at(-1)).toMatchObject({ at: clock.now() });
  // A time of the console's own is not taken at all.
  const own = { type: 'floor.withdraw', siteId: commune, at: clock.now() - 120_000 };
  expect(await operator.give(meetingId, own as Command).catch(codeOf)).toBe('BAD_MESSAGE');
});
