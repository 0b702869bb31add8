import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Request, timeText } from './register.ts';

/** More than any page has; after the last one Tab begins again at the top. */
const MOST_STOPS = 200;
const MOST_STEPS = 60;

/** Presses Tab, or Shift and Tab, until this has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.first().waitFor();
  const isBefore = await target
    .first()
    .evaluate((element) => (element.ownerDocument.activeElement?.compareDocumentPosition(element) ?? 0) & 2);
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await target.first().evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press(isBefore ? 'Shift+Tab' : 'Tab');
  }
  throw new Error(`Tab does not reach ${target}`);
}

async function write(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.type(text);
}

async function press(page: Page, name: string | RegExp, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  await tabTo(page, page.getByRole('button', { name, exact: true }));
  await page.keyboard.press(key);
}

/** Arrows until what they reach says it; a list of choices, or a group of buttons. */
async function arrowTo(page: Page, said: () => Promise<string | null>, wanted: RegExp): Promise<void> {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (wanted.test((await said()) ?? '')) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`arrows do not reach ${wanted}`);
}

/** A time, digit by digit, as people here write it, whatever the language of the browser is. */
async function writeTime(page: Page, target: Locator, at: string): Promise<void> {
  await write(page, target, timeText(at));
  await page.keyboard.press('Tab');
  await expect.poll(() => target.inputValue()).toBe(timeText(at));
}

/** The whole form without a mouse, from the home page until the server has it. */
export async function registerByKeyboard(page: Page, request: Request): Promise<void> {
  await tabTo(page, page.getByRole('link', { name: /^Đăng ký (cuộc|phiên) họp mới$/ }));
  await page.keyboard.press('Enter');
  await write(page, page.getByLabel(/^Tên (cuộc|phiên) họp/), request.title);
  if (request.purpose !== undefined) {
    const purpose = page.getByLabel('Mục đích sử dụng');
    await tabTo(page, purpose);
    const chosen = () => purpose.locator('option:checked').textContent();
    await arrowTo(page, chosen, new RegExp(`^${request.purpose}$`));
  }
  for (const [label, text] of Object.entries(request.fill))
    await write(page, page.getByLabel(label, { exact: false }).first(), text);
  await write(page, page.getByLabel('Số điện thoại', { exact: true }), '0900 000 123');
  await writeTime(page, page.getByLabel('Bắt đầu họp'), request.start);
  await takeSites(page, request.sites);
  await page.getByRole('status', { name: 'Tình trạng lưu' }).getByText('Đã lưu').waitFor();
}

async function takeSites(page: Page, group: RegExp): Promise<void> {
  await write(page, page.getByLabel('Tìm điểm cầu'), '2');
  await page.keyboard.press('Enter');
  const groups = page.getByRole('group', { name: 'Thêm cả nhóm điểm cầu' });
  await tabTo(page, groups.locator('button[tabindex="0"]'));
  await arrowTo(page, () => groups.locator('button:focus').textContent(), group);
  await page.keyboard.press('Space');
  await press(page, 'Lấy đầu mối từ danh bạ');
  await write(page, page.getByLabel('Số người mỗi điểm'), '12');
  await press(page, 'Điền cho điểm còn trống');
  await tabTo(page, page.getByRole('radio'));
  await page.keyboard.press('Space');
}

/** Sends it in, without a mouse. */
export const submitByKeyboard = (page: Page): Promise<void> => press(page, 'Gửi đăng ký');
