import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MAX_SITES } from '@nhipcau/contracts';
import type { Certificate } from 'pkijs';
import { z } from 'zod';
import type { OidcSettings } from './access/oidc.ts';
import { readAuthorities } from './logs/signatures/certificates.ts';
import type { SmsSettings } from './notices/sms-gateway.ts';
import type { ZaloSettings } from './notices/zalo-gateway.ts';

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
  /** A sample installation can be tried without setting up second factors. */
  NHIPCAU_MODE: z.enum(['production', 'sample']).default('production'),
  NHIPCAU_REQUIRE_SECOND_FACTOR: flag.optional(),
  NHIPCAU_IDLE_LOCK: flag.default(true),
  NHIPCAU_OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  NHIPCAU_OIDC_CLIENT_ID: z.string().min(1).optional(),
  NHIPCAU_OIDC_CLIENT_SECRET_FILE: z.string().min(1).optional(),
  NHIPCAU_OIDC_NAME: z.string().min(1).max(100).default('Định danh dùng chung'),
  NHIPCAU_OIDC_CLAIM: z.string().min(1).max(100).default('sub'),
  /** Address under which people reach this installation, for the links in its letters. */
  NHIPCAU_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Mail server, with the account when it wants one; without it the office calls and writes by hand. */
  NHIPCAU_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  NHIPCAU_MAIL_FROM: z.email().optional(),
  NHIPCAU_MAIL_FROM_NAME: z.string().max(200).default('Nhịp Cầu'),
  NHIPCAU_MAIL_LANGUAGE: z.enum(['vi', 'en']).default('vi'),
  /** Maildir into which the mail server puts reports of delivery. */
  NHIPCAU_BOUNCE_MAILDIR: z.string().min(1).optional(),
  /** Days after which the line quality of meetings is deleted: two quarters, for the quarterly evaluation. */
  NHIPCAU_LINE_RETENTION_DAYS: z.coerce.number().int().min(1).max(3_650).default(184),
  /** Sites that one meeting may have: fewer where the machines are smaller; the protocol carries no more than this. */
  NHIPCAU_MAX_SITES: z.coerce.number().int().min(2).max(MAX_SITES).default(MAX_SITES),
  /** Provider of short messages; without it nobody gets one. */
  NHIPCAU_SMS_URL: z.url({ protocol: /^https?$/ }).optional(),
  NHIPCAU_SMS_TOKEN_FILE: z.string().min(1).optional(),
  NHIPCAU_SMS_SENDER: z.string().min(1).max(30).optional(),
  /** Official account of Zalo that posts to one group; without it a person does. */
  NHIPCAU_ZALO_APP_ID: z.string().regex(/^\d+$/).optional(),
  NHIPCAU_ZALO_SECRET_FILE: z.string().min(1).optional(),
  NHIPCAU_ZALO_REFRESH_TOKEN_FILE: z.string().min(1).optional(),
  NHIPCAU_ZALO_GROUP_ID: z.string().min(1).max(100).optional(),
  NHIPCAU_ZALO_API_URL: z.url({ protocol: /^https?$/ }).default('https://openapi.zalo.me'),
  NHIPCAU_ZALO_OAUTH_URL: z.url({ protocol: /^https?$/ }).default('https://oauth.zaloapp.com'),
  /** Where recordings and films lie; by default beside the keys. */
  NHIPCAU_RECORDINGS_DIR: z.string().min(1).optional(),
  /** Days for which recordings are kept, by class; see `data/recordings/retention.json`. */
  NHIPCAU_RETENTION_FILE: z.string().min(1).optional(),
  /** Store for recordings that speaks the S3 API; without it they stay in the folder. */
  NHIPCAU_S3_URL: z.url({ protocol: /^https?$/ }).optional(),
  NHIPCAU_S3_BUCKET: z.string().min(3).max(63).optional(),
  NHIPCAU_S3_PREFIX: z
    .string()
    .max(200)
    .regex(/^([\w.-]+\/)*$/)
    .default(''),
  NHIPCAU_S3_REGION: z.string().min(1).max(60).default('us-east-1'),
  NHIPCAU_S3_ACCESS_KEY_FILE: z.string().min(1).optional(),
  NHIPCAU_S3_SECRET_KEY_FILE: z.string().min(1).optional(),
  /** Certificates (PEM) of the authorities that are trusted on digital signatures; without it none is. */
  NHIPCAU_SIGNATURE_AUTHORITIES_FILE: z.string().min(1).optional(),
  /** Programs that render films. */
  NHIPCAU_FFMPEG: z.string().min(1).default('ffmpeg'),
  NHIPCAU_FFPROBE: z.string().min(1).default('ffprobe'),
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
  /** Unencrypted connections with other machines, in a closed network. */
  readonly allowPlain: boolean;
  readonly sessionLifeS: number;
  readonly signInsPerMinute: number;
  readonly requestsPerMinute: number;
  readonly publicUrl: string | null;
  /** Null: no electronic mail leaves. */
  readonly mail: MailConfig | null;
  readonly lineRetentionDays: number;
  /** Sites that one meeting may have. */
  readonly maxSites: number;
  readonly recordings: {
    readonly folder: string;
    readonly ffmpeg: string;
    readonly ffprobe: string;
    /** How long what was recorded is kept; null: as it is shipped. */
    readonly retentionFile: string | null;
    /** Null: recordings stay in the folder. */
    readonly s3: S3Settings | null;
  };
  /** Whose certificates are trusted on digital signatures. */
  readonly signatureAuthorities: readonly Certificate[];
  /** Null: no short message leaves. */
  readonly sms: SmsSettings | null;
  /** Null: a person posts to the group. */
  readonly zalo: ZaloSettings | null;
  readonly logLevel: string;
  /** Roles whose policy asks for a second factor cannot work without one. */
  readonly requireSecondFactor: boolean;
  /** Sessions lock when nobody is there. */
  readonly idleLock: boolean;
  /** The identity provider; null: accounts of our own only. */
  readonly oidc: OidcSettings | null;
}

