import { randomUUID } from 'node:crypto';
import {
  instant,
  type LogEntry,
  type MeetingId,
  type Rehearsal,
  type RehearsalAct,
  type Role,
} from '@nhipcau/contracts';
import { aRegistration, FakeClock, siteId } from '@nhipcau/testkit';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OfficeDesk } from '../testing/office-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import { aSeat } from '../testing/test-node.ts';
import { turnClock } from '../testing/turn-clock.ts';
import { insertAct } from './rehearsals.repository.ts';

const clock = new FakeClock();
const start = Date.UTC(2026, 2, 9, 2);
const HOUR = 3_600_000;
let installation: TestInstallation;
let desk: OfficeDesk;
beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new OfficeDesk(installation);
});
afterAll(() => installation.close());

async function confirmed(
  locality: string,
  begins: number,
  more: object,
  by: Role = 'clerk',
): Promise<MeetingId> {
  await desk.settleIn(locality);
  return desk.confirmedMeeting(aRegistration(begins, more), by);
}

const read = async (id: string, role: Role = 'operator'): Promise<Rehearsal> =>
  (await desk.call(role, 'GET', `/api/rehearsals/${id}`)).body;
const open = (id: string, role: Role = 'operator') => desk.call(role, 'POST', `/api/rehearsals/${id}`);
const act = (id: string, what: RehearsalAct, role: Role = 'operator', key: string = randomUUID()) =>
  desk.call(role, 'POST', `/api/rehearsals/${id}/acts`, { key, act: what });
const result = (site: string, outcome: 'passed' | 'failed', more: object = {}): RehearsalAct => ({
  act: 'result',
  siteId: siteId(site),
  outcome,
  quality: 'good',
  fault: null,
  fix: null,
  staff: null,
  ...more,
});
const end = (reason: string | null = null): RehearsalAct => ({
  act: 'end',
  statement: 'Chất lượng âm thanh, hình ảnh tốt',
  reason,
});

/** A step of the file's preparation, where its locality has it. */
async function markFile(id: string, mark: string): Promise<void> {
  const { revision } = await installation.database
    .selectFrom('registration')
    .select('revision')
    .where('meeting_id', '=', id)
    .executeTakeFirstOrThrow();
  const body = { act: mark, revision, reason: null, reception: null, displace: [] };
  await desk.call('operator', 'POST', `/api/registrations/${id}/acts`, body);
}

/** The technician says that the site was tried from the chair's seat. */
async function fromChairSeat(id: string, site: string): Promise<void> {
  const sheet = (await desk.call('operator', 'GET', `/api/preparation/${id}/sites/${site}`)).body;
  for (const { phase, lines } of sheet.phases)
    for (const { key, fromChairSeat: asked } of lines)
      if (asked)
        await desk.call('operator', 'POST', `/api/preparation/${id}/sites/${site}/answers`, {
          answers: [
            {
              key: randomUUID(),
              phase,
              item: key,
              outcome: 'passed',
              value: null,
              note: null,
              fromChairSeat: true,
              answeredAt: clock.now(),
            },
          ],
          configuration: null,
        });
}

