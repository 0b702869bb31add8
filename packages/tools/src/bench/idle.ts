import { setTimeout as pause } from 'node:timers/promises';
import { placesOf } from './join.ts';
import { inspectedAt, liveHeapOf } from './live/heap.ts';
import { LiveStand } from './live/live-stand.ts';
import { cpuOf } from './live/processes.ts';
import type { BenchSettings } from './settings.ts';

const DEFAULT_SITES = 230;
const JOIN_MS = 10_000;
const JOIN_TIMEOUT_MS = 120_000;
const SETTLE_MS = 5_000;
const WINDOW_MS = 20_000;
const NODE = 'hb';

export interface IdleResult {
  readonly bench: 'idle';
  readonly sites: number;
  /** Of the node: its own process and its media workers. */
  readonly cores: number;
  readonly controlCores: number;
  readonly workerCores: number;
  readonly serverCores: number;
  /** JavaScript heap of the node's process, after minus before the sites were there, by site; garbage collected. */
  readonly heapKbPerSite: number;
}

/** What sites cost that are connected, with camera and microphone, while nothing is on air. */
export async function idle({
  sites = DEFAULT_SITES,
  portBase,
  say,
}: BenchSettings & { say: (text: string) => void }): Promise<IdleResult> {
  const inspectPort = portBase + 999;
  const stand = await LiveStand.open({
    portBase,
    title: 'Đo tải khi không phát',
    env: inspectedAt(inspectPort),
    ...placesOf(sites),
  });
  try {
    const { installation } = stand;
    const everybody = [...stand.satellites.map(({ siteId }) => siteId), stand.chair.siteId];
    // The chair, who is on air from the beginning, has neither camera nor microphone: nothing flows.
    const crowd = await stand.crowd(everybody, { sending: stand.satellites.length });
    const nodePid = stand.nodePid(NODE);
    const heapBefore = await liveHeapOf(nodePid, inspectPort);
    await crowd.enter(JOIN_MS);
    await stand.untilOnWall(everybody.length, JOIN_TIMEOUT_MS);
    say(`${everybody.length} sites are there`);
    await pause(SETTLE_MS);
    const heapAfter = await liveHeapOf(nodePid, inspectPort);
    const pids = { node: nodePid, server: installation.server.pid ?? 0 };
    const before = { node: cpuOf(pids.node), server: cpuOf(pids.server), at: performance.now() };
    await pause(WINDOW_MS);
    const after = { node: cpuOf(pids.node), server: cpuOf(pids.server), at: performance.now() };
    const wallMs = after.at - before.at;
    const control = (after.node.ownMs - before.node.ownMs) / wallMs;
    const worker = (after.node.childrenMs - before.node.childrenMs) / wallMs;
    crowd.close();
    return {
      bench: 'idle',
      sites: everybody.length,
      cores: rounded(control + worker),
      controlCores: rounded(control),
      workerCores: rounded(worker),
      serverCores: rounded((after.server.ownMs - before.server.ownMs) / wallMs),
      heapKbPerSite: Math.round((heapAfter - heapBefore) / 102.4 / everybody.length) / 10,
    };
  } finally {
    await stand.close();
  }
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
