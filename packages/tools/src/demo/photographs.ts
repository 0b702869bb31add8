import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type Demo, signedInPage } from './open.ts';
import { Conductor } from './script.ts';

/** Until pictures are sharp, stills are on the wall, and lines are judged without the rush of joining. */
const SETTLE_MS = 15_000;
const SIZE = { width: 1440, height: 810 };

/** Brings the meeting into a telling moment and takes the pictures of the README. */
export async function photograph(demo: Demo, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const { cast, operator, url, meetingId, rooms, say, pageOf } = demo;
  const act = new Conductor(demo);
  const [called] = cast.farCommunes;
  const [onAir] = cast.districts;
  const [next] = cast.communes;
  if (!called || !onAir || !next) throw new Error('too few sites for the pictures');
  const shoot = async (page: Page, name: string) => {
    await page.screenshot({ path: join(folder, `${name}.png`) });
    say(`Đã chụp ${name}.png`);
  };
  const desk = await signedInPage(rooms, operator);
  await desk.goto(`${url}/dieu-hanh/${meetingId}`);
  await act.wait(SETTLE_MS);
  for (const site of [cast.chair, onAir]) await pageOf(site).setViewportSize(SIZE);
  await act.call(called);
  await act.give(`Mời ${onAir.name} phát biểu.`, { type: 'floor.grant', siteId: onAir.siteId });
  await desk.keyboard.type(String(next.number));
  await desk.keyboard.press('Enter');
  await act.wait(SETTLE_MS);
  await shoot(desk, 'console');
  await shoot(pageOf(cast.chair), 'chair');
  await shoot(pageOf(onAir), 'room');
  await act.present(onAir);
  await desk.goto(`${url}/dieu-hanh/${meetingId}/so-do`);
  await act.wait(SETTLE_MS);
  await shoot(desk, 'map');
}
