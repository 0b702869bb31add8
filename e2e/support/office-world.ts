import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MeetingId } from '@nhipcau/contracts';
import { openTestDatabase, type TestDatabase } from '@nhipcau/testkit/database';
import { CHAIR_SITE, type Installation, type SampleLocalityCode, startInstallation } from '@nhipcau/tools';
import { createMeeting, HeadlessRooms, type SignedIn, signIn } from '@nhipcau/tools/headless-room';
import type { Page } from 'playwright-core';
import { expectAccessible } from './accessible.ts';
import { freePortBase } from './free-ports.ts';

const SHOTS = join(import.meta.dirname, '..', '.shots');

/** A locality's office without media nodes, and the people who work in it, each in a browser of their own. */
export class OfficeWorld {
  readonly installation: Installation;
  readonly #operator: SignedIn;
  readonly #browser: HeadlessRooms;
  readonly #database: TestDatabase;
  readonly #dataDir: string;
  readonly #name: string;
  readonly #people = new Map<string, Page>();
  #shot = 0;

  private constructor(parts: {
    installation: Installation;
    operator: SignedIn;
    browser: HeadlessRooms;
    database: TestDatabase;
    dataDir: string;
    name: string;
  }) {
    this.installation = parts.installation;
    this.#operator = parts.operator;
    this.#browser = parts.browser;
    this.#database = parts.database;
    this.#dataDir = parts.dataDir;
    this.#name = parts.name;
  }

  static async open(locality: SampleLocalityCode, name: string = locality): Promise<OfficeWorld> {
    const database = await openTestDatabase();
    const dataDir = mkdtempSync(join(tmpdir(), `nhipcau-office-${name}-`));
    const installation = await startInstallation({
      portBase: await freePortBase(),
      dataDir,
      databaseUrl: database.url,
      locality,
      isOfficeOnly: true,
      logLevel: 'info',
      ...(process.env['NHIPCAU_WEB_DIR'] ? { webDir: process.env['NHIPCAU_WEB_DIR'] } : {}),
    });
    const operator = await signIn(installation.url, 'dieuhanh', installation.password ?? '');
    const browser = await HeadlessRooms.launch(operator);
    return new OfficeWorld({ installation, operator, browser, database, dataDir, name });
  }

  get url(): string {
    return this.installation.url;
  }

  get password(): string {
    return this.installation.password ?? '';
  }

  /** A meeting with all sites, without its file. */
  meeting(title: string): Promise<MeetingId> {
    return createMeeting(this.#operator, title, CHAIR_SITE, () => true);
  }

  newPage(): Promise<Page> {
    return this.#browser.newPage({ viewport: { width: 1366, height: 768 } });
  }

  /** The page of somebody, signed in at the first time they are needed. */
  async person(login: string): Promise<Page> {
    const there = this.#people.get(login);
    if (there) return there;
    const page = await this.newPage();
    await page.goto(`${this.url}/dang-nhap`);
    // Who opens the page may write at once.
    await page.getByLabel('Tên đăng nhập').waitFor();
    await page.keyboard.type(login);
    await page.keyboard.press('Tab');
    await page.keyboard.type(this.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Hôm nay' }).waitFor();
    this.#people.set(login, page);
    return page;
  }

  /** Keeps a picture of a page for people, with which nothing is compared, after axe has found the page accessible. */
  async shot(page: Page, what: string): Promise<void> {
    await expectAccessible(page);
    mkdirSync(SHOTS, { recursive: true });
    this.#shot += 1;
    const number = String(this.#shot).padStart(2, '0');
    await page.screenshot({ path: join(SHOTS, `office-${this.#name}-${number}-${what}.png`) });
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.installation.close();
    await this.#database.close();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}
