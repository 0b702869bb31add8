import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** A process, so named that a later one with the same number is not taken for it. */
const Entry = z.object({ name: z.string(), pid: z.int(), startedTicks: z.string() });
type Entry = z.infer<typeof Entry>;
const Table = z.object({ owner: Entry, children: z.array(Entry) });

const LEFTOVER_STOP_MS = 8_000;

/** Start time of a process in clock ticks since boot (proc(5), field 22 of stat); null when there is none. */
function startedTicks(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    return null; // No such process.
  }
}

const isRunning = ({ pid, startedTicks: since }: Entry): boolean => startedTicks(pid) === since;
const entryOf = (name: string, pid: number): Entry => ({ name, pid, startedTicks: startedTicks(pid) ?? '' });
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Which processes belong to an installation, kept in its data folder: one owner, and what it has started. */
export class ProcessTable {
  readonly #file: string;
  readonly #children = new Map<string, Entry>();

  private constructor(file: string) {
    this.#file = file;
  }

  /**
   * Takes the installation; processes left by an owner that was killed are ended first.
   *
   * @param onLeftover - told of each process that is ended
   * @throws {Error} when another owner runs it
   */
  static async take(dataDir: string, onLeftover: (name: string, pid: number) => void): Promise<ProcessTable> {
    const file = join(dataDir, 'run', 'processes.json');
    const earlier = readTable(file);
    if (earlier) {
      const { owner, children } = earlier;
      if (owner.pid !== process.pid && isRunning(owner))
        throw new Error(`this installation is running already (process ${owner.pid}, data in ${dataDir})`);
      await endAll(children.filter(isRunning), onLeftover);
    }
    const table = new ProcessTable(file);
    table.#write();
    return table;
  }

  add(name: string, pid: number): void {
    this.#children.set(name, entryOf(name, pid));
    this.#write();
  }

  release(): void {
    rmSync(this.#file, { force: true });
  }

  #write(): void {
    mkdirSync(dirname(this.#file), { recursive: true });
    const draft = `${this.#file}.${process.pid}`;
    const table = { owner: entryOf('start', process.pid), children: [...this.#children.values()] };
    writeFileSync(draft, JSON.stringify(table, null, 2));
    renameSync(draft, this.#file);
  }
}

/** Null when there is none, or it was cut off while it was written. */
function readTable(file: string): z.infer<typeof Table> | null {
  if (!existsSync(file)) return null;
  try {
    return Table.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null; // Ports and database have locks of their own.
  }
}

async function endAll(
  leftovers: readonly Entry[],
  onLeftover: (name: string, pid: number) => void,
): Promise<void> {
  for (const { name, pid } of leftovers) {
    onLeftover(name, pid);
    process.kill(pid, 'SIGTERM');
  }
  for (const end = Date.now() + LEFTOVER_STOP_MS; leftovers.some(isRunning) && Date.now() < end; )
    await pause(50);
  for (const entry of leftovers.filter(isRunning)) process.kill(entry.pid, 'SIGKILL');
}
