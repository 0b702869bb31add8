import { randomUUID } from 'node:crypto';
import type { CaseAct, CaseList, IncidentCase, MeetingId, Role } from '@nhipcau/contracts';
import { aRegistration, FakeClock, nodeId, siteId } from '@nhipcau/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OfficeDesk } from '../testing/office-desk.ts';
import type { TestConsole } from '../testing/test-console.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import { aSeat, type TestNode } from '../testing/test-node.ts';
import { turnClock } from '../testing/turn-clock.ts';

const clock = new FakeClock();
const start = Date.UTC(2026, 2, 9, 2);
const MINUTE = 60_000;
let installation: TestInstallation;
let desk: OfficeDesk;
let operator: TestConsole;
let node: TestNode;
let meetingId: MeetingId;

beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new OfficeDesk(installation);
  await desk.settleIn('binh-dinh');
  await addPartners();
  meetingId = await confirmed();
  await fillPost('telecomTechnician', 'Kỹ thuật viên VNPT', '0900 000 301');
  await fillPost('siteTechnician', 'Cán bộ xã', '0900 000 101', 'commune');
  clock.step(start - clock.now());
  node = await installation.openNode('hb-dabac');
  operator = await installation.openConsole('operator');
  await operator.follow(meetingId);
});
afterAll(() => installation.close());

/** A telecom company and a power company; the partner's account works for the first. */
async function addPartners(): Promise<void> {
  const { database } = installation;
  const company = { level_code: 'province', parent_id: 'o-province', address: null, email: null };
  await database
    .insertInto('organisation')
    .values([
      { id: 'o-telecom', code: 'VNPT', name: 'VNPT', kind: 'telecom', telephone: '0900 000 300', ...company },
      { id: 'o-power', code: 'PC', name: 'Điện lực', kind: 'power', telephone: '0900 000 700', ...company },
    ])
    .execute();
  await database
    .updateTable('user_grant')
    .set({ scope_id: 'o-telecom' })
    .where('role', '=', 'partner')
    .execute();
  await database
    .insertInto('power_contact')
    .values({
      id: 'standby',
      area_id: 'o-district',
      unit: 'Trực điện huyện',
      telephone: '0900 000 703',
      valid_from: new Date(0),
      valid_to: new Date(start + 24 * 60 * MINUTE),
      at: new Date(0),
      by_name: 'Điện lực',
    })
    .execute();
}

function confirmed(): Promise<MeetingId> {
  const data = aRegistration(start, { kind: 'agency', purpose: 'direction' });
  return desk.confirmedMeeting(data);
}

async function fillPost(
  key: string,
  name: string,
  telephone: string,
  site: string | null = null,
): Promise<void> {
  const posts = await installation.database
    .selectFrom('duty_post')
    .select('id')
    .where('meeting_id', '=', meetingId)
    .where('key', '=', key)
    .where('site_id', 'is not distinct from', site)
    .execute();
  expect(posts.length).toBeGreaterThan(0);
  for (const { id } of posts)
    await installation.database
      .insertInto('duty_assignment')
      .values({ post_id: id, name, telephone, unit: 'VNPT', at: new Date(clock.now()), by_name: 'Trực ban' })
      .execute();
}

const list = async (role: Role = 'operator'): Promise<CaseList> =>
  (await desk.call(role, 'GET', `/api/meetings/${meetingId}/incident-cases`)).body;
const caseOf = async (number: number, role: Role = 'operator'): Promise<IncidentCase> => {
  const found = (await list(role)).cases.find((one) => one.number === number);
  if (!found) throw new Error(`no case ${number}`);
  return found;
};
const act = async (role: Role, number: number, what: CaseAct, key: string = randomUUID()) => {
  const { caseId } = await caseOf(number);
  return desk.call(role, 'POST', `/api/incident-cases/${caseId}/acts`, { key, act: what });
};
const report = (role: Role, body: object, id: string = meetingId) =>
  desk.call(role, 'POST', `/api/meetings/${id}/incident-cases`, {
    key: randomUUID(),
    siteId: 'commune',
    type: 'device',
    words: 'Micro không lên tiếng',
    ...body,
  });