describe('Bình Định', () => {
  let meetingId: MeetingId;
  beforeAll(async () => {
    meetingId = await confirmed('binh-dinh', start, { kind: 'agency', purpose: 'direction' });
  });

  test('[R-RHS-01] [R-RHS-08] one stage, due one working day before, led by the host with the centre; telecom stands by', async () => {
    const seen = await read(meetingId);
    expect(seen).toMatchObject({ isLarge: false, current: null, gaps: { open: [], end: ['notRunning'] } });
    expect(seen.stages).toHaveLength(1);
    expect(seen.due).toMatchObject({ article: 'Đ10.2b', state: 'pending' });
    expect(seen.ledBy).toEqual(['Cơ quan chủ trì cuộc họp', 'Trung tâm Công nghệ thông tin và Truyền thông']);
    const sheet = await installation.database
      .selectFrom('duty_post')
      .select('key')
      .where('meeting_id', '=', meetingId)
      .where('session', '=', 'rehearsal')
      .execute();
    // Without a time of rehearsal in the registration there is nobody to name yet.
    expect(seen.standby).toHaveLength(sheet.length);
    expect((await act(meetingId, end())).body.code).toBe('REHEARSAL_NOT_RUNNING');
  });

  test('[RH-5] it is held in a conference of its own, one at a time, opened by whoever leads', async () => {
    expect((await open(meetingId, 'technician')).status).toBe(403);
    const opened = (await open(meetingId)).body as Rehearsal;
    expect(opened.current).toMatchObject({
      number: 1,
      stage: 1,
      conferencePhase: 'scheduled',
      endedAt: null,
    });
    expect(opened.current?.conferenceId).not.toBe(meetingId);
    expect(opened.queue).toEqual(['district', 'commune', 'commune-2']);
    expect((await open(meetingId)).body).toMatchObject({ code: 'REHEARSAL_GAP', facts: { gap: 'running' } });
    const title = await installation.database
      .selectFrom('meeting')
      .select('title')
      .where('id', '=', opened.current?.conferenceId ?? '')
      .executeTakeFirstOrThrow();
    expect(title.title).toBe('Kiểm duyệt: Hội nghị giao ban công tác tháng');
  });

  test('[RH-2] [R-RHS-07] a technician records the own site only; a failing site is queued again with its fault', async () => {
    const failed = result('commune', 'failed', { fault: 'Tiếng rè', fix: 'Thay dây', staff: 'Cán bộ xã' });
    const key = randomUUID();
    for (const _ of [1, 2]) expect((await act(meetingId, failed, 'technician', key)).status).toBe(200);
    expect((await act(meetingId, result('commune-2', 'passed'), 'technician')).status).toBe(403);
    expect((await act(meetingId, end(), 'technician')).status).toBe(403);
    expect((await act(meetingId, result('government', 'passed'))).body.code).toBe('SITE_NOT_INVITED');
    const seen = await read(meetingId);
    expect(seen.queue).toEqual(['district', 'commune-2', 'commune']);
    expect(seen.sites.find(({ siteId: id }) => id === 'commune')).toMatchObject({
      state: 'again',
      tries: 1,
      fault: 'Tiếng rè',
      fix: 'Thay dây',
      staff: 'Cán bộ xã',
    });
    expect((await read(meetingId, 'technician')).sites.map(({ siteId: id }) => id)).toEqual(['commune']);
  });

  test('[R-CHK-04] nobody passes before it was tried from the chair’s seat', async () => {
    const reply = await act(meetingId, result('commune', 'passed'));
    expect(reply.body).toMatchObject({ code: 'REHEARSAL_ACT_UNFIT', facts: { why: 'seatOpen' } });
    for (const site of ['district', 'commune', 'commune-2']) await fromChairSeat(meetingId, site);
    expect((await act(meetingId, result('commune', 'passed', { fix: 'Thay dây' }))).status).toBe(200);
  });

  test('[R-RHS-02] steps of the running order get results of their own', async () => {
    const segmentId = randomUUID();
    const segments = [
      {
        segmentId,
        title: 'Khai mạc',
        plannedAt: start,
        durationMinutes: 10,
        speakerSiteId: 'district',
        speaker: null,
        layout: 'full',
        floor: ['district'],
        contentSiteId: null,
        cameraPreset: null,
      },
    ];
    const saved = await desk.call('operator', 'POST', `/api/preparation/${meetingId}/script`, {
      revision: 0,
      segments,
    });
    expect(saved.status).toBe(200);
    const tried = await act(meetingId, {
      act: 'segment',
      segmentId,
      outcome: 'failed',
      note: 'Chậm chuyển hình',
    });
    expect(tried.body.segments).toMatchObject([
      { title: 'Khai mạc', outcome: 'failed', note: 'Chậm chuyển hình' },
    ]);
  });

  test('[R-RHS-03] [RH-8] what its conference measures is part of the record: quality of lines, refused presentations', async () => {
    const { current } = await read(meetingId);
    const conferenceId = current?.conferenceId;
    if (!conferenceId) throw new Error('no conference');
    const node = await installation.openNode('hb-dabac');
    const console_ = await installation.openConsole('operator');
    await console_.follow(conferenceId);
    await console_.give(conferenceId, { type: 'meeting.start' });
    node.reportSeats(conferenceId, [aSeat('commune', { quality: 'poor' })]);
    await node.happen(
      conferenceId,
      { type: 'content.refused', siteId: siteId('commune') },
      { at: clock.now() },
    );
    await expect
      .poll(async () => {
        await turnClock(clock, 10_000);
        return (await read(meetingId)).sites.find(({ siteId: id }) => id === 'commune');
      })
      .toMatchObject({ measured: 'poor', blocked: 1 });
    expect((await read(meetingId)).current?.conferencePhase).toBe('live');
    await console_.give(conferenceId, { type: 'meeting.end' });
  });

  test('[RH-9] [RH-4] [RH-7] [R-RHS-01] it ends when every site is good; then the duty is done, and another may follow', async () => {
    await act(meetingId, result('district', 'passed'));
    const early = await act(meetingId, end());
    expect(early).toMatchObject({ status: 422, body: { code: 'REHEARSAL_GAP', facts: { gap: 'untried' } } });
    await act(meetingId, result('commune-2', 'passed'));
    for (const mark of ['markNoticed', 'markPlanned']) await markFile(meetingId, mark);
    const ended = (await act(meetingId, end())).body as Rehearsal;
    expect(ended.current).toMatchObject({ endedAt: clock.now(), reason: null });
    expect(ended.due?.state).toBe('met');
    const moved = await installation.database
      .selectFrom('meeting_move')
      .select(['act', 'to_state'])
      .where('meeting_id', '=', meetingId)
      .orderBy('seq', 'desc')
      .executeTakeFirst();
    expect(moved).toEqual({ act: 'markRehearsed', to_state: 'rehearsed' });
    expect((await act(meetingId, end())).body.code).toBe('REHEARSAL_NOT_RUNNING');
    expect((await open(meetingId)).body.current).toMatchObject({ number: 2 });
  });

  test('[R-RHS-07] the record is printed as DOCX and PDF by whoever may print, by nobody else', async () => {
    for (const [format, magic] of [
      ['docx', 'PK'],
      ['pdf', '%PDF'],
    ] as const) {
      const reply = await desk.call('operator', 'GET', `/api/rehearsals/${meetingId}/record.${format}`);
      expect(reply.status).toBe(200);
      expect(reply.text.startsWith(magic)).toBe(true);
    }
    expect((await desk.call('technician', 'GET', `/api/rehearsals/${meetingId}/record.pdf`)).status).toBe(
      403,
    );
  });
});

