import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type Demo, signedInPage } from './open.ts';
import { Conductor } from './script.ts';

const SETTLE_MS = 4_000;
const SIZE = { width: 1440, height: 810 };

/** Brings the meeting into a telling moment and takes the pictures of the README. */
export async function photograph(demo: Demo, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const { cast, operator, url, meetingId, rooms, say, pageOf } = demo;
  const act = new Conductor(demo);
  const [called, second] = cast.farCommunes;
  const [district, nextDistrict] = cast.districts;
  if (!called || !second || !district || !nextDistrict) throw new Error('too few sites for the pictures');
  const shoot = async (page: Page, name: string) => {
    await page.setViewportSize(SIZE);
    await act.wait(1_000);
    await page.screenshot({ path: join(folder, `${name}.png`) });
    say(`Đã chụp ${name}.png`);
  };
  const desk = await signedInPage(rooms, operator);
  await desk.goto(`${url}/dieu-hanh/${meetingId}`);
  await act.call(called);
  await act.give('Mời phát biểu.', { type: 'floor.grant', siteId: district.siteId });
  await desk.getByRole('button', { name: new RegExp(`^${nextDistrict.number} `) }).click();
  await act.wait(SETTLE_MS);
  await shoot(desk, 'console');
  await shoot(pageOf(cast.chair), 'chair');
  await shoot(pageOf(called), 'terminal');
  await desk.goto(`${url}/dieu-hanh/${meetingId}/so-do`);
  await act.present(district);
  await act.wait(SETTLE_MS);
  await shoot(desk, 'map');
  await shoot(pageOf(cast.government), 'terminal-content');
}
