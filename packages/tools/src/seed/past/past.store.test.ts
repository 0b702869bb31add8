import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@nhipcau/testkit';
import { openTestDatabase, type TestDatabase } from '@nhipcau/testkit/database';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleLocality, sampleLocalityCode } from '../localities.ts';
import { newPassword, seedLocality } from '../seed.ts';
import { endPastLending, fillPast } from './fill-past.ts';

const NOW = Date.UTC(2026, 10, 30, 2);
const folder = mkdtempSync(join(tmpdir(), 'nhipcau-past-'));
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
  rmSync(folder, { recursive: true, force: true });
});

test('[R-RPT-09] a sample installation has a past: meetings held, judged, closed and signed in the books, with figures of their own', async () => {
  const code = 'quang-ninh';
  const password = newPassword();
  await seedLocality(database.url, {
    locality: code,
    nodes: sampleLocality(code).nodes.map(({ nodeId }) => ({
      nodeId,
      linkUrl: `ws://127.0.0.1:1/${nodeId}`,
      publicKey: randomBytes(33).toString('base64url'),
    })),
    password: () => password,
    now: NOW,
  });
  const past = { databaseUrl: database.url, dataDir: join(folder, 'server'), password, now: NOW };
  const held = await fillPast({
    ...past,
    port: await freePort(),
    locality: sampleLocalityCode(code),
    weeks: 3,
  });
  const { rows } = await client.query(`
    select (select count(*)::int from registration where state = 'closed') as closed,
      (select count(*)::int from meeting where phase = 'ended') as ended,
      (select count(*)::int from bring_up) as calls,
      (select count(*)::int from incident_case) as cases,
      (select count(*)::int from incident_case c where not exists
        (select from incident_step s where s.case_id = c.id and s.act = 'close')) as open,
      (select count(*)::int from ending_step where act = 'rate') as ratings,
      (select count(*)::int from log_entry) as lines,
      (select count(*)::int from log_entry where confirmed_at is null) as unsigned,
      (select count(*)::int from log_entry e where exists
        (select from log_act a where a.entry_id = e.id and a.act = 'sign' and a.at > e.due_at)) as signed_late,
      (select count(*)::int from cost_note) as costs,
      (select string_agg(act, ' ' order by act) from (select distinct act from evaluation_act where period is not null) a)
        as periods,
      (select count(*)::int from report_step where act = 'submit') as filed,
      (select count(*)::int from evaluation_act where act = 'sign') as judged,
      (select count(*)::int from user_grant where user_id in ('u-kythuat', 'u-lanhdao')) as rights,
      (select count(*)::int from user_session where ended_at is null) as sessions`);
  expect(rows).toEqual([
    {
      closed: held,
      ended: held,
      calls: held * 3,
      cases: 2,
      open: 0,
      ratings: held * 4,
      // Two books at each of 12 sites, one line of the lessor; a few are left open.
      lines: held * 25,
      unsigned: 5,
      signed_late: 0,
      costs: 2,
      // The half-year before is over: judged, published, objected to, answered and closed.
      periods: 'answer close judge object publish',
      filed: 1,
      // Its text has nobody sign the evaluation of a session as a whole.
      judged: 0,
      // Who signed for all sites keeps the own rights alone.
      rights: 2,
      sessions: 0,
    },
  ]);

  // A start that was killed while rights were lent: the next one takes them back.
  const rights = async () =>
    (await client.query("select role, scope_kind, scope_id from user_grant where user_id = 'u-kythuat'"))
      .rows;
  const [own] = await rights();
  writeFileSync(
    join(folder, 'server', 'past-lent.json'),
    JSON.stringify([
      {
        userId: 'u-kythuat',
        grants: [{ role: own.role, scope: { kind: own.scope_kind, siteId: own.scope_id } }],
      },
    ]),
  );
  await client.query(`
    insert into user_grant (user_id, position, role, scope_kind, scope_id)
      select 'u-kythuat', 9, 'technician', 'organisation', id from organisation order by id limit 1`);
  await endPastLending({ ...past, port: await freePort() });
  expect(await rights()).toEqual([own]);
  expect(existsSync(join(folder, 'server', 'past-lent.json'))).toBe(false);
});
