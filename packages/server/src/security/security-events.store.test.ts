import type { SecurityEventList } from '@nhipcau/contracts';
import { FakeClock } from '@nhipcau/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OfficeDesk } from '../testing/office-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';

const clock = new FakeClock();
let installation: TestInstallation;
let desk: OfficeDesk;
beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new OfficeDesk(installation);
});
afterAll(() => installation.close());

const list = async (): Promise<SecurityEventList> =>
  (await desk.call('administrator', 'GET', '/api/security-events')).body;
const fail = (login: string) =>
  installation.app.inject({
    method: 'POST',
    url: '/api/session',
    payload: { login, password: 'không phải mật khẩu' },
  });
const look = () => installation.server.office.security.look();

test('[AC-27] [R-MON-06] five failed sign-ins are an event with the plan for it, once, counted on', async () => {
  for (let tries = 0; tries < 4; tries += 1) await fail('kiemtra');
  await look();
  expect((await list()).events).toEqual([]);
  await fail('kiemtra');
  for (const _ of [1, 2]) await look();
  const { events, plan, mayWrite } = await list();
  expect(events).toMatchObject([{ kind: 'signInFailures', count: 5, state: 'open', meetingId: null }]);
  expect(plan?.name).toBe('Sự cố an toàn thông tin');
  expect(mayWrite).toBe(true);
});

test('it has a handling status: by whoever may, once', async () => {
  const [event] = (await list()).events;
  const url = `/api/security-events/${event?.eventId ?? ''}/handling`;
  const body = { outcome: 'handled', handling: 'Đã đổi mật khẩu, nhắc người dùng' };
  expect((await desk.call('technician', 'POST', url, body)).status).toBe(403);
  expect((await desk.call('operator', 'POST', url, body)).status).toBe(403);
  expect((await desk.call('administrator', 'POST', url, body)).status).toBe(200);
  expect((await desk.call('administrator', 'POST', url, body)).body.code).toBe('SECURITY_EVENT_HANDLED');
  const unknown = '/api/security-events/nowhere/handling';
  expect((await desk.call('administrator', 'POST', unknown, body)).body.code).toBe('SECURITY_EVENT_UNKNOWN');
  expect((await list()).events).toMatchObject([{ state: 'handled', handledByName: expect.any(String) }]);
  expect((await desk.call('clerk', 'GET', '/api/security-events')).status).toBe(403);
});

test('[R-MON-06] [R-INC-01] while a meeting is live an attempt is an incident of it as well, told by the route of its kind', async () => {
  const meetingId = await installation.planMeeting();
  const operator = await installation.openConsole('operator');
  await operator.follow(meetingId);
  await operator.give(meetingId, { type: 'meeting.start' });
  for (let tries = 0; tries < 3; tries += 1)
    await installation.app.inject({
      method: 'POST',
      url: '/api/room-session',
      payload: { token: 'khong-co-phong-nao' },
    });
  for (let tries = 0; tries < 5; tries += 1) await fail('doitac');
  for (const _ of [1, 2]) await look();
  const { events } = await list();
  expect(events.find(({ state }) => state === 'open')).toMatchObject({ kind: 'signInFailures', meetingId });
  const { cases } = (await desk.call('operator', 'GET', `/api/meetings/${meetingId}/incident-cases`)).body;
  expect(cases.filter(({ type }: { type: string }) => type === 'security')).toMatchObject([
    {
      place: 'doitac',
      type: 'security',
      origin: 'system',
      faults: [{ kind: 'security' }],
      scenario: { name: 'Sự cố an toàn thông tin' },
    },
  ]);
});
