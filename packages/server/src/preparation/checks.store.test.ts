import { randomUUID } from 'node:crypto';
import type { Role, SiteCheckSheet } from '@nhipcau/contracts';
import { aRegistration, FakeClock } from '@nhipcau/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OfficeDesk } from '../testing/office-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';

/** Monday, 2 March 2026, 08:00; the meetings are on the Monday after, at 09:00. */
const clock = new FakeClock();
const MEETING = Date.UTC(2026, 2, 9, 2);
const MINUTE = 60_000;

let installation: TestInstallation;
let desk: OfficeDesk;
let meetingId: string;
beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new OfficeDesk(installation);
  await desk.settleIn('binh-dinh');
  meetingId = await confirmed(MEETING, { kind: 'agency', purpose: 'direction' });
});
afterAll(() => installation.close());

async function confirmed(start: number, more: object, by: Role = 'clerk'): Promise<string> {
  const data = aRegistration(start, more);
  const created = await desk.call(by, 'POST', '/api/registrations', { data });
  const id = created.body.registration.meetingId;
  for (const [role, act] of [
    [by, 'submit'],
    ['approver', 'confirm'],
  ] as const) {
    const { revision, state } = await installation.database
      .selectFrom('registration')
      .select(['revision', 'state'])
      .where('meeting_id', '=', id)
      .executeTakeFirstOrThrow();
    // Where nobody approves, submitting it is enough.
    if (state === 'confirmed') return id;
    const reply = await desk.call(role, 'POST', `/api/registrations/${id}/acts`, {
      act,
      revision,
      reason: null,
      reception: null,
      displace: [],
    });
    expect(reply.body).not.toHaveProperty('code');
  }
  return id;
}

const siteUrl = (siteId: string, id = meetingId) => `/api/preparation/${id}/sites/${siteId}`;
const anAnswer = (phase: string, item: string, more: object = {}) => ({
  key: randomUUID(),
  phase,
  item,
  outcome: 'passed',
  value: null,
  note: null,
  fromChairSeat: false,
  answeredAt: clock.now(),
  ...more,
});
const send = (
  role: Role,
  siteId: string,
  answers: object[],
  configuration: object | null = null,
  id = meetingId,
) => desk.call(role, 'POST', `${siteUrl(siteId, id)}/answers`, { answers, configuration });
const sheet = async (siteId: string, role: Role = 'operator', id = meetingId): Promise<SiteCheckSheet> =>
  (await desk.call(role, 'GET', siteUrl(siteId, id))).body;
const lineOf = (of: SiteCheckSheet, phase: string, item: string) =>
  of.phases.find((one) => one.phase === phase)?.lines.find(({ key }) => key === item);
/** Values with which the items of Bình Định pass. */
const good: Record<string, object> = {
  address: { value: '10.35.1.24' },
  pictureSources: { value: 2 },
  pictureFormat: { value: 1080 },
  picture: { value: 1080 },
  audioLoop: { value: 24 },
  chairSeat: { fromChairSeat: true },
};
async function passAll(
  siteId: string,
  phase: string,
  role: Role = 'operator',
  id = meetingId,
): Promise<void> {
  const lines = (await sheet(siteId, role, id)).phases.find((one) => one.phase === phase)?.lines ?? [];
  const answers = lines
    .filter(({ mayAnswer }) => mayAnswer)
    .map(({ key }) => anAnswer(phase, key, good[key] ?? {}));
  expect((await send(role, siteId, answers, null, id)).status).toBe(200);
}

