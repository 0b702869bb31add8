import { randomUUID } from 'node:crypto';
import {
  instant,
  type MeetingId,
  OrganisationId,
  type PeriodAct,
  type PeriodEvaluation,
  type Role,
  type SessionEvaluation,
  type SessionEvaluationAct,
} from '@nhipcau/contracts';
import { aRegistration, FakeClock, siteId } from '@nhipcau/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OfficeDesk } from '../testing/office-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import { turnClock } from '../testing/turn-clock.ts';

// A week before the last meeting of the half year.
const clock = new FakeClock(Date.UTC(2026, 5, 15, 1));
const start = Date.UTC(2026, 5, 23, 2);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let installation: TestInstallation;
let desk: OfficeDesk;
let meetingId: MeetingId;

beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new OfficeDesk(installation);
  await desk.settleIn('quang-ninh');
  await desk.addTelecom('VNPT Quảng Ninh');
  meetingId = await confirmed();
  clock.step(start - clock.now());
  const operator = await installation.openConsole('operator');
  await operator.follow(meetingId);
  await operator.give(meetingId, { type: 'meeting.start' });
  clock.step(HOUR);
  await operator.give(meetingId, { type: 'meeting.end' });
});
afterAll(() => installation.close());

function confirmed(): Promise<MeetingId> {
  const data = aRegistration(start, {
    kind: 'province',
    chairBody: 'committee',
    upstream: null,
    purpose: 'meeting',
    technician: null,
    hostOrganisationId: OrganisationId.parse('o-district'),
    rehearsal: { start: instant(start - 42 * HOUR), end: instant(start - 40 * HOUR) },
  });
  return desk.confirmedMeeting(data, 'desk');
}

const commune = siteId('commune');
const session = async (role: Role): Promise<SessionEvaluation> =>
  (await desk.call(role, 'GET', `/api/evaluations/sessions/${meetingId}`)).body;
const actOnSession = (role: Role, act: SessionEvaluationAct, key: string = randomUUID()) =>
  desk.call(role, 'POST', `/api/evaluations/sessions/${meetingId}/acts`, { key, act });
const period = async (role: Role = 'desk'): Promise<PeriodEvaluation> =>
  (await desk.call(role, 'GET', '/api/evaluations/periods/2026-1')).body;
const actOnPeriod = (role: Role, act: PeriodAct) =>
  desk.call(role, 'POST', '/api/evaluations/periods/2026-1/acts', { key: randomUUID(), act });

describe('[R-EVL-02] two statements on a session', () => {
  test('[EV-2] [R-EVL-01] measured at once; there is nothing to confirm before the site has judged', async () => {
    await expect
      .poll(async () => {
        await turnClock(clock, 1_000);
        return (await installation.database.selectFrom('session_site_figure').select('site_id').execute())
          .length;
      })
      .toBe(3);
    expect((await session('operator')).sites).toHaveLength(3);
    const [own] = (await session('technician')).sites;
    expect(own).toMatchObject({ siteId: 'commune', lossClass: 'total', rating: null, reached: false });
    const confirm: SessionEvaluationAct = { act: 'confirmRating', siteId: commune, agreed: true, note: null };
    expect((await actOnSession('partner', confirm)).body.code).toBe('EVALUATION_UNRATED');
  });

  test('[EV-2] [R-EVL-02] VNPT confirms, and learns not what the meeting was about; a new rating needs a new word', async () => {
    const rating = { picture: 'good', sound: 'good', line: 'fair', note: null };
    const rate = () =>
      desk.call('technician', 'POST', `/api/endings/${meetingId}/acts`, {
        key: randomUUID(),
        act: { act: 'rate', siteId: 'commune', rating },
      });
    expect((await rate()).status).toBe(200);
    clock.step(1_000);
    const confirm: SessionEvaluationAct = {
      act: 'confirmRating',
      siteId: commune,
      agreed: true,
      note: 'Đúng',
    };
    expect((await actOnSession('technician', confirm)).status).toBe(403);
    const key = randomUUID();
    for (const _ of [1, 2]) expect((await actOnSession('partner', confirm, key)).status).toBe(200);
    const seen = await session('partner');
    expect(seen).toMatchObject({ title: null, confirmedBy: 'VNPT Quảng Ninh', mayConfirm: true });
    expect(seen.sites[1]?.confirmation).toMatchObject({ agreed: true, note: 'Đúng' });
    clock.step(1_000);
    await rate();
    expect((await session('operator')).sites[1]?.confirmation).toBeNull();
    clock.step(1_000);
    await actOnSession('partner', confirm);
    // Nobody compiles in Quảng Ninh: each site speaks for itself.
    expect((await actOnSession('operator', { act: 'sign', words: 'Đạt' })).body.code).toBe(
      'EVALUATION_NOT_FORESEEN',
    );
  });
});

