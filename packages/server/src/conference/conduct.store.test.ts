import { RpcError } from '@nhipcau/base';
import { CommandId, type MeetingId, type SiteId } from '@nhipcau/contracts';
import { aLayout, siteId } from '@nhipcau/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TestConsole } from '../testing/test-console.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import { aFlow, aSeat, type TestNode } from '../testing/test-node.ts';

let installation: TestInstallation;
let operator: TestConsole;
let nodes: Record<'cp' | 'hb' | 'hb-dabac', TestNode>;
let meetingId: MeetingId;

const commune: SiteId = siteId('commune');
const codeOf = (cause: unknown): string => (cause instanceof RpcError ? cause.code : String(cause));

beforeAll(async () => {
  installation = await TestInstallation.open();
  nodes = {
    cp: await installation.openNode('cp'),
    hb: await installation.openNode('hb'),
    'hb-dabac': await installation.openNode('hb-dabac'),
  };
});
afterAll(() => installation.close());

beforeEach(async () => {
  meetingId = await installation.planMeeting();
  operator = await installation.openConsole('operator');
  await operator.follow(meetingId);
});

/** The chair and the called commune see and hear each other, over one link. */
function everythingFlows(): void {
  nodes['hb-dabac'].reportSeats(meetingId, [
    aSeat('commune', { flows: [aFlow('province/camera'), aFlow('province/mic')] }),
  ]);
  nodes.hb.reportLink(meetingId, {
    childId: nodes['hb-dabac'].nodeId,
    parentId: nodes.hb.nodeId,
    receives: [
      { siteId: commune, source: 'camera', state: 'flowing', since: aSeat('commune').since, kbps: 800 },
    ],
  });
  nodes.hb.reportSeats(meetingId, [
    aSeat('province', { flows: [aFlow('commune/camera'), aFlow('commune/mic')] }),
  ]);
}

