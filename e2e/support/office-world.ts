import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Installation, type SampleLocalityCode, startInstallation } from '@nhipcau/tools';
import { HeadlessRooms, signIn } from '@nhipcau/tools/headless-room';
import type { Page } from 'playwright-core';
import { freePortBase } from './free-ports.ts';

const SHOTS = join(import.meta.dirname, '..', '.shots');

/** A locality's office without media nodes, and the people who work in it, each in a browser of their own. */
export class OfficeWorld {
  readonly installation: Installation;
  readonly #browser: HeadlessRooms;
  readonly #dataDir: string;
  readonly #locality: string;
  readonly #people = new Map<string, Page>();
  #shot = 0;

  private constructor(parts: {
    installation: Installation;
    browser: HeadlessRooms;
    dataDir: string;
    locality: string;
  }) {
    this.installation = parts.installation;
    this.#browser = parts.browser;
    this.#dataDir = parts.dataDir;
    this.#locality = parts.locality;
  }

  static async open(locality: SampleLocalityCode): Promise<OfficeWorld> {
    const dataDir = mkdtempSync(join(tmpdir(), `nhipcau-office-${locality}-`));
    const installation = await startInstallation({
      portBase: await freePortBase(),
      dataDir,
      locality,
      isOfficeOnly: true,
      logLevel: 'info',
      ...(process.env['NHIPCAU_WEB_DIR'] ? { webDir: process.env['NHIPCAU_WEB_DIR'] } : {}),
    });
    const operator = await signIn(installation.url, 'dieuhanh', installation.password ?? '');
    const browser = await HeadlessRooms.launch(operator);
    return new OfficeWorld({ installation, browser, dataDir, locality });
  }

  get url(): string {
    return this.installation.url;
  }

  /** The page of somebody, signed in at the first time they are needed. */
  async person(login: string): Promise<Page> {
    const there = this.#people.get(login);
    if (there) return there;
    const page = await this.#browser.newPage({ viewport: { width: 1366, height: 768 } });
    await page.goto(`${this.url}/dang-nhap`);
    await page.getByLabel('Tên đăng nhập').fill(login);
    await page.getByLabel('Mật khẩu', { exact: true }).fill(this.installation.password ?? '');
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
    await page.getByRole('heading', { name: 'Hôm nay' }).waitFor();
    this.#people.set(login, page);
    return page;
  }

  /** Keeps a picture of a page for people; nothing is compared with it. */
  async shot(page: Page, what: string): Promise<void> {
    mkdirSync(SHOTS, { recursive: true });
    this.#shot += 1;
    const number = String(this.#shot).padStart(2, '0');
    await page.screenshot({ path: join(SHOTS, `office-${this.#locality}-${number}-${what}.png`) });
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.installation.close();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}
