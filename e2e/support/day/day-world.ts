import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LiveSite, MeetingId } from '@nhipcau/contracts';
import { openTestDatabase, type TestDatabase } from '@nhipcau/testkit/database';
import { type Installation, type SampleLocalityCode, startInstallation } from '@nhipcau/tools';
import { HeadlessRooms, requestRoomLink, type SyntheticDevices, toneOf } from '@nhipcau/tools/headless-room';
import type { Page } from 'playwright-core';
import { SystemClock } from '../clock/system-clock.ts';
import { freePortBase } from '../free-ports.ts';
import { People } from './people.ts';

const SHOTS = join(import.meta.dirname, '..', '..', '.shots');

export interface PageOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly devices?: SyntheticDevices | null;
}

/** A whole installation of a locality, with its media nodes, that lives by the clock of the test. */
export class DayWorld {
  readonly clock: SystemClock;
  readonly installation: Installation;
  readonly people: People;
  readonly rooms: HeadlessRooms;
  readonly #database: TestDatabase;
  readonly #dataDir: string;
  readonly #name: string;
  #shot = 0;

  private constructor(parts: {
    clock: SystemClock;
    installation: Installation;
    people: People;
    rooms: HeadlessRooms;
    database: TestDatabase;
    dataDir: string;
    name: string;
  }) {
    this.clock = parts.clock;
    this.installation = parts.installation;
    this.people = parts.people;
    this.rooms = parts.rooms;
    this.#database = parts.database;
    this.#dataDir = parts.dataDir;
    this.#name = parts.name;
  }

  /** @param at - epoch ms that it is when the installation starts */
  static async open(locality: SampleLocalityCode, at: number): Promise<DayWorld> {
    const database = await openTestDatabase();
    const dataDir = mkdtempSync(join(tmpdir(), `nhipcau-day-${locality}-`));
    const clock = await SystemClock.open(dataDir, database.url, at);
    const installation = await startInstallation({
      portBase: await freePortBase(),
      dataDir,
      databaseUrl: database.url,
      locality,
      logLevel: 'info',
      ...clock.composition,
    });
    const people = new People(installation.url, installation.password ?? '');
    const rooms = await HeadlessRooms.launch(await people.session('dieuhanh'));
    return new DayWorld({ clock, installation, people, rooms, database, dataDir, name: locality });
  }

  /** A page of somebody, signed in, on the clock of the test. */
  async page(login: string, path: string, { viewport, devices = null }: PageOptions = {}): Promise<Page> {
    const page = await this.rooms.newPage({
      devices,
      probes: devices !== null,
      viewport: viewport ?? { width: 1366, height: 768 },
    });
    await this.clock.wind(page);
    const { cookie, url } = await this.people.session(login);
    await page.context().addCookies(
      cookie.split('; ').map((pair) => {
        const at = pair.indexOf('=');
        return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
      }),
    );
    await page.goto(`${url}${path}`);
    return page;
  }

  /** A site's room as its kiosk opens it, with a synthetic camera and microphone. */
  async room(
    meetingId: MeetingId,
    { siteId, number, name }: Pick<LiveSite, 'siteId' | 'number' | 'name'>,
  ): Promise<Page> {
    const operator = await this.people.session('dieuhanh');
    const address = new URL(await requestRoomLink(operator, meetingId, siteId), operator.url);
    address.searchParams.set('auto', '1');
    const page = await this.rooms.newPage({
      devices: {
        number,
        name,
        width: 640,
        height: 360,
        framesPerSecond: 15,
        sound: { kind: 'tone', hz: toneOf(number % 24) },
        marker: true,
      },
      probes: true,
      viewport: { width: 1280, height: 720 },
    });
    await this.clock.wind(page);
    await page.goto(address.href);
    return page;
  }

  /** It is then, for everybody; people sign in anew. */
  async turnTo(at: number): Promise<void> {
    await this.clock.turnTo(at);
    this.people.signOut();
  }

  /** Keeps a picture of a page for people; nothing is compared with it. */
  async shot(page: Page, what: string): Promise<void> {
    mkdirSync(SHOTS, { recursive: true });
    this.#shot += 1;
    const number = String(this.#shot).padStart(2, '0');
    await page.screenshot({ path: join(SHOTS, `day-${this.#name}-${number}-${what}.png`) });
  }

  /** Keeps what every open page shows, for whoever looks why something failed. */
  async shotAll(what: string): Promise<void> {
    for (const page of this.clock.pages) await this.shot(page, what);
  }

  async close(): Promise<void> {
    await this.rooms.close();
    await this.installation.close();
    await this.clock.close();
    await this.#database.close();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}
