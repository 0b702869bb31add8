import { MeetingId, PROTOCOL_VERSION } from '@nhipcau/contracts';
import { aLayout, siteId } from '@nhipcau/testkit';
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestConsole } from '../testing/test-console.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import { aFlow, aSeat } from '../testing/test-node.ts';

let installation: TestInstallation;
const commune = siteId('commune');

beforeEach(async () => {
  installation = await TestInstallation.open();
});
afterEach(() => installation.close());

test('[R-CON-13] a restart in mid-meeting loses nothing: state, log, running bring-up and drop go on; nodes and consoles come back', async () => {
  const node = await installation.openNode('hb-dabac');
  const operator = await installation.openConsole('operator');
  const meetingId = await installation.planMeeting();
  await operator.give(meetingId, { type: 'meeting.start' });
  await operator.give(meetingId, {
    type: 'stage.take',
    target: 'broadcast',
    layout: aLayout('grid4', 'province', 'commune'),
  });
  await operator.give(meetingId, { type: 'bringUp.request', siteId: commune });
  await node.happen(meetingId, { type: 'seat.dropped', siteId: siteId('district'), reason: 'heartbeat' });
  await operator.follow(meetingId);
  const before = operator.snapshot;
  const oldEpoch = node.desired.get(meetingId)?.epoch ?? 0;

  await installation.restart();
  expect(await node.closed).toBe('SERVER_STOPPING');

  const again = await installation.openConsole('operator');
  const after = await again.follow(meetingId, { resume: { epoch: operator.epoch, seq: before?.seq ?? 0 } });
  expect(after).not.toBeNull();
  expect({ meeting: after?.meeting, log: after?.log, bringUps: after?.bringUps }).toEqual({
    meeting: before?.meeting,
    log: before?.log,
    bringUps: before?.bringUps,
  });
  const hb = await installation.openNode('hb');
  const dabac = await installation.openNode('hb-dabac');
  await expect.poll(() => dabac.desired.get(meetingId)?.plan.stage.called).toEqual(['commune']);
  expect(dabac.announced).toEqual([meetingId]);
  expect(dabac.desired.get(meetingId)?.epoch).toBeGreaterThan(oldEpoch);
  dabac.reportSeats(meetingId, [
    aSeat('commune', { flows: [aFlow('province/camera'), aFlow('province/mic')] }),
  ]);
  hb.reportSeats(meetingId, [aSeat('province', { flows: [aFlow('commune/camera'), aFlow('commune/mic')] })]);
  await expect
    .poll(() => again.deltas.flatMap((delta) => delta.bringUps ?? []).at(-1)?.state)
    .toBe('established');
  await dabac.happen(meetingId, { type: 'seat.returned', siteId: siteId('district'), awayMs: 1000 });
  await expect.poll(() => again.logged).toContain('site.returned');
  const seqs = again.events.map((event) => event.seq);
  expect(seqs).toEqual(seqs.map((_seq, index) => index + 1));
});

test('[R-CDT-02] [MN-8] what was measured before a restart stands until the node that measures it has reported again', async () => {
  const operator = await installation.openConsole('operator');
  const meetingId = await installation.planMeeting();
  const hb = await installation.openNode('hb');
  await operator.give(meetingId, { type: 'meeting.start' });
  await operator.give(meetingId, { type: 'bringUp.request', siteId: commune });
  const dabac = await installation.openNode('hb-dabac');
  dabac.reportSeats(meetingId, [aSeat('commune')]);
  hb.reportSeats(meetingId, [aSeat('province', { flows: [aFlow('commune/camera')] })]);
  const chairSees = async () =>
    (await installation.database.selectFrom('bring_up').select('chair_sees_at').executeTakeFirst())
      ?.chair_sees_at;
  await expect.poll(chairSees).toBeInstanceOf(Date);
  await installation.restart();
  const again = await installation.openConsole('operator');
  const dabacAgain = await installation.openNode('hb-dabac');
  dabacAgain.reportSeats(meetingId, [aSeat('commune')]);
  await dabacAgain.happen(meetingId, { type: 'worker.died', pid: 1 });
  await again.give(meetingId, { type: 'caption.set', text: 'Chờ' });
  await again.give(meetingId, { type: 'caption.set', text: 'Chờ tiếp' });
  expect(await chairSees()).toBeInstanceOf(Date);
  const hbAgain = await installation.openNode('hb');
  hbAgain.reportSeats(meetingId, [aSeat('province')]);
  await expect.poll(chairSees).toBeNull();
});

