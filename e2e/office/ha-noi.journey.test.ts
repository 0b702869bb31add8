import { AuditPage } from '@nhipcau/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOfNow } from '../support/authenticator.ts';
import { type Journey, lateMeeting, plannedMeeting, read, urgentMeeting } from '../support/office-journey.ts';
import { OfficeWorld } from '../support/office-world.ts';

const journey: Journey = {
  clerk: 'vanthu',
  request: {
    sites: /Ba Vì/,
    fill: {
      'Nội dung họp': 'Triển khai nhiệm vụ',
      'Đầu mối liên hệ': 'Kỹ thuật viên Văn phòng UBND quận',
    },
    purpose: 'Chỉ đạo, điều hành từ Thành phố đến các cấp, các ngành',
    rehearsal: false,
    upstream: null,
  },
  limits: (friday, _tuesday, thursday) => ({
    register: `${thursday} 08:00`,
    'notify-wan': `${friday} 06:00`,
    'notify-sites': `${friday} 06:00`,
    check: `${friday} 06:00`,
  }),
  urgentLimits: (friday) => ({
    'register-urgent': `${friday} 08:00`,
    'notify-wan': `${friday} 12:00`,
    'notify-sites': `${friday} 12:00`,
    check: `${friday} 12:00`,
  }),
  asksCause: true,
  asksConnection: false,
  approver: 'duyet',
  partner: null,
  byKeyboard: true,
  leadArticle: 'Đ12.2a',
};

describe('a meeting request in ha-noi', () => {
  let world: OfficeWorld;
  beforeAll(async () => {
    world = await OfficeWorld.open('ha-noi');
  });
  afterAll(() => world?.close());

  test('[R-REG-18] from the sign-in of the clerk to the notices without a mouse, every limit as counted by hand', async () => {
    await plannedMeeting(world, journey);
  });

  test('[R-REG-02] an urgent one is taken in at once, every limit as counted by hand', async () => {
    await urgentMeeting(world, journey);
  });

  test('[R-REG-01] [R-APR-06] too late is refused with its article; an approver refuses with a reason', async () => {
    await lateMeeting(world, journey);
  });

  test('[R-SEC-01] [R-SEC-11] a second factor at the sign-in, a right given, an act refused, and the audit shows them', async () => {
    await secondFactorAndAudit(world);
  });
});

/** The administrator sets up an authenticator, signs in with it, gives a right; the clerk is refused; the audit has all. */
async function secondFactorAndAudit(world: OfficeWorld): Promise<void> {
  const page = await world.person('quantri');
  await page.goto(`${world.url}/tai-khoan`);
  await page.getByRole('button', { name: 'Thiết lập', exact: true }).click();
  const key = ((await page.locator('.totp-key').textContent()) ?? '').replace(/\s/g, '');
  await page.getByLabel('Mã 6 số đang hiện').fill(codeOfNow(key));
  await page.getByRole('button', { name: 'Bật xác thực' }).click();
  await page.getByRole('button', { name: 'Tôi đã cất các mã này' }).click();
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await page.getByLabel('Tên đăng nhập').fill('quantri');
  await page.getByLabel('Mật khẩu', { exact: true }).fill(world.installation.password ?? '');
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  const code = page.getByLabel('Mã 6 số trên ứng dụng xác thực');
  await code.fill('000000');
  await page.getByRole('button', { name: 'Xác nhận' }).click();
  await page.getByRole('alert').first().waitFor();
  // A code works once: the one of the next half minute is good already, as a clock that is ahead would show it.
  await code.fill(codeOfNow(key, 1));
  await page.getByRole('button', { name: 'Xác nhận' }).click();
  await page.getByRole('heading', { name: 'Hôm nay' }).waitFor();

  await page.goto(`${world.url}/quan-tri/tai-khoan?tim=vanthu`);
  await page.getByRole('row').filter({ hasText: 'vanthu' }).click();
  await page.getByRole('button', { name: 'Thêm quyền' }).click();
  await world.shot(page, 'grant');
  await page.getByRole('button', { name: 'Lưu', exact: true }).first().click();
  await page.getByText('Đã thực hiện.').first().waitFor();

  const clerk = await world.person('vanthu');
  const refused = await clerk.request.post(`${world.url}/api/accounts/u-none/disable`, {
    data: { reason: 'administrator' },
    headers: { origin: world.url },
  });
  expect(refused.status()).toBe(403);
  await page.goto(`${world.url}/quan-tri/nhat-ky?kq=refused`);
  await page.getByRole('row').filter({ hasText: 'Văn thư' }).first().waitFor();
  await world.shot(page, 'audit');
  const { entries } = await read(page, '/api/audit?action=account', AuditPage);
  expect(entries.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['account.totp.enrol', 'account.grants']),
  );
}
