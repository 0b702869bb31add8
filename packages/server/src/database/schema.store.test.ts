import { openTestDatabase, type TestDatabase } from '@nhipcau/testkit/database';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate, readMigrations } from './migrate.ts';

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await openTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`
    insert into level values ('central', 0, 'Trung ương');
    insert into organisation (id, code, name, level_code, kind) values ('o', 'O', 'Tổ chức', 'central', 'government');
    insert into mcu_node (id, name, role, parent_id, link_url, public_key)
      values ('a', 'A', 'master', null, 'ws://a', repeat('a', 44)), ('b', 'B', 'slave', 'a', 'ws://b', repeat('b', 44)),
             ('c', 'C', 'slave', 'b', 'ws://c', repeat('c', 44));
    insert into site (id, organisation_id, number, name, level_code, room, terminal, node_id, network, roles, status)
      values ('s1', 'o', 1, 'Điểm 1', 'central', 'P', 'browser', 'a', 'tslcd', '{}', 'admitted'),
             ('s2', 'o', 2, 'Điểm 2', 'central', 'P', 'browser', 'a', 'tslcd', '{}', 'admitted');
    begin;
    insert into meeting (id, title, planned_start, chair_site_id, cascade, created_at)
      values ('m', 'Cuộc họp', now(), 's1', true, now());
    insert into meeting_site values ('m', 's1', false);
    commit;
    insert into meeting_event (meeting_id, seq, at, actor, body) values ('m', 1, now(), '{}', '{}');
    insert into audit (at, actor_kind, action, outcome) values (now(), 'system', 'test', 'allowed')`);
});
afterAll(async () => {
  await client.end();
  await database.close();
});

/** SQLSTATE with which the database refuses; null when it does not. Nothing stays. */
async function refusalOf(statement: string): Promise<string | null> {
  await client.query('begin');
  try {
    await client.query(statement);
    await client.query('set constraints all immediate');
    return null;
  } catch (cause) {
    if (cause instanceof pg.DatabaseError) return cause.code ?? '';
    throw cause;
  } finally {
    await client.query('rollback');
  }
}

const CHECK = '23514';
const UNIQUE = '23505';
const FOREIGN_KEY = '23503';
const APPEND_ONLY = '23001';
const NOT_NEXT = '40001';