test('the state loaded from snapshot and log is the state loaded from the log alone', async () => {
  const operator = await installation.openConsole('operator');
  const meetingId = await installation.planMeeting();
  await operator.give(meetingId, { type: 'meeting.start' });
  for (let round = 0; round < 60; round += 1) {
    await operator.give(meetingId, { type: 'floor.grant', siteId: commune });
    await operator.give(meetingId, { type: 'floor.withdraw', siteId: commune });
  }
  const snapshots = await installation.database.selectFrom('meeting_snapshot').select('seq').execute();
  expect(snapshots).toEqual([{ seq: 100 }]);
  const before = await operator.follow(meetingId);
  await installation.restart();
  const fromSnapshot = await (await installation.openConsole('operator')).follow(meetingId);
  await installation.database.deleteFrom('meeting_snapshot').execute();
  await installation.restart();
  const fromLog = await (await installation.openConsole('operator')).follow(meetingId);
  for (const loaded of [fromSnapshot, fromLog]) {
    expect(loaded?.meeting).toEqual(before?.meeting);
    expect(loaded?.log).toEqual(before?.log);
  }
});

test('[CD-10] a server that has been superseded cannot write any more', async () => {
  const meetingId = await installation.planMeeting();
  const old = await installation.openConsole('operator');
  await old.give(meetingId, { type: 'meeting.start' });
  const cookie = await installation.signIn('operator');
  const other = await installation.startAnother();
  await expect(old.give(meetingId, { type: 'floor.grant', siteId: commune })).rejects.toMatchObject({
    code: 'MEETING_CHANGED_MEANWHILE',
  });
  const current = await TestConsole.open(other.url, cookie);
  await current.give(meetingId, { type: 'floor.grant', siteId: commune });
  expect((await current.follow(meetingId))?.meeting.stage?.floor).toEqual(['province', 'commune']);
  current.close();
});

test('a console that comes back gets what it missed, each delta following the last; after too long a snapshot', async () => {
  const meetingId = await installation.planMeeting();
  const operator = await installation.openConsole('operator');
  await operator.give(meetingId, { type: 'meeting.start' });
  const first = await installation.openConsole('observer');
  const snapshot = await first.follow(meetingId);
  first.close();
  await operator.give(meetingId, { type: 'floor.grant', siteId: commune });
  await operator.give(meetingId, { type: 'floor.grant', siteId: siteId('district') });
  const back = await installation.openConsole('observer');
  const resumed = await back.follow(meetingId, { resume: { epoch: first.epoch, seq: snapshot?.seq ?? -1 } });
  expect(resumed).toBeNull();
  await expect
    .poll(() => back.deltas.flatMap((delta) => delta.meeting?.stage?.floor ?? []).slice(-3))
    .toEqual(['province', 'commune', 'district']);
  expect(back.deltas.map((delta) => delta.seq)).toEqual(
    back.deltas.map((_delta, index) => (snapshot?.seq ?? 0) + 1 + index),
  );
  const stranger = await installation.openConsole('observer');
  expect(await stranger.follow(meetingId, { resume: { epoch: 'of-another-life', seq: 1 } })).not.toBeNull();
  expect(await stranger.follow(meetingId, { resume: { epoch: first.epoch, seq: 1_000_000 } })).not.toBeNull();
});

test('of two connections of one node the newest counts, and the older is told', async () => {
  const older = await installation.openNode('hb');
  const newer = await installation.openNode('hb');
  expect(await older.closed).toBe('REPLACED');
  const operator = await installation.openConsole('operator');
  const meetingId = await installation.planMeeting();
  await operator.give(meetingId, { type: 'meeting.start' });
  await expect.poll(() => newer.desired.get(meetingId)?.plan.chairSiteId).toBe('province');
});

