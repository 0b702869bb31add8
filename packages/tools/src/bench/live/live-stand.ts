import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LiveSite, MeetingId, SiteId } from '@nhipcau/contracts';
import { openDatabase } from '@nhipcau/server/database';
import {
  ConsoleLine,
  createMeeting,
  listSites,
  type SignedIn,
  signIn,
} from '../../headless-room/console-line.ts';
import { Crowd, type CrowdOptions } from '../../load/crowd.ts';
import { addSites } from '../../load/more-sites.ts';
import { StreamRelay } from '../../network/stream-relay.ts';
import { type Installation, startInstallation } from '../../start/installation.ts';
import { eventLoopP99Ms, readMetrics } from './processes.ts';

export interface LiveStandOptions {
  readonly portBase: number;
  readonly locality: string;
  readonly chairSiteId: string;
  /** Sites beside the chair's, of each node; where the locality has fewer, simulated ones are added. */
  readonly sitesOf: Readonly<Record<string, number>>;
  readonly title: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Puts a line of our own between the nodes, with this delay in each direction; links can then be cut. */
  readonly linkDelayMs?: number;
}

/** A whole installation with one live meeting, at whose sites nobody has arrived yet. */
export class LiveStand {
  readonly installation: Installation;
  readonly operator: SignedIn;
  #line: ConsoleLine;
  readonly meetingId: MeetingId;
  readonly chair: LiveSite;
  /** Everybody but the chair. */
  readonly satellites: readonly LiveSite[];
  /** By the parent they lead to. */
  readonly links: ReadonlyMap<string, StreamRelay>;
  readonly #dataDir: string;

  private constructor(
    parts: Pick<
      LiveStand,
      'installation' | 'operator' | 'line' | 'meetingId' | 'chair' | 'satellites' | 'links'
    >,
    dataDir: string,
  ) {
    this.links = parts.links;
    this.installation = parts.installation;
    this.operator = parts.operator;
    this.#line = parts.line;
    this.meetingId = parts.meetingId;
    this.chair = parts.chair;
    this.satellites = parts.satellites;
    this.#dataDir = dataDir;
  }

  static async open(options: LiveStandOptions): Promise<LiveStand> {
    const dataDir = mkdtempSync(join(tmpdir(), 'nhipcau-bench-'));
    const webDir = process.env['NHIPCAU_WEB_DIR'];
    const installation = await startInstallation({
      portBase: options.portBase,
      dataDir,
      locality: options.locality,
      logLevel: 'warn',
      progress: { done: () => {}, warn: (what) => process.stderr.write(`${what}\n`) },
      ...(webDir ? { webDir } : {}),
      // The bench stands for devices at as many addresses.
      env: { NHIPCAU_REQUESTS_PER_MINUTE: '60000', NHIPCAU_IDLE_LOCK: 'false', ...options.env },
    });
    const links = new Map<string, StreamRelay>();
    try {
      if (options.linkDelayMs !== undefined) await putLines(installation, links, options.linkDelayMs);
      const parts = await startMeeting(installation, options);
      return new LiveStand({ installation, links, ...parts }, dataDir);
    } catch (cause) {
      for (const link of links.values()) link.close();
      await installation.close();
      rmSync(dataDir, { recursive: true, force: true });
      throw cause;
    }
  }

  /** The operator's console. */
  get line(): ConsoleLine {
    return this.#line;
  }

  /** The console's page comes back when its line was lost, as in a browser. @returns why it was lost; null: it stands */
  async keepLine(): Promise<string | null> {
    const { closedBy } = this.#line;
    if (closedBy !== null) this.#line = await ConsoleLine.open(this.operator, this.meetingId);
    return closedBy;
  }

  crowd(siteIds: readonly SiteId[], options: Pick<CrowdOptions, 'sending' | 'onlyLow'>): Promise<Crowd> {
    const { operator, meetingId } = this;
    return Crowd.prepare({ operator, meetingId, siteIds, ...options });
  }

