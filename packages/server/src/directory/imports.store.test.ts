import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestInstallation } from '../testing/test-installation.ts';
import { readSheet } from './spreadsheet/read-sheet.ts';

let installation: TestInstallation;
let cookie: string;
beforeAll(async () => {
  installation = await TestInstallation.open();
  cookie = await installation.signIn('administrator');
});
afterAll(() => installation.close());

const upload = async (kind: string, file: string | Buffer, as = cookie) => {
  const reply = await installation.app.inject({
    method: 'POST',
    url: `/api/directory/imports?kind=${kind}&fileName=${encodeURIComponent('danh bạ.csv')}`,
    headers: { cookie: as, 'content-type': 'application/octet-stream' },
    payload: Buffer.from(file),
  });
  return { status: reply.statusCode, body: reply.json() };
};
const confirm = async (batchId: string, as = cookie) => {
  const reply = await installation.app.inject({
    method: 'POST',
    url: `/api/directory/imports/${batchId}/confirm`,
    headers: { cookie: as },
  });
  return { status: reply.statusCode, body: reply.json() };
};
const exported = async (kind: string, format: string) => {
  const reply = await installation.app.inject({
    method: 'GET',
    url: `/api/directory/exports/${kind}?format=${format}`,
    headers: { cookie },
  });
  return reply.rawPayload;
};
const countSites = async () =>
  (
    await installation.database
      .selectFrom('site')
      .select((eb) => eb.fn.countAll<string>().as('n'))
      .executeTakeFirstOrThrow()
  ).n;
const organisations = (rows: readonly string[]) =>
  ['Mã;Ký hiệu;Tên;Cấp;Loại;Mã cấp trên', ...rows].join('\r\n');
const sites = (rows: readonly string[]) => ['Mã,Số,Tên,Mã đơn vị,Cấp,MCU,Vai trò', ...rows].join('\n');
const faultsOf = (body: { faults: { row: number; column: string; code: string }[] }) =>
  body.faults.map(({ row, column, code }) => `${row} ${column} ${code}`);

