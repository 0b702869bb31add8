import { randomUUID } from 'node:crypto';
import {
  type Ending,
  type EndingAct,
  IssueId,
  instant,
  type MeetingId,
  OrganisationId,
  type Role,
} from '@nhipcau/contracts';
import { aRegistration, FakeClock, siteId } from '@nhipcau/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OfficeDesk } from '../testing/office-desk.ts';
import type { TestConsole } from '../testing/test-console.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import { aSeat, type TestNode } from '../testing/test-node.ts';
import { turnClock } from '../testing/turn-clock.ts';

const clock = new FakeClock();
const start = Date.UTC(2026, 2, 9, 2);
const HOUR = 3_600_000;
let installation: TestInstallation;
let desk: OfficeDesk;
let operator: TestConsole;
let node: TestNode;
let meetingId: MeetingId;

beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new OfficeDesk(installation);
  await desk.settleIn('quang-ninh');
  await desk.addTelecom('VNPT Quảng Ninh');
  meetingId = await confirmed(start, 'national');
  clock.step(start - clock.now());
  node = await installation.openNode('hb-dabac');
  operator = await installation.openConsole('operator');
  await operator.follow(meetingId);
  await operator.give(meetingId, { type: 'meeting.start' });
});
afterAll(() => installation.close());

function confirmed(begins: number, kind: string): Promise<MeetingId> {
  const data = aRegistration(begins, {
    kind,
    chairBody: kind === 'national' ? 'upstream' : 'committee',
    purpose: 'meeting',
    technician: null,
    hostOrganisationId: OrganisationId.parse(kind === 'national' ? 'o-province' : 'o-district'),
    upstream: kind === 'national' ? { body: 'Văn phòng Chính phủ', document: 'GM-101' } : null,
    rehearsal: { start: instant(begins - 42 * HOUR), end: instant(begins - 40 * HOUR) },
  });
  return desk.confirmedMeeting(data, 'desk');
}

const read = async (role: Role = 'operator'): Promise<Ending> =>
  (await desk.call(role, 'GET', `/api/endings/${meetingId}`)).body;
const act = (role: Role, what: EndingAct, key: string = randomUUID()) =>
  desk.call(role, 'POST', `/api/endings/${meetingId}/acts`, { key, act: what });
const commune = siteId('commune');
const step = (
  name: 'checked' | 'devicesOff' | 'powerOff',
  site: typeof commune | null = commune,
): EndingAct => ({
  act: 'step',
  siteId: site,
  step: name,
});
const rating = { picture: 'good', sound: 'fair', line: 'poor', note: 'Hơi rè' } as const;

describe('[R-END-01] the end', () => {
  test('[EN-1] nothing is done while the meeting runs', async () => {
    expect((await act('technician', step('checked'))).body.code).toBe('ENDING_TOO_EARLY');
  });

  test('[EN-4] ending it lets every leg go and gives every site its task', async () => {
    node.reportSeats(meetingId, [aSeat('commune')]);
    await expect
      .poll(async () => {
        await turnClock(clock, 1_000);
        return operator.logged;
      })
      .toContain('site.joined');
    expect(node.desired.has(meetingId)).toBe(true);
    await operator.give(meetingId, { type: 'meeting.end' });
    await expect
      .poll(async () => {
        await turnClock(clock, 500);
        return node.desired.has(meetingId);
      })
      .toBe(false);
    const told = await installation.database
      .selectFrom('outbox_letter')
      .select('recipient')
      .where('template', '=', 'meeting.ended')
      .where('meeting_id', '=', meetingId)
      .execute();
    expect(told).toHaveLength(4);
    const ending = await read();
    expect(ending).toMatchObject({ order: ['checked', 'devicesOff'], rates: true });
    expect(ending.sites.map(({ name, next }) => [name, next])).toEqual([
      ['', 'checked'],
      ['UBND huyện Đà Bắc', 'checked'],
      ['UBND xã Đồng Ruộng', 'checked'],
      ['UBND xã Tu Lý', 'checked'],
    ]);
    expect(ending.sites[3]).toMatchObject({ lossClass: 'total' });
  });
});