describe('conducting a meeting', () => {
  test('[R-MCU-02] the operator starts a meeting, changes the layout, drops a site and ends it; nodes get each step', async () => {
    expect(operator.snapshot).toMatchObject({ meeting: { phase: 'scheduled' }, seq: 0 });
    expect(operator.snapshot?.sites).toHaveLength(4);
    await operator.give(meetingId, { type: 'meeting.start' });
    for (const node of Object.values(nodes))
      await expect
        .poll(() => node.desired.get(meetingId)?.plan.stage.broadcast)
        .toEqual(aLayout('full', 'province'));
    await operator.give(meetingId, {
      type: 'stage.take',
      target: 'broadcast',
      layout: aLayout('full', 'commune'),
    });
    await expect
      .poll(() => nodes.cp.desired.get(meetingId)?.plan.stage.broadcast)
      .toEqual(aLayout('full', 'commune'));
    await operator.give(meetingId, { type: 'site.remove', siteId: commune });
    await expect
      .poll(() => nodes['hb-dabac'].desired.get(meetingId)?.plan.roster.map((entry) => entry.siteId))
      .toEqual(['government', 'province', 'district']);
    await expect.poll(() => operator.deltas.flatMap((delta) => delta.goneSites ?? [])).toEqual(['commune']);
    await operator.give(meetingId, { type: 'meeting.end' });
    for (const node of Object.values(nodes)) await expect.poll(() => node.dropped).toContain(meetingId);
    await expect
      .poll(() => operator.logged)
      .toEqual(['meeting.started', 'stage.changed', 'stage.changed', 'site.removed', 'meeting.ended']);
  });

  test('[R-MCU-02] [AC-7] a site is invited while the meeting runs, a suspended one is not', async () => {
    await operator.give(meetingId, { type: 'meeting.start' });
    await operator.give(meetingId, { type: 'site.invite', siteId: siteId('spare') });
    await expect.poll(() => operator.site('spare')?.name).toBe('UBND xã Ấm Hạ');
    await expect(
      operator.give(meetingId, { type: 'site.invite', siteId: siteId('nowhere') }),
    ).rejects.toMatchObject({
      code: 'SITE_UNKNOWN',
    });
    await installation.database
      .updateTable('site')
      .set({ status: 'suspended' })
      .where('id', '=', 'commune-2')
      .execute();
    const refused = operator.give(meetingId, { type: 'site.invite', siteId: siteId('commune-2') });
    await expect(refused).rejects.toMatchObject({ code: 'SITE_NOT_ADMITTED' });
    await installation.database
      .updateTable('site')
      .set({ status: 'admitted' })
      .where('id', '=', 'commune-2')
      .execute();
  });

  test('[CD-9] a command given twice is carried out once, also after other commands and by another console', async () => {
    await operator.give(meetingId, { type: 'meeting.start' });
    const id = CommandId.parse(`twice-${meetingId}`);
    const first = await operator.give(meetingId, { type: 'floor.grant', siteId: commune }, id);
    await operator.give(meetingId, { type: 'floor.withdraw', siteId: commune });
    const other = await installation.openConsole('operator');
    expect(await other.give(meetingId, { type: 'floor.grant', siteId: commune }, id)).toEqual(first);
    const stage = (await other.follow(meetingId))?.meeting.stage;
    expect(stage?.floor).toEqual(['province']);
  });

  test('[CD-9] a refused command given again is refused as before; an id of another command is no key to it', async () => {
    await operator.give(meetingId, { type: 'meeting.start' });
    const id = CommandId.parse(`refused-${meetingId}`);
    const refused = () =>
      operator.give(meetingId, { type: 'bringUp.release', siteId: commune }, id).catch(codeOf);
    expect(await refused()).toBe('BRING_UP_UNKNOWN');
    await operator.give(meetingId, { type: 'bringUp.request', siteId: commune });
    expect(await refused()).toBe('BRING_UP_UNKNOWN');
    const elsewhere = await installation.planMeeting();
    expect(await operator.give(elsewhere, { type: 'meeting.start' }, id).catch(codeOf)).toBe('BAD_MESSAGE');
  });

  test('commands at the same moment are stored one after the other without gaps', async () => {
    await operator.give(meetingId, { type: 'meeting.start' });
    const replies = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        operator.give(meetingId, { type: index % 2 ? 'floor.withdraw' : 'floor.grant', siteId: commune }),
      ),
    );
    const seqs = await installation.database
      .selectFrom('meeting_event')
      .select('seq')
      .where('meeting_id', '=', meetingId)
      .orderBy('seq')
      .execute();
    expect(seqs.map((row) => row.seq)).toEqual(seqs.map((_row, index) => index + 1));
    expect(Math.max(...replies.map((reply) => reply.seq))).toBe(seqs.length);
  });

  test('[AC-2] a chair calls a site by its own button; a chair of elsewhere, a technician and an observer do not', async () => {
    await operator.give(meetingId, { type: 'meeting.start' });
    for (const role of ['technician', 'observer', 'administrator'] as const) {
      const console_ = await installation.openConsole(role);
      const answer = await console_
        .give(meetingId, { type: 'bringUp.request', siteId: commune })
        .catch(codeOf);
      expect([role, answer]).toEqual([role, 'NOT_ALLOWED']);
    }
    const chair = await installation.openConsole('chair');
    await chair.give(meetingId, { type: 'bringUp.request', siteId: commune });
    expect(
      await chair.give(meetingId, { type: 'floor.grant', siteId: siteId('district') }).catch(codeOf),
    ).toBe('NOT_ALLOWED');
    const refused = await installation.database
      .selectFrom('audit')
      .select(['actor_id', 'action', 'code'])
      .where('meeting_id', '=', meetingId)
      .where('outcome', '=', 'refused')
      .orderBy('id')
      .execute();
    expect(refused.map((row) => [row.actor_id, row.action, row.code])).toEqual([
      ['u-kythuat', 'command.bringUp.request', 'NOT_ALLOWED'],
      ['u-quansat', 'command.bringUp.request', 'NOT_ALLOWED'],
      ['u-quantri', 'command.bringUp.request', 'NOT_ALLOWED'],
      ['u-chutoa', 'command.floor.grant', 'NOT_ALLOWED'],
    ]);
  });
});

