import { type RegistrationPage, SiteId } from '@nhipcau/contracts';
import { aRegistration, FakeClock } from '@nhipcau/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFormFacts } from '../documents/read-form-facts.ts';
import { RegistrationDesk } from '../testing/registration-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import { profileOf } from './files.ts';
import { findRegistration } from './registration.repository.ts';

const at = (local: string) => Date.parse(`${local}:00+07:00`);
const clock = new FakeClock(at('2026-11-02T08:00'));
const commune = SiteId.parse('commune');
const NEW_NAME = 'UBND khu vực Đà Bắc';
const MERGED_SITE = 'UBND xã Tu Lý (cơ sở xã Đồng Ruộng)';

let installation: TestInstallation;
let desk: RegistrationDesk;
beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new RegistrationDesk(installation);
  await desk.freeCalendar();
  await desk.moveTo('ha-noi');
});
afterAll(() => installation.close());

const draft = async (start: string) => {
  const { status, body } = await desk.create('clerk', aRegistration(at(start)));
  expect(status).toBe(200);
  return body.registration.meetingId;
};
const confirmed = async (start: string) => {
  const meetingId = await draft(start);
  for (const [role, act] of [
    ['clerk', 'submit'],
    ['approver', 'confirm'],
  ] as const)
    expect(await desk.act(role, meetingId, { act })).toMatchObject({ status: 200 });
  return meetingId;
};
const shown = async (meetingId: string) => {
  const { body } = await desk.call('clerk', 'GET', `/api/registrations/${meetingId}`);
  return [body.hostName, body.siteNames[commune]];
};
const listed = async (meetingId: string) => {
  const { body } = await desk.call<RegistrationPage>('clerk', 'GET', '/api/registrations?view=all');
  return body.registrations.find((line) => line.meetingId === meetingId)?.hostName;
};
const printed = async (meetingId: string) => {
  const registration = await findRegistration(installation.database, meetingId);
  if (!registration) throw new Error(meetingId);
  const profile = await profileOf(installation.database, registration);
  const { host, sites } = await readFormFacts(installation.database, registration, profile, clock.now());
  const site = sites.get(commune);
  return [host.name, host.superior, site?.name, site?.organisation];
};

/** The district is renamed today; one commune goes into the other on the fifth. */
const reform = async () => {
  const renamed = await desk.call('administrator', 'POST', '/api/directory/organisations/o-district/change', {
    from: '2026-11-02',
    decree: 'Nghị quyết 1',
    name: NEW_NAME,
  });
  expect(renamed.status).toBe(200);
  const preview = await installation.app.inject({
    method: 'POST',
    url: '/api/directory/reforms/preview?fileName=sap-xep.csv',
    headers: { cookie: await installation.signIn('administrator'), 'content-type': 'text/csv' },
    payload: `Ký hiệu cũ,Tên cũ,Quan hệ,Ký hiệu mới,Tên mới,Ký hiệu cấp trên mới,Ngày hiệu lực,Văn bản
X1,UBND xã Đồng Ruộng,sáp nhập,X2,,,2026-11-05,Nghị quyết 2`,
  });
  expect(preview.json()).toMatchObject({ faults: [] });
  const { status } = await desk.call('administrator', 'POST', '/api/directory/reforms', {
    batchId: preview.json().batchId,
    name: 'Sắp xếp xã',
  });
  expect(status).toBe(200);
  clock.step(at('2026-11-05T08:00') - clock.now());
  await installation.restart();
  desk.signedOut();
};

describe('[RE-25] [R-DIR-01] names of a file', () => {
  test('stay those of its day when its organisations are renamed and merged; a new file has the new ones', async () => {
    const old = await confirmed('2026-11-12T08:00');
    const open = await draft('2026-11-13T08:00');
    const before = ['UBND huyện Đà Bắc', 'UBND xã Đồng Ruộng'];
    expect(await shown(old)).toEqual(before);

    await reform();

    expect(await shown(old)).toEqual(before);
    expect(await listed(old)).toBe('UBND huyện Đà Bắc');
    expect(await printed(old)).toEqual([
      'UBND huyện Đà Bắc',
      'UBND tỉnh Hoà Bình',
      'UBND xã Đồng Ruộng',
      'UBND xã Đồng Ruộng',
    ]);
    expect(await shown(open)).toEqual([NEW_NAME, MERGED_SITE]);

    const later = await confirmed('2026-11-16T08:00');
    expect(await shown(later)).toEqual([NEW_NAME, MERGED_SITE]);
    expect(await listed(later)).toBe(NEW_NAME);
    expect(await printed(later)).toEqual([NEW_NAME, 'UBND tỉnh Hoà Bình', MERGED_SITE, 'UBND xã Tu Lý']);
  });

  test('a name that was kept cannot be changed in the database', async () => {
    await expect(
      installation.database.updateTable('meeting_name').set({ name: 'khác' }).execute(),
    ).rejects.toThrow();
  });

  test('a file that is put off keeps none, and takes those of its new day when it is confirmed again', async () => {
    const meetingId = await confirmed('2026-11-17T08:00');
    const kept = () =>
      installation.database
        .selectFrom('meeting_name')
        .select('name')
        .where('meeting_id', '=', meetingId)
        .where('kind', '=', 'host')
        .execute();
    expect(await kept()).toEqual([{ name: NEW_NAME }]);
    const answer = await desk.act('approver', meetingId, { act: 'postpone', reason: 'Nhường cuộc họp khác' });
    expect(answer.status).toBe(200);
    expect(await kept()).toEqual([]);
    await desk.call('administrator', 'POST', '/api/directory/organisations/o-district/change', {
      from: '2026-11-10',
      decree: 'Nghị quyết 3',
      name: 'UBND thị xã Đà Bắc',
    });
    expect(await shown(meetingId)).toEqual([NEW_NAME, MERGED_SITE]);
    for (const [role, act] of [['approver', 'confirm']] as const)
      expect(await desk.act(role, meetingId, { act })).toMatchObject({ status: 200 });
    expect(await kept()).toEqual([{ name: 'UBND thị xã Đà Bắc' }]);
  });
});
