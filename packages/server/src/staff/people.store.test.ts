import { FakeClock } from '@nhipcau/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OfficeDesk } from '../testing/office-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';

/** 2 March 2026, 08:00 in Hà Nội. */
const clock = new FakeClock();
const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 2, 1);

let installation: TestInstallation;
let desk: OfficeDesk;
beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new OfficeDesk(installation);
});
afterAll(() => installation.close());

const someone = {
  organisationId: 'o-district',
  siteId: null,
  duty: 'main',
  name: 'Kỹ thuật viên Văn phòng UBND huyện',
  title: 'Chuyên viên',
  email: 'kythuat@huyen.example.vn',
  telephone: '0900 000 011',
  trainedOn: null,
  fromOn: '2026-01-05',
};
const appoint = (more: object = {}, role: 'clerk' | 'technician' | 'administrator' = 'clerk') =>
  desk.call(role, 'POST', '/api/staff/operators', { ...someone, ...more });

describe('[R-DIR-12] the register of operators', () => {
  test.each([
    ['binh-dinh', { telephone: '' }, 'telephone'],
    ['binh-dinh', { email: null }, 'email'],
    ['quang-ninh', { title: null }, 'title'],
    ['ha-noi', { telephone: null }, 'telephone'],
  ])('[R-DIR-12] %s refuses a person without %o', async (locality, change, field) => {
    await desk.settleIn(locality);
    const { status, body } = await appoint(change);
    expect([status, body.code, body.facts]).toEqual([422, 'OPERATOR_FIELD_MISSING', { fields: field }]);
  });

  test.each([
    ['a telephone that is none', { telephone: 'gọi sau' }],
    ['a mailbox that is none', { email: 'không có' }],
    ['a day that is none', { fromOn: '2026-02-30' }],
    ['no name', { name: '  ' }],
    ['a field nobody knows', { salary: 1 }],
  ])('refuses %s', async (_, change) => {
    expect((await appoint(change)).body.code).toBe('BAD_MESSAGE');
  });

  test('[R-DIR-12] keeps all fields of QN PL III for leader, main and support technician', async () => {
    await desk.settleIn('quang-ninh');
    for (const duty of ['leader', 'main', 'support']) await appoint({ duty });
    const { body } = await desk.call('clerk', 'GET', '/api/staff/operators?organisationId=o-district');
    expect(
      body.operators.map(({ duty, name, title, email, telephone }: typeof someone) => [
        duty,
        name,
        title,
        email,
        telephone,
      ]),
    ).toEqual(
      ['leader', 'main', 'support'].map((duty) => [
        duty,
        someone.name,
        someone.title,
        someone.email,
        someone.telephone,
      ]),
    );
  });

  test('each unit writes for itself only; a technician for the own site', async () => {
    expect((await appoint({ organisationId: 'o-province' })).status).toBe(403);
    expect((await appoint({ organisationId: 'o-commune' }, 'technician')).status).toBe(403);
    expect((await appoint({ organisationId: 'o-commune', siteId: 'commune' }, 'technician')).status).toBe(
      200,
    );
    expect((await appoint({ siteId: 'commune' })).body.code).toBe('OPERATOR_SITE_MISMATCH');
    const { body } = await desk.call('technician', 'GET', '/api/staff/operators');
    expect(new Set(body.operators.map(({ siteId }: { siteId: string }) => siteId))).toEqual(
      new Set(['commune']),
    );
  });

  test('of two who change the same person one is told', async () => {
    const { body: person } = await appoint();
    const { organisationId: _, siteId: __, fromOn: ___, ...fields } = someone;
    const change = (title: string) =>
      desk.call('clerk', 'POST', `/api/staff/operators/${person.personId}`, {
        ...fields,
        title,
        revision: person.revision,
      });
    const codes = (await Promise.all([change('A1'), change('B1')])).map(({ status }) => status);
    expect(codes.sort()).toEqual([200, 409]);
  });
});

