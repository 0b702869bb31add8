import { createSocket, type Socket } from 'node:dgram';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  DesiredConference,
  defaultLinkBudget,
  type LinkBudget,
  SiteId,
  seatOfSite,
} from '@nhipcau/contracts';
import { type McuNode, readConfig, startNode } from '@nhipcau/mcu';
import { MEETING_ID, TicketOffice } from './forward/meeting.ts';
import { Player } from './forward/player.ts';
import { SeatClient } from './forward/seat-client.ts';
import type { BenchSettings } from './settings.ts';
import { WatchedSeats } from './thin/seats.ts';
import { type LineEnd, ThinLine } from './thin/thin-line.ts';

const KBPS = 2_000;
/** As `tc tbf … latency 100ms`. */
const QUEUE_MS = 100;
const SETTLE_MS = 5_000;
/** Time in which a link that nobody limited finds out what its line carries. */
const LEARN_MS = 12_000;
const WINDOW_MS = 20_000;
/** Mean packet of the two encodings of the bench's camera, bytes: 612 and 1092. */
const LARGE_FROM = 850;

const WATCHER = 'chair';
const ON_AIR = 'on-air';
const CUED = ['cue-1', 'cue-2', 'cue-3'] as const;
const SENDERS = [ON_AIR, ...CUED] as const;

interface Measured {
  /** Voice of the site on air at the chair, lost packets in a hundred. */
  readonly audioLossPct: number;
  /** Encoding in which the program arrives; `none`: it does not. */
  readonly layer: 'low' | 'high' | 'none';
  readonly videoLossPct: number;
  /** Streams the link carries smaller than wished, or not at all. */
  readonly shed: number;
}

export interface ThinResult extends Measured {
  readonly bench: 'thin';
  readonly kbps: number;
  /** The same with nothing configured: after the link has found its line. */
  readonly measured: Measured & { readonly limitKbps: number | null };
}

/**
 * A cascade link of two megabits: one site on air and on the floor, three cued, the chair behind the link. First with the
 * rate of the line configured, then without, where the link has to find it out.
 */
export async function thin({
  say,
  portBase,
}: BenchSettings & { say: (text: string) => void }): Promise<ThinResult> {
  const configured = await measure(portBase, budgetOf(KBPS), SETTLE_MS);
  say(`rate configured: ${JSON.stringify(configured.measured)}`);
  const found = await measure(portBase, defaultLinkBudget, LEARN_MS);
  say(`rate found: ${JSON.stringify(found)}`);
  return {
    bench: 'thin',
    kbps: KBPS,
    ...configured.measured,
    measured: { ...found.measured, limitKbps: found.limitKbps },
  };
}

const budgetOf = (kbps: number): LinkBudget => ({
  down: { ...defaultLinkBudget.down, kbps },
  up: { ...defaultLinkBudget.up, kbps },
});