describe('a sheet of organisations', () => {
  test('[R-DIR-09] is shown first and changes nothing until it is confirmed; confirmed twice it writes once', async () => {
    const file = organisations([
      'o-new-2;N2;Trạm Y tế xã;commune;department;o-new',
      'o-new;N1;Sở Y tế;province;department;o-province',
    ]);
    const { body } = await upload('organisation', file);
    expect([body.added, body.changed, body.same, body.faultCount]).toEqual([2, 0, 0, 0]);
    const count = () =>
      installation.database.selectFrom('organisation').select('id').where('id', 'like', 'o-new%').execute();
    expect(await count()).toEqual([]);
    const both = await Promise.all([confirm(body.batchId), confirm(body.batchId)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(both[0]?.body).toEqual(both[1]?.body);
    expect(await count()).toHaveLength(2);
    const audit = await installation.database
      .selectFrom('audit')
      .select('facts')
      .where('action', '=', 'directory.import')
      .where('outcome', '=', 'allowed')
      .execute();
    expect(audit).toHaveLength(1);
  });

  test('[R-DIR-09] the same file again finds nothing to do', async () => {
    const { body } = await upload(
      'organisation',
      organisations(['o-new;N1;Sở Y tế;province;department;o-province']),
    );
    expect([body.added, body.changed, body.same]).toEqual([0, 0, 1]);
  });

  test('[DY-5] [R-DIR-09] names every bad row with its column and why', async () => {
    const { body } = await upload(
      'organisation',
      organisations([
        'o-a;A1;;province;department;o-province',
        'o-b;A2;Tên;village;club;o-nowhere',
        'o-b;A2;Tên;province;department;',
        'x y;A3;=HYPERLINK("http://x");province;department;',
        'o-c;H150;Tên;province;department;o-d',
        'o-d;A5;Tên;province;department;o-c',
      ]),
    );
    expect(faultsOf(body)).toEqual([
      '2 name empty',
      '3 levelCode unknownLevel',
      '3 kind unknownKind',
      '3 parentId unknownParent',
      '4 id duplicateId',
      '5 id badId',
      '5 name formula',
      '6 code duplicateCode',
      '6 parentId loop',
      '7 parentId loop',
    ]);
    // A row with a fault is counted as that alone.
    expect([body.rows, body.added, body.changed, body.same]).toEqual([6, 0, 0, 0]);
    expect(body.sample).toEqual([]);
    expect((await confirm(body.batchId)).body.code).toBe('IMPORT_HAS_FAULTS');
  });

  test('[R-DIR-09] a heading it does not know and one that is missing are told', async () => {
    const { body } = await upload('organisation', 'Mã,Tên,Màu\n');
    expect(faultsOf(body).sort()).toEqual([
      '1 Màu columnUnknown',
      '1 code columnMissing',
      '1 kind columnMissing',
      '1 levelCode columnMissing',
    ]);
  });

  test('[R-DIR-09] is refused when the directory changed after the preview', async () => {
    const { body } = await upload(
      'organisation',
      organisations(['o-late;L1;Sở Muộn;province;department;o-province']),
    );
    await installation.database
      .updateTable('site')
      .set({ address: 'Phố mới' })
      .where('id', '=', 'spare')
      .execute();
    expect((await confirm(body.batchId)).body.code).toBe('IMPORT_STALE');
  });
});

describe('a sheet of sites', () => {
  test('[R-DIR-02] brings sites that are proposed, never admitted at once; numbers stay unique', async () => {
    const bad = await upload(
      'site',
      sites(['s-x,101,Điểm cầu X,o-district,district,hb,satellite', 's-y,abc,Y,o-none,district,mcu,host']),
    );
    expect(faultsOf(bad.body)).toEqual([
      '2 number duplicateNumber',
      '3 nodeId unknownNode',
      '3 organisationId unknownOrganisation',
      '3 number notANumber',
      '3 roles unknownValue',
    ]);
    const good = await upload('site', sites(['s-x,700,Điểm cầu X,o-district,district,hb,"chair satellite"']));
    expect((await confirm(good.body.batchId)).body.added).toBe(1);
    const row = await installation.database
      .selectFrom('site')
      .select(['status', 'roles', 'name'])
      .where('id', '=', 's-x')
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ status: 'proposed', roles: ['chair', 'satellite'], name: 'Điểm cầu X' });
    const rooms = await installation.database
      .selectFrom('room')
      .select('id')
      .where('site_id', '=', 's-x')
      .execute();
    expect(rooms).toEqual([{ id: 'p-s-x' }]);
  });

  test('[R-DIR-09] two officers who confirm sheets of the same state: the second must look again', async () => {
    const [a, b] = [
      await upload('site', sites(['s-a,801,A,o-district,district,hb,satellite'])),
      await upload('site', sites(['s-b,801,B,o-district,district,hb,satellite'])),
    ];
    const before = Number(await countSites());
    const both = await Promise.all([confirm(a.body.batchId), confirm(b.body.batchId)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(Number(await countSites())).toBe(before + 1);
  });

  test('[R-DIR-09] nobody confirms what somebody else uploaded, and only administrators import', async () => {
    expect((await upload('site', sites([]), await installation.signIn('operator'))).status).toBe(403);
    expect((await confirm('0190-nothing')).body.code).toBe('IMPORT_UNKNOWN');
  });
});

describe('a room sheet and exports', () => {
  test('[R-DIR-02] rooms come in with function and seats, and can be asked for by function', async () => {
    const { body } = await upload(
      'room',
      'Mã,Mã điểm cầu,Tên,Chức năng,Số chỗ\np-province,province,Phòng họp tỉnh,ppco,80\nr-2,province,Hội trường,hallA,0\n',
    );
    expect(faultsOf(body)).toEqual(['3 seats notANumber']);
    const again = await upload(
      'room',
      'Mã,Mã điểm cầu,Tên,Chức năng,Số chỗ\np-province,province,Phòng họp tỉnh,ppco,80\n',
    );
    expect([again.body.changed, (await confirm(again.body.batchId)).status]).toEqual([1, 200]);
    const reply = await installation.app.inject({
      method: 'GET',
      url: '/api/directory/rooms?kind=ppco',
      headers: { cookie },
    });
    expect(reply.json().rooms).toEqual([
      {
        roomId: 'p-province',
        siteId: 'province',
        siteName: 'UBND tỉnh Hoà Bình',
        name: 'Phòng họp tỉnh',
        kind: 'ppco',
        seats: 80,
        status: 'open',
      },
    ]);
  });

  test.each(['organisation', 'site', 'room'])(
    '[R-DIR-09] what is exported of %s comes back unchanged, as CSV and as XLSX',
    async (kind) => {
      for (const format of ['csv', 'xlsx']) {
        const file = await exported(kind, format);
        const { body } = await upload(kind, file);
        expect([body.added, body.changed, body.faultCount]).toEqual([0, 0, 0]);
        expect(body.same).toBe((await readSheet(file)).rows.length);
      }
    },
  );

  test('[R-DIR-09] a name that looks like a formula leaves shielded', async () => {
    await installation.database
      .updateTable('site')
      .set({ name: '=cmd|calc' })
      .where('id', '=', 'spare')
      .execute();
    expect((await exported('site', 'csv')).toString()).toContain(",'=cmd|calc,");
  });

  test.each([
    ['JSON instead of a file', { 'content-type': 'application/json' }, '{"rows":[]}', 400],
    ['a type nobody offers', { 'content-type': 'image/png' }, 'x', 400],
    ['more than ten megabytes', { 'content-type': 'text/csv' }, 'a'.repeat(10_485_761), 413],
  ])('%s is refused', async (_what, headers, payload, status) => {
    const reply = await installation.app.inject({
      method: 'POST',
      url: '/api/directory/imports?kind=site&fileName=x',
      headers: { cookie, ...headers },
      payload,
    });
    expect(reply.statusCode).toBe(status);
  });

  test('a JSON route takes no file', async () => {
    const reply = await installation.app.inject({
      method: 'POST',
      url: '/api/directory/organisations',
      headers: { cookie, 'content-type': 'text/csv' },
      payload: 'a,b',
    });
    expect(reply.json().code).toBe('BAD_MESSAGE');
  });
});

describe('lists of sites', () => {
  const list = async (query: string) =>
    (
      await installation.app.inject({
        method: 'GET',
        url: `/api/directory/sites?${query}`,
        headers: { cookie },
      })
    ).json();
  const ids = (page: { sites: { siteId: string }[] }) => page.sites.map(({ siteId }) => siteId);

  test.each([
    ['ủy ban nhân dân xã', ['commune', 'commune-2']],
    ['UBND', ['commune', 'commune-2', 'district', 'province']],
    ['uy ban dong ruong', ['commune']],
    ['ĐÀ BẮC', ['district']],
    ['da bac', ['district']],
    ['ruong dong', ['commune']],
    ['10', ['commune', 'commune-2']],
    ['102 tu', ['commune-2']],
    ['uong', []],
    ['_', []],
  ])('[R-DIR-02] "%s" finds names as people write them', async (words, expected) => {
    const found = ids(await list(`search=${encodeURIComponent(words)}&limit=500`)).filter(
      (id) => !id.startsWith('s-') && id !== 'spare',
    );
    if (words === '_') expect((await list('search=_')).total).toBeGreaterThan(5);
    else expect(found.sort()).toEqual(expected);
  });

  test('[R-DIR-02] pages join without gap or repetition, in Vietnamese order', async () => {
    const whole = await list('limit=500');
    const joined: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { sites: { siteId: string }[]; next: string | null; total: number | null } = await list(
        `limit=2${cursor ? `&cursor=${cursor}` : ''}`,
      );
      expect(page.total).toBe(cursor === null ? whole.total : null);
      joined.push(...ids(page));
      cursor = page.next;
    } while (cursor !== null);
    expect(joined).toEqual(ids(whole));
    expect(whole.total).toBe(joined.length);
    const names = whole.sites
      .map(({ name }: { name: string }) => name)
      .filter((name: string) => name.startsWith('UBND'));
    expect(names).toEqual([...names].sort(new Intl.Collator('vi').compare));
  });

  test('[R-DIR-02] filters by organisation with all below it, level, role and node; a cursor of nobody is refused', async () => {
    expect(ids(await list('under=o-district&level=commune')).sort()).toEqual([
      'commune',
      'commune-2',
      'spare',
    ]);
    expect(ids(await list('role=chair&level=central'))).toEqual(['government']);
    expect(ids(await list('node=cp'))).toEqual(['government']);
    expect((await list('cursor=abc')).code).toBe('BAD_MESSAGE');
  });

  test('[DY-6] [R-DIR-04] a commune of Hoà Bình cannot chair, the province can', async () => {
    const chair = async (id: string) =>
      (
        await installation.app.inject({
          method: 'GET',
          url: `/api/directory/sites/${id}`,
          headers: { cookie },
        })
      ).json().chair.may;
    expect([await chair('commune'), await chair('province')]).toEqual(['no', 'yes']);
  });
});
