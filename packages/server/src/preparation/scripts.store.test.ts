import { randomUUID } from 'node:crypto';
import { aRegistration, FakeClock } from '@nhipcau/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OfficeDesk } from '../testing/office-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import { findApprovedScript } from './scripts.repository.ts';

const clock = new FakeClock();
const MEETING = Date.UTC(2026, 2, 9, 2);
const MINUTE = 60_000;

let installation: TestInstallation;
let desk: OfficeDesk;
let meetingId: string;
let url: string;
beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new OfficeDesk(installation);
  await desk.settleIn('ha-noi');
  const created = await desk.call('clerk', 'POST', '/api/registrations', { data: aRegistration(MEETING) });
  ({ meetingId } = created.body.registration);
  url = `/api/preparation/${meetingId}/script`;
  await desk.call('clerk', 'POST', `/api/registrations/${meetingId}/acts`, {
    act: 'submit',
    revision: created.body.registration.revision,
    reason: null,
    reception: null,
    displace: [],
  });
});
afterAll(() => installation.close());

const aSegment = (atMinute: number, more: object = {}) => ({
  segmentId: randomUUID(),
  title: 'Báo cáo của UBND huyện',
  plannedAt: MEETING + atMinute * MINUTE,
  durationMinutes: 20,
  speakerSiteId: 'district',
  speaker: 'Phó Chủ tịch',
  layout: 'full',
  floor: ['district'],
  contentSiteId: 'district',
  cameraPreset: 'Bục phát biểu',
  ...more,
});
const save = (role: 'clerk' | 'technician', revision: number, segments: object[]) =>
  desk.call(role, 'POST', url, { revision, segments });
const approve = (revision: number) => desk.call('clerk', 'POST', `${url}/approval`, { revision });

describe('[R-PLN-05] the running order of a meeting', () => {
  test('begins empty; whoever serves the meeting reads it, whoever prepares it writes it', async () => {
    expect((await desk.call('clerk', 'GET', url)).body).toMatchObject({
      revision: 0,
      segments: [],
      mayWrite: true,
    });
    expect((await desk.call('technician', 'GET', url)).body).toMatchObject({ mayWrite: false });
    expect((await save('technician', 0, [aSegment(0)])).status).toBe(403);
  });

  test('is saved as it is, with what is wrong with it; two writers do not overwrite each other', async () => {
    const saved = await save('clerk', 0, [aSegment(0, { floor: ['spare'], speakerSiteId: null })]);
    expect(saved.body).toMatchObject({
      revision: 1,
      findings: [{ severity: 'error', code: 'siteNotInvited' }],
      changedBy: expect.any(String),
    });
    expect((await save('clerk', 0, [])).body.code).toBe('SCRIPT_CHANGED_MEANWHILE');
    expect((await save('clerk', 1, [aSegment(0, { durationMinutes: 0 })])).body.code).toBe('BAD_MESSAGE');
  });

  test('[PL-1] is approved only when it can be carried out, and kept as it was approved', async () => {
    expect((await approve(1)).body).toMatchObject({
      code: 'SCRIPT_FAULTY',
      facts: { fault: 'siteNotInvited' },
    });
    const segments = [aSegment(0), aSegment(20, { title: 'Thảo luận', speaker: null })];
    await save('clerk', 1, segments);
    expect((await approve(1)).body.code).toBe('SCRIPT_CHANGED_MEANWHILE');
    expect((await approve(2)).body).toMatchObject({ isChanged: false, approved: { version: 1 } });
    expect((await approve(2)).body.code).toBe('SCRIPT_CHANGED_MEANWHILE');
    const later = await save('clerk', 2, segments.slice(0, 1));
    expect(later.body).toMatchObject({ isChanged: true, approved: { version: 1, segments } });
    const kept = await findApprovedScript(installation.database, meetingId);
    expect(kept?.script.segments).toEqual(segments);
    await expect(
      installation.database.updateTable('script_version').set({ by_name: 'x' }).execute(),
    ).rejects.toThrow(/append-only/);
  });

  test('is printed as a paper', async () => {
    const { status, text } = await desk.call('clerk', 'GET', `${url}.pdf`);
    expect([status, text.slice(0, 5)]).toEqual([200, '%PDF-']);
  });

  test('a room’s terminal measures its line to the centre', async () => {
    const { body } = await desk.call('technician', 'GET', '/api/preparation/line');
    expect(body).toEqual({ address: expect.stringMatching(/\d/) });
    const bytes = await desk.call('technician', 'GET', '/api/preparation/line/bytes');
    expect(bytes.status).toBe(200);
  });
});