async function measure(
  portBase: number,
  budget: LinkBudget,
  settleMs: number,
): Promise<{ measured: Measured; limitKbps: number | null }> {
  const upper: LineEnd = { announced: '127.0.0.21', firstPort: portBase, ports: 4 };
  const lower: LineEnd = { announced: '127.0.0.22', firstPort: portBase + 10, ports: 4 };
  const line = await ThinLine.open([upper, lower], { kbps: KBPS, queueMs: QUEUE_MS });
  const seats = await WatchedSeats.open(seatOfSite(SiteId.parse(WATCHER)));
  const folder = mkdtempSync(join(tmpdir(), 'nhipcau-thin-'));
  const office = new TicketOffice();
  const nodes: McuNode[] = [];
  const rooms: SeatClient[] = [];
  const players: Player[] = [];
  const sockets: Socket[] = [];
  try {
    for (const [name, end] of [
      ['upper', upper],
      ['lower', lower],
    ] as const) {
      const node = await startNode(configOf(name, end, folder), { openTransport: seats.open });
      await node.trustTickets([office.key]);
      nodes.push(node);
    }
    const [top, bottom] = nodes;
    if (!top || !bottom) throw new Error('no nodes');
    const desired = meetingOf(top, bottom, budget);
    for (const node of nodes) node.conferences.put(desired);
    for (const name of [WATCHER, ...SENDERS]) {
      const node = name === WATCHER ? top : bottom;
      const siteId = SiteId.parse(name);
      const room = await SeatClient.join(node.roomUrl, office.ticket(siteId, node.config.nodeId));
      rooms.push(room);
      if (name === WATCHER) continue;
      await room.publish();
      const player = new Player();
      const port = seats.sendToPort(seatOfSite(siteId));
      // A plain transport listens to the first address it hears from: a socket for each sender.
      const socket = createSocket('udp4');
      sockets.push(socket);
      const send = (packet: Buffer) => socket.send(packet, port, '127.0.0.1');
      player.start({ rtp: send, rtcp: send });
      players.push(player);
    }
    await pause(settleMs);
    seats.reset();
    await pause(WINDOW_MS);
    const link = top.conferences.get(desired.meetingId)?.observedLinks()[0];
    const [watcher] = rooms;
    const streamOf = (key: string) => seats.arrived.get(watcher?.ssrcs.get(key) ?? 0);
    const voice = streamOf(`${ON_AIR}/mic`);
    const picture = streamOf(`${ON_AIR}/camera`);
    const mean = picture ? picture.bytes / picture.packets : 0;
    return {
      limitKbps: link?.limitKbps ?? null,
      measured: {
        audioLossPct: lossPct(voice),
        layer: mean === 0 ? 'none' : mean < LARGE_FROM ? 'low' : 'high',
        videoLossPct: lossPct(picture),
        shed: link?.shed.length ?? 0,
      },
    };
  } finally {
    for (const player of players) player.stop();
    for (const socket of sockets) socket.close();
    for (const room of rooms) room.close();
    await Promise.all(nodes.map((node) => node.stop()));
    seats.close();
    line.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Everything is lost of a stream that did not come. */
function lossPct(
  stream: { readonly packets: number; readonly first: number; readonly last: number } | undefined,
): number {
  if (!stream) return 100;
  const expected = stream.last - stream.first + 1;
  return Math.round((Math.max(0, expected - stream.packets) * 10_000) / expected) / 100;
}

const configOf = (name: string, { announced, firstPort, ports }: LineEnd, folder: string) =>
  readConfig({
    ...process.env,
    MCU_NODE_ID: name,
    MCU_DATA_DIR: join(folder, name),
    MCU_LISTEN_PORT: '0',
    MCU_MEDIA_PORT: '0',
    MCU_WORKERS: '1',
    MCU_ANNOUNCED_ADDRESS: announced,
    MCU_PIPE_PORT_MIN: `${firstPort}`,
    MCU_PIPE_PORT_MAX: `${firstPort + ports - 1}`,
    MCU_LOG_LEVEL: 'error',
  });

function meetingOf(top: McuNode, bottom: McuNode, budget: LinkBudget): DesiredConference {
  const node = ({ config, identity, port }: McuNode, parentId: string | null) => ({
    nodeId: config.nodeId,
    parentId,
    name: config.nodeId,
    linkUrl: `ws://127.0.0.1:${port}`,
    publicKey: identity.publicKey,
  });
  return DesiredConference.parse({
    meetingId: MEETING_ID,
    title: 'Bench',
    epoch: 1,
    seq: 1,
    stillEveryMs: 0,
    plan: {
      chairSiteId: WATCHER,
      roster: [WATCHER, ...SENDERS].map((siteId, index) => ({
        siteId,
        number: index + 1,
        name: siteId,
        nodeId: siteId === WATCHER ? top.config.nodeId : bottom.config.nodeId,
        mayPresent: false,
      })),
      tree: [node(top, null), { ...node(bottom, top.config.nodeId), budget }],
      stage: {
        broadcast: { kind: 'full', slots: [{ kind: 'site', siteId: ON_AIR }] },
        chairView: { kind: 'full', slots: [{ kind: 'site', siteId: ON_AIR }] },
        floor: [WATCHER, ON_AIR],
        content: null,
        cue: CUED.map((siteId) => ({ siteId, target: 'chairView' })),
        called: [],
        captions: [],
      },
    },
  });
}
