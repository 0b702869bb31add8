import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { IceServer, NodeId } from '@nhipcau/contracts';
import { z } from 'zod';
import type { TurnSettings } from './rooms/turn-credentials.ts';

const flag = z.enum(['0', '1', 'true', 'false']).transform((text) => text === '1' || text === 'true');
const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const socketUrl = z.url({ protocol: /^wss?$/ });

/** Variables of the environment that a node reads; this file is the only one that does. */
const Environment = z.object({
  MCU_NODE_ID: NodeId,
  MCU_DATA_DIR: z.string().min(1),
  /** HTTP, rooms and links. */
  MCU_LISTEN_HOST: z.string().default('127.0.0.1'),
  MCU_LISTEN_PORT: whole(0, 65_535).default(7101),
  /** Address at which rooms reach this node, when it differs from host and port (a proxy with TLS, NAT). */
  MCU_ROOM_URL: socketUrl.optional(),
  /** Address on which media is received. */
  MCU_MEDIA_IP: z.string().default('127.0.0.1'),
  /** Address told to rooms and neighbours for media, when it differs. */
  MCU_ANNOUNCED_ADDRESS: z.string().optional(),
  /** UDP and TCP port of the first worker; each further worker takes ten more. 0: any. */
  MCU_MEDIA_PORT: whole(0, 65_000).default(7201),
  MCU_WORKERS: whole(1, 64).optional(),
  /** UDP ports of the pipes to neighbour nodes. */
  MCU_PIPE_PORT_MIN: whole(1024, 65_535).default(40_000),
  MCU_PIPE_PORT_MAX: whole(1024, 65_535).default(40_999),
  /** `…/ws/node` of the server. */
  MCU_SERVER_URL: socketUrl.optional(),
  /** Key by which the server proves itself: SPKI, DER, base64url; or a file with it, which may appear later. */
  MCU_SERVER_KEY: z.string().min(40).max(200).optional(),
  MCU_SERVER_KEY_FILE: z.string().optional(),
  /** TURN servers that rooms may use, `turns:host:443?transport=tcp`, separated by commas. */
  MCU_TURN_URLS: z.string().optional(),
  /** The secret shared with them (`static-auth-secret` of coturn), alone in a file. */
  MCU_TURN_SECRET_FILE: z.string().optional(),
  MCU_TLS_CERT_FILE: z.string().optional(),
  MCU_TLS_KEY_FILE: z.string().optional(),
  /** Allows unencrypted WebSockets beyond this machine: only behind a proxy or in a closed network. */
  MCU_ALLOW_INSECURE: flag.default(false),
  /** Priority of this process and its workers (nice); media must not wait behind other programs. 0: as started. */
  MCU_NICE: z.coerce.number().int().min(-20).max(19).default(-10),
  MCU_MAX_SEATS: whole(1, 5_000).default(1_000),
  MCU_JOINS_PER_SECOND: whole(1, 1_000).default(30),
  MCU_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
  /** Programs that write and read recordings. */
  MCU_FFMPEG: z.string().min(1).default('ffmpeg'),
  MCU_FFPROBE: z.string().min(1).default('ffprobe'),
  MEDIASOUP_WORKER_BIN: z.string().optional(),
  /** DSCP of everything the media workers send; it needs `MCU_MARKER`. */
  MCU_DSCP: whole(0, 63).optional(),
  /** Library that puts the mark on sockets (`vendor/traffic-mark`). */
  MCU_MARKER: z.string().optional(),
});

export interface NodeConfig {
  readonly nodeId: NodeId;
  readonly dataDir: string;
  readonly listen: { readonly host: string; readonly port: number };
  readonly roomUrl: string | null;
  readonly media: {
    readonly ip: string;
    readonly announcedAddress: string | undefined;
    readonly port: number;
    readonly workers: number;
    readonly workerBin: string | undefined;
    /** How the workers' packets are marked; null: not by us. */
    readonly marking: { readonly mark: number; readonly library: string } | null;
    readonly pipePorts: { readonly min: number; readonly max: number };
  };
  readonly server: { readonly url: string; readonly publicKey: () => string | null } | null;
  readonly turn: TurnSettings | null;
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
  readonly allowInsecure: boolean;
  readonly limits: {
    readonly maxSeats: number;
    readonly joinsPerSecond: number;
    readonly maxConsumersPerSeat: number;
    readonly initialOutgoingBitrate: number;
  };
  readonly recording: { readonly ffmpeg: string; readonly ffprobe: string };
  readonly nice: number;
  readonly logLevel: string;
}

/** A setting is missing or contradicts another; the message says which. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Streams one seat may receive: a grid of 25, its sounds, content and cues. */
const MAX_CONSUMERS_PER_SEAT = 80;
/** Enough to begin with 720p, content and a grid before the line is measured, bits per second. */
const INITIAL_OUTGOING_BITRATE = 6_000_000;

/** Starts the worker of `MEDIASOUP_WORKER_BIN` with the library of `MCU_MARKER`. */
const MARKED_WORKER = join(import.meta.dirname, '../bin/marked-worker.sh');

/** Shorter secrets can be guessed from one name and password. */
const MIN_TURN_SECRET = 16;