export interface S3Settings {
  readonly url: string;
  readonly bucket: string;
  /** Before every name, ending in a slash; empty: none. */
  readonly prefix: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

export interface MailConfig {
  readonly url: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly language: 'vi' | 'en';
  readonly bounceFolder: string | null;
}

/** @throws {Error} when a mail server is named without the mailbox in whose name it sends */
function mailOf(env: z.output<typeof Environment>): MailConfig | null {
  if (env.NHIPCAU_SMTP_URL === undefined) return null;
  if (env.NHIPCAU_MAIL_FROM === undefined)
    throw new Error('configuration: NHIPCAU_MAIL_FROM: needed with NHIPCAU_SMTP_URL');
  return {
    url: env.NHIPCAU_SMTP_URL,
    from: { name: env.NHIPCAU_MAIL_FROM_NAME, address: env.NHIPCAU_MAIL_FROM },
    language: env.NHIPCAU_MAIL_LANGUAGE,
    bounceFolder: env.NHIPCAU_BOUNCE_MAILDIR ?? null,
  };
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.');

/** What a gateway is told with must not be read on the way. */
function checkedUrl(name: string, url: string): string {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'http:' && !isLoopback(hostname))
    throw new Error(`configuration: ${name}: a service elsewhere needs https`);
  return url.replace(/\/+$/, '');
}

/** @throws {Error} that names the variable, and why its file cannot be read */
function secretIn(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    const code: unknown = cause instanceof Error ? Reflect.get(cause, 'code') : null;
    throw new Error(
      `configuration: ${name}: its file cannot be read (${typeof code === 'string' ? code : 'error'})`,
      { cause },
    );
  }
}

/** @throws {Error} that names the variable when the file has no certificate in it, or one that cannot be read */
function authoritiesIn(file: string | undefined): readonly Certificate[] {
  if (file === undefined) return [];
  const name = 'NHIPCAU_SIGNATURE_AUTHORITIES_FILE';
  const pem = secretIn(name, file);
  try {
    return readAuthorities(pem);
  } catch (cause) {
    throw new Error(`configuration: ${name}: needs certificates in PEM`, { cause });
  }
}

/** @throws {Error} when it is only half configured, or would speak without TLS to another machine */
function smsOf(env: z.output<typeof Environment>): SmsSettings | null {
  const { NHIPCAU_SMS_URL: url, NHIPCAU_SMS_TOKEN_FILE: file, NHIPCAU_SMS_SENDER: sender } = env;
  if (url === undefined) return null;
  if (file === undefined || sender === undefined)
    throw new Error('configuration: NHIPCAU_SMS_URL: needs NHIPCAU_SMS_TOKEN_FILE and NHIPCAU_SMS_SENDER');
  return { url: checkedUrl('NHIPCAU_SMS_URL', url), token: secretIn('NHIPCAU_SMS_TOKEN_FILE', file), sender };
}