test('[RH-7] [R-RHS-01] ended one millisecond after its limit the duty is done late', async () => {
  const begins = start + 5 * 24 * HOUR;
  const more = {
    kind: 'government',
    chairBody: 'upstream',
    purpose: 'direction',
    hostOrganisationId: 'o-province',
    upstream: { body: 'Văn phòng Chính phủ', document: 'GM-101' },
    rehearsal: { start: begins - 24 * HOUR, end: begins - 23 * HOUR },
  };
  const id = await confirmed('hoa-binh', begins, more, 'desk');
  const { due } = await read(id);
  expect(due?.dueAt).toBe(begins - 2 * HOUR);
  clock.step((due?.dueAt ?? 0) + 1 - clock.now());
  expect((await open(id)).status).toBe(200);
  expect((await act(id, end())).body.code).toBe('REHEARSAL_GAP');
  expect((await act(id, end('Họp đột xuất'))).body.due.state).toBe('late');
});

describe('[R-PLN-08] Quảng Ninh', () => {
  let id: MeetingId;
  let everybody: string[];

  test('[R-RHS-04] [R-RHS-06] 216 sites: the scenario first, then districts, common room, centre', async () => {
    const { database } = installation;
    const ids = Array.from({ length: 213 }, (_, n) => `qn-${String(n).padStart(3, '0')}`);
    await database
      .insertInto('site')
      .values(
        ids.map((id, n) => ({
          id,
          organisation_id: 'o-commune',
          number: 1_000 + n,
          name: `Điểm cầu ${n}`,
          level_code: 'commune',
          room: 'Phòng họp',
          terminal: 'browser',
          node_id: 'hb-dabac',
          network: 'tslcd',
          roles: ['satellite'],
          status: 'admitted',
        })),
      )
      .execute();
    const begins = start + 14 * 24 * HOUR;
    const registered = aRegistration(begins).sites[0];
    everybody = ['district', 'commune', 'commune-2', ...ids];
    const all = everybody.map((site) => ({ ...registered, siteId: siteId(site) }));
    const more = {
      kind: 'province',
      chairBody: 'committee',
      purpose: 'meeting',
      technician: null,
      rehearsal: { start: instant(begins - 18 * HOUR), end: instant(begins - 16 * HOUR) },
      sites: all,
    };
    id = await confirmed('quang-ninh', begins, more);
    const before = await read(id);
    expect(before).toMatchObject({ isLarge: true, gaps: { open: ['planMissing'] } });
    expect(before.stages.map(({ gathering, plannedFrom }) => [gathering, plannedFrom !== null])).toEqual([
      ['district', true],
      ['common', true],
      ['centre', false],
    ]);
    const sections = { systems: 'a', mcu: 'b', cascade: 'c', lines: 'd', security: '' };
    await desk.call('operator', 'POST', `/api/preparation/${id}/plan`, { version: 0, sections });
    expect((await open(id)).body).toMatchObject({ code: 'REHEARSAL_GAP', facts: { gap: 'planEmpty' } });
    const whole = { ...sections, security: 'đ' };
    await desk.call('operator', 'POST', `/api/preparation/${id}/plan`, { version: 1, sections: whole });
    const opened = (await open(id)).body as Rehearsal;
    expect(opened.queue).toHaveLength(216);
    const mayPresent = await database
      .selectFrom('meeting_site')
      .select('site_id')
      .where('meeting_id', '=', opened.current?.conferenceId ?? '')
      .where('may_present', '=', true)
      .execute();
    expect(mayPresent.every(({ site_id }) => site_id === 'district')).toBe(true);
    expect((await act(id, { act: 'advance', reason: null })).body.code).toBe('REHEARSAL_GAP');
    for (const _ of [1, 2])
      expect((await act(id, { act: 'advance', reason: 'Diễn tập rút gọn' })).status).toBe(200);
    expect((await act(id, { act: 'advance', reason: 'x y' })).body).toMatchObject({
      code: 'REHEARSAL_ACT_UNFIT',
      facts: { why: 'noNextStage' },
    });
    // Nobody started its conference; it was a rehearsal all the same.
    expect((await act(id, end('Diễn tập rút gọn'))).body.current).toMatchObject({
      conferencePhase: 'scheduled',
    });
    const lines = (await desk.call('operator', 'GET', `/api/logs?meetingId=${id}`)).body.entries;
    expect(new Set(lines.map(({ book, session }: LogEntry) => `${book}/${session}`))).toEqual(
      new Set(['minutesBook/rehearsal']),
    );
    expect((await read(id)).current?.stage).toBe(3);
  });

  test('[R-RHS-04] [R-RHS-05] [R-RHS-06] all 216 in every wave: who failed comes again, and is good before the next begins', async () => {
    const opened = (await open(id)).body as Rehearsal;
    const rehearsalId = opened.current?.rehearsalId;
    if (!rehearsalId) throw new Error('no rehearsal');
    const hard = [siteId('commune'), siteId('qn-100')];
    const [first, second] = hard;
    if (!first || !second) throw new Error('no sites');
    /** Those without trouble, as their technicians told it. */
    const othersPass = async () => {
      for (const site of everybody.filter((one) => !hard.includes(siteId(one))))
        await insertAct(installation.database, rehearsalId, result(site, 'passed'), {
          key: randomUUID(),
          at: instant(clock.now()),
          userId: 'u-dieuhanh',
          byName: 'Người điều hành',
        });
    };
    const counts = ({ stages }: Rehearsal) => stages.map(({ passed, again }) => [passed, again]);

    await othersPass();
    expect((await read(id)).queue).toEqual(hard);
    await act(id, result(second, 'failed', { fault: 'Mất tiếng' }));
    expect((await act(id, { act: 'advance', reason: null })).body.facts).toEqual({ gap: 'untried' });
    clock.step(60_000);
    await act(id, result(first, 'failed', { fault: 'Đường truyền chập chờn' }));
    expect((await read(id)).queue).toEqual([second, first]);
    expect((await act(id, { act: 'advance', reason: null })).body.facts).toEqual({ gap: 'notGood' });
    clock.step(60_000);
    await act(id, result(second, 'failed', { fault: 'Mất tiếng' }));
    expect((await read(id)).queue).toEqual([first, second]);
    for (const site of hard) await act(id, result(site, 'passed', { fix: 'Thay thiết bị' }));
    const common = (await act(id, { act: 'advance', reason: null })).body as Rehearsal;
    expect([common.current?.stage, common.queue.length, counts(common)]).toEqual([
      2,
      216,
      [
        [216, 0],
        [0, 0],
        [0, 0],
      ],
    ]);

    await othersPass();
    for (const site of hard) await act(id, result(site, 'passed'));
    expect((await act(id, { act: 'advance', reason: null })).body.current.stage).toBe(3);

    await othersPass();
    expect((await act(id, end())).body.facts).toEqual({ gap: 'untried' });
    for (const site of hard) {
      expect((await act(id, result(site, 'passed'))).body.facts).toMatchObject({ why: 'seatOpen' });
      await fromChairSeat(id, site);
      expect((await act(id, result(site, 'passed'))).status).toBe(200);
    }
    const ended = (await act(id, end())).body as Rehearsal;
    expect(ended.current).toMatchObject({ number: 2, stage: 3, reason: null });
    expect(counts(ended)).toEqual(Array(3).fill([216, 0]));
    expect((await desk.call('operator', 'GET', `/api/rehearsals/${id}/record.pdf`)).status).toBe(200);
  });

  test('[CK-8] [R-CHK-07] ninety minutes before, presence is stamped by site, and who is absent is told once', async () => {
    const begins = start + 21 * 24 * HOUR;
    const id = await confirmed('quang-ninh', begins, {
      kind: 'province',
      chairBody: 'committee',
      purpose: 'meeting',
      technician: null,
      rehearsal: { start: instant(begins - 42 * HOUR), end: instant(begins - 40 * HOUR) },
    });
    const { absence } = installation.server.office;
    const told = async () =>
      (
        await installation.database
          .selectFrom('outbox_letter')
          .select(['facts', 'recipient'])
          .where('template', '=', 'check.absent')
          .where('meeting_id', '=', id)
          .execute()
      ).map(({ recipient }) => JSON.stringify(recipient));
    const job = await sql<{ data: { meetingId: string } }>`
      select data from pgboss.job where name = 'checks.absent' and start_after = ${new Date(begins - 1.5 * HOUR)}`.execute(
      installation.database,
    );
    expect(JSON.stringify(job.rows)).toContain(id);
    clock.step(begins - 1.5 * HOUR - 1 - clock.now());
    await absence.look(id);
    expect(await told()).toEqual([]);
    const answers = [
      {
        key: randomUUID(),
        phase: 'onsite',
        item: 'presence',
        outcome: 'passed',
        value: null,
        note: null,
        fromChairSeat: false,
        answeredAt: clock.now(),
      },
    ];
    const url = `/api/preparation/${id}/sites/commune/answers`;
    const answered = await desk.call('technician', 'POST', url, { answers, configuration: null });
    const line = answered.body.phases
      .find(({ phase }: { phase: string }) => phase === 'onsite')
      .lines.find(({ key }: { key: string }) => key === 'presence');
    expect(line).toMatchObject({ state: 'passed' });
    clock.step(1);
    for (const _ of [1, 2]) await absence.look(id);
    const letters = await told();
    expect(letters).toHaveLength(4);
    expect(letters.join()).toContain('"siteId":"commune-2"');
    expect(letters.join()).not.toContain('"siteId":"commune"}');
  });
});
