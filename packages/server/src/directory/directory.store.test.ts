import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestInstallation } from '../testing/test-installation.ts';

let installation: TestInstallation;
let cookie: string;
beforeAll(async () => {
  installation = await TestInstallation.open();
  cookie = await installation.signIn('operator');
});
afterAll(() => installation.close());

const get = async (url: string) =>
  (await installation.app.inject({ method: 'GET', url, headers: { cookie } })).json();
const find = async (search: string): Promise<string[]> =>
  (await get(`/api/sites?search=${encodeURIComponent(search)}`)).sites.map(
    (site: { siteId: string }) => site.siteId,
  );

test('[R-DIR-01] organisations carry level, kind and parent; roll-ups follow the parents up to the Government', async () => {
  const { levels, organisations } = await get('/api/organisations');
  expect(levels.map((level: { code: string }) => level.code)).toEqual([
    'central',
    'province',
    'district',
    'commune',
  ]);
  const lineOf = (id: string | null): string[] => {
    const found = organisations.find((entry: { organisationId: string }) => entry.organisationId === id);
    return found ? [`${found.levelCode}/${found.kind}`, ...lineOf(found.parentId)] : [];
  };
  expect(lineOf('o-commune')).toEqual([
    'commune/peoplesCommittee',
    'district/peoplesCommittee',
    'province/peoplesCommittee',
    'central/government',
  ]);
});

test('[R-DIR-01] an organisation has a known level, kind and parent, and is not its own', async () => {
  const insert = (change: object) =>
    installation.database
      .insertInto('organisation')
      .values({
        id: 'o-new',
        code: 'N',
        name: 'Sở mới',
        level_code: 'province',
        kind: 'department',
        parent_id: 'o-province',
        address: null,
        telephone: null,
        email: null,
        ...change,
      })
      .execute();
  await expect(insert({ level_code: 'village' })).rejects.toMatchObject({ code: '23503' });
  await expect(insert({ kind: 'club' })).rejects.toMatchObject({ code: '23514' });
  await expect(insert({ parent_id: 'o-nowhere' })).rejects.toMatchObject({ code: '23503' });
  await expect(insert({ parent_id: 'o-new' })).rejects.toMatchObject({ code: '23514' });
});

test('[R-DIR-02] a site belongs to one organisation and carries level, room, terminal, MCU, line, roles and status', async () => {
  const { sites } = await get('/api/sites');
  expect(sites.find((site: { siteId: string }) => site.siteId === 'commune')).toEqual({
    siteId: 'commune',
    organisationId: 'o-commune',
    number: 101,
    name: 'UBND xã Đồng Ruộng',
    levelCode: 'commune',
    address: null,
    room: 'Phòng họp',
    terminal: 'browser',
    nodeId: 'hb-dabac',
    network: 'tslcd',
    roles: ['satellite'],
    status: 'admitted',
    dutyTitle: 'Kỹ thuật viên',
    dutyPhone: '0900 000 101',
  });
});

describe('searching a site', () => {
  test.each([
    ['dong ruong', ['commune']],
    ['ĐỒNG RUỘNG', ['commune']],
    ['Đồng Ruộng'.normalize('NFD'), ['commune']],
    ['ruong dong', ['commune']],
    ['xa', ['spare', 'commune', 'commune-2']],
    ['101', ['commune']],
    ['10', ['spare', 'commune', 'commune-2']],
    ['%', ['government', 'province', 'district', 'spare', 'commune', 'commune-2']],
    ["'; drop table site; --", []],
    ['nowhere', []],
  ])('%s', async (words, expected) => {
    expect(await find(words)).toEqual(expected);
  });

  test('lists names in Vietnamese order within a level', async () => {
    const names = ['Ước', 'Ạn', 'An', 'Ăn', 'Đà', 'Dân', 'Ân', 'Ánh'];
    await installation.database
      .insertInto('site')
      .values(
        names.map((name, index) => ({
          id: `order-${index}`,
          organisation_id: 'o-government',
          number: 5000 + index,
          name,
          level_code: 'central',
          address: null,
          room: 'Phòng họp',
          terminal: 'vcs',
          node_id: 'cp',
          network: 'cityWan',
          roles: [],
          status: 'proposed',
          duty_title: null,
          duty_phone: null,
        })),
      )
      .execute();
    const { sites } = await get('/api/sites?level=central');
    const listed = sites
      .map((site: { name: string }) => site.name)
      .filter((name: string) => names.includes(name));
    expect(listed).toEqual([...names].sort(new Intl.Collator('vi').compare));
  });

  test('uses the index for the beginnings of words', async () => {
    const { sql } = await import('kysely');
    const plan = await installation.database.connection().execute(async (connection) => {
      await sql`set enable_seqscan = off`.execute(connection);
      return sql<{
        'QUERY PLAN': string;
      }>`explain select id from site where search_words @@ '''ruong'':*'::tsquery`.execute(connection);
    });
    expect(plan.rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('site_words');
  });
});

test('nodes tell whether the server hears them', async () => {
  await installation.openNode('hb');
  const { nodes } = await get('/api/nodes');
  expect(nodes.map((node: { nodeId: string; connected: boolean }) => [node.nodeId, node.connected])).toEqual([
    ['cp', false],
    ['hb', true],
    ['hb-dabac', false],
  ]);
});