describe('[R-CHK-01] the check of a site', () => {
  test('[R-CHK-02] Bình Định: every item of the article, the phase due when its duty is', async () => {
    const { phases, state, isChair } = await sheet('commune');
    expect([state, isChair]).toEqual(['checking', false]);
    const [equipment, runThrough] = phases;
    // One working day before Monday, 09:00: the end of Thursday (A-42 counts whole days back).
    const due = await installation.database
      .selectFrom('deadline')
      .select('due_at')
      .where('meeting_id', '=', meetingId)
      .where('deadline_id', '=', 'rehearsal')
      .executeTakeFirstOrThrow();
    expect(equipment?.dueAt).toBe(due.due_at?.getTime());
    expect(runThrough?.dueAt).toBe(MEETING - 30 * MINUTE);
    expect(equipment?.lines.map(({ key }) => key)).toEqual(
      expect.arrayContaining([
        'omniMic',
        'allMics',
        'address',
        'presets',
        'pictureFormat',
        'echoCancellation',
        'chairSeat',
        'frozen',
      ]),
    );
    expect(equipment?.lines.some(({ key }) => key === 'outsideLight')).toBe(false);
    expect(lineOf(await sheet('district'), 'equipment', 'outsideLight')).toMatchObject({ state: 'open' });
  });

  test('an answer with who, when and value; the same key twice is one answer', async () => {
    const answer = anAnswer('equipment', 'pictureFormat', { value: 720, note: 'Camera phòng họp' });
    expect((await send('technician', 'commune', [answer])).status).toBe(200);
    const { body } = await send('technician', 'commune', [answer]);
    expect(lineOf(body, 'equipment', 'pictureFormat')).toMatchObject({
      state: 'passed',
      value: 720,
      tries: 1,
      resultNote: 'Camera phòng họp',
      answeredAt: clock.now(),
    });
    expect(body.history).toHaveLength(1);
  });

  test('[CK-2] [R-CHK-04] refusals leave nothing behind, and are recorded', async () => {
    const refused = async (item: string, more: object, phase = 'equipment') =>
      (await send('technician', 'commune', [anAnswer('equipment', 'power'), anAnswer(phase, item, more)]))
        .body.code;
    expect(await refused('pictureFormat', { value: 480 })).toBe('CHECK_OUT_OF_LIMIT');
    expect(await refused('address', {})).toBe('CHECK_VALUE_MISSING');
    expect(await refused('chairSeat', {})).toBe('CHECK_NOT_FROM_CHAIR_SEAT');
    expect(await refused('terminal', {}, 'runThrough')).toBe('CHECK_NOT_OPEN');
    expect(await refused('power', { outcome: 'notApplicable' })).toBe('CHECK_MUST_APPLY');
    expect(await refused('nothing', {})).toBe('CHECK_UNKNOWN');
    expect(lineOf(await sheet('commune'), 'equipment', 'power')?.state).toBe('open');
    const refusals = await installation.database
      .selectFrom('audit')
      .select('code')
      .where('action', '=', 'check.answer')
      .where('outcome', '=', 'refused')
      .execute();
    expect(refusals.map(({ code }) => code)).toContain('CHECK_NOT_FROM_CHAIR_SEAT');
  });

  test('[CK-7] a technician answers for the own site, not for others; a clerk for none', async () => {
    const one = () => [anAnswer('equipment', 'power')];
    expect((await send('technician', 'commune-2', one())).body.code).toBe('NOT_ALLOWED');
    expect((await send('clerk', 'commune', one())).body.code).toBe('NOT_ALLOWED');
    expect((await desk.call('technician', 'GET', siteUrl('commune-2'))).status).toBe(403);
  });

  test('answered without a connection it counts from when it was given; a clock that runs ahead does not', async () => {
    const before = clock.now();
    clock.advance(55 * MINUTE);
    const { body } = await send('technician', 'commune', [
      anAnswer('equipment', 'terminalState', { answeredAt: before }),
      anAnswer('equipment', 'devices', { answeredAt: clock.now() + 60 * MINUTE }),
    ]);
    expect(lineOf(body, 'equipment', 'terminalState')?.answeredAt).toBe(before);
    expect(lineOf(body, 'equipment', 'devices')?.answeredAt).toBe(clock.now());
    expect(body.history[1]).toMatchObject({ answeredAt: before, receivedAt: clock.now() });
  });

  test('[R-CHK-08] a failed line goes to the telecom operator, anything else to whoever runs the MCU', async () => {
    await send('technician', 'commune', [
      anAnswer('equipment', 'lineMcu', { outcome: 'failed', note: 'Mất gói 8 %' }),
      anAnswer('equipment', 'allMics', { outcome: 'failed', note: 'Hú' }),
    ]);
    const letters = await installation.database
      .selectFrom('outbox_letter')
      .select(['recipient', 'facts'])
      .where('template', '=', 'check.failed')
      .orderBy('put_at')
      .orderBy('message_id')
      .execute();
    expect(letters.map(({ recipient }) => recipient)).toEqual(
      expect.arrayContaining([
        { kind: 'profileRole', role: 'telecom' },
        { kind: 'profileRole', role: 'account:operator' },
      ]),
    );
    expect((await sheet('commune')).state).toBe('retesting');
  });
});

