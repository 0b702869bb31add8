import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DEFAULT_LOCALITY, sampleLocality } from '../seed/localities.ts';

export const REPOSITORY = join(import.meta.dirname, '../../../..');

/** Ports of one node: rooms and links, media (UDP and TCP, ten more for each further worker), pipes to neighbours. */
export interface NodePorts {
  readonly listen: number;
  readonly media: number;
  readonly pipeMin: number;
  readonly pipeMax: number;
}

export interface InstallationPorts {
  readonly server: number;
  readonly database: number;
  /** In the order of the locality's nodes; no sample locality has more. */
  readonly nodes: readonly NodePorts[];
}

export interface InstallationSettings {
  /** Code of the locality whose sample an empty database gets. */
  readonly locality: string;
  readonly dataDir: string;
  readonly ports: InstallationPorts;
  /** A PostgreSQL of your own instead of the embedded one. */
  readonly databaseUrl: string | null;
  readonly webDir: string;
  readonly logLevel: string;
}

const PIPES_PER_NODE = 300;

/** The longest cascade of a sample locality: Government – province – district. */
const MOST_NODES = 3;

const byNode = (portsOf: (index: number) => NodePorts): InstallationPorts['nodes'] =>
  Array.from({ length: MOST_NODES }, (_, index) => portsOf(index));

/** The usual ports: server 8080, PostgreSQL 54329, nodes 7101…, media 7201…, pipes 40000…40899. */
export const usualPorts = (): InstallationPorts => ({
  server: 8080,
  database: 54_329,
  nodes: byNode((index) => ({
    listen: 7101 + index,
    media: 7201 + index,
    pipeMin: 40_000 + index * PIPES_PER_NODE,
    pipeMax: 40_000 + (index + 1) * PIPES_PER_NODE - 1,
  })),
});

/** Everything within 1000 ports from `base`, so that several installations run side by side. */
export const portsFrom = (base: number): InstallationPorts => ({
  server: base,
  database: base + 1,
  nodes: byNode((index) => ({
    listen: base + 11 + index,
    media: base + 21 + index,
    pipeMin: base + 100 + index * PIPES_PER_NODE,
    pipeMax: base + 100 + (index + 1) * PIPES_PER_NODE - 1,
  })),
});

const port = z.coerce.number().int().min(1024).max(65_535);
const Environment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  NHIPCAU_DATA_DIR: z.string().min(1).optional(),
  NHIPCAU_LOCALITY: z.string().default(DEFAULT_LOCALITY),
  NHIPCAU_PORT_BASE: port.optional(),
  NHIPCAU_SERVER_PORT: port.optional(),
  NHIPCAU_DATABASE_PORT: port.optional(),
  NHIPCAU_WEB_DIR: z.string().min(1).optional(),
  NHIPCAU_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
});

const known = ['locality', 'port-base', 'data-dir'] as const;

/** What `npm start` understands, for whoever asks or mistypes; a text file, so that it can be read before anything is there. */
export const USAGE = readFileSync(join(import.meta.dirname, 'usage.txt'), 'utf8').trim();

/** @throws {Error} the usage, for a word that is none of ours: a mistyped option must not start something else */
export function checkArguments(args: readonly string[]): void {
  const stray = args.find((word, index) => {
    if (known.some((name) => word === `--${name}` || word.startsWith(`--${name}=`))) return false;
    return !known.some((name) => args[index - 1] === `--${name}`);
  });
  if (stray !== undefined) throw new Error(`${stray}: ${USAGE}`);
}

const argument = (args: readonly string[], name: string): string | undefined => {
  const index = args.indexOf(`--${name}`);
  if (index >= 0) return args[index + 1];
  return args.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
};

/**
 * Settings from the command line (`--locality`, `--port-base`, `--data-dir`) and the environment.
 *
 * @throws {Error} one line that names what is wrong
 */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
  args: readonly string[],
): InstallationSettings {
  const given = {
    ...environment,
    ...(argument(args, 'locality') ? { NHIPCAU_LOCALITY: argument(args, 'locality') } : {}),
    ...(argument(args, 'port-base') ? { NHIPCAU_PORT_BASE: argument(args, 'port-base') } : {}),
    ...(argument(args, 'data-dir') ? { NHIPCAU_DATA_DIR: argument(args, 'data-dir') } : {}),
  };
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`settings: ${faults.join('; ')}`);
  }
  const env = parsed.data;
  const ports = env.NHIPCAU_PORT_BASE === undefined ? usualPorts() : portsFrom(env.NHIPCAU_PORT_BASE);
  return {
    locality: sampleLocality(env.NHIPCAU_LOCALITY).code,
    dataDir: env.NHIPCAU_DATA_DIR ?? join(REPOSITORY, '.data'),
    databaseUrl: env.DATABASE_URL ?? null,
    webDir: env.NHIPCAU_WEB_DIR ?? join(REPOSITORY, 'packages/web/dist'),
    logLevel: env.NHIPCAU_LOG_LEVEL,
    ports: {
      ...ports,
      server: env.NHIPCAU_SERVER_PORT ?? ports.server,
      database: env.NHIPCAU_DATABASE_PORT ?? ports.database,
    },
  };
}