test('a node that has been away drops what has ended meanwhile', async () => {
  const operator = await installation.openConsole('operator');
  const ended = await installation.planMeeting();
  const live = await installation.planMeeting();
  for (const meetingId of [ended, live]) await operator.give(meetingId, { type: 'meeting.start' });
  await operator.give(ended, { type: 'meeting.end' });
  const node = await installation.openNode('cp');
  await expect.poll(() => node.announced).toEqual([live]);
});

test('fifty commands one after the other are acknowledged, each once', async () => {
  const operator = await installation.openConsole('operator');
  const meetingId = await installation.planMeeting();
  await operator.follow(meetingId);
  await operator.give(meetingId, { type: 'meeting.start' });
  for (let round = 0; round < 50; round += 1)
    await operator.give(meetingId, { type: round % 2 ? 'floor.withdraw' : 'floor.grant', siteId: commune });
  await expect.poll(() => operator.deltas.at(-1)?.meeting?.stage?.floor).not.toContain(commune);
});

test('a console of another protocol version, or for a meeting that does not exist, is refused by code', async () => {
  const operator = await installation.openConsole('operator');
  const meetingId = await installation.planMeeting();
  await expect(operator.follow(meetingId, { version: PROTOCOL_VERSION + 1 })).rejects.toMatchObject({
    code: 'PROTOCOL_VERSION_UNSUPPORTED',
  });
  await expect(operator.follow(MeetingId.parse('nowhere'))).rejects.toMatchObject({
    code: 'MEETING_NOT_FOUND',
  });
});

test('[R-SEC-08] [AC-28] a device whose approval is revoked is put out of a live meeting at once, and the operator reads why', async () => {
  const cookie = await installation.signIn('administrator');
  const call = async (url: string, payload: object, headers: Record<string, string> = { cookie }) =>
    (await installation.app.inject({ method: 'POST', url: `/api${url}`, headers, payload })).json();
  const meetingId = await installation.planMeeting(undefined, { locality: 'ha-noi' });
  await call('/personal-devices', {
    name: 'Máy tính bảng phòng họp',
    kind: 'tablet',
    identifier: 'SN-1',
    ownerName: 'Chuyên viên Văn phòng',
    organisationId: 'o-commune',
    conditions: ['updated', 'antivirus', 'screenLock', 'noSecrets', 'ownerAware'],
  });
  const { id } = await installation.database
    .selectFrom('personal_device')
    .select('id')
    .executeTakeFirstOrThrow();
  await call(`/personal-devices/${id}/decision`, { decision: 'approve' });
  const { path } = await call(
    '/room-links',
    { meetingId, siteId: 'commune', personalDeviceId: id },
    { cookie: await installation.signIn('operator') },
  );
  const { token } = await call('/room-sessions', { link: path.split('#')[1] });
  const node = await installation.openNode('hb-dabac');
  const operator = await installation.openConsole('operator');
  await operator.give(meetingId, { type: 'meeting.start' });
  await operator.follow(meetingId);
  const { ticket } = await call(
    `/meetings/${meetingId}/tickets`,
    { seat: { kind: 'site', siteId: 'commune' } },
    { authorization: `Bearer ${token}` },
  );
  // The ticket names the device, so that the node knows it again.
  expect(decodeJwt(ticket)).toMatchObject({ deviceId: id });

  await call(`/personal-devices/${id}/decision`, { decision: 'revoke', reason: 'Nghi nhiễm mã độc' });
  await expect.poll(() => node.desired.get(meetingId)?.plan.barred).toEqual([id]);
  await expect
    .poll(() => operator.events.at(-1))
    .toMatchObject({
      actor: { kind: 'user' },
      body: {
        type: 'device.barred',
        siteId: 'commune',
        deviceId: id,
        name: 'Máy tính bảng phòng họp',
        reason: 'Nghi nhiễm mã độc',
      },
    });

  // Said once, also by a server that starts again in mid-meeting.
  await installation.restart();
  const again = await installation.openConsole('operator');
  const after = await again.follow(meetingId);
  expect(after?.log.filter(({ body }) => body.type === 'device.barred')).toHaveLength(1);
});
