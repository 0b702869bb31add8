import { ConnectionPlan, Rehearsal } from '@nhipcau/contracts';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { z } from 'zod';
import type { Day } from './day.ts';
import type { DayWorld } from './day-world.ts';
import { type Desk, readingOf } from './desk.ts';

const PHONE = { width: 390, height: 844 };
const sections = [
  ['Bảo đảm kết nối giữa các hệ thống', 'Hệ thống của tỉnh nối với hệ thống cấp trên'],
  ['Thông tin MCU phục vụ', 'Theo phiếu thông tin MCU'],
  ['Quy hoạch kết nối Cascade', 'Một cấp dưới MCU trung tâm'],
  ['Kênh truyền, thiết bị các điểm cầu', 'Mạng truyền số liệu chuyên dùng, thiết bị phòng họp'],
  ['Bảo đảm an toàn thông tin', 'Giám sát sự kiện, phân quyền điều khiển'],
] as const;

/** The operator writes the plan and lays it before the units; each of them agrees to it. */
export async function agreeOnPlan(world: DayWorld, meetingId: string): Promise<void> {
  const path = `/api/preparation/${meetingId}/plan`;
  const plan = () => world.people.ask('dieuhanh', path, ConnectionPlan);
  for (const { nodeId } of (await plan()).mcus)
    await world.people.ask('dieuhanh', '/api/preparation/mcu-sheets', z.unknown(), {
      nodeId,
      sites: 260,
      links: 12,
      lineKbps: 200_000,
      owner: 'Đơn vị quản lý MCU',
      operator: 'Cán bộ điều khiển MCU',
      telephone: '0900 000 700',
      spareNodeId: null,
      parameters: null,
    });
  const page = await world.page('dieuhanh', `/chuan-bi/${meetingId}/phuong-an`);
  for (const [label, text] of sections) await page.getByLabel(label).fill(text);
  await page.getByRole('button', { name: 'Trình các đơn vị' }).click();
  await page.getByRole('heading', { name: 'Phương án, bản 1' }).waitFor();
  const { agreements, findings } = await plan();
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  // They answer by telephone; whoever runs the system writes it down.
  const units = page.getByRole('region', { name: /^Ý kiến các đơn vị/ });
  for (const { name } of agreements) {
    const unit = units.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) });
    await unit.getByRole('button', { name: 'Thống nhất', exact: true }).click();
    await unit.getByText(/^Thống nhất.*Người điều hành/).waitFor();
  }
  await expect.poll(async () => (await plan()).agreements.every(({ agreed }) => agreed === true)).toBe(true);
  await world.shot(page, 'plan');
  await page.context().close();
}

/** The technician of a site goes through the list on a phone, one item at a time. */
export async function answerOnPhone(
  world: DayWorld,
  desk: Desk,
  { site, phase }: { site: string; phase: string },
): Promise<void> {
  const page = await world.page('kythuat', `/chuan-bi/${desk.meetingId}/${site}`, { viewport: PHONE });
  const linesOf = async () =>
    (await desk.sheet(site, 'kythuat')).phases.find((one) => one.phase === phase)?.lines ?? [];
  const mine = (await linesOf()).filter(({ mayAnswer }) => mayAnswer);
  expect(mine.length).toBeGreaterThan(0);
  for (const line of mine) {
    await page.getByRole('heading', { name: line.text, exact: true }).waitFor();
    const card = page.locator('.chk-card');
    const value = readingOf(line);
    const field = card.locator('input.input');
    if (value !== null && (await field.count()) > 0) await field.fill(String(value));
    if (line.fromChairSeat) await card.getByRole('checkbox').check();
    await card.getByRole('button', { name: 'Đạt', exact: true }).click();
  }
  await page.getByText('Đã trả lời hết các nội dung của bước này.').waitFor();
  await expect
    .poll(async () => (await linesOf()).filter(({ mayAnswer, state }) => mayAnswer && state !== 'passed'))
    .toEqual([]);
  await world.shot(page, 'phone');
  await page.context().close();
}

