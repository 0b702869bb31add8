import { join } from 'node:path';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const seconds = z.coerce.number().int().min(1);
const flag = z.enum(['true', 'false']).transform((word) => word === 'true');

const Environment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Keys of the installation are kept here; nothing else. */
  NHIPCAU_DATA_DIR: z.string().min(1),
  NHIPCAU_SERVER_HOST: z.string().min(1).default('127.0.0.1'),
  NHIPCAU_SERVER_PORT: port.default(8080),
  /** Built web files; without them only the interfaces are served. */
  NHIPCAU_WEB_DIR: z.string().default(join(import.meta.dirname, '../../web/dist')),
  /** Origins besides the request's own host from which a browser may change state, separated by commas. */
  NHIPCAU_ALLOWED_ORIGINS: z
    .string()
    .default('')
    .transform((list) => list.split(',').filter((origin) => origin !== ''))
    .pipe(z.array(z.url({ protocol: /^https?$/ }))),
  /** A reverse proxy in front ends TLS and sets X-Forwarded-*. Cookies are then for https only. */
  NHIPCAU_BEHIND_TLS_PROXY: flag.default(false),
  /** Whether nodes and browsers may come from elsewhere than this machine without TLS. */
  NHIPCAU_ALLOW_PLAIN: flag.default(false),
  NHIPCAU_SESSION_LIFE_S: seconds.default(12 * 3600),
  NHIPCAU_SIGN_INS_PER_MINUTE: z.coerce.number().int().min(1).default(60),
  NHIPCAU_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(6000),
  NHIPCAU_LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
});

/** Everything the server process is told from outside, read once at its start. */
export interface ServerConfig {
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly webDir: string;
  readonly allowedOrigins: readonly string[];
  readonly behindTlsProxy: boolean;
  readonly sessionLifeS: number;
  readonly signInsPerMinute: number;
  readonly requestsPerMinute: number;
  readonly logLevel: string;
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.');

/** @throws {Error} one line that names the variable, what is wrong with it, and no value */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): ServerConfig {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`configuration: ${faults.join('; ')}`);
  }
  const env = parsed.data;
  if (!isLoopback(env.NHIPCAU_SERVER_HOST) && !env.NHIPCAU_BEHIND_TLS_PROXY && !env.NHIPCAU_ALLOW_PLAIN)
    throw new Error(
      'configuration: NHIPCAU_SERVER_HOST: an address others reach needs NHIPCAU_BEHIND_TLS_PROXY=true, or NHIPCAU_ALLOW_PLAIN=true for a trial',
    );
  return Object.freeze({
    databaseUrl: env.DATABASE_URL,
    dataDir: env.NHIPCAU_DATA_DIR,
    host: env.NHIPCAU_SERVER_HOST,
    port: env.NHIPCAU_SERVER_PORT,
    webDir: env.NHIPCAU_WEB_DIR,
    allowedOrigins: env.NHIPCAU_ALLOWED_ORIGINS,
    behindTlsProxy: env.NHIPCAU_BEHIND_TLS_PROXY,
    sessionLifeS: env.NHIPCAU_SESSION_LIFE_S,
    signInsPerMinute: env.NHIPCAU_SIGN_INS_PER_MINUTE,
    requestsPerMinute: env.NHIPCAU_REQUESTS_PER_MINUTE,
    logLevel: env.NHIPCAU_LOG_LEVEL,
  });
}