  async declareStandby(nodeId: string, standbyId: string): Promise<void> {
    const { url, cookie } = this.operator;
    const response = await fetch(`${url}/api/nodes/${nodeId}/standby`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie, origin: url },
      body: JSON.stringify({ standbyId }),
    });
    if (!response.ok) throw new Error(`standby of ${nodeId}: ${await response.text()}`);
  }

  /** Process of a node. */
  nodePid(nodeId: string): number {
    const { pid } = this.installation.node(nodeId);
    if (pid === null) throw new Error(`node ${nodeId} is not running`);
    return pid;
  }

  /** Waits until so many sites are connected on the wall. @returns milliseconds it took */
  async untilOnWall(count: number, timeoutMs: number): Promise<number> {
    const from = performance.now();
    const missing = () => this.line.live.sites.filter(({ state }) => state !== 'connected');
    try {
      await this.line.until(
        `${count} sites are connected on the wall`,
        ({ sites }) => sites.length - missing().length >= count,
        timeoutMs,
      );
    } catch (cause) {
      const names = missing().map(({ siteId, state }) => `${siteId} ${state}`);
      throw new Error(`not on the wall: ${names.slice(0, 10).join(', ')}`, { cause });
    }
    return performance.now() - from;
  }

  /** The worst event loop of server and nodes since this was last asked, 99th percentile, milliseconds. */
  async eventLoopP99Ms(): Promise<{ readonly worst: number; readonly each: Record<string, number> }> {
    const { installation } = this;
    const urls = [
      ['server', installation.url],
      ...installation.nodeIds.map((nodeId) => [nodeId, installation.nodeUrl(nodeId)] as const),
    ] as const;
    const each: Record<string, number> = {};
    for (const [name, url] of urls) each[name] = Math.round(eventLoopP99Ms(await readMetrics(url)) * 10) / 10;
    return { worst: Math.max(...Object.values(each)), each };
  }

  async close(): Promise<void> {
    this.line.close();
    for (const link of this.links.values()) link.close();
    await this.installation.close();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}

/** From now on children reach their parents through a line of ours. */
async function putLines(
  { databaseUrl, nodeIds, nodeUrl }: Installation,
  links: Map<string, StreamRelay>,
  delayMs: number,
): Promise<void> {
  const database = openDatabase(databaseUrl, () => {
    // The query in progress fails by itself and tells why.
  });
  try {
    for (const nodeId of nodeIds) {
      const { hostname: host, port } = new URL(nodeUrl(nodeId));
      const link = await StreamRelay.open({ host, port: 0 }, { host, port: Number(port) }, delayMs);
      links.set(nodeId, link);
      const link_url = `ws://${host}:${link.port}`;
      await database.updateTable('mcu_node').set({ link_url }).where('id', '=', nodeId).execute();
    }
  } finally {
    await database.destroy();
  }
}

async function startMeeting(installation: Installation, options: LiveStandOptions) {
  const { url, password, databaseUrl } = installation;
  if (password === null) throw new Error('the bench needs an installation of its own');
  const operator = await signIn(url, 'dieuhanh', password);
  const { meetingId } = await planMeeting(operator, databaseUrl, options);
  const line = await ConsoleLine.open(operator, meetingId);
  await line.give({ type: 'meeting.start' });
  await line.until('the meeting is live', ({ meeting }) => meeting.phase === 'live');
  const chair = line.live.sites.find(({ siteId }) => siteId === options.chairSiteId);
  if (!chair) throw new Error(`${options.chairSiteId} does not take part`);
  return { operator, meetingId, line, chair, satellites: line.live.sites.filter((site) => site !== chair) };
}

async function planMeeting(operator: SignedIn, databaseUrl: string, options: LiveStandOptions) {
  const { sitesOf, chairSiteId, title } = options;
  const wanted = new Map(Object.entries(sitesOf));
  const invites = (take: Map<string, number>) => (site: { siteId: string; nodeId: string }) => {
    const left = take.get(site.nodeId) ?? 0;
    if (left === 0 || site.siteId === chairSiteId) return false;
    take.set(site.nodeId, left - 1);
    return true;
  };
  const there = await listSites(operator);
  const missing = new Map(wanted);
  there.forEach(invites(missing));
  await addSites(databaseUrl, Object.fromEntries(missing));
  return { meetingId: await createMeeting(operator, title, chairSiteId, invites(new Map(wanted))) };
}
