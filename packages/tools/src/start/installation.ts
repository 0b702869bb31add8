import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { loadIdentity } from '@nhipcau/base/node';
import type { MeetingId } from '@nhipcau/contracts';
import { trafficMarkOf } from '@nhipcau/server';
import { migrate } from '@nhipcau/server/database';
import { embeddedBinaries, stopLeftoverPostgres } from '../postgres/index.ts';
import { sampleLocality, sampleLocalityCode } from '../seed/localities.ts';
import { endPastLending, fillPast } from '../seed/past/fill-past.ts';
import { type SampleAccount, sampleAccounts } from '../seed/sample.ts';
import { SAMPLE_MEETING_ID, seedLocality } from '../seed/seed.ts';
import { readSamplePassword, writeSampleAccounts } from './accounts.ts';
import { SupervisedChild } from './child.ts';
import { checkPorts } from './ports.ts';
import { databaseMemory, SupervisedPostgres } from './postgres.ts';
import { ProcessTable } from './process-table.ts';
import { type InstallationSettings, type NodePorts, portsFrom, readSettings } from './settings.ts';

/** What is going on, for whoever watches. */
export interface InstallationProgress {
  /** A step was done; `ms` it took. */
  done(what: string, ms: number): void;
  /** Something happened that nobody asked for. */
  warn(what: string): void;
}

/** A running installation: the server, its nodes and its database, each a process of its own. */
export interface Installation {
  /** Address of the pages and the API. */
  readonly url: string;
  readonly databaseUrl: string;
  readonly dataDir: string;
  /** Process of the embedded PostgreSQL; null with one of your own. */
  readonly databasePid: () => number | null;
  readonly server: SupervisedChild;
  /** The process of a node; throws for one the locality does not have. */
  node(nodeId: string): SupervisedChild;
  readonly nodeIds: readonly string[];
  /** `http://…` of a node: `/healthz`, `/metrics`; its rooms are at the same address with `ws:`. */
  nodeUrl(nodeId: string): string;
  /** Everything a terminal needs to reach at 127.0.0.1: pages, nodes, media. */
  readonly roomPorts: { readonly tcp: readonly number[]; readonly udp: readonly number[] };
  readonly accounts: readonly SampleAccount[];
  /** Password of all sample accounts; null when the database was not filled by us. */
  readonly password: string | null;
  readonly meetingId: MeetingId;
  /** Stops nodes, server and database, in this order. Idempotent. */
  close(): Promise<void>;
}

/** TypeScript files of the processes. */
export interface Programs {
  readonly server: string;
  readonly node: string;
}

export interface StartOptions {
  /** All ports follow from it. */
  readonly portBase: number;
  readonly dataDir: string;
  /** Code of the locality; Hoà Bình unless told otherwise. */
  readonly locality?: string;
  readonly databaseUrl?: string;
  readonly webDir?: string;
  readonly logLevel?: string;
  /** Without media nodes: the office half alone, which starts in a few seconds. */
  readonly isOfficeOnly?: boolean;
  /** Further environment of the server and of all nodes. */
  readonly env?: Readonly<Record<string, string>>;
  /** Other files to run than the usual ones: with another clock, say. */
  readonly programs?: Programs;
  /** Epoch ms; what the sample is dated by. */
  readonly now?: number;
  readonly progress?: InstallationProgress;
}

const require = createRequire(import.meta.url);

const usualPrograms = (): Programs => ({
  server: require.resolve('@nhipcau/server/main'),
  node: require.resolve('@nhipcau/mcu/main'),
});

const silent: InstallationProgress = { done: () => {}, warn: () => {} };

/** An installation beside others, for tests, benchmarks and the demonstration. */
export function startInstallation({
  portBase,
  progress = silent,
  env = {},
  isOfficeOnly = false,
  programs = usualPrograms(),
  now = Date.now(),
  ...options
}: StartOptions): Promise<Installation> {
  const usual = readSettings({}, []);
  return runInstallation(
    {
      ...usual,
      ports: portsFrom(portBase),
      locality: options.locality ?? usual.locality,
      dataDir: options.dataDir,
      databaseUrl: options.databaseUrl ?? null,
      webDir: options.webDir ?? usual.webDir,
      logLevel: options.logLevel ?? usual.logLevel,
    },
    progress,
    { env, isOfficeOnly, programs, now },
  );
}