/** @throws {Error} when it is only half configured, or would speak without TLS to another machine */
function zaloOf(env: z.output<typeof Environment>): ZaloSettings | null {
  const { NHIPCAU_ZALO_APP_ID: appId, NHIPCAU_ZALO_GROUP_ID: groupId } = env;
  const { NHIPCAU_ZALO_SECRET_FILE: secret, NHIPCAU_ZALO_REFRESH_TOKEN_FILE: token } = env;
  if (appId === undefined) return null;
  if (groupId === undefined || secret === undefined || token === undefined)
    throw new Error(
      'configuration: NHIPCAU_ZALO_APP_ID: needs NHIPCAU_ZALO_GROUP_ID, NHIPCAU_ZALO_SECRET_FILE and NHIPCAU_ZALO_REFRESH_TOKEN_FILE',
    );
  return {
    appId,
    groupId,
    secretKey: secretIn('NHIPCAU_ZALO_SECRET_FILE', secret),
    refreshToken: secretIn('NHIPCAU_ZALO_REFRESH_TOKEN_FILE', token),
    apiUrl: checkedUrl('NHIPCAU_ZALO_API_URL', env.NHIPCAU_ZALO_API_URL),
    oauthUrl: checkedUrl('NHIPCAU_ZALO_OAUTH_URL', env.NHIPCAU_ZALO_OAUTH_URL),
  };
}

/** @throws {Error} when it is only half configured, or would speak without TLS to another machine */
function s3In(env: z.output<typeof Environment>): S3Settings | null {
  const { NHIPCAU_S3_URL: url, NHIPCAU_S3_BUCKET: bucket } = env;
  const { NHIPCAU_S3_ACCESS_KEY_FILE: access, NHIPCAU_S3_SECRET_KEY_FILE: secret } = env;
  if (url === undefined) return null;
  if (bucket === undefined || access === undefined || secret === undefined)
    throw new Error(
      'configuration: NHIPCAU_S3_URL: needs NHIPCAU_S3_BUCKET, NHIPCAU_S3_ACCESS_KEY_FILE and NHIPCAU_S3_SECRET_KEY_FILE',
    );
  return {
    url: checkedUrl('NHIPCAU_S3_URL', url),
    bucket,
    prefix: env.NHIPCAU_S3_PREFIX,
    region: env.NHIPCAU_S3_REGION,
    accessKey: secretIn('NHIPCAU_S3_ACCESS_KEY_FILE', access),
    secretKey: secretIn('NHIPCAU_S3_SECRET_KEY_FILE', secret),
  };
}

/** @throws {Error} when it is only half configured, or would speak without TLS to another machine */
function oidcIn(env: z.output<typeof Environment>): OidcSettings | null {
  const { NHIPCAU_OIDC_ISSUER: issuer, NHIPCAU_OIDC_CLIENT_ID: clientId } = env;
  const file = env.NHIPCAU_OIDC_CLIENT_SECRET_FILE;
  if (issuer === undefined) return null;
  if (clientId === undefined || file === undefined)
    throw new Error(
      'configuration: NHIPCAU_OIDC_ISSUER: needs NHIPCAU_OIDC_CLIENT_ID and NHIPCAU_OIDC_CLIENT_SECRET_FILE',
    );
  const { protocol, hostname } = new URL(issuer);
  if (protocol === 'http:' && !isLoopback(hostname))
    throw new Error('configuration: NHIPCAU_OIDC_ISSUER: an identity provider elsewhere needs https');
  const clientSecret = secretIn('NHIPCAU_OIDC_CLIENT_SECRET_FILE', file);
  return { issuer, clientId, clientSecret, name: env.NHIPCAU_OIDC_NAME, claim: env.NHIPCAU_OIDC_CLAIM };
}

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
    allowPlain: env.NHIPCAU_ALLOW_PLAIN,
    sessionLifeS: env.NHIPCAU_SESSION_LIFE_S,
    signInsPerMinute: env.NHIPCAU_SIGN_INS_PER_MINUTE,
    requestsPerMinute: env.NHIPCAU_REQUESTS_PER_MINUTE,
    publicUrl: env.NHIPCAU_PUBLIC_URL ?? null,
    mail: mailOf(env),
    lineRetentionDays: env.NHIPCAU_LINE_RETENTION_DAYS,
    maxSites: env.NHIPCAU_MAX_SITES,
    recordings: {
      folder: env.NHIPCAU_RECORDINGS_DIR ?? join(env.NHIPCAU_DATA_DIR, 'recordings'),
      ffmpeg: env.NHIPCAU_FFMPEG,
      ffprobe: env.NHIPCAU_FFPROBE,
      retentionFile: env.NHIPCAU_RETENTION_FILE ?? null,
      s3: s3In(env),
    },
    signatureAuthorities: authoritiesIn(env.NHIPCAU_SIGNATURE_AUTHORITIES_FILE),
    sms: smsOf(env),
    zalo: zaloOf(env),
    logLevel: env.NHIPCAU_LOG_LEVEL,
    requireSecondFactor: env.NHIPCAU_REQUIRE_SECOND_FACTOR ?? env.NHIPCAU_MODE === 'production',
    idleLock: env.NHIPCAU_IDLE_LOCK,
    oidc: oidcIn(env),
  });
}
