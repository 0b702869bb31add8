import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Journey, lateMeeting, plannedMeeting, urgentMeeting } from '../support/office-journey.ts';
import { OfficeWorld } from '../support/office-world.ts';

const journey: Journey = {
  clerk: 'vanthu',
  request: {
    sites: /Tất cả: Huyện/,
    fill: {
      'Căn cứ (số văn bản': '15/KH-SYT',
      'Địa điểm tổ chức': 'Phòng họp trực tuyến Sở Thông tin và Truyền thông',
      'Nội dung cuộc họp': 'Triển khai nhiệm vụ',
      'Người chủ trì': 'Giám đốc Sở',
      'Chức vụ': 'Giám đốc',
      'Cán bộ kỹ thuật': 'Kỹ thuật viên Sở Y tế',
    },
    purpose: 'Cơ quan cấp tỉnh họp với UBND cấp huyện',
    rehearsal: false,
    upstream: null,
  },
  limits: (friday, tuesday, thursday) => ({
    register: `${tuesday} 24:00`,
    rehearsal: `${thursday} 24:00`,
    'run-through': `${friday} 07:30`,
  }),
  urgentLimits: (friday, thursday) => ({
    'register-urgent': `${friday} 11:00`,
    rehearsal: `${thursday} 24:00`,
    'run-through': `${friday} 13:30`,
  }),
  asksCause: true,
  asksConnection: false,
  approver: 'duyet',
  partner: 'dienluc',
  leadArticle: 'Đ8.1',
};

describe('a meeting request in binh-dinh', () => {
  let world: OfficeWorld;
  let planned: string;
  beforeAll(async () => {
    world = await OfficeWorld.open('binh-dinh');
  });
  afterAll(() => world?.close());

  test('[R-REG-18] from the sign-in of the clerk to the notices, every limit as counted by hand', async () => {
    planned = await plannedMeeting(world, journey);
  });

  test('[R-REG-02] an urgent one is taken in at once, every limit as counted by hand', async () => {
    await urgentMeeting(world, journey);
  });

  test('[R-REG-01] [R-APR-06] too late is refused with its article; an approver refuses with a reason', async () => {
    await lateMeeting(world, journey);
  });

  test('[R-REG-04] the form of Annex I is looked at and saved as PDF', async () => {
    await printForm(world, planned);
  });
});

/** BD PL I of the registered meeting: shown beside the file, then saved; what is saved is a PDF. */
async function printForm(world: OfficeWorld, planned: string): Promise<void> {
  const page = await world.person('vanthu');
  await page.goto(`${world.url}/dang-ky/${planned}`);
  const save = page.getByRole('button', { name: /^Tải PDF: Phiếu đăng ký/ });
  await save.waitFor();
  await page
    .getByRole('listitem')
    .filter({ has: save })
    .getByRole('button', { name: /^Xem trước/ })
    .click();
  const frame = page.locator('iframe.form-preview');
  await frame.waitFor();
  expect(await frame.getAttribute('src')).toMatch(/^blob:/);
  await world.shot(page, 'form-preview');
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Tải PDF', exact: true }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toMatch(/^Phiếu đăng ký.*\.pdf$/);
  const bytes = readFileSync(await download.path());
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect(bytes.length).toBeGreaterThan(10_000);
}