describe('[R-CHK-05] the room is kept as it was tuned', () => {
  const tuned = { camera: 'Camera HD', address: '10.35.1.24', pictureHeight: '720' };

  test('[CK-5] [R-AST-05] a change afterwards is shown and blocks "unchanged" until it is undone', async () => {
    await passAll('commune', 'equipment', 'technician');
    await send('technician', 'commune', [anAnswer('equipment', 'frozen')], tuned);
    const frozen = await sheet('commune');
    expect([frozen.state, frozen.changes, frozen.frozen?.code]).toEqual([
      'onTrack',
      [],
      expect.stringMatching(/^[0-9A-F]{8}$/),
    ]);
    clock.advance(MEETING - 90 * MINUTE - clock.now());
    desk = new OfficeDesk(installation);
    const other = { ...tuned, pictureHeight: '480' };
    const { body } = await send('technician', 'commune', [anAnswer('runThrough', 'terminal')], other);
    expect([body.state, body.changes]).toEqual([
      'changed',
      [{ field: 'pictureHeight', before: '720', after: '480' }],
    ]);
    const unchanged = () => [anAnswer('runThrough', 'unchanged')];
    expect((await send('technician', 'commune', unchanged())).body.code).toBe('CHECK_ROOM_CHANGED');
    expect((await send('technician', 'commune', unchanged(), tuned)).body.changes).toEqual([]);
  });
});

describe('[R-CHK-10] [R-CHK-06] until the meeting begins', () => {
  test('the duty of the run-through is done when the last site has passed it', async () => {
    const stateOf = async () =>
      (
        await installation.database
          .selectFrom('deadline')
          .select('state')
          .where('meeting_id', '=', meetingId)
          .where('deadline_id', '=', 'run-through')
          .executeTakeFirstOrThrow()
      ).state;
    await passAll('commune', 'runThrough');
    await passAll('district', 'runThrough');
    expect(await stateOf()).toBe('pending');
    clock.advance(10 * MINUTE);
    await passAll('commune-2', 'runThrough');
    expect(await stateOf()).toBe('met');
    const report = await installation.database
      .selectFrom('deadline_report')
      .select('at')
      .where('meeting_id', '=', meetingId)
      .where('deadline_id', '=', 'run-through')
      .executeTakeFirstOrThrow();
    expect(report.at.getTime()).toBe(clock.now());
  });

  test('the operator has a site test again; the site is told why and the board shows it', async () => {
    const order = (role: Role, body: object) =>
      desk.call(role, 'POST', `${siteUrl('commune')}/retests`, body);
    const body = { phase: 'runThrough', items: ['sound'], cause: 'Tiếng nhỏ tại điểm cầu chính' };
    expect((await order('technician', body)).status).toBe(403);
    expect((await order('operator', { ...body, items: ['nothing'] })).body.code).toBe('CHECK_UNKNOWN');
    expect((await order('operator', body)).body).toMatchObject({
      state: 'retesting',
      retests: [{ cause: body.cause, open: true }],
    });
    const letters = await installation.database
      .selectFrom('outbox_letter')
      .select(['recipient'])
      .where('template', '=', 'check.retest')
      .execute();
    expect(letters).toEqual([{ recipient: { kind: 'site', siteId: 'commune' } }]);
    const { body: board } = await desk.call('operator', 'GET', `/api/preparation/${meetingId}/board`);
    const sites = board.groups.flatMap(({ sites: own }: { sites: object[] }) => own);
    expect(sites).toContainEqual(
      expect.objectContaining({
        siteId: 'commune',
        state: 'retesting',
        retests: 1,
        faults: ['Chất lượng âm thanh'],
      }),
    );
    clock.advance(1);
    await send('technician', 'commune', [anAnswer('runThrough', 'sound', { value: 12 })]);
    expect((await sheet('commune')).retests).toMatchObject([{ open: false }]);
  });

  test('[R-CHK-12] the board: every site, grouped, with its phases; a technician sees the own site only', async () => {
    const board = async (role: Role) =>
      (await desk.call(role, 'GET', `/api/preparation/${meetingId}/board`)).body;
    const whole = await board('operator');
    expect(whole.phases.map(({ phase, sites }: { phase: string; sites: number }) => [phase, sites])).toEqual([
      ['equipment', 3],
      ['runThrough', 3],
    ]);
    expect(whole.groups.map(({ name }: { name: string }) => name)).toEqual(['UBND huyện Đà Bắc']);
    const own = await board('technician');
    expect(
      own.groups.flatMap(({ sites }: { sites: { siteId: string }[] }) => sites.map(({ siteId }) => siteId)),
    ).toEqual(['commune']);
    const { body } = await desk.call('technician', 'GET', '/api/preparation');
    expect(body.meetings).toMatchObject([{ meetingId, own: [{ siteId: 'commune' }] }]);
  });

  test('answers are append-only', async () => {
    await expect(installation.database.deleteFrom('check_answer').execute()).rejects.toThrow(/append-only/);
  });
});