/** @throws {ConfigError} */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): NodeConfig {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(faults.join('; '));
  }
  const env = parsed.data;
  if (env.MCU_PIPE_PORT_MAX < env.MCU_PIPE_PORT_MIN)
    throw new ConfigError('MCU_PIPE_PORT_MAX is below MCU_PIPE_PORT_MIN');
  const marking = readMarking(env);
  const tls = readTls(env.MCU_TLS_CERT_FILE, env.MCU_TLS_KEY_FILE);
  const config: NodeConfig = {
    nodeId: env.MCU_NODE_ID,
    dataDir: env.MCU_DATA_DIR,
    listen: { host: env.MCU_LISTEN_HOST, port: env.MCU_LISTEN_PORT },
    roomUrl: env.MCU_ROOM_URL ?? null,
    media: {
      ip: env.MCU_MEDIA_IP,
      announcedAddress: env.MCU_ANNOUNCED_ADDRESS,
      port: env.MCU_MEDIA_PORT,
      workers: env.MCU_WORKERS ?? Math.max(1, cpus().length - 1),
      workerBin: marking ? MARKED_WORKER : env.MEDIASOUP_WORKER_BIN,
      marking,
      pipePorts: { min: env.MCU_PIPE_PORT_MIN, max: env.MCU_PIPE_PORT_MAX },
    },
    server: env.MCU_SERVER_URL === undefined ? null : { url: env.MCU_SERVER_URL, publicKey: serverKey(env) },
    turn: readTurn(env.MCU_TURN_URLS, env.MCU_TURN_SECRET_FILE),
    tls,
    allowInsecure: env.MCU_ALLOW_INSECURE,
    limits: {
      maxSeats: env.MCU_MAX_SEATS,
      joinsPerSecond: env.MCU_JOINS_PER_SECOND,
      maxConsumersPerSeat: MAX_CONSUMERS_PER_SEAT,
      initialOutgoingBitrate: INITIAL_OUTGOING_BITRATE,
    },
    recording: { ffmpeg: env.MCU_FFMPEG, ffprobe: env.MCU_FFPROBE },
    nice: env.MCU_NICE,
    logLevel: env.MCU_LOG_LEVEL,
  };
  refuseInsecure(config);
  return Object.freeze(config);
}

/** Whether a WebSocket to this address may be used: encrypted, on this machine, or allowed explicitly. */
export function isAllowedUrl(url: string, allowInsecure: boolean): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'wss:' || allowInsecure || isLoopback(hostname);
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);

function refuseInsecure({ listen, tls, allowInsecure, server }: NodeConfig): void {
  if (tls === null && !allowInsecure && !isLoopback(listen.host))
    throw new ConfigError(
      `unencrypted rooms and links on ${listen.host}: give MCU_TLS_CERT_FILE and MCU_TLS_KEY_FILE,
 or MCU_ALLOW_INSECURE=1 behind a proxy`.replaceAll('\n', ''),
    );
  if (server && !isAllowedUrl(server.url, allowInsecure))
    throw new ConfigError(
      'MCU_SERVER_URL is unencrypted: use wss://, or MCU_ALLOW_INSECURE=1 in a closed network',
    );
}

/** @throws {ConfigError} that names the variable, and why its file cannot be read; never what stands in it */
function fileOf(name: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    const code: unknown = cause instanceof Error ? Reflect.get(cause, 'code') : null;
    throw new ConfigError(`${name}: its file cannot be read (${typeof code === 'string' ? code : 'error'})`, {
      cause,
    });
  }
}

function readTls(certFile: string | undefined, keyFile: string | undefined): NodeConfig['tls'] {
  if (certFile === undefined && keyFile === undefined) return null;
  if (certFile === undefined || keyFile === undefined)
    throw new ConfigError('MCU_TLS_CERT_FILE and MCU_TLS_KEY_FILE belong together');
  return { cert: fileOf('MCU_TLS_CERT_FILE', certFile), key: fileOf('MCU_TLS_KEY_FILE', keyFile) };
}

/** @throws {ConfigError} a mark is wanted and what it needs is not named or not there */
function readMarking(env: z.infer<typeof Environment>): NodeConfig['media']['marking'] {
  const { MCU_DSCP: mark, MCU_MARKER: library, MEDIASOUP_WORKER_BIN: worker } = env;
  if (mark === undefined) return null;
  if (library === undefined || worker === undefined)
    throw new ConfigError('MCU_DSCP needs MCU_MARKER and MEDIASOUP_WORKER_BIN');
  if (!existsSync(library)) throw new ConfigError(`MCU_MARKER: there is no ${library}`);
  return { mark, library };
}

function readTurn(urls: string | undefined, secretFile: string | undefined): TurnSettings | null {
  if (urls === undefined && secretFile === undefined) return null;
  if (urls === undefined || secretFile === undefined)
    throw new ConfigError('MCU_TURN_URLS and MCU_TURN_SECRET_FILE belong together');
  const secret = fileOf('MCU_TURN_SECRET_FILE', secretFile).toString('utf8').trim();
  const parsed = IceServer.shape.urls.safeParse(urls.split(',').map((url) => url.trim()));
  if (!parsed.success)
    throw new ConfigError('MCU_TURN_URLS: turn:host:port or turns:host:port, separated by commas');
  if (secret.length < MIN_TURN_SECRET)
    throw new ConfigError(`MCU_TURN_SECRET_FILE holds less than ${MIN_TURN_SECRET} characters`);
  return { urls: parsed.data, secret };
}

function serverKey(env: z.infer<typeof Environment>): () => string | null {
  const { MCU_SERVER_KEY: value, MCU_SERVER_KEY_FILE: file } = env;
  if (value !== undefined) return () => value;
  if (file === undefined) throw new ConfigError('MCU_SERVER_URL needs MCU_SERVER_KEY or MCU_SERVER_KEY_FILE');
  return () => (existsSync(file) ? readFileSync(file, 'utf8').trim() : null);
}