describe('[R-EVL-04] the half year', () => {
  test('[EV-5] [R-EVL-04] runs until 30/6, then is judged for every site by the department', async () => {
    const judge: PeriodAct = { act: 'judge', siteId: commune, payment: 'reduced', reason: 'Mất tín hiệu' };
    expect((await period()).state).toBe('running');
    expect((await actOnPeriod('desk', judge)).body.code).toBe('EVALUATION_NOT_OVER');
    clock.step(Date.UTC(2026, 6, 1, 2) - clock.now());
    expect(await period()).toMatchObject({ from: '2026-01-01', to: '2026-06-30', state: 'open' });
    expect((await actOnPeriod('operator', judge)).status).toBe(403);
    expect((await actOnPeriod('desk', judge)).status).toBe(200);
    expect((await actOnPeriod('desk', { act: 'publish' })).body.code).toBe('EVALUATION_UNJUDGED');
    for (const { siteId: id, suggested } of (await period()).sites)
      await actOnPeriod('desk', { act: 'judge', siteId: id, payment: suggested, reason: 'Theo số liệu' });
    expect((await actOnPeriod('desk', { act: 'publish' })).status).toBe(200);
    // Five working days after Wednesday 1 July.
    const objectBy = (await period()).published?.objectBy ?? 0;
    expect(new Date(objectBy + 7 * HOUR - 1).toISOString().slice(0, 10)).toBe('2026-07-08');
  });

  test('[EV-5] [R-EVL-04] the figures stay; the lessor objects in time, is answered, then it is closed', async () => {
    await installation.database
      .updateTable('session_site_figure')
      .set({ incidents: 9 })
      .where('site_id', '=', 'commune')
      .execute();
    expect((await period()).sites.map(({ incidents }) => incidents)).not.toContain(9);
    expect((await period('technician')).sites.map(({ siteId: id }) => id)).toEqual(['commune']);
    const object: PeriodAct = { act: 'object', siteId: commune, words: 'Do mất điện khu vực' };
    expect((await actOnPeriod('technician', { ...object, siteId: siteId('commune-2') })).status).toBe(403);
    const objected = (await actOnPeriod('partner', object)).body as PeriodEvaluation;
    const [objection] = objected.objections;
    if (!objection) throw new Error('no objection');
    clock.step(8 * DAY);
    expect((await actOnPeriod('partner', object)).body.code).toBe('OBJECTION_TOO_LATE');
    const close: PeriodAct = { act: 'close', outcome: 'Thanh toán theo bảng' };
    expect((await actOnPeriod('desk', close)).body.code).toBe('OBJECTIONS_OPEN');
    const { objectionId } = objection;
    await actOnPeriod('approver', {
      act: 'answer',
      objectionId,
      accepted: true,
      payment: 'full',
      words: 'Đúng',
    });
    expect((await actOnPeriod('desk', close)).body).toMatchObject({
      state: 'closed',
      closed: { outcome: 'Thanh toán theo bảng' },
    });
    const found = (await period()).sites.find(({ siteId: id }) => id === 'commune');
    expect(found).toMatchObject({ payment: 'full', reason: 'Đúng' });
    const { periods } = (await desk.call('desk', 'GET', '/api/evaluations/periods')).body;
    expect(periods.map((one: { period: string; state: string }) => [one.period, one.state])).toEqual([
      ['2026-2', 'running'],
      ['2026-1', 'closed'],
    ]);
  });

  test('[R-FIN-02] [FN-5] the closed evaluation is the ground of payment: recorded then and only then', async () => {
    const payments = async (role: Role = 'desk') =>
      (await desk.call(role, 'GET', '/api/finance/service-payments')).body;
    const pay = (of: string, role: Role = 'desk', amount: number | null = null) =>
      desk.call(role, 'POST', '/api/finance/service-payments', {
        period: of,
        amount,
        decision: 'QĐ 12/QĐ-STTTT',
      });
    expect((await pay('2026-2')).body.code).toBe('EVALUATION_NOT_CLOSED');
    expect((await pay('2026-3')).body.code).toBe('EVALUATION_NOT_FORESEEN');
    expect((await pay('2026-1', 'partner')).status).toBe(403);
    expect((await desk.call('clerk', 'GET', '/api/finance/service-payments')).status).toBe(403);
    expect((await pay('2026-1', 'desk', 120_000_000)).status).toBe(200);
    expect((await pay('2026-1')).status).toBe(200);
    const { lessor, periods } = await payments('partner');
    expect(lessor).toBe('VNPT Quảng Ninh');
    expect(periods).toMatchObject([
      { period: '2026-2', state: 'running', paid: null, mayRecord: false },
      {
        period: '2026-1',
        state: 'closed',
        outcome: 'Thanh toán theo bảng',
        paid: { amount: null, decision: 'QĐ 12/QĐ-STTTT' },
        mayRecord: false,
      },
    ]);
    expect((await payments()).periods[1]).toMatchObject({ mayRecord: true });
  });

  test('[EV-6] [R-EVL-04] is printed in three formats', async () => {
    for (const [format, magic] of [
      ['docx', 'PK'],
      ['xlsx', 'PK'],
      ['pdf', '%PDF'],
    ] as const) {
      const reply = await desk.call('desk', 'GET', `/api/evaluations/periods/2026-1/print.${format}`);
      expect([format, reply.status, reply.text.slice(0, magic.length)]).toEqual([format, 200, magic]);
    }
  });
});