describe('[R-CHK-09] areas', () => {
  test('[CK-6] Hòa Bình: the unit of the area clears its sites; an override has a reason and is logged', async () => {
    await desk.settleIn('hoa-binh');
    const id = await confirmed(
      MEETING + 8 * 86_400_000,
      {
        kind: 'government',
        chairBody: 'upstream',
        purpose: 'direction',
        upstream: { body: 'Văn phòng Chính phủ', document: 'GM-101' },
        rehearsal: { start: MEETING + 7 * 86_400_000, end: MEETING + 7 * 86_400_000 + 60 * MINUTE },
        hostOrganisationId: 'o-province',
      },
      'desk',
    );
    const board = async () =>
      (await desk.call('operator', 'GET', `/api/preparation/${id}/board`)).body.groups[0].clearance;
    expect(await board()).toEqual({ cleared: false, missing: 3, override: null });
    const clear = (role: Role) => send(role, 'commune', [anAnswer('area', 'areaResult')], null, id);
    expect((await clear('technician')).body.code).toBe('NOT_ALLOWED');
    expect((await clear('operator')).status).toBe(200);
    expect((await board()).missing).toBe(2);
    const override = () =>
      desk.call('operator', 'POST', `/api/preparation/${id}/areas/o-district/clearance`, {
        reason: 'Hai xã kiểm tra sau',
      });
    expect((await override()).body.groups[0].clearance).toMatchObject({ cleared: true, missing: 2 });
    expect((await override()).body.code).toBe('CLEARANCE_GIVEN');
    const logged = await installation.database
      .selectFrom('audit')
      .select('facts')
      .where('action', '=', 'check.clear')
      .where('outcome', '=', 'allowed')
      .execute();
    expect(logged).toMatchObject([{ facts: { missing: 2, reason: 'Hai xã kiểm tra sau' } }]);
  });
});

describe('[AS-15] [R-AST-07] Bình Định: the sound of a room with a system of its own', () => {
  const reading = (assetId: string, inputLevel: string) => ({
    audio: [{ assetId, fields: { inputLevel, outputLevel: '-6 dB' } }],
  });

  test('the check shows the standard values and passes with each read; the ratings stay with the room', async () => {
    await desk.settleIn('binh-dinh');
    const post = async (path: string, body: object) => {
      const reply = await desk.call('administrator', 'POST', path, body);
      expect(reply.status, JSON.stringify(reply.body)).toBe(200);
      return reply.body;
    };
    const { assetId } = await post('/api/assets', {
      code: 'AT-1',
      kind: 'audio',
      model: 'Bosch CCS 1000',
      ownerId: 'o-commune',
      custodianId: 'o-commune',
      funding: 'state',
      cause: 'existing',
    });
    await post(`/api/assets/${assetId}/placing`, { siteId: 'commune', room: 'Phòng họp số 1' });
    const standard = { inputLevel: '-12 dB', outputLevel: '-6 dB' };
    await post(`/api/assets/${assetId}/sheet`, { fields: { ...standard, presets: '2' } });
    const id = await confirmed(MEETING + 28 * 86_400_000, { kind: 'agency', purpose: 'direction' });
    expect(lineOf(await sheet('commune', 'operator', id), 'equipment', 'soundNotes')?.audio).toEqual({
      sets: [{ assetId, code: 'AT-1', model: 'Bosch CCS 1000', room: 'Phòng họp số 1', standard }],
      read: [],
    });
    const say = (more: object) =>
      send('technician', 'commune', [anAnswer('equipment', 'soundNotes', more)], null, id);
    expect((await say({})).body).toMatchObject({ code: 'CHECK_VALUE_MISSING', facts: { devices: 'AT-1' } });
    expect((await say(reading('another', '-12 dB'))).body.code).toBe('ASSET_UNKNOWN');
    expect((await say({ outcome: 'failed', note: 'hú khi mở hai micro' })).status).toBe(200);
    expect((await say(reading(assetId, '-9 dB'))).status).toBe(200);
    const line = lineOf(await sheet('commune', 'operator', id), 'equipment', 'soundNotes');
    expect(line).toMatchObject({ state: 'passed', audio: { read: reading(assetId, '-9 dB').audio } });

    const { body: audio } = await desk.call('technician', 'GET', '/api/sites/commune/audio');
    expect(audio.cite[0]).toMatchObject({ article: 'Đ10.2b' });
    expect(audio.sessions).toMatchObject([
      {
        meetingId: id,
        rating: null,
        check: {
          outcome: 'passed',
          read: [
            {
              code: 'AT-1',
              lines: [
                { field: 'inputLevel', standard: '-12 dB', current: '-9 dB', differs: true },
                { field: 'outputLevel', differs: false },
              ],
            },
          ],
        },
      },
    ]);
    expect((await desk.call('technician', 'GET', '/api/sites/province/audio')).body.code).toBe('NOT_ALLOWED');
  });
});
