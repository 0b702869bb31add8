import type { Role } from '@nhipcau/contracts';
import { FakeClock } from '@nhipcau/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OfficeDesk } from '../testing/office-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';

const clock = new FakeClock(Date.parse('2026-11-02T08:00:00+07:00'));
let installation: TestInstallation;
let desk: OfficeDesk;

beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new OfficeDesk(installation);
});
afterAll(() => installation.close());

const line = (change: object = {}) => ({
  use: 'main',
  network: 'tslcd',
  provider: 'VNPT',
  bandwidthKbps: 20_000,
  protection: 'none',
  mark: 46,
  since: '2026-11-01',
  ...change,
});
const record = async (role: Role, change: object = {}, siteId = 'district') =>
  desk.call(role, 'POST', `/api/sites/${siteId}/lines`, line(change));
const lines = async (role: Role) => (await desk.call(role, 'GET', '/api/site-lines')).body;
const ofDistrict = async () =>
  (await lines('clerk')).sites.find(({ siteId }: { siteId: string }) => siteId === 'district');

test('[AS-12] [R-AST-13] Vĩnh Phúc, Hoà Bình: an Internet line without VPN or encryption is refused with its article', async () => {
  for (const [locality, article] of [
    ['vinh-phuc', 'Đ5'],
    ['hoa-binh', 'III.1'],
  ] as const) {
    await desk.settleIn(locality);
    const refused = await record('clerk', { network: 'internet' });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ code: 'LINE_UNPROTECTED', facts: { clause: article } });
    expect((await record('clerk', { network: 'internet', protection: 'vpn' })).status).toBe(200);
  }
  await desk.settleIn('ha-noi');
  expect((await record('clerk', { network: 'internet' })).status).toBe(200);
  expect((await ofDistrict()).gaps).toEqual(['otherNetwork', 'otherMark']);
});

test('[AS-13] [R-AST-13] Vĩnh Phúc: the line of a district goes first; the newest record of each use counts', async () => {
  await desk.settleIn('vinh-phuc');
  const site = await ofDistrict();
  expect(site.priority).toMatchObject({ mark: 46, cite: [{ article: 'Đ7-3' }] });
  await record('clerk', { mark: 34 });
  await record('clerk', { use: 'backup', network: 'internet', protection: 'vpn', provider: 'Viettel' });
  expect(await ofDistrict()).toMatchObject({
    main: { mark: 34, provider: 'VNPT', gaps: ['otherMark'] },
    backup: { network: 'internet', protection: 'vpn' },
    gaps: ['otherMark'],
  });
  await record('clerk');
  expect(await ofDistrict()).toMatchObject({ main: { mark: 46 }, gaps: [] });
  const { sites, asked } = await lines('auditor');
  expect(asked.networks).toContain('tslcd');
  const commune = sites.find(({ siteId }: { siteId: string }) => siteId === 'commune');
  expect(commune).toMatchObject({ main: null, gaps: ['missing'], mayWrite: false, priority: { mark: 34 } });
});

test('[AS-13] [R-AST-13] a unit records the lines of its own sites, as they are and not as they will be', async () => {
  await desk.settleIn('vinh-phuc');
  expect((await record('clerk', {}, 'province')).body.code).toBe('NOT_ALLOWED');
  expect((await record('clerk', {}, 'nowhere')).body.code).toBe('SITE_UNKNOWN');
  expect((await record('clerk', { since: '2026-11-03' })).body.code).toBe('DATES_REVERSED');
  expect((await record('clerk', { mark: 64 })).status).toBe(400);
  expect((await record('clerk', { bandwidthKbps: 1 })).status).toBe(400);
});

test('[AS-14] [R-AST-13] which mark the connected nodes send with stands beside the lines', async () => {
  expect((await lines('administrator')).nodes).toEqual([]);
  const node = await installation.openNode('hb');
  expect((await lines('administrator')).nodes).toEqual([
    { nodeId: 'hb', name: expect.any(String), mark: 46 },
  ]);
  node.close();
  await expect.poll(async () => (await lines('administrator')).nodes).toEqual([]);
});
