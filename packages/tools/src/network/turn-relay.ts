import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const HANDBOOK = join(import.meta.dirname, '../../../../docs/turn/turnserver.conf');

export interface RelayFiles {
  readonly folder: string;
  /** The secret that nodes share with the relay. */
  readonly secret: string;
  readonly certificate: string;
  readonly settings: string;
}

/**
 * Everything coturn needs to run as the handbook has it, on this machine alone: a secret, a certificate for `localhost`, and
 * the handbook's configuration with these, this port and this network.
 */
export async function relayFiles(
  port: number,
  [firstPort, lastPort]: readonly [number, number],
): Promise<RelayFiles> {
  const folder = mkdtempSync(join(tmpdir(), 'nhipcau-relay-'));
  const file = (name: string) => join(folder, name);
  const secret = randomBytes(24).toString('base64url');
  writeFileSync(file('secret'), secret);
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const key = ['-newkey', 'rsa:2048', '-nodes', '-keyout', file('key.pem'), '-out', file('cert.pem')];
  await run('openssl', ['req', '-x509', '-days', '2', ...names, ...key]);
  const own: Readonly<Record<string, string>> = {
    'tls-listening-port': `${port}`,
    cert: file('cert.pem'),
    pkey: file('key.pem'),
    'static-auth-secret': secret,
    'denied-peer-ip': '10.0.0.0-10.255.255.255',
    'allowed-peer-ip': '127.0.0.1',
    'min-port': `${firstPort}`,
    'max-port': `${lastPort}`,
  };
  const lines = readFileSync(HANDBOOK, 'utf8')
    .split('\n')
    .map((line) => {
      const name = line.split('=')[0] ?? '';
      return own[name] === undefined ? line : `${name}=${own[name]}`;
    });
  const here = [
    'listening-ip=127.0.0.1',
    'relay-ip=127.0.0.1',
    'allow-loopback-peers',
    'cli-password=unused',
  ];
  const kept = [`pidfile=${file('turn.pid')}`, `log-file=${file('turn.log')}`, ''];
  writeFileSync(file('turnserver.conf'), [...lines, ...here, ...kept].join('\n'));
  return {
    folder,
    secret: file('secret'),
    certificate: file('cert.pem'),
    settings: file('turnserver.conf'),
  };
}

/** By which a browser may be told to trust this certificate and no other. */
export const keyHashOf = (certificate: string): string =>
  createHash('sha256')
    .update(new X509Certificate(readFileSync(certificate)).publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');

/** coturn on this machine, as Debian packages it and the handbook sets it up: TURN over TLS and nothing else. */
export class TurnRelay {
  readonly files: RelayFiles;
  readonly #port: number;
  readonly #process: ChildProcess;

  private constructor(port: number, files: RelayFiles) {
    this.#port = port;
    this.files = files;
    this.#process = spawn('turnserver', ['-c', files.settings], { stdio: 'ignore' });
  }

  /** @param relayed - ports from which it sends on, first and last */
  static async open(port: number, relayed: readonly [number, number]): Promise<TurnRelay> {
    return new TurnRelay(port, await relayFiles(port, relayed));
  }

  /** What a node is told of it. */
  get environment(): Readonly<Record<string, string>> {
    return {
      MCU_TURN_URLS: `turns:localhost:${this.#port}?transport=tcp`,
      MCU_TURN_SECRET_FILE: this.files.secret,
    };
  }

  async close(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const ended = once(this.#process, 'exit');
      this.#process.kill();
      await ended;
    }
    rmSync(this.files.folder, { recursive: true, force: true });
  }
}
