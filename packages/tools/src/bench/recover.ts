import { setTimeout as pause } from 'node:timers/promises';
import { NodeId } from '@nhipcau/contracts';
import { GOVERNMENT_SITE } from '../seed/sample.ts';
import { putOnAir } from './cascade.ts';
import { LiveStand } from './live/live-stand.ts';
import { childrenOf } from './live/processes.ts';
import { FrameCounter, timeToReturn, untilReceiving } from './live/reception.ts';
import { inMs, percentile } from './percentiles.ts';
import type { BenchSettings } from './settings.ts';

const DEFAULT_SITES = 40;
const ROUNDS = 3;
const NODE = 'hb';
const STANDBY = 'cp';
const MEND_MS = 60_000;
const BETWEEN_MS = 3_000;
const LINK_CUT_MS = 1_000;
const RESTART_WINDOW_MS = 12_000;
/** 25 frames a second on a clock of 90 kHz. */
const FRAME_TICKS = 3_600;

interface Times {
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  /** Rooms that did not come back within a minute. */
  readonly lost: number;
}

export interface RecoverResult {
  readonly bench: 'recover';
  readonly sites: number;
  /** kill -9 of the media worker on which a province's sites are. */
  readonly workerKill: Times;
  /** kill -9 of the whole node, which its supervisor starts again. */
  readonly nodeRestart: Times;
  /** kill -9 of the whole node, which stays away: its standby takes its place. */
  readonly nodeKill: Times & { readonly how: 'standby' };
  /** kill -9 of the server, which its supervisor starts again: frames that a site did not receive meanwhile. */
  readonly serverRestart: { readonly lostFrames: number; readonly frames: number; readonly awayMs: number };
  /** A link broken for a second; what is behind it counts from the break. */
  readonly linkCut: Times;
}

/** How long people see nothing when something breaks: from the break until picture and sound arrive again. */
export async function recover({
  sites = DEFAULT_SITES,
  portBase,
  say,
}: BenchSettings & { say: (text: string) => void }): Promise<RecoverResult> {
  const stand = await LiveStand.open({
    portBase,
    title: 'Đo thời gian khôi phục',
    locality: 'hoa-binh',
    chairSiteId: GOVERNMENT_SITE,
    sitesOf: { hb: sites - 1 },
    linkDelayMs: 20,
  });
  try {
    const { chair, satellites, installation, line } = stand;
    const crowd = await stand.crowd([chair.siteId, ...satellites.map(({ siteId }) => siteId)], {
      sending: 1,
    });
    await crowd.enter();
    await putOnAir(stand, chair.siteId);
    const behind = crowd.rooms.filter(({ siteId }) => siteId !== chair.siteId);
    await untilReceiving(behind, chair.siteId);
    const rounds = async (
      what: string,
      breakIt: () => void | Promise<void>,
      mend: () => Promise<void> = async () => {},
    ): Promise<Times> => {
      const measured: (number | null)[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        await untilReceiving(behind, chair.siteId);
        await pause(BETWEEN_MS);
        measured.push(...(await timeToReturn(behind, chair.siteId, breakIt)));
        await mend();
      }
      const times = timesOf(measured);
      say(`${what}: p50 ${times.p50Ms}, p95 ${times.p95Ms} ms, ${times.lost} lost`);
      return times;
    };
    const workerKill = await rounds('worker killed', () => {
      const [worker] = childrenOf(stand.nodePid(NODE));
      if (worker !== undefined) process.kill(worker, 'SIGKILL');
    });
    const linkCut = await rounds('link cut', async () => {
      const link = stand.links.get('cp');
      link?.cut();
      await pause(LINK_CUT_MS);
      link?.restore();
    });
    const nodeRestart = await rounds('node killed and started again', () => {
      process.kill(stand.nodePid(NODE), 'SIGKILL');
    });
    await stand.declareStandby(NODE, STANDBY);
    const nodeKill = await rounds(
      'node killed, its standby takes its place',
      () => void installation.node(NODE).fail(),
      () => moveBack(),
    );
    await untilReceiving(behind, chair.siteId);
    const serverRestart = await killServer();
    say(`server killed: ${serverRestart.lostFrames} of ${serverRestart.frames} frames lost`);
    crowd.close();
    return {
      bench: 'recover',
      sites,
      workerKill,
      nodeRestart,
      nodeKill: { ...nodeKill, how: 'standby' },
      serverRestart,
      linkCut,
    };

    /** The node comes back and gets its sites again. */
    async function moveBack(): Promise<void> {
      await installation.node(NODE).start();
      const isBack = () =>
        line.live.nodes.some(({ nodeId, state }) => nodeId === NODE && state === 'connected');
      await line.until('the node is back', isBack, MEND_MS);
      await line.give({ type: 'node.reinstate', nodeId: NodeId.parse(NODE) });
      const areThere = () =>
        line.live.sites.every(({ nodeId, siteId, state }) =>
          behind.every((room) => room.siteId !== siteId || (nodeId === NODE && state === 'connected')),
        );
      await line.until('its sites are at the node again', areThere, MEND_MS);
    }

    async function killServer(): Promise<RecoverResult['serverRestart']> {
      const counter = new FrameCounter(FRAME_TICKS);
      const [room] = behind;
      if (!room) throw new Error('there is nobody to look');
      room.onPacket = ({ opened }, packet) => {
        if (opened.siteId === chair.siteId && opened.source === 'camera') counter.take(packet);
      };
      await pause(BETWEEN_MS);
      const pid = installation.server.pid ?? 0;
      const from = performance.now();
      process.kill(pid, 'SIGKILL');
      await pause(200);
      await installation.server.untilReady();
      const awayMs = Math.round(performance.now() - from);
      await pause(Math.max(0, RESTART_WINDOW_MS - awayMs));
      room.onPacket = null;
      line.close();
      return { lostFrames: counter.lost, frames: counter.frames, awayMs };
    }
  } finally {
    await stand.close();
  }
}

function timesOf(measured: readonly (number | null)[]): Times {
  const values = measured.filter((ms) => ms !== null);
  return {
    p50Ms: inMs(percentile(values, 0.5)),
    p95Ms: inMs(percentile(values, 0.95)),
    lost: measured.length - values.length,
  };
}