export async function runInstallation(
  settings: InstallationSettings,
  progress: InstallationProgress,
  {
    env = {},
    isOfficeOnly = false,
    withPast = false,
    programs = usualPrograms(),
    now = Date.now(),
    signal,
  }: Pick<StartOptions, 'env' | 'isOfficeOnly' | 'programs' | 'now'> & {
    withPast?: boolean;
    signal?: AbortSignal;
  } = {},
): Promise<Installation> {
  const { dataDir } = settings;
  mkdirSync(dataDir, { recursive: true });
  const table = await ProcessTable.take(dataDir, (name, pid) =>
    progress.warn(`${name} of an earlier start (process ${pid}) was still running and is stopped`),
  );
  const closers: (() => Promise<void>)[] = [async () => table.release()];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    await stopLeftoverPostgres(join(dataDir, 'pg'));
    await timed(progress, 'ports are free', () => checkPorts(settings));
    const postgres = await openPostgres(settings, progress, closers);
    const databaseUrl = postgres.url;
    await timed(progress, 'database schema is up to date', () => migrate(databaseUrl));
    const filled = await timed(progress, 'sample installation is in the database', () =>
      fill(settings, databaseUrl, now),
    );
    if (withPast && filled) await givePast(settings, databaseUrl, { ...filled, progress, signal });
    const context = { table, progress, env, programs };
    const server = serverChild(settings, databaseUrl, context);
    closers.push(() => server.stop());
    const nodes = isOfficeOnly ? new Map<string, SupervisedChild>() : nodeChildren(settings, context);
    closers.push(async () => void (await Promise.all([...nodes.values()].map((node) => node.stop()))));
    await timed(progress, 'server and MCU nodes are ready', () =>
      Promise.all([server, ...nodes.values()].map((child) => child.start(signal))),
    );
    let closing: Promise<void> | null = null;
    return {
      url: `http://127.0.0.1:${settings.ports.server}`,
      databaseUrl,
      dataDir,
      databasePid: postgres.pid,
      server,
      node: (nodeId) => {
        const child = nodes.get(nodeId);
        if (!child) throw new Error(`there is no node ${nodeId}`);
        return child;
      },
      nodeIds: [...nodes.keys()],
      nodeUrl: (nodeId) => nodeUrl(settings, nodeId),
      roomPorts: roomPortsOf(settings, [...nodes.keys()]),
      accounts: sampleAccounts(sampleLocality(settings.locality)),
      password: filled?.password ?? null,
      meetingId: SAMPLE_MEETING_ID,
      close: () => {
        closing ??= close();
        return closing;
      },
    };
  } catch (cause) {
    await close();
    throw cause;
  }
}

async function timed<T>(progress: InstallationProgress, what: string, work: () => Promise<T>): Promise<T> {
  const since = Date.now();
  const result = await work();
  progress.done(what, Date.now() - since);
  return result;
}

