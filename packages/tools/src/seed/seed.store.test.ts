import { randomBytes } from 'node:crypto';
import { openTestDatabase, type TestDatabase } from '@nhipcau/testkit/database';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleLocality } from './localities.ts';
import { newPassword, seedLocality } from './seed.ts';

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await openTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.close();
});

const seed = (port: number) =>
  seedLocality(database.url, {
    locality: 'hoa-binh',
    nodes: sampleLocality('hoa-binh').nodes.map(({ nodeId }) => ({
      nodeId,
      linkUrl: `ws://127.0.0.1:${port}/${nodeId}`,
      publicKey: randomBytes(33).toString('base64url'),
    })),
    password: newPassword,
    now: Date.UTC(2026, 2, 2, 1),
  });

test('an empty database gets a directory and a meeting of all 163 sites; a second start changes addresses only', async () => {
  expect(await seed(1)).toBe(true);
  const { rows } = await client.query(`
    select phase, chair_site_id, bring_up_limit_ms,
      (select count(*)::int from meeting_site where meeting_id = meeting.id) as sites from meeting`);
  expect(rows).toEqual([
    { phase: 'scheduled', chair_site_id: 'ubnd-tinh', bring_up_limit_ms: 30_000, sites: 163 },
  ]);
  await client.query(`update site set name = 'Tên đã sửa' where number = 2`);
  expect(await seed(2)).toBe(false);
  const kept = await client.query<{ name: string; link: string }>(
    `select site.name, mcu_node.link_url as link from site join mcu_node on mcu_node.id = site.node_id where number = 2`,
  );
  expect(kept.rows).toEqual([{ name: 'Tên đã sửa', link: 'ws://127.0.0.1:2/hb' }]);
});

test('all accounts share one password that is only there as a hash', async () => {
  const { rows } = await client.query<{ hash: string }>(
    'select distinct password_hash as hash from user_account',
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]?.hash).toMatch(/^\$argon2id\$/);
});

test('passwords are long enough and never the same', () => {
  const some = Array.from({ length: 50 }, newPassword);
  expect(new Set(some).size).toBe(50);
  for (const password of some) expect(password).toMatch(/^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/);
});

test.each([
  ['vinh-phuc', 154, ['hq', 'ppco']],
  ['binh-dinh', 19, ['dic', 'ppco']],
  ['ha-noi', 619, ['hq', 'hq', 'hq']],
  ['quang-ninh', 228, ['hallA', 'napco', 'party']],
])(
  '[R-DIR-02] %s fills an empty database of its own, with the rooms its text names',
  async (locality, sites, rooms) => {
    const other = await openTestDatabase();
    const reader = new pg.Client({ connectionString: other.url });
    try {
      await seedLocality(other.url, { locality, password: newPassword, now: Date.UTC(2026, 2, 2, 1) });
      await reader.connect();
      const { rows } = await reader.query(`select
      (select code from locality where is_home) as home, (select count(*)::int from site) as sites,
      (select locality from meeting) as regulation, (select count(*)::int from user_grant) as grants,
      (select array_agg(kind order by kind collate "und-x-icu") from room where kind <> 'site') as rooms`);
      expect(rows).toEqual([{ home: locality, sites, regulation: locality, grants: 14, rooms }]);
    } finally {
      await reader.end();
      await other.close();
    }
  },
);
