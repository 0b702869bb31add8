import { ConferenceEventBody, MeetingId } from '@nhipcau/contracts';
import { aRegistration, FakeClock } from '@nhipcau/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OfficeDesk } from '../testing/office-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import { aSeat } from '../testing/test-node.ts';
import { turnClock } from '../testing/turn-clock.ts';

const clock = new FakeClock();
const MEETING = Date.UTC(2026, 2, 9, 2);

let installation: TestInstallation;
let desk: OfficeDesk;
let url: string;
beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new OfficeDesk(installation);
  await desk.settleIn('hoa-binh');
  const data = aRegistration(MEETING, {
    kind: 'government',
    chairBody: 'upstream',
    purpose: 'direction',
    upstream: { body: 'Văn phòng Chính phủ', document: 'GM-101' },
  });
  const created = await desk.call('desk', 'POST', '/api/registrations', {
    data: {
      ...data,
      hostOrganisationId: 'o-province',
      rehearsal: { start: MEETING - 86_400_000, end: MEETING - 82_800_000 },
    },
  });
  const { meetingId, revision } = created.body.registration;
  const submitted = await desk.call('desk', 'POST', `/api/registrations/${meetingId}/acts`, {
    act: 'submit',
    revision,
    reason: null,
    reception: null,
    displace: [],
  });
  expect(submitted.body).toMatchObject({ registration: { state: 'confirmed' } });
  url = `/api/preparation/${meetingId}/plan`;
});
afterAll(() => installation.close());

const sections = {
  systems: 'MCU tỉnh nối về MCU của Cục Bưu điện Trung ương',
  mcu: 'Theo bảng thông tin MCU',
  cascade: 'Một cấp dưới MCU tỉnh',
  lines: 'Mạng truyền số liệu chuyên dùng',
  security: 'Giám sát sự kiện, phân quyền điều khiển',
};
const aSheet = (nodeId: string, more: object = {}) => ({
  nodeId,
  sites: 50,
  links: 8,
  lineKbps: 100_000,
  owner: 'Văn phòng UBND tỉnh',
  operator: 'Cán bộ điều khiển MCU',
  telephone: '0900 000 700',
  spareNodeId: null,
  parameters: null,
  ...more,
});
const read = async () => (await desk.call('operator', 'GET', url)).body;
const codes = (findings: { code: string; severity: string }[], severity: string) =>
  findings.filter((one) => one.severity === severity).map(({ code }) => code);

describe('[R-PLN-03] [R-PLN-04] the plan from the sheets of the MCUs', () => {
  test('without a sheet there is no tree, and it is said what is missing', async () => {
    const plan = await read();
    expect([plan.version, plan.tree]).toEqual([0, []]);
    expect(codes(plan.findings, 'error')).toEqual(
      expect.arrayContaining(['noMcu', 'sheetMissing', 'sectionEmpty']),
    );
  });

  test('sheets are kept by whoever runs the MCUs; the tree follows from them', async () => {
    const file = (role: 'operator' | 'technician', body: object) =>
      desk.call(role, 'POST', '/api/preparation/mcu-sheets', body);
    expect((await file('technician', aSheet('cp'))).status).toBe(403);
    expect((await file('operator', aSheet('nowhere'))).status).toBe(404);
    for (const id of ['cp', 'hb', 'hb-dabac']) expect((await file('operator', aSheet(id))).status).toBe(200);
    const { tree, depth, findings } = await read();
    expect(tree).toEqual([
      { nodeId: 'cp', parentId: null, spareNodeId: null, siteIds: [] },
      {
        nodeId: 'hb-dabac',
        parentId: 'cp',
        spareNodeId: null,
        siteIds: ['district', 'commune', 'commune-2'],
      },
    ]);
    expect([depth, codes(findings, 'warning')]).toEqual([1, ['noSpare', 'qualityPlanMissing']]);
  });

  test('[PL-5] [R-PLN-07] a unit that runs a system is named until it files its plan for quality and security', async () => {
    const named = async () =>
      (await read()).findings
        .filter(({ code }: { code: string }) => code === 'qualityPlanMissing')
        .map(({ subject }: { subject: string }) => subject);
    expect(await named()).toEqual(['UBND tỉnh Hoà Bình']);
    const filed = await desk.call('administrator', 'POST', '/api/unit-documents', {
      organisationId: 'o-province',
      kind: 'qualityPlan',
      title: 'Phương án bảo đảm chất lượng, an toàn thông tin',
      number: '21/PA-VP',
      issuedOn: '2026-02-02',
      parties: null,
      body: 'Phân công, giám sát, mã hóa kênh truyền, dự phòng thiết bị.',
    });
    expect([filed.status, await named()]).toEqual([200, []]);
  });

  test('[R-PLN-01] the loss of a link is told with what a spare brings back', async () => {
    const { losses } = await read();
    const link = losses.find(
      ({ kind, nodeId }: { kind: string; nodeId: string }) => kind === 'link' && nodeId === 'hb-dabac',
    );
    expect(link).toMatchObject({ lost: ['district', 'commune', 'commune-2'], rescued: [] });
  });

  test('[R-PLN-06] the scenarios of the locality, with who is called', async () => {
    expect((await read()).scenarios[0]).toMatchObject({
      key: 'line',
      contacts: [expect.stringContaining('viễn thông'), expect.any(String)],
    });
  });
});