const letters = async (template: string): Promise<string[]> =>
  (
    await installation.database
      .selectFrom('outbox_letter')
      .select('recipient')
      .where('template', '=', template)
      .where('meeting_id', '=', meetingId)
      .orderBy('key')
      .execute()
  ).map(({ recipient }) => JSON.stringify(recipient));
const closing = {
  act: 'close',
  cause: 'line',
  causeWords: 'Đứt cáp quang',
  solution: 'Hàn nối lại',
} as const;

describe('[R-INC-08] before the meeting', () => {
  test('[IN-1] a fault that a technician finds is a case of the preparation, told to whom the text names', async () => {
    expect((await report('technician', {})).status).toBe(200);
    const found = await caseOf(1);
    expect(found).toMatchObject({
      session: 'preparation',
      type: 'device',
      origin: 'person',
      state: 'open',
      place: 'UBND xã Đồng Ruộng',
      scenario: { name: 'Hỏng thiết bị đầu cuối' },
      atSite: { name: 'Cán bộ xã', phone: '0900 000 101' },
    });
    expect(found.parties.map(({ role, person, phone }) => [role, person, phone])).toEqual([
      ['centre', null, null],
      ['telecom', 'Kỹ thuật viên VNPT', '0900 000 301'],
    ]);
    expect(await letters('incident.opened')).toHaveLength(2);
  });

  test('a technician reports for the own site only, others not at all; sent twice it is one', async () => {
    expect((await report('technician', { siteId: 'commune-2' })).status).toBe(403);
    expect((await report('technician', { siteId: null })).status).toBe(403);
    expect((await report('observer', {})).status).toBe(403);
    expect((await report('operator', { siteId: 'government' })).body.code).toBe('SITE_NOT_INVITED');
    const key = randomUUID();
    // Also at one moment: whoever comes second gets the answer of the first.
    const twice = [1, 2, 3].map(() => report('operator', { key, siteId: null, type: 'control' }));
    for (const { status } of await Promise.all(twice)) expect(status).toBe(200);
    expect((await list()).cases).toHaveLength(2);
  });

  test('[R-INC-06] the failed device is replaced by the partner, and both are on record; the control room closes', async () => {
    const swap = { act: 'swap', removed: 'Micro cũ', installed: 'Micro dự phòng' } as const;
    expect((await act('partner', 1, swap)).status).toBe(200);
    expect((await act('partner', 1, closing)).status).toBe(403);
    expect((await act('operator', 1, { ...closing, cause: 'device' })).status).toBe(200);
    expect(await caseOf(1)).toMatchObject({
      state: 'closed',
      swap: { removed: 'Micro cũ', installed: 'Micro dự phòng' },
      closing: { cause: 'device', solution: 'Hàn nối lại' },
    });
    expect((await act('operator', 1, { act: 'note', words: 'muộn' })).body.code).toBe('INCIDENT_CLOSED');
  });
});

