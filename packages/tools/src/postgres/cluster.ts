import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import type { PostgresBinaries } from './binaries.ts';
import { commandAs, postgresAccount } from './run-as.ts';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;
const ROLE = 'nhipcau';

export interface ClusterOptions {
  readonly binaries: PostgresBinaries;
  /** Made and initialised when it does not exist. */
  readonly dataDir: string;
  readonly port: number;
  readonly password: string;
  readonly logFile: string;
  /** Server settings as given with `-c`. */
  readonly settings?: Readonly<Record<string, string>>;
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // No such process.
  }
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function untilGone(pid: number, timeoutMs: number): Promise<boolean> {
  for (const end = Date.now() + timeoutMs; Date.now() < end; await pause(50)) if (!isAlive(pid)) return true;
  return !isAlive(pid);
}

/** Ends a server that outlived whoever started it, or forgets its lock file when it is not running. */
export async function stopLeftoverPostgres(dataDir: string): Promise<void> {
  const lock = join(dataDir, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  const ours = isAlive(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(dataDir);
  if (ours) {
    process.kill(pid, 'SIGINT');
    if (await untilGone(pid, STOP_TIMEOUT_MS)) return;
    throw new Error(`PostgreSQL (process ${pid}) still holds ${dataDir} and does not stop`);
  }
  rmSync(lock, { force: true });
}

const tail = (file: string): string =>
  existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').slice(-4).join(' | ') : '';

async function initialise({ binaries, dataDir, password, logFile }: ClusterOptions): Promise<void> {
  const account = postgresAccount();
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const passwordFile = `${dataDir}.password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account) for (const path of [dataDir, passwordFile]) chownSync(path, account.uid, account.gid);
  const run = commandAs(
    account,
    binaries.initdb,
    [
      `--pgdata=${dataDir}`,
      `--username=${ROLE}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      '--no-instructions',
    ],
    dataDir,
  );
  const log = openSync(logFile, 'a', 0o600);
  try {
    const child = spawn(run.command, run.args, {
      ...run.options,
      cwd: '/',
      detached: true,
      stdio: ['ignore', log, log],
    });
    const code: unknown = (await once(child, 'exit'))[0];
    if (code !== 0) {
      rmSync(dataDir, { recursive: true, force: true });
      throw new Error(`initdb of ${binaries.label} failed: ${tail(logFile)}`);
    }
  } finally {
    closeSync(log);
    rmSync(passwordFile, { force: true });
  }
}

/** One running PostgreSQL server with its own data folder, reachable on the loopback address only. */
export class PostgresCluster {
  readonly #child: ChildProcess;
  readonly #options: ClusterOptions;
  #stopping = false;

  private constructor(child: ChildProcess, options: ClusterOptions) {
    this.#child = child;
    this.#options = options;
  }

  /** @throws {Error} with one line that says what failed, when it does not accept connections in time */
  static async start(options: ClusterOptions): Promise<PostgresCluster> {
    const { binaries, dataDir, port, logFile, settings = {} } = options;
    mkdirSync(dirname(logFile), { recursive: true });
    await stopLeftoverPostgres(dataDir);
    if (!existsSync(join(dataDir, 'PG_VERSION'))) {
      rmSync(dataDir, { recursive: true, force: true }); // Left by an initdb that was interrupted.
      await initialise(options);
    }
    const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings };
    const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const run = commandAs(
      postgresAccount(),
      binaries.postgres,
      ['-D', dataDir, '-p', `${port}`, ...flags],
      dataDir,
    );
    const log = openSync(logFile, 'a', 0o600);
    const child = spawn(run.command, run.args, {
      ...run.options,
      cwd: '/',
      // A group of its own: Ctrl-C in the terminal must not end it before those who use it.
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    const cluster = new PostgresCluster(child, options);
    await cluster.#untilReady();
    return cluster;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Tells when the server ended without having been asked to. */
  onCrash(listener: () => void): void {
    this.#child.once('exit', () => {
      if (!this.#stopping) listener();
    });
  }

  url(database: string): string {
    const { password, port } = this.#options;
    return `postgresql://${ROLE}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
  }

  async createDatabase(name: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.url('postgres') });
    await client.connect();
    try {
      const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
      if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
    } finally {
      await client.end();
    }
  }

  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. Idempotent. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGINT');
    if (!(await untilGone(this.pid, STOP_TIMEOUT_MS))) this.#child.kill('SIGQUIT');
  }

  async #untilReady(): Promise<void> {
    const { binaries, logFile } = this.#options;
    let exited = false;
    this.#child.once('exit', () => {
      exited = true;
    });
    this.#child.once('error', () => {
      exited = true;
    });
    for (const end = Date.now() + START_TIMEOUT_MS; Date.now() < end && !exited; await pause(50)) {
      const client = new pg.Client({ connectionString: this.url('postgres'), connectionTimeoutMillis: 2000 });
      try {
        await client.connect();
        await client.end();
        return;
      } catch {
        // Not ready yet; the loop ends by the deadline or the process's exit.
      }
    }
    await this.stop();
    throw new Error(`${binaries.label} did not start: ${tail(logFile)}`);
  }
}