describe('[R-END-02] in order', () => {
  test('[EN-1] a technician switches off the own site step by step; sent twice it is one', async () => {
    expect((await act('technician', step('devicesOff'))).body.code).toBe('ENDING_OUT_OF_ORDER');
    const key = randomUUID();
    for (const _ of [1, 2]) expect((await act('technician', step('checked'), key)).status).toBe(200);
    expect((await act('technician', step('checked'))).body.code).toBe('ENDING_SETTLED');
    expect((await act('technician', step('devicesOff'))).status).toBe(200);
    // Quảng Ninh has its devices off, and cuts no power.
    expect((await act('technician', step('powerOff'))).body.code).toBe('ENDING_NOT_FORESEEN');
    expect((await act('technician', step('checked', siteId('commune-2')))).status).toBe(403);
    expect((await act('technician', step('checked', null))).status).toBe(403);
    expect((await act('operator', step('checked', null))).status).toBe(200);
    const seen = await read('technician');
    expect(seen.sites.map(({ name, next }) => [name, next])).toEqual([['UBND xã Đồng Ruộng', null]]);
  });

  test('the site judges its session, and may judge again', async () => {
    expect((await act('technician', { act: 'rate', siteId: commune, rating })).status).toBe(200);
    await act('technician', { act: 'rate', siteId: commune, rating: { ...rating, line: 'good' } });
    expect((await read()).sites.find(({ siteId: id }) => id === 'commune')?.rating).toMatchObject({
      picture: 'good',
      line: 'good',
      note: 'Hơi rè',
    });
    expect((await act('partner', { act: 'rate', siteId: commune, rating })).status).toBe(403);
  });

  test('[AS-15] [R-AST-07] its rating of the sound stands in the history of its rooms', async () => {
    const { body } = await desk.call('technician', 'GET', '/api/sites/commune/audio');
    expect(body.sessions).toMatchObject([{ rating: { grade: rating.sound, note: 'Hơi rè' }, check: null }]);
  });
});

describe('[R-END-03] outstanding issues', () => {
  test('[EN-2] left by the site, taken over and mended by VNPT, which sees nothing else of the meeting', async () => {
    const left = await act('technician', {
      act: 'leaveIssue',
      siteId: commune,
      words: 'Camera mờ',
      dueAt: null,
    });
    expect(left.status).toBe(200);
    const [issue] = (left.body as Ending).issues;
    if (!issue) throw new Error('no issue');
    const seen = await read('partner');
    expect(seen).toMatchObject({ title: null, sites: [], issues: [{ words: 'Camera mờ' }], mayMend: true });
    const { issueId } = issue;
    const fix: EndingAct = { act: 'fix', issueId, words: 'Thay ống kính' };
    expect((await act('partner', fix)).body.code).toBe('ENDING_OUT_OF_ORDER');
    expect((await act('technician', { act: 'takeOver', issueId, note: null })).status).toBe(403);
    expect((await act('partner', { act: 'takeOver', issueId, note: 'Mai đến' })).status).toBe(200);
    expect(
      (await act('partner', { act: 'takeOver', issueId: IssueId.parse('nowhere'), note: null })).body.code,
    ).toBe('ISSUE_UNKNOWN');
    const next = await confirmed(start + 5 * 24 * HOUR, 'province');
    const sheet = async () =>
      (await desk.call('technician', 'GET', `/api/preparation/${next}/sites/commune`)).body.outstanding;
    expect(await sheet()).toMatchObject([{ words: 'Camera mờ' }]);
    expect((await act('partner', fix)).status).toBe(200);
    expect(await sheet()).toEqual([]);
  });
});

test('[EN-3] [R-END-04] the report upward is printed and marked by the control room, once', async () => {
  expect((await read()).report).toMatchObject({
    to: 'Trung tâm điều hành kỹ thuật của Cục Bưu điện Trung ương',
    reportedAt: null,
  });
  for (const [format, magic] of [
    ['docx', 'PK'],
    ['pdf', '%PDF'],
  ] as const) {
    const reply = await desk.call('operator', 'GET', `/api/endings/${meetingId}/report.${format}`);
    expect([reply.status, reply.text.startsWith(magic)]).toEqual([200, true]);
  }
  expect((await act('technician', { act: 'report' })).status).toBe(403);
  expect((await act('operator', { act: 'report' })).status).toBe(200);
  expect((await act('operator', { act: 'report' })).body.code).toBe('ENDING_SETTLED');
  expect((await read()).report?.reportedAt).toBe(clock.now());
});