describe('[R-DIR-14] replacement', () => {
  test('[R-DIR-14] ending somebody warns until a successor is named and the office told, and opens a training need', async () => {
    await desk.settleIn('binh-dinh');
    const { body: leaving } = await appoint();
    const end = (endedOn: string) =>
      desk.call('clerk', 'POST', `/api/staff/operators/${leaving.personId}/end`, { endedOn });
    expect((await end('2025-12-31')).body.code).toBe('DATES_REVERSED');
    expect((await end('2026-03-02')).status).toBe(200);
    expect((await end('2026-03-02')).body.code).toBe('OPERATOR_ENDED');
    const found = async () =>
      (await desk.call('clerk', 'GET', '/api/staff/replacements')).body.replacements.find(
        ({ leavingId }: { leavingId: string }) => leavingId === leaving.personId,
      );
    // Monday 2 March and three working days: Thursday.
    expect(await found()).toMatchObject({ state: 'noSuccessor', dueOn: '2026-03-05', isLate: false });
    const settle = (body: object) =>
      desk.call('clerk', 'POST', `/api/staff/replacements/${leaving.personId}`, body);
    expect((await settle({ successorId: leaving.personId, notifiedOn: null })).body.code).toBe(
      'SUCCESSOR_INVALID',
    );
    const { body: successor } = await appoint({ name: 'Kỹ thuật viên mới', fromOn: '2026-03-02' });
    await settle({ successorId: successor.personId, notifiedOn: null });
    expect((await found()).state).toBe('notNotified');
    const settled = await settle({
      successorId: successor.personId,
      notifiedOn: '2026-03-02',
      notice: '05/CV',
    });
    expect((await found()).state).toBe('settled');
    expect(settled.body.notify).toBe('Sở Thông tin và Truyền thông');
    expect(settled.body.needs).toMatchObject([
      { personId: successor.personId, cause: 'replacement', doneOn: null },
    ]);
  });
});

describe('[R-DIR-14] the managing office is told', () => {
  test.each([
    ['binh-dinh', 'Sở Thông tin và Truyền thông'],
    ['ha-noi', 'Văn phòng UBND thành phố Hà Nội'],
    ['quang-ninh', 'Sở Thông tin và Truyền thông'],
  ])(
    '[R-DIR-14] %s: one letter when somebody leaves, one when somebody takes over; its time is the record',
    async (locality, office) => {
      await desk.settleIn(locality);
      const { body: leaving } = await appoint();
      const { body: successor } = await appoint({ name: 'Kỹ thuật viên kế nhiệm' });
      await desk.call('clerk', 'POST', `/api/staff/operators/${leaving.personId}/end`, {
        endedOn: '2026-03-02',
      });
      const settle = () =>
        desk.call('clerk', 'POST', `/api/staff/replacements/${leaving.personId}`, {
          successorId: successor.personId,
          notifiedOn: null,
        });
      expect((await settle()).status).toBe(200);
      expect((await settle()).status).toBe(200);
      const letters = await installation.database
        .selectFrom('outbox_letter')
        .select(['template', 'facts'])
        .where('key', 'like', `%${leaving.personId}%`)
        .where('channel', '=', 'inApp')
        .orderBy('template')
        .execute();
      expect(letters).toMatchObject([
        { template: 'operator.ended', facts: { to: office, person: someone.name, successor: '' } },
        { template: 'operator.replaced', facts: { to: office, successor: 'Kỹ thuật viên kế nhiệm' } },
      ]);
      await expect
        .poll(async () => {
          const { body } = await desk.call('clerk', 'GET', '/api/staff/replacements');
          return body.replacements.find(
            ({ leavingId }: { leavingId: string }) => leavingId === leaving.personId,
          );
        })
        .toMatchObject({ state: 'settled', notifiedOn: '2026-03-02' });
    },
  );

  test('[R-DIR-14] Hoà Bình names no office: nobody is told', async () => {
    await desk.settleIn('hoa-binh');
    const { body: leaving } = await appoint();
    await desk.call('clerk', 'POST', `/api/staff/operators/${leaving.personId}/end`, {
      endedOn: '2026-03-02',
    });
    const letters = await installation.database
      .selectFrom('outbox_letter')
      .select('key')
      .where('key', 'like', `%${leaving.personId}%`)
      .execute();
    expect(letters).toEqual([]);
  });
});

