import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCatalogue } from '@nhipcau/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestInstallation } from '../testing/test-installation.ts';

const DOCS = join(import.meta.dirname, '../../../../docs');
let installation: TestInstallation;
beforeAll(async () => {
  installation = await TestInstallation.open();
});
afterAll(() => installation.close());

/** `NHIPCAU_WRITE_DOCS=1` writes the document anew; look at the difference before you commit it. */
test('docs/openapi.json is what the server publishes', async () => {
  const file = join(DOCS, 'openapi.json');
  const published = `${JSON.stringify((await installation.app.inject('/api/openapi.json')).json(), null, 2)}\n`;
  if (process.env['NHIPCAU_WRITE_DOCS'] === '1') writeFileSync(file, published);
  expect(readFileSync(file, 'utf8')).toBe(published);
});

test('docs/errors.md has a row for each code of the catalogue, with its status and kind, and no other', () => {
  const rows = readFileSync(join(DOCS, 'errors.md'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const cells = /^\| `([A-Z_]+)` \| (\d{3}) \| (\w+) \| (.+) \|$/.exec(line);
      return cells ? [[cells[1], Number(cells[2]), cells[3]]] : [];
    });
  const catalogue = Object.entries(errorCatalogue).map(([code, { status, kind }]) => [code, status, kind]);
  expect(rows).toEqual(catalogue);
});

test('docs/configuration.md names every variable that a process reads, and no other', () => {
  const names = (text: string) =>
    new Set(text.match(/\b(?:DATABASE_URL|MEDIASOUP_WORKER_BIN|(?:NHIPCAU|MCU)_[A-Z_]+)\b/g));
  const read = ['server/src/config.ts', 'mcu/src/config.ts', 'tools/src/start/settings.ts'].map((file) =>
    readFileSync(join(DOCS, '../packages', file), 'utf8'),
  );
  const written = names(readFileSync(join(DOCS, 'configuration.md'), 'utf8'));
  expect([...written].sort()).toEqual([...names(read.join('\n'))].sort());
});
