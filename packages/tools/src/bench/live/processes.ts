import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of the kernel's accounting per second (`sysconf(_SC_CLK_TCK)` of every Linux we run on). */
const TICKS_PER_S = 100;
const HTTP_TIMEOUT_MS = 10_000;
/** `monitorEventLoopDelay` of the metrics wakes this often; what is beyond it is delay. */
const MONITOR_RESOLUTION_MS = 10;

interface ProcessTimes {
  readonly parentId: number;
  readonly cpuMs: number;
}

/** Processor time of one process (proc_pid_stat(5)); null when it is gone. */
function timesOf(pid: number): ProcessTimes | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { parentId: Number(fields[1]), cpuMs: (ticks / TICKS_PER_S) * 1000 };
  } catch {
    return null; // Ended since it was listed.
  }
}

/** Direct children of a process: the media workers of a node. */
export const childrenOf = (pid: number): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => timesOf(candidate)?.parentId === pid);

/** Processor time of a process, and of its children, since they were started, milliseconds. */
export function cpuOf(pid: number): { ownMs: number; childrenMs: number } {
  const children = childrenOf(pid).map((child) => timesOf(child)?.cpuMs ?? 0);
  return {
    ownMs: timesOf(pid)?.cpuMs ?? 0,
    childrenMs: children.reduce((sum, ms) => sum + ms, 0),
  };
}

/** Processor time of a process and of each of its children, since they were started, milliseconds. */
export function familyCpu(pid: number): ReadonlyMap<number, number> {
  return new Map([pid, ...childrenOf(pid)].map((member) => [member, timesOf(member)?.cpuMs ?? 0]));
}

/** What a family used between two readings. Who ended in between is not counted, nor what it had used before. */
export const cpuBetween = (before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): number =>
  [...after].reduce((sum, [pid, ms]) => sum + ms - (before.get(pid) ?? 0), 0);

/** Resident memory of a process, bytes; 0 when it is gone. */
export function memoryOf(pid: number): number {
  try {
    const resident = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(resident ?? 0) * 1024;
  } catch {
    return 0;
  }
}

export const openFilesOf = (pid: number): number => {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
};

/** Metrics of a process of ours at `/metrics`, by name; of several with labels the largest. */
export async function readMetrics(url: string): Promise<ReadonlyMap<string, number>> {
  const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(HTTP_TIMEOUT_MS) });
  const found = new Map<string, number>();
  for (const line of (await response.text()).split('\n')) {
    const [, name, value] = /^([a-z_0-9]+)(?:\{[^}]*\})? ([-+0-9.e]+)$/.exec(line) ?? [];
    if (name) found.set(name, Math.max(Number(value), found.get(name) ?? Number.NEGATIVE_INFINITY));
  }
  return found;
}

/** Delay of an event loop since the metrics were last read, 99th percentile, milliseconds. */
export const eventLoopP99Ms = (metrics: ReadonlyMap<string, number>): number =>
  Math.max(0, (metrics.get('nodejs_eventloop_lag_p99_seconds') ?? 0) * 1000 - MONITOR_RESOLUTION_MS);
