import { join } from 'node:path';
import { z } from 'zod';
import { SAMPLE_NODES, type SampleNodeId } from '../seed/sample.ts';

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
  readonly nodes: Readonly<Record<SampleNodeId, NodePorts>>;
}

export interface InstallationSettings {
  readonly dataDir: string;
  readonly ports: InstallationPorts;
  /** A PostgreSQL of your own instead of the embedded one. */
  readonly databaseUrl: string | null;
  readonly webDir: string;
  readonly logLevel: string;
}

const PIPES_PER_NODE = 300;

const byNode = (portsOf: (index: number) => NodePorts): InstallationPorts['nodes'] => {
  const [cp, hb, dabac] = SAMPLE_NODES.map((_node, index) => portsOf(index));
  if (!cp || !hb || !dabac) throw new Error('the sample installation has three nodes');
  return { cp, hb, 'hb-dabac': dabac };
};

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
  NHIPCAU_PORT_BASE: port.optional(),
  NHIPCAU_SERVER_PORT: port.optional(),
  NHIPCAU_DATABASE_PORT: port.optional(),
  NHIPCAU_WEB_DIR: z.string().min(1).optional(),
  NHIPCAU_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
});

const argument = (args: readonly string[], name: string): string | undefined => {
  const index = args.indexOf(`--${name}`);
  if (index >= 0) return args[index + 1];
  return args.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
};

/**
 * Settings from the command line (`--port-base`, `--data-dir`) and the environment.
 *
 * @throws {Error} one line that names what is wrong
 */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
  args: readonly string[],
): InstallationSettings {
  const given = {
    ...environment,
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
