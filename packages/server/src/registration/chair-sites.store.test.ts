import { type RegistrationChecked, SiteId } from '@nhipcau/contracts';
import { aRegistration, FakeClock } from '@nhipcau/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RegistrationDesk } from '../testing/registration-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';

const at = (local: string) => Date.parse(`${local}:00+07:00`);
const clock = new FakeClock(at('2026-11-02T08:00'));
const start = at('2026-11-12T08:00');

let installation: TestInstallation;
let desk: RegistrationDesk;
beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new RegistrationDesk(installation);
  await desk.freeCalendar();
  // It calls itself a chair site; whether it may be one is for the text to say.
  await installation.database
    .updateTable('site')
    .set({ roles: ['chair', 'satellite'] })
    .where('id', '=', 'commune')
    .execute();
});
afterAll(() => installation.close());

const ownMeeting = { kind: 'district', chairBody: 'committee', purpose: 'meeting' } as const;
const chairedFrom = (site: string, more: object = {}) =>
  aRegistration(start, { chairSiteId: SiteId.parse(site), ...more });
const said = async (data: ReturnType<typeof aRegistration>) => {
  const { body } = await desk.call<RegistrationChecked>('clerk', 'POST', '/api/registrations/check', {
    data,
    reception: null,
  });
  return body.findings
    .filter(({ field }) => field === 'chairSiteId')
    .map(({ severity, code, cite }) => [severity, code, cite[0]?.article]);
};

describe('[RE-14] [R-DIR-04] from which site a meeting may be chaired', () => {
  test('Hà Nội: a district may, a commune never, whatever its entry in the directory says', async () => {
    await desk.moveTo('ha-noi');
    expect(await said(chairedFrom('district'))).toEqual([]);
    expect(await said(chairedFrom('commune'))).toEqual([['error', 'chairSiteNotCapable', 'Đ5.6']]);
    const { body } = await desk.create('clerk', chairedFrom('commune'));
    const refused = await desk.act('clerk', body.registration.meetingId, { act: 'submit' });
    expect([refused.status, refused.body.code, refused.body.facts?.['finding']]).toEqual([
      422,
      'REGISTRATION_FAULTY',
      'chairSiteNotCapable',
    ]);
  });

  test('Quảng Ninh: another site becomes possible once the host asks for it', async () => {
    await desk.moveTo('quang-ninh');
    const data = chairedFrom('commune', ownMeeting);
    expect(await said(data)).toEqual([['warning', 'chairSiteOnRequest', 'Đ3.5']]);
    const { body } = await desk.create('clerk', data);
    const taken = await desk.act('clerk', body.registration.meetingId, { act: 'submit' });
    expect(taken.status).toBe(200);
  });
});
