import { expect, test } from 'vitest';
import { ConfigError, isAllowedUrl, readConfig } from './config.ts';
import { createLogger } from './process/logging.ts';

const least = { MCU_NODE_ID: 'hb', MCU_DATA_DIR: '/var/lib/nhipcau/hb' };
const KEY = 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE';

test('a node needs a name and a folder; everything else has a value that is safe', () => {
  const config = readConfig(least);
  expect(config).toMatchObject({
    nodeId: 'hb',
    listen: { host: '127.0.0.1', port: 7101 },
    media: { ip: '127.0.0.1', port: 7201, pipePorts: { min: 40_000, max: 40_999 } },
    server: null,
    turn: null,
    tls: null,
    allowInsecure: false,
  });
  expect(config.media.workers).toBeGreaterThanOrEqual(1);
  expect(Object.isFrozen(config)).toBe(true);
});

test.each<[string, Record<string, string>, string]>([
  ['no node id', { MCU_NODE_ID: '' }, 'MCU_NODE_ID'],
  ['a port that is none', { MCU_LISTEN_PORT: '70000' }, 'MCU_LISTEN_PORT'],
  [
    'pipe ports the wrong way round',
    { MCU_PIPE_PORT_MIN: '50000', MCU_PIPE_PORT_MAX: '40000' },
    'MCU_PIPE_PORT_MAX',
  ],
  ['unencrypted rooms on every address', { MCU_LISTEN_HOST: '0.0.0.0' }, 'MCU_TLS_CERT_FILE'],
  [
    'a server far away without encryption',
    { MCU_SERVER_URL: 'ws://10.0.0.1/ws/node', MCU_SERVER_KEY: KEY },
    'wss',
  ],
  ['a server without its key', { MCU_SERVER_URL: 'wss://10.0.0.1/ws/node' }, 'MCU_SERVER_KEY'],
  ['a relay without its secret', { MCU_TURN_URLS: 'turns:turn.example:443' }, 'MCU_TURN_SECRET_FILE'],
  ['a certificate without its key', { MCU_TLS_CERT_FILE: '/x' }, 'MCU_TLS_KEY_FILE'],
  [
    'a secret whose file is not there',
    { MCU_TURN_URLS: 'turns:turn.example:443', MCU_TURN_SECRET_FILE: '/no/such/file' },
    'MCU_TURN_SECRET_FILE: its file cannot be read (ENOENT)',
  ],
  [
    'a certificate whose file is not there',
    { MCU_TLS_CERT_FILE: '/no/such/file', MCU_TLS_KEY_FILE: '/no/such/file' },
    'MCU_TLS_CERT_FILE: its file cannot be read (ENOENT)',
  ],
  ['an address that is no WebSocket', { MCU_SERVER_URL: 'http://127.0.0.1' }, 'MCU_SERVER_URL'],
])('[R-SEC-04] [R-SEC-02] %s is refused, and the message names the setting', (_what, change, named) => {
  expect(() => readConfig({ ...least, ...change })).toThrow(ConfigError);
  expect(() => readConfig({ ...least, ...change })).toThrow(named);
});

test('what is allowed explicitly is allowed', () => {
  const config = readConfig({ ...least, MCU_LISTEN_HOST: '0.0.0.0', MCU_ALLOW_INSECURE: '1' });
  expect(config.allowInsecure).toBe(true);
  const server = readConfig({
    ...least,
    MCU_SERVER_URL: 'ws://127.0.0.1:8080/ws/node',
    MCU_SERVER_KEY: KEY,
  }).server;
  expect(server?.publicKey()).toBe(KEY);
});

test.each<[string, boolean]>([
  ['wss://10.1.1.1:7101', true],
  ['ws://127.0.0.1:7101', true],
  ['ws://localhost:7101', true],
  ['ws://[::1]:7101', true],
  ['ws://10.1.1.1:7101', false],
  ['ws://127.0.0.1.example.vn:7101', false],
])('%s may be dialled: %s', (url, allowed) => {
  expect(isAllowedUrl(url, false)).toBe(allowed);
  expect(isAllowedUrl(url, true)).toBe(true);
});

test('secrets never enter the log', () => {
  const lines: string[] = [];
  const log = createLogger({ level: 'info', nodeId: 'hb' }, { write: (line) => void lines.push(line) });
  log.info(
    { ticket: 'SECRET', join: { resume: 'SECRET' }, srtpParameters: { keyBase64: 'SECRET' } },
    'joined',
  );
  log.info({ end: { srtpParameters: { keyBase64: 'SECRET' } } }, 'pipe');
  expect(lines.join('')).not.toContain('SECRET');
  expect(lines).toHaveLength(2);
});

test('[AS-14] [R-AST-13] a mark is wanted with what it needs, or not at all', () => {
  expect(readConfig(least).media).toMatchObject({ marking: null });
  const marked = {
    ...least,
    MCU_DSCP: '46',
    MCU_MARKER: import.meta.filename,
    MEDIASOUP_WORKER_BIN: '/opt/worker',
  };
  expect(readConfig(marked).media).toMatchObject({
    marking: { mark: 46, library: import.meta.filename },
    workerBin: expect.stringMatching(/marked-worker\.sh$/),
  });
  expect(() => readConfig({ ...marked, MCU_DSCP: '64' })).toThrow('MCU_DSCP');
  expect(() => readConfig({ ...marked, MCU_MARKER: undefined })).toThrow('MCU_MARKER');
  expect(() => readConfig({ ...marked, MCU_MARKER: '/no/such/library' })).toThrow('/no/such/library');
});