/** The rehearsal on its page: opened, a site fails and is tried again, all are good, and it ends. */
export async function rehearse(world: DayWorld, desk: Desk, { dropped }: Day): Promise<void> {
  const path = `/api/rehearsals/${desk.meetingId}`;
  const read = () => world.people.ask('dieuhanh', path, Rehearsal);
  const page = await world.page('dieuhanh', `/chuan-bi/${desk.meetingId}/tong-duyet`);
  await page.getByRole('button', { name: /^Bắt đầu/ }).click();
  await page.getByText(/^Lần thử 1/).waitFor();
  const { sites } = await read();
  const rowOf = (name: string) =>
    page.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) });
  const failing = sites.find(({ siteId }) => siteId === dropped);
  if (!failing) throw new Error(`${dropped} is not in the rehearsal`);
  await rowOf(failing.name).getByRole('button', { name: 'Chưa đạt' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('Lỗi').fill('Tiếng rè');
  await drawer.getByLabel('Cách xử lý').fill('Thay dây micro');
  await drawer.getByRole('button', { name: 'Ghi', exact: true }).click();
  await drawer.waitFor({ state: 'detached' });
  await rowOf(failing.name).getByText('Thử lại').waitFor();
  for (const { siteId, name } of sites) {
    if (siteId === dropped) continue;
    await rowOf(name).getByRole('button', { name: 'Đạt', exact: true }).click();
    await rowOf(name).locator('.reh-mark.passed').waitFor();
  }
  // Whoever failed is last in the queue, and is tried again.
  expect((await read()).queue).toEqual([dropped]);
  await rowOf(failing.name).getByRole('button', { name: 'Đạt', exact: true }).click();
  await rowOf(failing.name).locator('.reh-mark.passed').waitFor();
  await world.shot(page, 'rehearsal');
  await page.getByRole('button', { name: /^Kết thúc/ }).click();
  await drawer.getByLabel('Kết luận').fill('Chất lượng âm thanh, hình ảnh tốt');
  await drawer.getByRole('button', { name: /^Kết thúc/ }).click();
  await page.getByText(/Kết thúc lúc .*Chất lượng âm thanh, hình ảnh tốt/).waitFor();
  expect((await read()).due?.state).toBe('met');
  await page.context().close();
}

/** Keeps a button pressed until what it does is there. */
export async function hold(page: Page, name: string, until: () => Promise<void>): Promise<void> {
  await page.getByRole('button', { name }).hover();
  await page.mouse.down();
  await until();
  await page.mouse.up();
}

/** Picks what a select of a form offers; a drawer that still slides in may swallow a click. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  const chosen = page.locator('.ant-select').filter({ has: field, hasText: option });
  const isChosen = async () => (await chosen.count()) > 0;
  const pick = async () => {
    await field.click();
    const offered = page.getByTitle(option, { exact: true }).last();
    await offered.click({ timeout: 5_000 }).catch(() => undefined);
  };
  await expect
    .poll(async () => {
      if (!(await isChosen())) await pick();
      return isChosen();
    })
    .toBe(true);
}

/** The desk takes down a fault that somebody telephoned. */
export async function reportOnScreen(
  world: DayWorld,
  desk: Desk,
  { place, type, words }: { place: string; type: string; words: string },
): Promise<Page> {
  const page = await world.page('dieuhanh', `/su-co/${desk.meetingId}`);
  await page.getByRole('button', { name: 'Báo sự cố' }).first().click();
  await choose(page, 'Điểm cầu', place);
  await choose(page, 'Loại sự cố', type);
  await page.getByLabel('Mô tả', { exact: true }).fill(words);
  await page.getByRole('dialog').getByRole('button', { name: 'Báo sự cố' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  return page;
}

/** Acknowledges the case of a place on its page, and closes it with cause and remedy. */
export async function closeOnScreen(
  page: Page,
  {
    place,
    cause,
    causeWords,
    solution,
  }: { place: string; cause: string; causeWords: string; solution: string },
): Promise<void> {
  await page.getByRole('list', { name: 'Danh sách sự cố' }).getByText(place).first().click();
  const panel = page.getByRole('article').filter({ has: page.getByRole('heading', { name: place }) });
  await panel.waitFor();
  const acknowledge = page.getByRole('button', { name: 'Tiếp nhận', exact: true });
  if ((await acknowledge.count()) > 0) await acknowledge.click();
  await page.getByRole('button', { name: 'Đóng sự cố', exact: true }).click();
  await choose(page, 'Nguyên nhân', cause);
  await page.getByLabel('Nguyên nhân cụ thể').fill(causeWords);
  await page.getByLabel('Cách khắc phục').fill(solution);
  await page.getByRole('dialog').getByRole('button', { name: 'Đóng sự cố' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}
