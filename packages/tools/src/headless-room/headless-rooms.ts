import type { MeetingId, SiteId } from '@nhipcau/contracts';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { requestRoomLink, type SignedIn } from './console-line.ts';
import { pageScript, type SyntheticDevices } from './page-script.ts';

/** A room takes 0.05–0.2 of a core while it sends and shows pictures. */
const MAX_ROOMS = 24;
/** What a page is waited for at most; on a machine with other work a first look takes ten times as long. */
const PAGE_TIMEOUT_MS = 60_000;

export interface OpenRoom {
  readonly meetingId: MeetingId;
  readonly siteId: SiteId;
  /** Null: Chromium's own fake camera and beep. */
  readonly devices: SyntheticDevices | null;
  /** Read every presented frame and every sound of the page. */
  readonly probes?: boolean;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** What must be done to the page before it is opened. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** Rooms as real pages in one headless Chromium, each with cookies and storage of its own. */
export class HeadlessRooms {
  readonly #browser: Browser;
  readonly #rooms = new Map<SiteId, Page>();
  readonly #operator: SignedIn;

  private constructor(browser: Browser, operator: SignedIn) {
    this.#browser = browser;
    this.#operator = operator;
  }

  /**
   * @param operator - who asks for the rooms' one-time links
   * @param branch - network namespace in which their machine stands; null: this one
   * @param trusts - hash of the key of a certificate that their browser takes besides; null: none
   */
  static async launch(
    operator: SignedIn,
    branch: string | null = null,
    trusts: string | null = null,
  ): Promise<HeadlessRooms> {
    return new HeadlessRooms(await launchChromium(branch, trusts), operator);
  }

  /** Opens a site's room as its kiosk does: the link, then everything by itself. */
  async open({ meetingId, siteId, devices, probes = false, viewport, prepare }: OpenRoom): Promise<Page> {
    if (this.#rooms.size >= MAX_ROOMS) throw new Error(`more than ${MAX_ROOMS} rooms in one browser`);
    const path = await requestRoomLink(this.#operator, meetingId, siteId);
    const page = await this.newPage({ devices, probes, ...(viewport ? { viewport } : {}) });
    this.#rooms.set(siteId, page);
    await prepare?.(page);
    const address = new URL(path, this.#operator.url);
    address.searchParams.set('auto', '1');
    await page.goto(address.href);
    return page;
  }

  /** A page with probes, for consoles and for rooms that are opened by hand. */
  async newPage({
    devices = null,
    probes = false,
    viewport = { width: 960, height: 540 },
  }: Partial<Omit<OpenRoom, 'meetingId' | 'siteId' | 'prepare'>> = {}): Promise<Page> {
    const context: BrowserContext = await this.#browser.newContext({
      viewport: { ...viewport },
      locale: 'vi-VN',
      timezoneId: 'Asia/Ho_Chi_Minh',
      permissions: ['camera', 'microphone'],
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(PAGE_TIMEOUT_MS);
    await context.addInitScript({ content: pageScript({ devices, probes }) });
    return context.newPage();
  }

  async closeRoom(siteId: SiteId): Promise<void> {
    const page = this.#rooms.get(siteId);
    this.#rooms.delete(siteId);
    await page?.context().close();
  }

  /** Closes all pages and the browser, by its own connection. */
  async close(): Promise<void> {
    this.#rooms.clear();
    await this.#browser.close();
  }
}
