import { expect, test } from 'vitest';
import { checkArguments, type InstallationPorts, portsFrom, readSettings, usualPorts } from './settings.ts';

const allOf = ({ server, database, nodes }: InstallationPorts): number[] => [
  server,
  database,
  ...Object.values(nodes).flatMap(({ listen, media, pipeMin, pipeMax }) => [
    listen,
    ...[0, 10, 20, 30].map((worker) => media + worker),
    ...Array.from({ length: pipeMax - pipeMin + 1 }, (_, index) => pipeMin + index),
  ]),
];

test.each([
  ['the usual ports', usualPorts()],
  ['ports from a base', portsFrom(20_000)],
])('%s never meet, with up to four workers a node', (_name, ports) => {
  const all = allOf(ports);
  expect(new Set(all).size).toBe(all.length);
});

test('two installations a thousand ports apart never meet', () => {
  const first = new Set(allOf(portsFrom(20_000)));
  expect(allOf(portsFrom(21_000)).filter((port) => first.has(port))).toEqual([]);
});

test('the command line counts more than the environment', () => {
  const settings = readSettings({ NHIPCAU_PORT_BASE: '20000', NHIPCAU_DATA_DIR: '/a' }, [
    '--port-base=21000',
    '--data-dir',
    '/b',
  ]);
  expect([settings.ports.server, settings.dataDir]).toEqual([21_000, '/b']);
  expect(readSettings({ NHIPCAU_SERVER_PORT: '9000' }, []).ports.server).toBe(9000);
});

test.each([
  ['NHIPCAU_PORT_BASE', '80'],
  ['NHIPCAU_SERVER_PORT', 'many'],
  ['DATABASE_URL', 'file:data'],
])('names %s when it is %s', (name, value) => {
  expect(() => readSettings({ [name]: value }, [])).toThrow(name);
});

test.each([[['--port', '9']], [['status']], [['--locality', 'ha-noi', 'now']]])(
  'refuses %j with the usage',
  (args) => {
    expect(() => checkArguments(args)).toThrow('usage: npm start');
  },
);

test('takes its own options in both forms', () => {
  expect(() => checkArguments(['--locality', 'ha-noi', '--port-base=21000'])).not.toThrow();
});
