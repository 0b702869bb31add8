import { instant, LocalityCode, type SessionInfo } from '@nhipcau/contracts';
import { FakeClock, siteId, userId } from '@nhipcau/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestInstallation } from '../testing/test-installation.ts';
import { MeetingsService } from './meetings.service.ts';

let installation: TestInstallation;
let meetings: MeetingsService;
const person: SessionInfo = {
  userId: userId('u-dieuhanh'),
  name: 'Người thử',
  kind: 'person',
  role: 'operator',
  siteId: null,
  organisationId: null,
  grants: [{ role: 'operator', scope: { kind: 'installation' } }],
};

beforeAll(async () => {
  installation = await TestInstallation.open();
  meetings = new MeetingsService({
    database: installation.database,
    clock: new FakeClock(),
    maxSites: 2_000,
  });
});
afterAll(() => installation.close());

const plan = (siteIds: string[], chair = 'province', presenters: string[] = [], locality?: LocalityCode) =>
  meetings.create(
    {
      title: 'Hội nghị thử',
      plannedStart: instant(Date.UTC(2026, 2, 2, 1)),
      chairSiteId: siteId(chair),
      siteIds: siteIds.map(siteId),
      presenterIds: presenters.map(siteId),
      ...(locality ? { locality, urgency: 'urgent' } : {}),
    },
    person,
  );

const setStatus = (status: string) =>
  installation.database.updateTable('site').set({ status }).where('id', '=', 'commune').execute();

describe('[R-DIR-02] only admitted sites', () => {
  test.each(['proposed', 'suspended', 'closed'])(
    '[R-DIR-02] [AC-7] a %s site cannot be put in a meeting',
    async (status) => {
      await setStatus(status);
      await expect(plan(['province', 'commune'])).rejects.toMatchObject({
        code: 'SITE_NOT_ADMITTED',
        facts: { siteId: 'commune', status },
      });
      await setStatus('admitted');
      await expect(plan(['province', 'commune'])).resolves.toMatchObject({ siteCount: 2 });
    },
  );

  test('[R-DIR-02] the database refuses it too, whoever writes', async () => {
    const { meetingId } = await plan(['province']);
    await setStatus('closed');
    const insert = installation.database
      .insertInto('meeting_site')
      .values({ meeting_id: meetingId, site_id: 'commune', may_present: false })
      .execute();
    await expect(insert).rejects.toMatchObject({ constraint: 'meeting_site_admitted' });
    await setStatus('admitted');
  });

  test('[R-DIR-02] [AC-7] a site suspended after the meeting was planned is not in it when it starts', async () => {
    const { meetingId } = await plan(['province', 'commune', 'district']);
    await setStatus('suspended');
    const operator = await installation.openConsole('operator');
    await operator.give(meetingId, { type: 'meeting.start' });
    const snapshot = await operator.follow(meetingId);
    expect(snapshot?.sites.map((site) => site.siteId)).toEqual(['province', 'district']);
    await setStatus('admitted');
  });
});

describe('[R-MCU-05] a profile without cascade', () => {
  test('[R-MCU-05] refuses a second MCU in a plan and takes all sites of one', async () => {
    const quangNinh = LocalityCode.parse('quang-ninh');
    await expect(plan(['province', 'commune'], 'province', [], quangNinh)).rejects.toMatchObject({
      code: 'TOPOLOGY_INVALID',
      facts: { fault: 'cascadeNotAllowed' },
    });
    const { meetingId } = await plan(['province', 'spare'], 'province', [], quangNinh);
    const operator = await installation.openConsole('operator');
    await operator.give(meetingId, { type: 'meeting.start' });
    const snapshot = await operator.follow(meetingId);
    expect(snapshot?.nodes.map((node) => [node.nodeId, node.parentId])).toEqual([['hb', null]]);
    await expect(
      operator.give(meetingId, { type: 'site.invite', siteId: siteId('commune') }),
    ).rejects.toMatchObject({
      code: 'TOPOLOGY_INVALID',
    });
  });
});

test('refuses an unknown site, a chair and a presenter who are not invited', async () => {
  await expect(plan(['province', 'nowhere'])).rejects.toMatchObject({ code: 'SITE_UNKNOWN' });
  await expect(plan(['commune'], 'province')).rejects.toMatchObject({ code: 'SITE_NOT_INVITED' });
  await expect(plan(['province'], 'province', ['commune'])).rejects.toMatchObject({
    code: 'SITE_NOT_INVITED',
  });
});

test.each([
  ['hoa-binh', 30_000],
  ['vinh-phuc', 30_000],
  ['binh-dinh', null],
  ['ha-noi', null],
  ['quang-ninh', null],
])('[R-CDT-02] [R-PROF-01] under %s a site has %s ms to be there', async (locality, limit) => {
  const { meetingId } = await plan(['province'], 'province', [], LocalityCode.parse(locality));
  const operator = await installation.openConsole('operator');
  await operator.give(meetingId, { type: 'meeting.start' });
  expect((await operator.follow(meetingId))?.meeting.bringUpLimitMs).toBe(limit);
});