describe('[R-INC-01] in the meeting', () => {
  test('[R-MON-03] a drop opens its case at once, with place, time, the line before it and the number to call', async () => {
    await operator.give(meetingId, { type: 'meeting.start' });
    node.reportSeats(meetingId, [aSeat('commune')]);
    await expect
      .poll(async () => {
        await turnClock(clock, 10_000);
        return (await installation.database.selectFrom('line_bucket').select('at').execute()).length;
      })
      .toBeGreaterThan(1);
    await node.happen(
      meetingId,
      { type: 'seat.dropped', siteId: siteId('commune'), reason: 'heartbeat' },
      { at: clock.now() },
    );
    const found = await caseOf(3);
    expect(found).toMatchObject({
      type: 'call',
      session: 'session',
      origin: 'system',
      siteId: 'commune',
      openedAt: clock.now(),
      acknowledgeBy: clock.now() + 2 * MINUTE,
      faults: [{ kind: 'siteDropped', detail: 'heartbeat', to: null }],
      atSite: { phone: '0900 000 101' },
    });
    expect(found.before?.quality).toBeDefined();
    expect(found.before?.at).toBeLessThanOrEqual(found.openedAt);
    expect(found.parties.map(({ role }) => role)).toEqual(['chairTechnician', 'centre']);
  });

  test('[IN-1] a second fault of a site joins the first; a line that somebody reports goes to its provider', async () => {
    await node.happen(meetingId, { type: 'seat.lost', siteId: siteId('commune') }, { at: clock.now() });
    expect((await list()).cases).toHaveLength(3);
    const words = 'Nhà mạng báo đứt cáp';
    expect((await report('operator', { siteId: 'commune-2', type: 'line', words })).status).toBe(200);
    const line = await caseOf(4);
    expect(line).toMatchObject({ type: 'line', session: 'session', place: 'UBND xã Tu Lý' });
    expect(line.parties.map(({ role, person, isNext }) => [role, person, isNext])).toEqual([
      ['telecom', 'Kỹ thuật viên VNPT', false],
      ['centre', null, true],
    ]);
  });

  test('[IN-11] [R-MON-05] the telecom company sees what it is told of, without the title; the site its own; power nothing yet', async () => {
    const partner = await list('partner');
    expect(partner.title).toBeNull();
    expect(partner.cases.map(({ number }) => number).sort()).toEqual([1, 4]);
    expect(partner.cases.every(({ title, scenario }) => title === null && scenario === null)).toBe(true);
    expect((await list('technician')).cases.map(({ number }) => number).sort()).toEqual([1, 3]);
    expect((await desk.call('partner', 'GET', '/api/incident-cases')).body.cases).toHaveLength(1);
    expect((await act('partner', 3, { act: 'acknowledge', party: null })).status).toBe(403);
    expect((await desk.call('clerk', 'GET', '/api/incident-cases')).status).toBe(403);
  });

  test('[IN-2] a drop that turns out to be a power cut is told to whoever is on standby in the area', async () => {
    expect(
      (await act('technician', 3, { act: 'retype', type: 'power', reason: 'Cả xã mất điện' })).status,
    ).toBe(200);
    const found = await caseOf(3);
    expect(found).toMatchObject({
      type: 'power',
      openedAs: 'call',
      scenario: { name: 'Mất điện tại điểm cầu' },
    });
    expect(found.parties.find(({ role }) => role === 'power')).toMatchObject({
      person: 'Trực điện huyện',
      phone: '0900 000 703',
    });
  });

  test('[IN-4] nobody answers in time: whoever is next and those who watch hear of it, once', async () => {
    const { caseId, acknowledgeBy } = await caseOf(4);
    const { watch } = installation.server.office.incidents;
    await watch.look(caseId);
    expect(await letters('incident.silent')).toEqual([]);
    clock.step(acknowledgeBy - clock.now());
    await watch.look(caseId);
    await watch.look(caseId);
    expect(await caseOf(4)).toMatchObject({ isSilent: true, escalatedAt: clock.now() });
    expect((await letters('incident.silent')).join()).toContain('account:desk');
    // The centre is no organisation here: its operators are.
    expect(await letters('incident.silent')).toHaveLength(2);
  });

  test('[R-INC-07] the partner answers, sends a technician, who arrives; estimate and steps are on record', async () => {
    expect((await act('partner', 4, { act: 'acknowledge', party: null })).status).toBe(200);
    expect((await act('partner', 4, { act: 'arrive' })).body.code).toBe('INCIDENT_STEP_IMPOSSIBLE');
    expect(
      (await act('partner', 4, { act: 'dispatch', name: 'Đội ứng cứu', phone: '0900 000 302' })).status,
    ).toBe(200);
    clock.step(MINUTE);
    expect((await act('partner', 4, { act: 'arrive' })).status).toBe(200);
    const fixedBy = clock.now() + 10 * MINUTE;
    const key = randomUUID();
    for (const _ of [1, 2])
      expect(
        (await act('partner', 4, { act: 'estimate', fixedBy, words: 'Đứt cáp' } as CaseAct, key)).status,
      ).toBe(200);
    const found = await caseOf(4);
    expect(found).toMatchObject({
      state: 'acknowledged',
      isSilent: false,
      technician: { name: 'Đội ứng cứu', phone: '0900 000 302', arrivedAt: clock.now() },
      estimate: { fixedBy, words: 'Đứt cáp' },
    });
    expect(found.parties[0]?.acknowledgedAt).toBe(found.acknowledgedAt);
    expect(found.steps.filter(({ event }) => event.act === 'estimate')).toHaveLength(1);
  });

  test('[IN-5] [R-INC-03] after a minute the site is asked to tell its chair, until it says so', async () => {
    expect((await caseOf(3, 'technician')).asksForChair).toBe(true);
    expect((await act('partner', 3, { act: 'tellChair', decision: 'x y' })).status).toBe(403);
    expect((await act('technician', 3, { act: 'tellChair', decision: 'Lùi phần phát biểu' })).status).toBe(
      200,
    );
    expect(await caseOf(3, 'technician')).toMatchObject({
      asksForChair: false,
      chairTold: { decision: 'Lùi phần phát biểu' },
    });
  });

  test('[R-INC-04] Bình Định knows no report of interruption', async () => {
    expect((await caseOf(3, 'technician')).may.interrupt).toBe(false);
    const reply = await act('technician', 3, { act: 'interrupt', reason: 'Không kịp khắc phục' });
    expect(reply).toMatchObject({ status: 422, body: { code: 'INCIDENT_STEP_IMPOSSIBLE' } });
  });

  test('[IN-6] [IN-7] [R-INC-02] nothing is closed while it lasts; restored it is closed with cause and remedy, several at once', async () => {
    expect((await act('operator', 3, closing)).body.code).toBe('INCIDENT_LASTS');
    node.reportSeats(meetingId, [aSeat('commune')]);
    await expect
      .poll(async () => {
        await turnClock(clock, 1_000);
        return (await caseOf(3)).state;
      })
      .toBe('restored');
    const ids = [(await caseOf(3)).caseId, (await caseOf(4)).caseId];
    const { act: _, ...why } = closing;
    const all = { caseIds: ids, ...why };
    expect((await desk.call('partner', 'POST', '/api/incident-cases/closing', all)).status).toBe(403);
    expect((await desk.call('operator', 'POST', '/api/incident-cases/closing', all)).status).toBe(200);
    const found = await caseOf(3);
    expect(found).toMatchObject({ state: 'closed', closing: { cause: 'line', causeWords: 'Đứt cáp quang' } });
    expect(found.downMs).toBe((found.restoredAt ?? 0) - found.openedAt);
  });

  test('[IN-9] [R-INC-05] totals of the meeting, and the same place failing again is another case', async () => {
    const { totals } = await list();
    expect(totals).toMatchObject({ cases: 4, open: 1, silent: 1 });
    expect(totals.meanRestoreMs).toBeGreaterThan(0);
    await node.happen(
      meetingId,
      { type: 'seat.dropped', siteId: siteId('commune'), reason: 'heartbeat' },
      { at: clock.now() },
    );
    expect((await caseOf(5)).state).toBe('open');
    await operator.give(meetingId, { type: 'meeting.end' });
    expect(await caseOf(5)).toMatchObject({ restoredAt: null, faults: [{ to: clock.now() }] });
    expect((await act('operator', 5, closing)).status).toBe(200);
  });
});

test('[IN-1] [R-INC-01] a link of the cascade that fails is one case of the line, whichever end tells, and calm again', async () => {
  await desk.settleIn('hoa-binh');
  const cascade = await installation.planMeeting();
  await operator.follow(cascade);
  await operator.give(cascade, { type: 'meeting.start' });
  const down = { type: 'link.down', otherId: nodeId('hb'), reason: 'heartbeat' } as const;
  await node.happen(cascade, down, { at: clock.now() });
  const found = async () =>
    (await desk.call('operator', 'GET', `/api/meetings/${cascade}/incident-cases`)).body.cases[0];
  expect(await found()).toMatchObject({
    type: 'line',
    siteId: null,
    nodeId: 'hb-dabac',
    place: 'MCU hb-dabac – MCU hb',
    faults: [{ kind: 'linkDown', detail: 'heartbeat' }],
    parties: [
      { role: 'telecom', name: 'VNPT', phone: '0900 000 300' },
      { role: 'office', isNext: true },
    ],
  });
  const up = { type: 'link.up', otherId: nodeId('hb'), awayMs: 4_000 } as const;
  await node.happen(cascade, up, { at: clock.now() });
  expect((await found()).state).toBe('restored');
});
