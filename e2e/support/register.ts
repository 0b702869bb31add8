import { CalendarYear } from '@nhipcau/contracts';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** A meeting as a clerk enters it; labels are the locality's own words. */
export interface Request {
  readonly title: string;
  /** `2026-12-11T08:00` */
  readonly start: string;
  /** Group of sites that is taken with one press. */
  readonly sites: RegExp;
  /** Entries by the beginning of their label. */
  readonly fill: Readonly<Record<string, string>>;
  readonly purpose?: string;
  readonly rehearsal: boolean;
  /** The upper body that holds it, where the chair is from above. */
  readonly upstream: string | null;
  /** Of an urgent one; null where the locality does not ask why. */
  readonly urgentCause?: string | null;
}

const DAY_MS = 86_400_000;
const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Days of the first week to come, ten days away at least, that has no holiday from Monday to Friday. */
export async function weekOf(page: Page): Promise<{ friday: string; tuesday: string; thursday: string }> {
  const special = new Set<string>();
  const year = new Date().getFullYear();
  for (const one of [year, year + 1]) {
    const reply = await page.request.get(new URL(`/api/calendar/${one}`, page.url()).href);
    if (reply.ok()) for (const { date } of CalendarYear.parse(await reply.json()).days) special.add(date);
  }
  const today = Date.parse(`${dateOf(Date.now())}T00:00:00Z`);
  for (let at = today + 10 * DAY_MS; ; at += DAY_MS) {
    const week = [0, 1, 2, 3, 4, 5, 6].map((back) => dateOf(at - back * DAY_MS));
    if (new Date(at).getUTCDay() !== 5 || week.some((date) => special.has(date))) continue;
    return { friday: dateOf(at), thursday: dateOf(at - DAY_MS), tuesday: dateOf(at - 3 * DAY_MS) };
  }
}

/** `2026-12-11T08:00` as people here write it: `11/12/2026 08:00`. */
export const timeText = (at: string): string =>
  `${at.slice(0, 10).split('-').reverse().join('/')} ${at.slice(11, 16)}`;

/** Writes a time into a field and leaves it. */
export async function enterTime(page: Page, label: string, at: string): Promise<void> {
  const field = page.getByLabel(label);
  await field.press('Control+A');
  await page.keyboard.type(timeText(at));
  await page.keyboard.press('Tab');
  await expect.poll(() => field.inputValue()).toBe(timeText(at));
}

/** Fills in the whole form, as a person does, and waits until the server has it. */
export async function register(page: Page, request: Request): Promise<void> {
  await page
    .getByRole('link', { name: /^Đăng ký (cuộc|phiên) họp mới$/ })
    .first()
    .click();
  await page.getByLabel(/^Tên (cuộc|phiên) họp/).fill(request.title);
  if (request.urgentCause !== undefined) {
    await page.getByRole('button', { name: /đột xuất/ }).click();
    if (request.urgentCause !== null) await page.getByLabel(/Lý do họp đột xuất/).fill(request.urgentCause);
  }
  await enterTime(page, 'Bắt đầu họp', request.start);
  if (request.rehearsal) await page.getByRole('button', { name: 'Chọn thời gian' }).click();
  if (request.upstream !== null)
    await page
      .getByLabel(/Cơ quan (Trung ương|cấp trên|trung ương|thông báo)/)
      .first()
      .fill(request.upstream);
  if (request.purpose !== undefined)
    await page.getByLabel('Mục đích sử dụng').selectOption({ label: request.purpose });
  for (const [label, text] of Object.entries(request.fill))
    await page.getByLabel(label, { exact: false }).first().fill(text);
  const phone = page.getByLabel('Số điện thoại', { exact: true });
  if ((await phone.count()) > 0) await phone.fill('0900 000 123');
  await takeSites(page, request.sites);
  await page.getByRole('status', { name: 'Tình trạng lưu' }).getByText('Đã lưu').waitFor();
}

/** The chair's own site first, then a whole group with one press, contacts from the directory. */
async function takeSites(page: Page, group: RegExp): Promise<void> {
  await page.getByLabel('Tìm điểm cầu').fill('2');
  await page.getByLabel('Tìm điểm cầu').press('Enter');
  await page
    .getByRole('group', { name: 'Thêm cả nhóm điểm cầu' })
    .getByRole('button', { name: group })
    .click();
  await page.getByRole('radio').first().check();
  await page.getByRole('button', { name: 'Lấy đầu mối từ danh bạ' }).click();
  await page.getByLabel('Số người mỗi điểm').fill('12');
  await page.getByRole('button', { name: 'Điền cho điểm còn trống' }).click();
}