describe('[R-DIR-13] minima', () => {
  test('[R-DIR-13] deficits name unit, rule and article and vanish when the people are there', async () => {
    await desk.settleIn('binh-dinh');
    const own = async () =>
      (await desk.call('clerk', 'GET', '/api/staff/deficits')).body.deficits.find(
        ({ organisationId }: { organisationId: string }) => organisationId === 'o-district',
      );
    expect(await own()).toMatchObject({
      required: 2,
      present: 0,
      cite: [{ article: 'Đ16.1c' }, { article: 'Đ16.1c' }],
    });
    await appoint({ trainedOn: '2026-01-10' });
    expect(await own()).toMatchObject({ present: 1 });
    await appoint({ duty: 'support', trainedOn: '2026-01-10' });
    expect(await own()).toBeUndefined();
  });
});

describe('[R-DIR-16] the roster', () => {
  const shift = (personId: string, from: number, hours: number) =>
    desk.call('clerk', 'POST', '/api/staff/roster', {
      personId,
      startsAt: START + from * HOUR,
      endsAt: START + (from + hours) * HOUR,
    });
  const read = async () =>
    (
      await desk.call(
        'clerk',
        'GET',
        `/api/staff/roster?organisationId=o-district&from=${START}&to=${START + 24 * HOUR}`,
      )
    ).body;

  test('[R-DIR-16] reports every gap, and who is reachable now', async () => {
    await desk.settleIn('hoa-binh');
    const { body: person } = await appoint();
    const whole = await read();
    expect([whole.gaps, whole.coveredPercent, whole.obliged[0].article]).toEqual([
      [{ from: START, to: START + 24 * HOUR }],
      0,
      'III.3',
    ]);
    expect((await shift(person.personId, -1, 9)).status).toBe(200);
    expect((await shift(person.personId, 9, 15)).status).toBe(200);
    const after = await read();
    expect(after.gaps).toEqual([{ from: START + 8 * HOUR, to: START + 9 * HOUR }]);
    expect(after.coveredPercent).toBe(95);
    expect(after.now).toEqual([{ name: someone.name, telephone: someone.telephone }]);
  });

  test('[R-DIR-16] a person is not on duty twice, not backwards, not for longer than a week, not before the service', async () => {
    const { body: person } = await appoint();
    await shift(person.personId, 0, 12);
    expect((await shift(person.personId, 11, 2)).body.code).toBe('SHIFT_OVERLAPS');
    expect((await shift(person.personId, 12, 2)).status).toBe(200);
    expect((await shift(person.personId, 20, -2)).body.code).toBe('BAD_MESSAGE');
    expect((await shift(person.personId, 20, 24 * 8)).body.code).toBe('BAD_MESSAGE');
    expect((await shift(person.personId, -24 * 100, 2)).body.code).toBe('SHIFT_OUTSIDE_SERVICE');
    expect((await shift('nobody', 0, 2)).body.code).toBe('OPERATOR_UNKNOWN');
    const both = await Promise.all([shift(person.personId, 30, 5), shift(person.personId, 32, 5)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test('obliged units are listed with their gaps', async () => {
    const { body } = await desk.call(
      'administrator',
      'GET',
      `/api/staff/roster-units?from=${START}&to=${START + 24 * HOUR}`,
    );
    expect(
      body.units.find(({ organisationId }: { organisationId: string }) => organisationId === 'o-commune'),
    ).toMatchObject({
      gapMinutes: 1440,
      firstGapAt: START,
      coveredPercent: 0,
    });
  });
});
