import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, readConfig, startServer } from '@nhipcau/server';
import { openTestDatabase } from '@nhipcau/testkit/database';
import { expect, test } from 'vitest';
import { signIn } from '../headless-room/console-line.ts';
import { newPassword, seedLocality } from '../seed/seed.ts';
import { askQuarter, countedOf, fillQuarter, saidOf } from './report.ts';

/** The bench has 20,000 sessions of thirty sites. */
const FEW = { sessions: 2_000, sitesEach: 4 };

test('[FG-1] [R-RPT-02] a quarter of Hà Nội with its 611 sites is what SQL of its own counts from the sessions', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nhipcau-quarter-'));
  const database = await openTestDatabase();
  const password = newPassword();
  await seedLocality(database.url, { locality: 'ha-noi', password: () => password, now: Date.now() });
  const counted = await fillQuarter(database.url, FEW);
  expect(counted).toMatchObject({
    sites: 611,
    sessions: FEW.sessions,
    siteSessions: FEW.sessions * FEW.sitesEach,
  });
  const config = readConfig({
    DATABASE_URL: database.url,
    NHIPCAU_DATA_DIR: join(folder, 'server'),
    NHIPCAU_SERVER_PORT: '0',
    NHIPCAU_WEB_DIR: join(folder, 'web'),
    NHIPCAU_LOG_LEVEL: 'silent',
    NHIPCAU_MODE: 'sample',
  });
  const server = await startServer(config, { log: createLogger('silent') });
  try {
    const person = await signIn(server.url, 'dieuhanh', password);
    expect(saidOf(await askQuarter(person))).toEqual(countedOf(counted));
  } finally {
    await server.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