describe('bringing a site up', () => {
  test('[R-CDT-02] the stopwatch runs from the request until picture and sound flow both ways, and is kept with all times', async () => {
    await operator.give(meetingId, { type: 'meeting.start' });
    const { at } = await operator.give(meetingId, { type: 'bringUp.request', siteId: commune });
    // Sound back to the site is still missing: not yet two-way.
    nodes['hb-dabac'].reportSeats(meetingId, [aSeat('commune', { flows: [aFlow('province/camera')] })]);
    nodes.hb.reportSeats(meetingId, [
      aSeat('province', { flows: [aFlow('commune/camera'), aFlow('commune/mic')] }),
    ]);
    const bringUps = () => operator.deltas.flatMap((delta) => delta.bringUps ?? []);
    await expect.poll(() => bringUps().at(-1)?.facts.chairHearsAt).toBeTypeOf('number');
    expect(bringUps().at(-1)).toMatchObject({ state: 'running', establishedAt: null });
    everythingFlows();
    await expect.poll(() => bringUps().at(-1)?.state).toBe('established');
    const cookie = await installation.signIn('observer');
    const reply = await installation.app.inject({
      method: 'GET',
      url: `/api/meetings/${meetingId}/bring-ups`,
      headers: { cookie },
    });
    const [stored] = reply.json().bringUps;
    expect(stored).toEqual(bringUps().at(-1));
    expect(stored).toMatchObject({ siteId: 'commune', requestedAt: at, limitMs: 30_000, breached: false });
    const { chairSeesAt, chairHearsAt, siteSeesAt, siteHearsAt } = stored.facts;
    expect(stored.establishedAt).toBe(Math.max(chairSeesAt, chairHearsAt, siteSeesAt, siteHearsAt));
  });

  test("[R-CDT-03] one request does both steps: the picture over the cascade and the chair's layout, each with its time", async () => {
    await operator.give(meetingId, { type: 'meeting.start' });
    const { at } = await operator.give(meetingId, { type: 'bringUp.request', siteId: commune });
    for (const node of Object.values(nodes)) {
      await expect
        .poll(() => node.desired.get(meetingId)?.plan.stage)
        .toMatchObject({ chairView: aLayout('full', 'commune'), called: ['commune'] });
    }
    everythingFlows();
    const row = () =>
      installation.database
        .selectFrom('bring_up')
        .select(['layout_at', 'pushed_at'])
        .where('meeting_id', '=', meetingId)
        .executeTakeFirst();
    await expect.poll(async () => (await row())?.pushed_at).toBeInstanceOf(Date);
    expect((await row())?.layout_at?.getTime()).toBe(at);
  });

  test('[R-CDT-03] when the chair asks and the operator performs, the request is at the console by itself', async () => {
    await operator.give(meetingId, { type: 'meeting.start' });
    await operator.give(meetingId, { type: 'bringUp.setAutomatic', automatic: false });
    const chair = await installation.openConsole('chair');
    await chair.give(meetingId, { type: 'bringUp.request', siteId: commune });
    const requested = () => operator.deltas.flatMap((delta) => delta.bringUps ?? []).at(-1);
    await expect.poll(() => requested()?.state, { interval: 5 }).toBe('requested');
    everythingFlows();
    await operator.give(meetingId, { type: 'bringUp.perform', siteId: commune });
    await expect.poll(() => requested()?.state).toBe('established');
  });

  test('[MN-4] a node cannot speak for a site of another node', async () => {
    await operator.give(meetingId, { type: 'meeting.start' });
    await operator.give(meetingId, { type: 'bringUp.request', siteId: commune });
    nodes.cp.reportSeats(meetingId, [
      aSeat('commune', { flows: [aFlow('province/camera'), aFlow('province/mic')] }),
      aSeat('province', { flows: [aFlow('commune/camera'), aFlow('commune/mic')] }),
    ]);
    await nodes.cp.happen(meetingId, { type: 'seat.dropped', siteId: commune, reason: 'heartbeat' });
    nodes.hb.reportSeats(meetingId, [aSeat('province', { flows: [aFlow('commune/camera')] })]);
    const last = () => operator.deltas.flatMap((delta) => delta.bringUps ?? []).at(-1);
    await expect.poll(() => last()?.facts.chairSeesAt).toBeTypeOf('number');
    expect(last()?.facts).toMatchObject({ chairHearsAt: null, siteSeesAt: null, siteHearsAt: null });
    expect(operator.logged).not.toContain('site.dropped');
  });
});

test('[R-MCU-15] [RC-2] [RC-3] a reset restores the saved plan at every node, and the log tells of each site when it is back', async () => {
  await operator.give(meetingId, { type: 'meeting.start' });
  const saved = aLayout('grid4', 'commune', 'district');
  await operator.give(meetingId, { type: 'stage.take', target: 'broadcast', layout: saved });
  await operator.give(meetingId, { type: 'plan.save' });
  await operator.give(meetingId, { type: 'site.remove', siteId: commune });
  await operator.give(meetingId, { type: 'meeting.reset' });
  const desired = () => nodes['hb-dabac'].desired.get(meetingId)?.plan;
  await expect.poll(() => desired()?.roster.map((entry) => entry.leg)).toEqual([1, 1, 1, 1]);
  expect(desired()?.stage.broadcast).toEqual(saved);

  const reports = [
    aSeat('commune', { leg: 0, quality: 'good' }),
    aSeat('commune', { leg: 1, quality: 'unknown' }),
    aSeat('commune', { leg: 1, quality: 'fair' }),
  ];
  for (const seat of reports) nodes['hb-dabac'].reportSeats(meetingId, [seat]);
  const back = () => operator.events.flatMap(({ body }) => (body.type === 'leg.restored' ? [body] : []));
  await expect.poll(back).toMatchObject([{ siteId: commune, leg: 1, quality: 'fair' }]);
  const legs = () => operator.deltas.findLast((delta) => delta.meeting)?.meeting?.legs;
  await expect
    .poll(legs)
    .toMatchObject({ all: true, asked: 4, pending: ['government', 'province', 'district'] });
  expect(operator.site('commune')).toMatchObject({ leg: 1 });
});