describe('the database refuses by itself', () => {
  test.each([
    ['to change the audit', `update audit set action = 'x'`, APPEND_ONLY],
    ['to delete from the audit', 'delete from audit', APPEND_ONLY],
    ['to empty the audit', 'truncate audit', APPEND_ONLY],
    ['to change the log of a meeting', `update meeting_event set body = '{"x":1}'`, APPEND_ONLY],
    ['to delete from the log', 'delete from meeting_event', APPEND_ONLY],
    ['a gap in the log', `insert into meeting_event values ('m', 3, now(), '{}', null, '{}')`, NOT_NEXT],
    [
      'a number of the log twice',
      `insert into meeting_event values ('m', 1, now(), '{}', null, '{}')`,
      NOT_NEXT,
    ],
    [
      'a second root of the cascade',
      `update mcu_node set role = 'master', parent_id = null where id = 'b'`,
      UNIQUE,
    ],
    ['a master below another node', `update mcu_node set parent_id = 'b' where id = 'a'`, CHECK],
    ['a loop of nodes', `update mcu_node set parent_id = 'c' where id = 'b'`, CHECK],
    ['a node that is its own parent', `update mcu_node set parent_id = 'b' where id = 'b'`, CHECK],
    ['two nodes with one key', `update mcu_node set public_key = repeat('a', 44) where id = 'b'`, UNIQUE],
    ['one number for two sites', `update site set number = 1 where id = 's2'`, UNIQUE],
    ['a number out of range', `update site set number = 0 where id = 's2'`, CHECK],
    ['a chair that is not invited', `update meeting set chair_site_id = 's2'`, FOREIGN_KEY],
    ['a live meeting without its start', `update meeting set phase = 'live'`, CHECK],
    [
      'to end what never started',
      `update meeting set phase = 'ended', started_at = now(), ended_at = now()`,
      CHECK,
    ],
    [
      'an end before the start',
      `update meeting set phase = 'live', started_at = now();
       update meeting set phase = 'ended', ended_at = now() - interval '1 day'`,
      CHECK,
    ],
    [
      'a chair without a site',
      `insert into user_account (id, login, name, password_hash) values ('u', 'u', 'U', 'x');
       insert into user_grant values ('u', 1, 'chair', 'installation', '')`,
      CHECK,
    ],
    [
      'two accounts with one login',
      `insert into user_account (id, login, name, password_hash)
       values ('u1', 'u', 'U', 'x'), ('u2', 'u', 'U', 'x')`,
      UNIQUE,
    ],
    [
      'the same incident open twice',
      `insert into incident (id, meeting_id, kind, subject, detail, started_at)
       values ('i1', 'm', 'siteDropped', 's1', '', now()), ('i2', 'm', 'siteDropped', 's1', '', now())`,
      UNIQUE,
    ],
    [
      'an incident that ends before it begins',
      `insert into incident (id, meeting_id, kind, subject, detail, started_at, ended_at)
       values ('i1', 'm', 'siteDropped', 's1', '', now(), now() - interval '1 s')`,
      CHECK,
    ],
    [
      'a refusal without a code',
      `insert into audit (at, actor_kind, action, outcome) values (now(), 'user', 'x', 'refused')`,
      CHECK,
    ],
    [
      'two localities whose installation this is',
      `insert into locality values ('x', 'X', true), ('y', 'Y', true)`,
      UNIQUE,
    ],
  ])('%s', async (_name, statement, code) => {
    expect(await refusalOf(statement)).toBe(code);
  });

  test('but not what is right', async () => {
    expect(
      await refusalOf(`
        update meeting set phase = 'live', started_at = now();
        insert into meeting_event values ('m', 2, now(), '{}', null, '{}'), ('m', 3, now(), '{}', null, '{}');
        update meeting set phase = 'ended', ended_at = now();
        update mcu_node set parent_id = 'a' where id = 'c';
        insert into incident (id, meeting_id, kind, subject, detail, started_at, ended_at)
          values ('i1', 'm', 'siteDropped', 's1', '', now(), now());
        insert into incident (id, meeting_id, kind, subject, detail, started_at)
          values ('i2', 'm', 'siteDropped', 's1', '', now())`),
    ).toBeNull();
  });
});

describe('names without marks', () => {
  test.each([
    ['Đà Bắc', 'da bac'],
    ['THỊ TRẤN CAO PHONG', 'thi tran cao phong'],
    ['Ước Lễ', 'uoc le'],
    ['Kỳ Sơn'.normalize('NFD'), 'ky son'],
  ])('%s', async (name, folded) => {
    const { rows } = await client.query<{ folded: string }>('select fold_text($1) as folded', [name]);
    expect(rows[0]?.folded).toBe(folded);
  });
});

describe('migrations', () => {
  test('are carried out once, also when two servers start at the same moment', async () => {
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    await admin.query('create schema if not exists fresh');
    await admin.end();
    const url = new URL(database.url);
    url.searchParams.set('options', '-c search_path=fresh');
    const one = { name: '0001_one.sql', sql: 'create table one (id int)', checksum: '1' };
    const [first, second] = await Promise.all([migrate(url.href, [one]), migrate(url.href, [one])]);
    expect([...first, ...second]).toEqual(['0001_one.sql']);
    const two = { name: '0002_two.sql', sql: 'create table two (id int); select broken', checksum: '2' };
    await expect(migrate(url.href, [one, two])).rejects.toThrow('0002_two.sql failed');
    const { rows } = await client.query(`select to_regclass('fresh.two') as two`);
    expect(rows).toEqual([{ two: null }]);
    await expect(migrate(url.href, [{ ...one, checksum: 'changed' }])).rejects.toThrow('was changed');
    await expect(migrate(url.href, [])).rejects.toThrow('does not know');
  });

  test('of this release are all in the template', async () => {
    expect(await migrate(database.url)).toEqual([]);
    const { rows } = await client.query<{ name: string }>('select name from schema_migration order by name');
    expect(rows.map((row) => row.name)).toEqual(readMigrations().map(({ name }) => name));
  });

  test('run on the engine this suite was asked to use', () => {
    expect(database.majorVersion).toBe(process.env['NHIPCAU_TEST_PG'] === 'debian' ? 15 : 18);
  });
});
