import { LocalDate } from '@nhipcau/contracts';
import { FakeClock } from '@nhipcau/testkit';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestInstallation } from '../testing/test-installation.ts';
import { namesAsOf } from './as-of.ts';

const clock = new FakeClock(Date.UTC(2026, 2, 2, 1));
let installation: TestInstallation;
let cookie: string;
beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  cookie = await installation.signIn('administrator');
});
afterAll(() => installation.close());

const get = async (url: string) =>
  (await installation.app.inject({ method: 'GET', url: `/api/directory${url}`, headers: { cookie } })).json();
const post = async (url: string, payload: object, as = cookie) => {
  const reply = await installation.app.inject({
    method: 'POST',
    url: `/api/directory${url}`,
    headers: { cookie: as },
    payload,
  });
  return { status: reply.statusCode, body: reply.json() };
};
const change = (id: string, body: object) =>
  post(`/organisations/${id}/change`, { decree: 'Nghị quyết 1', ...body });
const nameOn = async (id: string, asOf: string) =>
  (await get(`/organisations/${id}?asOf=${asOf}`)).now?.name ?? null;
const day = (text: string) => LocalDate.parse(text);

describe('an organisation through time', () => {
  test('[DY-1] [R-DIR-01] has the name of the day asked for: the first day of a version counts, the day it ends does not', async () => {
    expect((await change('o-commune', { from: '2026-05-01', name: 'UBND phường Đồng Ruộng' })).status).toBe(
      200,
    );
    expect(await nameOn('o-commune', '2026-04-30')).toBe('UBND xã Đồng Ruộng');
    expect(await nameOn('o-commune', '2026-05-01')).toBe('UBND phường Đồng Ruộng');
    expect(await nameOn('o-commune', '1990-01-01')).toBe('UBND xã Đồng Ruộng');
  });

  test('[DY-2] [R-DIR-01] a meeting keeps the names of its day', async () => {
    const ask = (on: string) =>
      namesAsOf(installation.database, {
        organisationIds: ['o-commune'],
        siteIds: ['commune'],
        day: day(on),
      });
    expect((await ask('2026-03-02')).organisations.get('o-commune')).toBe('UBND xã Đồng Ruộng');
    expect((await ask('2026-06-01')).organisations.get('o-commune')).toBe('UBND phường Đồng Ruộng');
    expect((await ask('2026-06-01')).sites.get('commune')).toBe('UBND xã Đồng Ruộng');
  });

  test('[R-DIR-01] moves below another superior from a day on; the old tree stays readable', async () => {
    expect((await change('o-commune', { from: '2026-07-01', parentId: 'o-province' })).status).toBe(200);
    const childrenOn = async (parent: string, asOf: string) =>
      (await get(`/organisations?parent=${parent}&asOf=${asOf}`)).organisations.map(
        ({ organisationId }: { organisationId: string }) => organisationId,
      );
    expect(await childrenOn('o-district', '2026-06-30')).toContain('o-commune');
    expect(await childrenOn('o-district', '2026-07-01')).not.toContain('o-commune');
    expect(await childrenOn('o-province', '2026-07-01')).toContain('o-commune');
    const { path } = await get('/organisations/o-commune?asOf=2026-07-01');
    expect(path.map(({ organisationId }: { organisationId: string }) => organisationId)).toEqual([
      'o-province',
      'o-government',
    ]);
  });

  test('[R-DIR-01] reports its figures to somebody else than its superior: a second tree', async () => {
    expect((await change('o-commune-2', { from: '2026-06-01', reportsToId: 'o-province' })).status).toBe(200);
    const detail = await get('/organisations/o-commune-2?asOf=2026-06-01');
    expect([detail.reportsTo?.organisationId, detail.path[0].organisationId]).toEqual([
      'o-province',
      'o-district',
    ]);
    expect((await get('/organisations/o-commune-2?asOf=2026-05-31')).reportsTo).toBeNull();
    const below = async (parent: string, asOf: string) =>
      (await get(`/organisations?tree=reporting&parent=${parent}&asOf=${asOf}`)).organisations.map(
        ({ organisationId }: { organisationId: string }) => organisationId,
      );
    // Where nothing else was laid down figures go to the superior.
    expect(await below('o-district', '2026-05-31')).toContain('o-commune-2');
    expect(await below('o-district', '2026-06-01')).not.toContain('o-commune-2');
    expect(await below('o-province', '2026-06-01')).toEqual(
      expect.arrayContaining(['o-commune-2', 'o-district']),
    );
    const roots = (await get('/organisations?tree=reporting&asOf=2026-06-01')).organisations;
    expect(roots.map(({ name }: { name: string }) => name)).toEqual(['Chính phủ']);
  });

  test('[DY-3] [R-DIR-01] never stands above itself, on no day and in no tree', async () => {
    const loop = await change('o-district', { from: '2026-09-01', parentId: 'o-commune-2' });
    expect([loop.status, loop.body.code]).toEqual([422, 'ORGANISATION_LOOP']);
    expect((await change('o-district', { from: '2026-09-01', parentId: 'o-district' })).body.code).toBe(
      'ORGANISATION_LOOP',
    );
    expect((await change('o-province', { from: '2026-09-01', reportsToId: 'o-commune-2' })).body.code).toBe(
      'ORGANISATION_LOOP',
    );
    // The district reports to the province where nothing else was laid down: that is a circle of both trees.
    const round = await change('o-province', { from: '2026-09-01', reportsToId: 'o-district' });
    expect([round.status, round.body.code]).toEqual([422, 'ORGANISATION_REPORTS_TO_ITSELF']);
    // Reporting is a tree of its own: once the district reports elsewhere, the province may report to it.
    expect((await change('o-district', { from: '2026-09-01', reportsToId: 'o-government' })).status).toBe(
      200,
    );
    expect((await change('o-province', { from: '2026-10-01', reportsToId: 'o-district' })).status).toBe(200);
    // And then the district does not go back to its superior by itself.
    const end = await change('o-district', { from: '2026-11-01', reportsToId: null });
    expect([end.status, end.body.code]).toEqual([422, 'ORGANISATION_REPORTS_TO_ITSELF']);
    // Nor by any other writer.
    await expect(
      sql`update organisation_edge set valid_to = '2026-11-01' where tree = 'reporting' and child_id = 'o-district'
        and valid_to is null`.execute(installation.database),
    ).rejects.toMatchObject({ constraint: 'organisation_edge_no_circle' });
  });

  test('[R-DIR-01] two officers who would make a loop together: one of them is refused', async () => {
    const create = async (code: string) =>
      (
        await post('/organisations', {
          code,
          name: `Đơn vị ${code}`,
          levelCode: 'province',
          kind: 'department',
          parentId: 'o-province',
          address: null,
          telephone: null,
          email: null,
          since: null,
        })
      ).body.organisationId;
    const [a, b] = [await create('A'), await create('B')];
    const both = await Promise.all([
      change(a, { from: '2026-10-01', parentId: b }),
      change(b, { from: '2026-10-01', parentId: a }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 422]);
  });

  test.each([
    [
      'a day before the version it changes',
      { from: '2026-05-01', name: 'X' },
      422,
      'ORGANISATION_CHANGE_REFUSED',
    ],
    ['a code of somebody else', { from: '2026-08-01', code: 'H150' }, 409, 'ORGANISATION_CODE_TAKEN'],
    ['an empty name', { from: '2026-08-02', name: ' ' }, 400, 'BAD_MESSAGE'],
    ['a day that is none', { from: '2026-02-30', name: 'X' }, 400, 'BAD_MESSAGE'],
  ])('%s', async (_what, body, status, code) => {
    const reply = await change('o-commune', body);
    expect([reply.status, reply.body.code]).toEqual([status, code]);
  });

  test('[R-DIR-01] only administrators change the directory; a refusal is recorded', async () => {
    const reply = await post(
      '/organisations/o-commune/change',
      { from: '2027-01-01', decree: null, name: 'X' },
      await installation.signIn('clerk'),
    );
    expect(reply.status).toBe(403);
    const unknown = await change('o-nowhere', { from: '2027-01-01', name: 'X' });
    expect(unknown.body.code).toBe('ORGANISATION_UNKNOWN');
    const audit = await installation.database
      .selectFrom('audit')
      .select('code')
      .where('action', '=', 'organisation.change')
      .execute();
    expect(audit.map(({ code }) => code)).toContain('ORGANISATION_UNKNOWN');
  });
});

describe('the database itself', () => {
  const run = (statement: string) => sql.raw(statement).execute(installation.database);
  test.each([
    [
      'two versions on one day',
      `insert into organisation_version (organisation_id, valid_from, valid_to, code, name, level_code, kind) values ('o-district', '2020-01-01', '2021-01-01', 'x', 'x', 'district', 'department')`,
      '23P01',
    ],
    [
      'two superiors on one day',
      `insert into organisation_edge (tree, child_id, parent_id, valid_from) values ('administrative', 'o-district', 'o-government', '2020-01-01')`,
      '23P01',
    ],
    [
      'a version that ends before it begins',
      `insert into organisation_version (organisation_id, valid_from, valid_to, code, name, level_code, kind) values ('o-district', '2021-01-01', '2020-01-01', 'x', 'x', 'district', 'department')`,
      '23514',
    ],
    [
      'rewriting the past',
      `update organisation_version set name = 'x' where organisation_id = 'o-district'`,
      '23001',
    ],
    ['deleting the past', `delete from organisation_version where organisation_id = 'o-district'`, '23001'],
    [
      'changing a row of today past its versions',
      `update organisation set name = 'x' where id = 'o-district'`,
      '23001',
    ],
    [
      'an organisation above itself',
      `insert into organisation_edge (tree, child_id, parent_id) values ('reporting', 'o-government', 'o-government')`,
      '23514',
    ],
    [
      'a room of an unknown function',
      `insert into room (id, site_id, name, kind) values ('r', 'commune', 'Phòng', 'bar')`,
      '23514',
    ],
  ])('[R-DIR-01] refuses %s', async (_what, statement, code) => {
    await expect(run(statement)).rejects.toMatchObject({ code });
  });

  test('[R-DIR-02] a site keeps its history: name, owner and the MCU that serves it', async () => {
    await installation.database
      .updateTable('site')
      .set({ node_id: 'hb' })
      .where('id', '=', 'commune-2')
      .execute();
    const { history } = await get('/sites/commune-2');
    expect(history.map(({ nodeId }: { nodeId: string }) => nodeId)).toEqual(['hb-dabac', 'hb']);
    expect(history[0].validTo).toBe(history[1].validFrom);
  });
});

test('the sort key of the database orders names as Vietnamese does', async () => {
  const letters = [...'aàảãáạăằẳẵắặâầẩẫấậbcdđeèêềghiìíklmnoòóôốơớpqrstuùúưứựvxyỳ '];
  const name = fc
    .string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 6 })
    .filter((text) => text.trim() === text && !text.includes('  '));
  const collator = new Intl.Collator('vi');
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(name, { minLength: 2, maxLength: 8 }), async (names) => {
      const { rows } = await sql<{
        name: string;
      }>`select name from unnest(${names}::text[]) as name order by vi_sort_key(name) collate "C"`.execute(
        installation.database,
      );
      expect(rows.map((row) => row.name)).toEqual([...names].sort(collator.compare));
    }),
    { numRuns: 150 },
  );
});

test('[R-DIR-01] the row of today follows at 00:00 of the day, not before', async () => {
  const name = async () =>
    (
      await installation.database
        .selectFrom('organisation')
        .select('name')
        .where('id', '=', 'o-commune')
        .executeTakeFirstOrThrow()
    ).name;
  expect(await name()).toBe('UBND xã Đồng Ruộng');
  clock.step(Date.parse('2026-04-30T16:59:59Z') - clock.now()); // 23:59:59 in Việt Nam.
  await installation.server.office.directory.reforms.takeEffect();
  expect(await name()).toBe('UBND xã Đồng Ruộng');
  clock.step(1000);
  await installation.server.office.directory.reforms.takeEffect();
  expect(await name()).toBe('UBND phường Đồng Ruộng');
});
