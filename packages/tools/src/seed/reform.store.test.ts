import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, type RunningServer, readConfig, startServer } from '@nhipcau/server';
import { FakeClock } from '@nhipcau/testkit';
import { openTestDatabase, type TestDatabase } from '@nhipcau/testkit/database';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedLocality } from './seed.ts';
import { readUnits } from './units.ts';

// The reform of 1 July 2025 for the former province of Hoà Bình: the units of 2024 become those of 2026.

const SHEET = join(import.meta.dirname, '../../data/reform-2025-hoa-binh.csv');
const PASSWORD = 'mat-khau-thu-1';
const clock = new FakeClock(Date.parse('2025-06-02T01:00:00Z'));
const dataDir = mkdtempSync(join(tmpdir(), 'nhipcau-reform-'));
let database: TestDatabase;
let client: pg.Client;
let server: RunningServer;
let cookie: string;

const signIn = async () => {
  const reply = await server.app.inject({
    method: 'POST',
    url: '/api/session',
    payload: { login: 'quantri', password: PASSWORD },
  });
  const [session] = reply.cookies;
  if (!session) throw new Error(`sign-in: ${reply.body}`);
  cookie = `${session.name}=${session.value}`;
};
beforeAll(async () => {
  database = await openTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await seedLocality(database.url, { locality: 'hoa-binh', password: () => PASSWORD, now: clock.now() });
  const config = readConfig({
    DATABASE_URL: database.url,
    NHIPCAU_DATA_DIR: dataDir,
    NHIPCAU_SERVER_PORT: '0',
    NHIPCAU_WEB_DIR: join(dataDir, 'web'),
    NHIPCAU_LOG_LEVEL: 'silent',
    NHIPCAU_MODE: 'sample',
  });
  server = await startServer(config, { log: createLogger('silent'), clock });
  await signIn();
});
afterAll(async () => {
  await server.close();
  await client.end();
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const preview = async () =>
  (
    await server.app.inject({
      method: 'POST',
      url: '/api/directory/reforms/preview?fileName=sap-xep-2025.csv',
      headers: { cookie, 'content-type': 'text/csv' },
      payload: readFileSync(SHEET),
    })
  ).json();
const schedule = async (batchId: string) =>
  (
    await server.app.inject({
      method: 'POST',
      url: '/api/directory/reforms',
      headers: { cookie },
      payload: { batchId, name: 'Sắp xếp đơn vị hành chính năm 2025' },
    })
  ).json();
const withdraw = async (reformId: string) =>
  (
    await server.app.inject({
      method: 'POST',
      url: `/api/directory/reforms/${reformId}/withdraw`,
      headers: { cookie },
    })
  ).json();
const one = async <T extends object>(text: string): Promise<T | undefined> =>
  (await client.query<T>(text)).rows[0];
const directoryNow = async () =>
  (
    await client.query(`select id, code, name, level_code, parent_id, ended_on::text, begins_on::text
      from organisation order by id`)
  ).rows;
const versionsNow = async () =>
  (
    await client.query(`select organisation_id, name, valid_from::text, valid_to::text
      from organisation_version order by organisation_id, valid_from nulls first`)
  ).rows;

test('[R-DIR-09] the preview tells what the reform touches and changes nothing', async () => {
  const before = await directoryNow();
  const shown = await preview();
  expect(shown.faults).toEqual([]);
  expect([shown.effectiveOn, shown.decree]).toEqual(['2025-07-01', 'Nghị quyết 202/2025/QH15']);
  // 151 communes: 46 codes go on, so 105 end; with them the province and its ten districts.
  expect(shown.effects).toMatchObject({ created: 1, ended: 116, openMeetings: 0 });
  // The clerk of the unit that ends, and its head.
  expect(shown.effects.accounts).toBe(2);
  expect(await directoryNow()).toEqual(before);
});

test('[R-DIR-09] laid down and withdrawn before its day it leaves no trace', async () => {
  const [directory, versions] = [await directoryNow(), await versionsNow()];
  const { reformId, state } = await schedule((await preview()).batchId);
  expect(state).toBe('scheduled');
  expect(await one(`select name from organisation where id = 'o-xa-04795'`)).toEqual({
    name: 'UBND phường Thịnh Lang',
  });
  expect((await withdraw(reformId)).state).toBe('withdrawn');
  expect(await directoryNow()).toEqual(directory);
  expect(await versionsNow()).toEqual(versions);
  expect((await withdraw(reformId)).code).toBe('REFORM_BEGUN');
});

test('[R-DIR-09] at 00:00 of its day the directory is that of 2026, and what was stays readable', async () => {
  const scheduled = await schedule((await preview()).batchId);
  clock.step(Date.parse('2025-06-30T16:59:59Z') - clock.now());
  await server.office.directory.reforms.takeEffect();
  expect(await one(`select state from reform where id = '${scheduled.reformId}'`)).toEqual({
    state: 'scheduled',
  });
  clock.step(1000);
  await server.office.directory.reforms.takeEffect();
  await signIn();

  const units2026 = new Map(
    readUnits('administrative-units-2026.csv')
      .filter(([level, , , parent]) => level === 'commune' && parent === '25')
      .map(([, code, name]) => [`X${code}`, `UBND ${name.charAt(0).toLowerCase()}${name.slice(1)}`]),
  );
  const { rows: communes } = await client.query<{ code: string; name: string; parent: string }>(
    `select organisation.code, organisation.name, upper.code as parent from organisation
      join organisation upper on upper.id = organisation.parent_id
      where organisation.level_code = 'commune' and organisation.ended_on is null`,
  );
  expect(communes).toHaveLength(46);
  for (const { code, name, parent } of communes) expect([name, parent]).toEqual([units2026.get(code), 'T25']);

  expect(
    await one(
      `select count(*)::int as n from organisation where level_code = 'district' and ended_on is null`,
    ),
  ).toEqual({ n: 0 });
  expect(await one(`select valid_to::text from level where code = 'district'`)).toEqual({
    valid_to: '2025-07-01',
  });
  expect((await withdraw(scheduled.reformId)).code).toBe('REFORM_BEGUN');
});

test('[R-DIR-01] lineage says into what a commune went; a divided one went into two', async () => {
  const lineOf = async (code: string) =>
    (
      await client.query<{ code: string; relation: string }>(
        `select heir.code, relation from organisation_lineage line
          join organisation source on source.id = line.from_id join organisation heir on heir.id = line.to_id
          where source.code = $1 order by heir.code`,
        [code],
      )
    ).rows;
  expect(await lineOf('X04798')).toEqual([{ code: 'X04795', relation: 'merge' }]);
  expect(await lineOf('X05221')).toEqual([
    { code: 'X05200', relation: 'split' },
    { code: 'X05212', relation: 'split' },
  ]);
});

test('[R-DIR-01] [R-DIR-02] the tree of June 2025 is still there; sites and accounts moved with their organisations', async () => {
  const get = async (url: string) =>
    (await server.app.inject({ method: 'GET', url: `/api/directory${url}`, headers: { cookie } })).json();
  const june = await get('/organisations?asOf=2025-06-30&level=commune&limit=500');
  expect(june.total).toBe(151);
  expect((await get('/organisations?asOf=2025-07-01&level=commune')).total).toBe(46);
  const { path } = await get('/organisations/o-xa-04831?asOf=2025-06-30');
  expect(path.map(({ name }: { name: string }) => name)).toEqual([
    'UBND huyện Đà Bắc',
    'UBND tỉnh Hoà Bình',
    'Chính phủ',
  ]);
  expect(
    await one(
      `select site.name, org.code from site join organisation org on org.id = organisation_id where site.id = 'xa-04798'`,
    ),
  ).toEqual({
    name: 'UBND phường Hoà Bình (cơ sở phường Hữu Nghị)',
    code: 'X04795',
  });
  expect(await one(`select status from site where id = 'huyen-150'`)).toEqual({ status: 'closed' });
  expect(
    await one(
      `select org.code from organisation org join site on site.organisation_id = org.id where site.id = 'ubnd-tinh'`,
    ),
  ).toEqual({ code: 'T25' });
  expect((await get('/sites/xa-04798')).history.map(({ name }: { name: string }) => name)).toEqual([
    'UBND phường Hữu Nghị',
    'UBND phường Hoà Bình (cơ sở phường Hữu Nghị)',
  ]);
});