describe('[R-PLN-02] the units agree', () => {
  const agree = (role: 'clerk' | 'technician', body: object, unit = 'o-district') =>
    desk.call(role, 'POST', `${url}/agreements/${unit}`, body);

  test('[PL-7] a plan is laid before them as a version once no heading is empty; a change asks them anew', async () => {
    const save = (role: 'operator' | 'technician', version: number) =>
      desk.call(role, 'POST', url, { version, sections });
    expect((await save('technician', 0)).status).toBe(403);
    // A plan that is not whole is kept, and asks nobody.
    const draft = await desk.call('operator', 'POST', url, {
      version: 0,
      sections: { ...sections, lines: ' ' },
    });
    expect(codes(draft.body.findings, 'error')).toContain('sectionEmpty');
    const early = await agree('clerk', { version: 1, agreed: true, note: null });
    expect([early.status, early.body.code, early.body.facts]).toEqual([
      409,
      'PLAN_SECTION_EMPTY',
      { section: 'lines' },
    ]);
    const seen = await desk.call('clerk', 'GET', url);
    expect(seen.body.agreements).toMatchObject([{ agreed: null, mayAnswer: false }]);
    expect((await save('operator', 1)).body).toMatchObject({
      version: 2,
      agreements: [{ organisationId: 'o-district', agreed: null }],
    });
    expect((await save('operator', 0)).body.code).toBe('PLAN_CHANGED_MEANWHILE');
    expect((await agree('clerk', { version: 2, agreed: false, note: null })).body.code).toBe(
      'PLAN_OBJECTION_WITHOUT_REASON',
    );
    const objected = await agree('clerk', { version: 2, agreed: false, note: 'Thiếu đường dự phòng' });
    expect(objected.body.agreements).toMatchObject([{ agreed: false, note: 'Thiếu đường dự phòng' }]);
    expect((await save('operator', 2)).body.agreements).toMatchObject([{ agreed: null }]);
    expect((await agree('clerk', { version: 2, agreed: true, note: null })).body.code).toBe(
      'PLAN_CHANGED_MEANWHILE',
    );
    expect((await agree('clerk', { version: 3, agreed: true, note: null }, 'o-government')).body.code).toBe(
      'ORGANISATION_UNKNOWN',
    );
    expect((await agree('clerk', { version: 3, agreed: true, note: null })).body.agreements).toMatchObject([
      { agreed: true },
    ]);
    await expect(installation.database.deleteFrom('plan_agreement').execute()).rejects.toThrow(/append-only/);
  });

  test('is printed with tree, sheets and agreements', async () => {
    const { status, text } = await desk.call('operator', 'GET', `${url}.pdf`);
    expect([status, text.slice(0, 5)]).toEqual([200, '%PDF-']);
  });
});

describe('[PL-9] [PL-10] a plan drawn by hand', () => {
  const node = (nodeId: string, parentId: string | null, ...siteIds: string[]) => ({
    nodeId,
    parentId,
    siteIds,
  });
  const drawn = [
    node('cp', null),
    node('hb', 'cp', 'commune-2'),
    node('hb-dabac', 'hb', 'district', 'commune'),
  ];
  const save = async (tree: object[]) =>
    desk.call('operator', 'POST', url, { version: (await read()).version, sections, tree });

  test.each([
    ['an MCU that is not there', [node('cp', null), node('nowhere', 'cp')], 'nodeUnknown'],
    ['a site that is not invited', [node('cp', null, 'government')], 'siteUnknown'],
    ['a site twice', [node('cp', null, 'commune'), node('hb', 'cp', 'commune')], 'siteTwice'],
    ['a loop', [node('cp', null), node('hb', 'hb-dabac'), node('hb-dabac', 'hb')], 'loop'],
    ['two roots', [node('cp', null), node('hb', null)], 'severalRoots'],
    ['an MCU twice', [node('cp', null), node('cp', null)], 'duplicateNode'],
  ])('[R-PLN-04] is refused with %s', async (_, tree, fault) => {
    const refused = await save(tree);
    expect([refused.status, refused.body.code, refused.body.facts]).toEqual([
      422,
      'PLAN_TREE_INVALID',
      { fault },
    ]);
  });

  test('[R-PLN-01] [R-PLN-04] is kept as it is drawn, a shallower one is named, and the meeting is opened by it', async () => {
    const { body } = await save(drawn);
    expect(body.tree).toEqual(drawn.map((one) => ({ ...one, spareNodeId: null })));
    expect([body.depth, codes(body.findings, 'warning')]).toEqual([
      2,
      expect.arrayContaining(['shallower', 'noSpare']),
    ]);
    const operator = await installation.openConsole('operator');
    const meetingId = MeetingId.parse(body.meetingId);
    await operator.follow(meetingId);
    await operator.give(meetingId, { type: 'meeting.start' });
    // The console sees a room at the MCU where the plan has connected it.
    const hb = await installation.openNode('hb');
    hb.reportSeats(meetingId, [aSeat('commune-2')]);
    const seen = async () => {
      await turnClock(clock, 1_000);
      return operator.site('commune-2');
    };
    await expect.poll(seen).toMatchObject({ nodeId: 'hb', state: 'connected' });
    const { body: event } = await installation.database
      .selectFrom('meeting_event')
      .select('body')
      .where('meeting_id', '=', meetingId)
      .where('seq', '=', 1)
      .executeTakeFirstOrThrow();
    const started = ConferenceEventBody.parse(event);
    if (started.type !== 'meeting.started') throw new Error(`it begins with ${started.type}`);
    expect(started.tree.map(({ nodeId, parentId }) => [nodeId, parentId])).toEqual(
      expect.arrayContaining([
        ['cp', null],
        ['hb', 'cp'],
        ['hb-dabac', 'hb'],
      ]),
    );
    expect(Object.fromEntries(started.roster.map(({ siteId, nodeId }) => [siteId, nodeId]))).toMatchObject({
      'commune-2': 'hb',
      commune: 'hb-dabac',
      district: 'hb-dabac',
    });
  });
});
