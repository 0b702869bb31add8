import { SiteList } from '@nhipcau/contracts';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { type Journey, plannedMeeting, read, urgentMeeting } from '../support/office-journey.ts';
import { OfficeWorld } from '../support/office-world.ts';

const journey: Journey = {
  clerk: 'vanphong',
  request: {
    sites: /Tam Đảo/,
    fill: {
      'Kế hoạch, văn bản tổ chức': '72/KH-UBND',
      'Kịch bản phiên họp': 'Khai mạc, báo cáo, thảo luận, kết luận',
      'Yêu cầu các điểm cầu cử cán bộ': 'Mỗi điểm cầu một cán bộ kỹ thuật',
    },
    rehearsal: true,
    upstream: 'Văn phòng Chính phủ',
  },
  limits: (friday) => ({
    rehearsal: `${friday} 06:00`,
    'slave-mcu': `${friday} 06:00`,
    ready: `${friday} 07:30`,
  }),
  urgentLimits: (friday) => ({ ready: `${friday} 13:30` }),
  asksCause: false,
  asksConnection: true,
  approver: null,
  partner: null,
  leadArticle: null,
};

describe('a meeting request in vinh-phuc', () => {
  let world: OfficeWorld;
  beforeAll(async () => {
    world = await OfficeWorld.open('vinh-phuc');
  });
  afterAll(() => world?.close());

  test('[R-REG-18] from the sign-in of the clerk to the notices, every limit as counted by hand', async () => {
    await plannedMeeting(world, journey);
  });

  test('[R-REG-02] an urgent one is taken in at once, every limit as counted by hand', async () => {
    await urgentMeeting(world, journey);
  });

  test('[R-DIR-09] a sheet with a bad row names it, is corrected and confirmed; found without diacritics', async () => {
    await importSites(world);
  });
});

/** A sheet of sites: the bad row is named by line and column; mended, it is confirmed, and the site found by plain letters. */
async function importSites(world: OfficeWorld): Promise<void> {
  const page = await world.person('quantri');
  const { sites } = await read(page, '/api/sites', SiteList);
  const like = sites.find(({ levelCode }) => levelCode === 'commune');
  if (!like) throw new Error('no commune site');
  const sheet = (level: string) =>
    [
      'Mã,Số,Tên,Mã đơn vị,Cấp,MCU,Vai trò',
      `dc-moi,9901,Nhà văn hoá Đồng Ích,${like.organisationId},${level},${like.nodeId},satellite`,
    ].join('\n');
  const choose = (level: string) =>
    page
      .locator('input[type=file]')
      .setInputFiles({ name: 'diem-cau.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet(level)) });
  await page.goto(`${world.url}/danh-ba/nhap`);
  await choose('village');
  const faults = page.getByRole('region', { name: 'Cần sửa trong tệp rồi tải lại' });
  await faults
    .getByRole('row')
    .filter({ hasText: 'village' })
    .getByRole('cell', { name: '2', exact: true })
    .waitFor();
  await world.shot(page, 'import-fault');
  await page.getByRole('button', { name: 'Chọn tệp khác' }).click();
  await choose('commune');
  await page.getByRole('button', { name: 'Ghi 1 dòng vào danh bạ' }).click();
  await page.getByText('Đã ghi: thêm 1, sửa 0.').waitFor();
  await page.goto(`${world.url}/danh-ba?xem=diem-cau&tim=dong%20ich`);
  await page.getByText('Nhà văn hoá Đồng Ích').first().waitFor();
  await world.shot(page, 'import-found');
}
