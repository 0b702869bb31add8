import { randomUUID } from 'node:crypto';
import { Peer, systemClock } from '@nhipcau/base';
import { wsSocket } from '@nhipcau/base/node';
import {
  type Command,
  CommandId,
  consoleClient,
  consoleServer,
  type LiveDelta,
  LiveSnapshot,
  type MeetingId,
  MeetingSummary,
  PROTOCOL_VERSION,
  RoomLinkIssued,
  SessionInfo,
  type Site,
  type SiteId,
  SiteList,
} from '@nhipcau/contracts';
import { WebSocket } from 'ws';
import type { z } from 'zod';

const HTTP_TIMEOUT_MS = 10_000;
const LOOK_EVERY_MS = 25;

/** A signed-in person, as a cookie. */
export interface SignedIn {
  readonly url: string;
  readonly cookie: string;
  readonly person: z.infer<typeof SessionInfo>;
}

/** @throws when the installation refuses the login */
export async function signIn(url: string, login: string, password: string): Promise<SignedIn> {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
    signal: AbortSignal.timeout(HTTP_TIMEOUT_MS),
  });
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(`sign-in of ${login}: ${JSON.stringify(body)}`);
  const cookie = response.headers
    .getSetCookie()
    .map((text) => text.split(';')[0] ?? '')
    .join('; ');
  return { url, cookie, person: SessionInfo.parse(body) };
}

/** Asks for a one-time link that makes a page a site's room. */
export async function requestRoomLink(
  { url, cookie }: SignedIn,
  meetingId: MeetingId,
  siteId: SiteId,
): Promise<string> {
  const response = await fetch(`${url}/api/room-links`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ meetingId, siteId }),
    signal: AbortSignal.timeout(HTTP_TIMEOUT_MS),
  });
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(`room link of ${siteId}: ${JSON.stringify(body)}`);
  return RoomLinkIssued.parse(body).path;
}

/** Every site of the installation. */
export async function listSites({ url, cookie }: SignedIn): Promise<Site[]> {
  const response = await fetch(`${url}/api/sites`, {
    headers: { cookie },
    signal: AbortSignal.timeout(HTTP_TIMEOUT_MS),
  });
  const directory: unknown = await response.json();
  return SiteList.parse(directory).sites;
}

/** Plans a meeting that may be started at once. */
export async function createMeeting(
  operator: SignedIn,
  title: string,
  chairSiteId: string,
  invites: (site: Site) => boolean,
): Promise<MeetingId> {
  const sites = (await listSites(operator)).filter((site) => site.siteId === chairSiteId || invites(site));
  const response = await fetch(`${operator.url}/api/meetings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: operator.cookie },
    body: JSON.stringify({
      title,
      plannedStart: Date.now(),
      chairSiteId,
      siteIds: sites.map(({ siteId }) => siteId),
      presenterIds: sites.map(({ siteId }) => siteId),
    }),
    signal: AbortSignal.timeout(HTTP_TIMEOUT_MS),
  });
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(`meeting: ${JSON.stringify(body)}`);
  return MeetingSummary.parse(body).meetingId;
}

/** The console's socket without its page: follows a meeting live and gives commands. */
export class ConsoleLine {
  readonly #peer: Peer<typeof consoleClient, typeof consoleServer>;
  readonly #meetingId: MeetingId;
  #live: LiveSnapshot | null = null;
  /** Why the line is closed; null while it is open. */
  closedBy: string | null = null;

  private constructor(ws: WebSocket, meetingId: MeetingId) {
    this.#meetingId = meetingId;
    this.#peer = new Peer({
      socket: wsSocket(ws),
      local: consoleClient,
      remote: consoleServer,
      clock: systemClock,
      limits: { maxFrameLength: 16_000_000, messagesPerSecond: 2_000, burst: 4_000 },
      onClosed: (code, reason) => {
        this.closedBy = `${code} ${reason}`.trim();
      },
      handlers: {
        requests: {},
        notes: {
          'live.delta': ({ delta }) => {
            if (this.#live) this.#live = applyDelta(this.#live, delta);
          },
        },
      },
    });
  }

  static async open({ url, cookie }: SignedIn, meetingId: MeetingId): Promise<ConsoleLine> {
    const ws = new WebSocket(`${url.replace(/^http/, 'ws')}/ws/console`, { headers: { cookie } });
    const line = new ConsoleLine(ws, meetingId);
    await new Promise<void>((resolve, reject) => {
      ws.once('open', () => resolve());
      ws.once('error', reject);
    });
    const { snapshot } = await line.#peer.request('live.open', {
      version: PROTOCOL_VERSION,
      meetingId,
      wantsStills: false,
    });
    line.#live = LiveSnapshot.parse(snapshot);
    return line;
  }

  get live(): LiveSnapshot {
    if (!this.#live) throw new Error('the line is not open');
    return this.#live;
  }

  get closed(): boolean {
    return this.#peer.closed;
  }

  /** @throws {RpcError} the refusal's code */
  give(command: Command): Promise<{ seq: number; at: number }> {
    if (this.closed) throw new Error(`the console's line was closed (${this.closedBy})`);
    return this.#peer.request('command.give', {
      meetingId: this.#meetingId,
      commandId: CommandId.parse(randomUUID()),
      command,
    });
  }

  /** Waits until something is true of the meeting. @throws after `timeoutMs` */
  async until(what: string, isTrue: (live: LiveSnapshot) => boolean, timeoutMs = 60_000): Promise<void> {
    for (const end = Date.now() + timeoutMs; Date.now() < end; ) {
      if (isTrue(this.live)) return;
      if (this.closed)
        throw new Error(`the console's line was closed (${this.closedBy}) while waiting: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    throw new Error(`not within ${timeoutMs} ms: ${what}`);
  }

  close(): void {
    this.#peer.close();
  }
}

/** Whole entities replace older ones of the same name. */
function applyDelta(live: LiveSnapshot, delta: LiveDelta): LiveSnapshot {
  const merge = <T>(old: readonly T[], fresh: readonly T[] | undefined, keyOf: (item: T) => string): T[] => [
    ...new Map([...old, ...(fresh ?? [])].map((item) => [keyOf(item), item])).values(),
  ];
  const gone = new Set<string>(delta.goneSites);
  return {
    ...live,
    seq: delta.seq,
    meeting: delta.meeting ?? live.meeting,
    sites: merge(live.sites, delta.sites, ({ siteId }) => siteId).filter(({ siteId }) => !gone.has(siteId)),
    nodes: merge(live.nodes, delta.nodes, ({ nodeId }) => nodeId),
    links: merge(live.links, delta.links, ({ childId, parentId }) => `${childId}/${parentId}`),
    bringUps: merge(live.bringUps, delta.bringUps, ({ bringUpId }) => bringUpId),
    log: [...live.log, ...(delta.log ?? [])].slice(-200),
  };
}
