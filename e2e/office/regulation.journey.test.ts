import type { MeetingId } from '@nhipcau/contracts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible } from '../support/accessible.ts';
import { OfficeWorld } from '../support/office-world.ts';

/** Friday 4 December 2026, 8:00; asked for on Monday 23 November at 9:00. */
const START = '2026-12-04T08:00';
const ASKED = '2026-11-23T09:00';

/** Pages that no other journey keeps a picture of, by who opens them. */
const PAGES = {
  quantri: [
    '/danh-ba',
    '/danh-ba/nhap',
    '/nhan-su',
    '/quan-tri/tai-khoan',
    '/quan-tri/nhat-ky',
    '/thiet-bi',
    '/dao-tao',
    '/kinh-phi',
    '/thong-ke',
    '/bao-cao',
    '/danh-gia',
    '/so-nhat-ky',
    '/ho-so-tuan-thu',
    '/ket-nap',
  ],
  dieuhanh: ['/', '/dieu-hanh', '/chuan-bi', '/su-co', '/lich', '/ban-ghi', '/hien-trang-ket-noi'],
  kythuat: ['/', '/phong'],
};

describe('the legal timetable of a meeting before it is submitted', () => {
  let world: OfficeWorld;
  let meetingId: MeetingId;
  let page: Page;
  const address = (query: Record<string, string | number | boolean>) =>
    `${world.url}/quy-che?${new URLSearchParams(
      Object.entries({ bd: START, dk: ASKED, ...query }).map(([key, value]): [string, string] => [
        key,
        JSON.stringify(value),
      ]),
    )}`;
  /** `24:00 Đăng ký lịch họp…` of every duty, in the order of the page. */
  const duties = async (): Promise<string[]> => {
    const cards = page.locator('.reg-entry');
    await cards.first().waitFor();
    return cards.evaluateAll((entries) =>
      entries.map((entry) =>
        ['.reg-time', 'h4', '.reg-chip.state']
          .map((part) => entry.querySelector(part)?.textContent ?? '')
          .join(' '),
      ),
    );
  };
  const verdict = () => page.getByRole('status').first().textContent();

  beforeAll(async () => {
    world = await OfficeWorld.open('hoa-binh', 'regulation');
    meetingId = await world.meeting('Hội nghị kiểm tra quy chế');
    page = await world.newPage();
  });
  afterAll(async () => {
    await world?.close();
  });

  test('who is not signed in is asked to, and arrives where the address leads', async () => {
    await page.goto(address({ dp: 'binh-dinh' }));
    await page.getByLabel('Tên đăng nhập').fill('quantri');
    await page.getByLabel('Mật khẩu', { exact: true }).fill(world.password);
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
    await page.getByRole('heading', { name: 'Quy chế và thời hạn' }).waitFor();
    await page.getByRole('button', { name: 'Bình Định', pressed: true }).waitFor();
  });

  test('whoever reads English has it at once and on every page after it; the rest never fetch it', async () => {
    const fetched: string[] = [];
    page.on('response', (answer) => {
      if (/\/assets\/en-/.test(answer.url())) fetched.push(answer.url());
    });
    const heading = (name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();
    await page.reload();
    await heading('Quy chế và thời hạn');
    expect(fetched).toEqual([]);
    await page.getByRole('button', { name: 'VI: chuyển sang tiếng Anh' }).click();
    await heading('Regulation and deadlines');
    await page.reload();
    await heading('Regulation and deadlines');
    expect(fetched).toHaveLength(2);
    await page.getByRole('button', { name: 'EN: switch to Vietnamese' }).click();
    await heading('Quy chế và thời hạn');
  });

  test.each([
    ['hoa-binh', '06:00 Hoàn thành tổng duyệt nội bộ Chưa đến hạn'],
    ['vinh-phuc', '09:15 Xử lý thông tin và gửi cho đầu mối các đơn vị Chưa đến hạn'],
    [
      'binh-dinh',
      '24:00 Xác nhận vào Phiếu đăng ký, gửi cơ quan đăng ký và Trung tâm điều khiển Chưa đến hạn',
    ],
    ['ha-noi', '11:00 Trả kết quả đăng ký công khai qua hòm thư, nhóm Zalo hoặc ứng dụng Chưa đến hạn'],
    ['quang-ninh', '06:30 Cán bộ kỹ thuật có mặt tại phòng họp, bật và kiểm tra thiết bị Chưa đến hạn'],
  ])('[R-PROF-01] the same meeting under %s', async (locality, duty) => {
    await page.goto(address({ dp: locality }));
    expect(await duties()).toContain(duty);
    await world.shot(page, locality);
  });

  test('[R-PROF-05] Bình Định refuses a planned meeting one working day ahead and says by which article', async () => {
    await page.goto(address({ dp: 'binh-dinh', dk: '2026-12-03T09:00' }));
    await page.getByRole('heading', { name: 'Không còn kịp đăng ký' }).waitFor();
    expect(await verdict()).toContain('24:00 Thứ Ba, 01/12/2026');
    expect(await verdict()).toContain('Đ8.1');
  });

  test('[R-PROF-05] Hoà Bình waives what an urgent meeting can no longer do, the rest stands', async () => {
    await page.goto(address({ dp: 'hoa-binh', khan: true, dk: '2026-12-04T07:00' }));
    expect(await duties()).toEqual([
      '06:00 Hoàn thành tổng duyệt nội bộ Được miễn',
      expect.stringContaining('Đã xong'),
      expect.stringContaining('Chưa đến hạn'),
      '07:30 Hệ thống sẵn sàng phục vụ phiên họp Chưa đến hạn',
    ]);
  });

  test('[R-PROF-02] a registered meeting shows what it owes by the version it was registered under', async () => {
    await page.goto(`${world.url}/`);
    await page.getByRole('link', { name: 'Thời hạn' }).first().waitFor();
    await page.goto(`${world.url}/quy-che/${meetingId}`);
    await page.getByText('của tỉnh Hòa Bình, bản 1').waitFor();
    expect((await duties()).some((duty) => duty.includes('Hoàn thành tổng duyệt nội bộ'))).toBe(true);
  });

  test('[R-PROF-03] a day that an officer confirms moves the limits that are counted over it', async () => {
    const meeting = { dp: 'binh-dinh', bd: '2026-11-26T08:00', dk: '2026-11-16T09:00' };
    await page.goto(address(meeting));
    await page.getByRole('heading', { name: 'Đăng ký kịp thời hạn' }).waitFor();
    expect(await verdict()).toContain('24:00 Thứ Hai, 23/11/2026');
    await page.getByRole('button', { name: 'Lịch làm việc' }).click();
    await page.getByRole('listitem').filter({ hasText: '24/11/2026' }).getByRole('button').click();
    await page.getByLabel('Văn bản căn cứ').fill('Thông báo về lịch nghỉ năm 2026');
    await page.getByRole('button', { name: 'Lưu vào lịch' }).click();
    await page.getByText('Đã lưu lịch bản 2').waitFor();
    await page.goto(address(meeting));
    await page.getByText('Tính theo lịch làm việc bản 2.').waitFor();
    expect(await verdict()).toContain('24:00 Thứ Sáu, 20/11/2026');
  });

  test.each(Object.entries(PAGES))('axe finds nothing serious on the pages of %s', async (login, paths) => {
    const theirs = await world.person(login);
    for (const path of paths) {
      await theirs.goto(`${world.url}${path}`);
      await theirs.getByRole('heading').first().waitFor();
      await expectAccessible(theirs);
    }
  });
});