async function openPostgres(
  { dataDir, databaseUrl, ports }: InstallationSettings,
  progress: InstallationProgress,
  closers: (() => Promise<void>)[],
): Promise<{ url: string; pid: () => number | null }> {
  if (databaseUrl !== null) return { url: databaseUrl, pid: () => null };
  const passwordFile = join(dataDir, 'postgresql-password');
  if (!existsSync(passwordFile))
    writeFileSync(passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
  const binaries = embeddedBinaries();
  const cluster = new SupervisedPostgres(
    {
      binaries,
      dataDir: join(dataDir, 'pg'),
      port: ports.database,
      password: readFileSync(passwordFile, 'utf8').trim(),
      logFile: join(dataDir, 'logs', 'postgresql.log'),
      settings: databaseMemory(totalmem()),
    },
    (what) => progress.warn(what),
  );
  closers.push(() => cluster.stop());
  const url = await timed(progress, `${binaries.label} runs`, () => cluster.start('nhipcau'));
  return { url, pid: () => cluster.pid };
}

const nodeDataDir = ({ dataDir }: InstallationSettings, nodeId: string): string =>
  join(dataDir, 'nodes', nodeId);

function portsOf({ locality, ports }: InstallationSettings, nodeId: string): NodePorts {
  const found = ports.nodes[sampleLocality(locality).nodes.findIndex((node) => node.nodeId === nodeId)];
  if (!found) throw new Error(`there is no node ${nodeId}`);
  return found;
}

function roomPortsOf(settings: InstallationSettings, nodeIds: readonly string[]): Installation['roomPorts'] {
  const ports = nodeIds.map((nodeId) => portsOf(settings, nodeId));
  const media = ports.map((of) => of.media);
  return { tcp: [settings.ports.server, ...ports.map(({ listen }) => listen), ...media], udp: media };
}

const nodeUrl = (settings: InstallationSettings, nodeId: string): string =>
  `http://127.0.0.1:${portsOf(settings, nodeId).listen}`;

/** What goes wrong here keeps nobody from working: the sample then has less of a past. */
async function givePast(
  settings: InstallationSettings,
  databaseUrl: string,
  {
    password,
    isNew,
    progress,
    signal,
  }: {
    password: string;
    isNew: boolean;
    progress: InstallationProgress;
    signal: AbortSignal | undefined;
  },
): Promise<void> {
  const past = {
    databaseUrl,
    dataDir: serverDataDir(settings),
    port: settings.ports.server,
    password,
    now: Date.now(),
    signal,
  };
  try {
    if (isNew)
      await timed(progress, 'the sample installation has a past', () =>
        fillPast({ ...past, locality: sampleLocalityCode(settings.locality) }),
      );
    else await endPastLending(past);
  } catch (cause) {
    if (signal?.aborted) throw cause;
    progress.warn(`meetings of the past: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** @returns password of the sample accounts, when they are known to us */
async function fill(
  settings: InstallationSettings,
  databaseUrl: string,
  now: number,
): Promise<{ password: string; isNew: boolean } | null> {
  const locality = sampleLocality(settings.locality);
  const nodes = locality.nodes.map(({ nodeId }) => ({
    nodeId,
    linkUrl: nodeUrl(settings, nodeId).replace(/^http/, 'ws'),
    publicKey: loadIdentity(join(nodeDataDir(settings, nodeId), 'identity.pem')).publicKey,
  }));
  const isNew = await seedLocality(databaseUrl, {
    locality: locality.code,
    nodes,
    password: () => writeSampleAccounts(settings.dataDir, sampleAccounts(locality)),
    now,
  });
  const password = readSamplePassword(settings.dataDir);
  return password === null ? null : { password, isNew };
}

interface ChildContext {
  readonly table: ProcessTable;
  readonly progress: InstallationProgress;
  readonly env: Readonly<Record<string, string>>;
  readonly programs: Programs;
}

const watching = ({ table, progress }: ChildContext, name: string) => ({
  name,
  onStarted: (pid: number) => table.add(name, pid),
  onCrash: (child: string, how: string, againInMs: number) =>
    progress.warn(
      `${child} ended by itself (${how}); starting it again in ${(againInMs / 1000).toFixed(1)} s`,
    ),
});

const serverDataDir = ({ dataDir }: InstallationSettings): string => join(dataDir, 'server');

function serverChild(
  settings: InstallationSettings,
  databaseUrl: string,
  context: ChildContext,
): SupervisedChild {
  const { ports, webDir, logLevel, dataDir } = settings;
  return new SupervisedChild({
    ...watching(context, 'server'),
    program: context.programs.server,
    env: {
      DATABASE_URL: databaseUrl,
      NHIPCAU_DATA_DIR: serverDataDir(settings),
      NHIPCAU_SERVER_HOST: '127.0.0.1',
      NHIPCAU_MODE: 'sample',
      NHIPCAU_SERVER_PORT: `${ports.server}`,
      NHIPCAU_WEB_DIR: webDir,
      NHIPCAU_LOG_LEVEL: logLevel,
      // The same machine, another name.
      NHIPCAU_ALLOWED_ORIGINS: `http://localhost:${ports.server}`,
      ...context.env,
    },
    logFile: join(dataDir, 'logs', 'server.log'),
    readyUrl: `http://127.0.0.1:${ports.server}/readyz`,
  });
}

function nodeChildren(
  settings: InstallationSettings,
  context: ChildContext,
): ReadonlyMap<string, SupervisedChild> {
  const serverKey = loadIdentity(join(serverDataDir(settings), 'server-key.pem')).publicKey;
  const mark = trafficMarkOf(settings.locality);
  // Without the library nodes send unmarked, and say so.
  const marking: Record<string, string> =
    mark === null || process.env['MCU_MARKER'] === undefined ? {} : { MCU_DSCP: `${mark}` };
  const child = (nodeId: string): SupervisedChild => {
    const ports = portsOf(settings, nodeId);
    return new SupervisedChild({
      ...watching(context, `node ${nodeId}`),
      program: context.programs.node,
      env: {
        MCU_NODE_ID: nodeId,
        MCU_DATA_DIR: nodeDataDir(settings, nodeId),
        MCU_LISTEN_HOST: '127.0.0.1',
        MCU_LISTEN_PORT: `${ports.listen}`,
        MCU_MEDIA_IP: '127.0.0.1',
        MCU_MEDIA_PORT: `${ports.media}`,
        MCU_PIPE_PORT_MIN: `${ports.pipeMin}`,
        MCU_PIPE_PORT_MAX: `${ports.pipeMax}`,
        MCU_SERVER_URL: `ws://127.0.0.1:${settings.ports.server}/ws/node`,
        MCU_SERVER_KEY: serverKey,
        MCU_LOG_LEVEL: settings.logLevel,
        ...marking,
        ...context.env,
      },
      logFile: join(settings.dataDir, 'logs', `node-${nodeId}.log`),
      readyUrl: `${nodeUrl(settings, nodeId)}/readyz`,
    });
  };
  return new Map(sampleLocality(settings.locality).nodes.map(({ nodeId }) => [nodeId, child(nodeId)]));
}
