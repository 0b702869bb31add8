import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { backoffMs } from '@nhipcau/base';

const MAX_LOG_BYTES = 20_000_000;
const STOP_TIMEOUT_MS = 12_000;
/** A process that lived this long starts afresh with short delays. */
const STABLE_MS = 60_000;
const READY_TIMEOUT_MS = 60_000;

export interface ChildOptions {
  readonly name: string;
  /** TypeScript file, run by the Node that runs us. */
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Answers 200 once the process is ready. */
  readonly readyUrl: string;
  readonly onStarted: (pid: number) => void;
  /** Told of an end that nobody asked for, and when it is started again. */
  readonly onCrash: (name: string, how: string, againInMs: number) => void;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A process of ours that is started again when it ends by itself. */
export class SupervisedChild {
  readonly #options: ChildOptions;
  #child: ChildProcess | null = null;
  #wanted = false;
  #crashes = 0;
  #again: ReturnType<typeof setTimeout> | null = null;

  constructor(options: ChildOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.name;
  }

  /** Null while it is not running. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  get logFile(): string {
    return this.#options.logFile;
  }

  /** Starts it and waits until it is ready. Does nothing when it runs. */
  async start(signal?: AbortSignal): Promise<void> {
    this.#wanted = true;
    if (this.#child === null) this.#spawn();
    await this.untilReady(signal);
  }

  /** @throws {Error} one line with the end of its log, when it ends or is not ready in time */
  async untilReady(signal?: AbortSignal): Promise<void> {
    const { name, readyUrl, logFile } = this.#options;
    const crashesBefore = this.#crashes;
    for (const end = Date.now() + READY_TIMEOUT_MS; Date.now() < end; await pause(40)) {
      if (signal?.aborted) throw new Error('stopped while it was starting');
      if (await answers(readyUrl)) return;
      if (this.#crashes >= crashesBefore + 3) break;
    }
    throw new Error(`${name} does not become ready: ${lastLine(logFile)} (log: ${logFile})`);
  }

  /** Sends a signal; the process is started again when it ends by it. */
  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    this.#child?.kill(signal);
  }

  /** It ends without a word, as when its machine fails, and stays down until `start`. */
  async fail(): Promise<void> {
    await this.#end((child) => child.kill('SIGKILL'));
  }

  /** Asks it to end and waits; it stays down until `start`. */
  async stop(): Promise<void> {
    await this.#end((child) => child.kill('SIGTERM'));
  }

  async #end(how: (child: ChildProcess) => void): Promise<void> {
    this.#wanted = false;
    if (this.#again !== null) clearTimeout(this.#again);
    const child = this.#child;
    if (child === null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    how(child);
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await ended;
    clearTimeout(force);
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  #spawn(): void {
    const { program, env, logFile, onStarted } = this.#options;
    mkdirSync(dirname(logFile), { recursive: true });
    if (existsSync(logFile) && statSync(logFile).size > MAX_LOG_BYTES) renameSync(logFile, `${logFile}.1`);
    const log = openSync(logFile, 'a', 0o600);
    // Its end of the channel closes when we are killed: the process then stops by itself. In a group of its own,
    // because Ctrl-C must reach us alone: we stop it in order.
    const child = spawn(process.execPath, [program], {
      env: { ...process.env, ...env },
      stdio: ['ignore', log, log, 'ipc'],
      detached: true,
    });
    closeSync(log);
    const startedAt = Date.now();
    this.#child = child;
    if (child.pid !== undefined) onStarted(child.pid);
    child.once('error', () => this.#ended(child, 'could not be started', startedAt));
    child.once('exit', (code, signal) => this.#ended(child, signal ?? `code ${code}`, startedAt));
  }

  #ended(child: ChildProcess, how: string, startedAt: number): void {
    if (this.#child !== child) return;
    this.#child = null;
    if (!this.#wanted) return;
    if (Date.now() - startedAt > STABLE_MS) this.#crashes = 0;
    const againInMs = backoffMs(this.#crashes, { firstMs: 250, maxMs: 15_000 });
    this.#crashes += 1;
    this.#options.onCrash(this.name, how, againInMs);
    this.#again = setTimeout(() => {
      if (this.#wanted && this.#child === null) this.#spawn();
    }, againInMs);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false; // Not listening yet.
  }
}

const lastLine = (file: string): string =>
  existsSync(file) ? (readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '').slice(0, 300) : 'no log';
