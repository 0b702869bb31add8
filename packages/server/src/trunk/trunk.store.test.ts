import {
  defaultLinkBudget,
  ExternalSystems,
  MeetingExternals,
  type MeetingId,
  type MeetingTrunks,
  PeerId,
  TrunkPeers,
} from '@nhipcau/contracts';
import { aLayout, nodeId } from '@nhipcau/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { OfficeDesk } from '../testing/office-desk.ts';
import type { TestConsole } from '../testing/test-console.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import { aFlow, aSeat, type TestNode } from '../testing/test-node.ts';

// Two installations with servers, databases and keys of their own: the Government (`cp`) and a province below (`hb`).

const paperOf = (documentNumber: string) => ({
  consentedBy: 'Ông Nguyễn Văn A, Phó Chủ tịch',
  documentNumber,
  documentOn: '2026-03-02',
  note: '',
});

interface Side {
  readonly installation: TestInstallation;
  readonly desk: OfficeDesk;
  readonly node: TestNode;
  /** A file, as the operator hands it in. */
  handIn(url: string, content: string): Promise<{ status: number; body: { code?: string } }>;
}

const budget = defaultLinkBudget;
const narrow = { ...budget, up: { ...budget.up, kbps: 4_000 } };
let above: Side;
let below: Side;

async function open(): Promise<Side> {
  const installation = await TestInstallation.open();
  const handIn = async (url: string, content: string) => {
    const reply = await installation.app.inject({
      method: 'POST',
      url,
      headers: { cookie: await installation.signIn('operator'), 'content-type': 'application/octet-stream' },
      payload: Buffer.from(content),
    });
    return { status: reply.statusCode, body: reply.json() };
  };
  return {
    installation,
    desk: new OfficeDesk(installation),
    node: await installation.openNode('cp'),
    handIn,
  };
}

const post = async ({ desk }: Side, role: 'administrator' | 'operator', url: string, body: object = {}) =>
  desk.call(role, 'POST', url, body);

const peersOf = async ({ desk }: Side): Promise<TrunkPeers> =>
  TrunkPeers.parse((await desk.call('administrator', 'GET', '/api/trunk-peers')).body);

async function invitationOf(side: Side, as: 'upper' | 'lower', limits = budget): Promise<string> {
  const issued = await post(side, 'administrator', '/api/trunk-peers/invitation', {
    side: as,
    budget: limits,
  });
  expect(issued.status).toBe(200);
  return issued.body.text;
}

async function nameBoth(): Promise<void> {
  const address = above.installation.url.replace(/^http/, 'ws');
  const names = [
    [above, { code: 'cp', name: 'Hệ thống của Chính phủ', address }],
    [below, { code: 'hb', name: 'Hệ thống tỉnh Hoà Bình', address: null }],
  ] as const;
  for (const [side, own] of names)
    expect((await post(side, 'administrator', '/api/trunk-peers/own', own)).status).toBe(200);
}

async function linkBoth(): Promise<void> {
  await nameBoth();
  const texts = {
    upper: await invitationOf(above, 'upper'),
    lower: await invitationOf(below, 'lower', narrow),
  };
  for (const [side, text] of [
    [below, texts.upper],
    [above, texts.lower],
  ] as const)
    expect((await post(side, 'administrator', '/api/trunk-peers', { text, budget })).status).toBe(200);
  await connected();
}

/** Also within hooks, where nothing can be polled. */
const patiently = { timeout: 60_000, interval: 100 };

const connected = () =>
  vi.waitFor(async () => {
    const peers = [await peersOf(above), await peersOf(below)].map(({ peers: all }) => all[0]);
    expect(peers.map((peer) => peer?.revokedAt === null && peer.connected)).toEqual([true, true]);
  }, patiently);

const auditOf = async ({ installation }: Side): Promise<string[]> =>
  (
    await installation.database
      .selectFrom('audit')
      .select('action')
      .where('action', 'like', 'trunk.%')
      .where('outcome', '=', 'allowed')
      .orderBy('id')
      .execute()
  ).map(({ action }) => action);

beforeAll(async () => {
  above = await open();
  below = await open();
});
afterAll(async () => {
  await below.installation.close();
  await above.installation.close();
});

describe('linking two installations', () => {
  test('[R-MCU-08] [TK-14] [TK-15] both administrators exchange invitations and agree, though each side renewed its key meanwhile; the narrower limits count; both sides record it', async () => {
    await nameBoth();
    const text = await invitationOf(above, 'upper');
    const read = await post(below, 'administrator', '/api/trunk-peers/read', { text });
    expect(read.body).toMatchObject({ code: 'cp', side: 'upper', replaces: null });
    expect(read.body.fingerprint).toBe((await peersOf(above)).fingerprint);
    const back = await invitationOf(below, 'lower', narrow);
    for (const side of [above, below])
      expect((await post(side, 'administrator', '/api/trunk-peers/key')).status).toBe(200);
    expect((await post(below, 'administrator', '/api/trunk-peers', { text, budget })).status).toBe(200);
    // One consent is none: the other side does not know this key yet.
    expect((await peersOf(above)).peers).toEqual([]);
    expect((await post(above, 'administrator', '/api/trunk-peers', { text: back, budget })).status).toBe(200);
    await connected();
    for (const [knows, known] of [
      [above, below],
      [below, above],
    ] as const)
      await expect
        .poll(async () => (await peersOf(knows)).peers[0]?.fingerprint)
        .toBe((await peersOf(known)).fingerprint);
    await connected();
    expect((await peersOf(above)).peers[0]).toMatchObject({ code: 'hb', side: 'lower', budget: narrow });
    for (const side of [above, below]) await expect.poll(() => auditOf(side)).toContain('trunk.peerAccepted');
  });

  test('[TK-14] what is no invitation, was changed, is too old, or is our own is refused by name; nobody else may agree', async () => {
    const text = await invitationOf(below, 'lower');
    const [format, document = '', signature] = text.split('.');
    const forged = JSON.parse(Buffer.from(document, 'base64url').toString());
    forged.name = 'Ai đó';
    const changed = [format, Buffer.from(JSON.stringify(forged)).toString('base64url'), signature].join('.');
    for (const bad of ['nhipcau-trunk-1.abcdefghijkl.xyz', changed, 'một đoạn văn bản nào đó'])
      expect((await post(above, 'administrator', '/api/trunk-peers', { text: bad, budget })).body.code).toBe(
        'INVITATION_INVALID',
      );
    expect((await post(below, 'administrator', '/api/trunk-peers', { text, budget })).body.code).toBe(
      'INVITATION_OWN',
    );
    expect((await post(above, 'operator', '/api/trunk-peers', { text, budget })).status).toBe(403);
  });

  test('[TK-14] an administrator of one organisation links no installations', async () => {
    const scoped = (scope_kind: string, scope_id: string) =>
      above.installation.database
        .updateTable('user_grant')
        .set({ scope_kind, scope_id })
        .where('role', '=', 'administrator')
        .execute();
    await scoped('organisation', 'o-district');
    const issued = await post(above, 'administrator', '/api/trunk-peers/invitation', {
      side: 'lower',
      budget,
    });
    expect([issued.status, issued.body.code]).toEqual([403, 'NOT_ALLOWED']);
    await scoped('installation', '');
  });

  test('[TK-15] a new key is learnt over the connection that stands for the old one, and the old one is gone', async () => {
    const before = (await peersOf(below)).fingerprint;
    expect((await post(below, 'administrator', '/api/trunk-peers/key')).status).toBe(200);
    const { fingerprint } = await peersOf(below);
    expect(fingerprint).not.toBe(before);
    await expect.poll(async () => (await peersOf(above)).peers[0]?.fingerprint).toBe(fingerprint);
    await connected();
    await expect.poll(async () => (await peersOf(below)).peers[0]?.keyKnown).toBe(true);
    expect(await auditOf(above)).toContain('trunk.peerKeyRenewed');
    expect(await auditOf(below)).toEqual(expect.arrayContaining(['trunk.keyRenewed', 'trunk.keyTaken']));
  });
});

describe('the register of other systems', () => {
  test('[R-MCU-08] [TK-16] linked installations stand in it by themselves; others are registered with whose they are and by which site they come', async () => {
    const register = (change: object) =>
      post(above, 'administrator', '/api/external-systems', {
        name: 'Hệ thống Bộ Chỉ huy quân sự tỉnh',
        kind: 'military',
        owner: 'Bộ Chỉ huy quân sự tỉnh',
        route: { kind: 'site', siteId: 'province', protocol: 'h323', address: '10.20.1.5' },
        contact: 'Trực ban thông tin',
        phone: '0218 3 111 222',
        note: '',
        ...change,
      });
    const systems = async () =>
      ExternalSystems.parse((await above.desk.call('administrator', 'GET', '/api/external-systems')).body)
        .systems;
    expect(await systems()).toMatchObject([
      { name: 'Hệ thống tỉnh Hoà Bình', route: { kind: 'trunk' }, routeName: 'Hệ thống tỉnh Hoà Bình' },
    ]);
    expect((await register({})).status).toBe(200);
    expect((await register({})).body.code).toBe('EXTERNAL_KNOWN');
    const nowhere = { kind: 'site', siteId: 'nowhere', protocol: 'sip', address: '' };
    expect((await register({ name: 'Khác', route: nowhere })).body.code).toBe('SITE_UNKNOWN');
    expect((await register({ name: 'Khác', route: { kind: 'site', siteId: 'province' } })).status).toBe(400);
    expect((await post(above, 'operator', '/api/external-systems', {})).status).toBe(403);
    const military = (await systems()).find(({ kind }) => kind === 'military');
    expect(military).toMatchObject({ routeName: 'UBND tỉnh Hoà Bình', closedAt: null });
    const close = `/api/external-systems/${military?.systemId}/close`;
    expect((await post(above, 'administrator', close)).status).toBe(200);
    expect((await post(above, 'administrator', close)).body.code).toBe('EXTERNAL_UNKNOWN');
    expect((await register({})).status).toBe(200);
  });
});

describe('a meeting in the conference above', () => {
  let national: MeetingId;
  let provincial: MeetingId;
  let operators: { above: TestConsole; below: TestConsole };

  const trunksOf = async (side: Side, meetingId: MeetingId): Promise<MeetingTrunks> =>
    (await side.desk.call('operator', 'GET', `/api/meetings/${meetingId}/trunks`)).body;
  const upperTrunk = async () =>
    (await trunksOf(below, provincial)).trunks.find(({ side }) => side === 'upper');
  const lowerTrunk = async () =>
    (await trunksOf(above, national)).trunks.find(({ side }) => side === 'lower');
  const planAbove = () => above.node.desired.get(national)?.plan;
  const planBelow = () => below.node.desired.get(provincial)?.plan;
  const gateIn = (plan: ReturnType<typeof planAbove>) => plan?.tree.find((node) => node.trunk);
  const offersIn = (plan: ReturnType<typeof planAbove>) =>
    gateIn(plan)?.trunk?.offers.map(({ siteId }) => siteId);

  const externalsOf = async (side: Side, meetingId: MeetingId): Promise<MeetingExternals> =>
    MeetingExternals.parse(
      (await side.desk.call('operator', 'GET', `/api/meetings/${meetingId}/externals`)).body,
    );
  const provinceSystem = async () =>
    (await externalsOf(above, national)).systems.find(({ route }) => route.kind === 'trunk');

  /** The province has agreed in writing to take part in the meeting above. */
  async function consent(
    documentNumber = '12/UBND-VP',
  ): Promise<{ status: number; body: { code?: string } }> {
    const system = await provinceSystem();
    return post(above, 'operator', `/api/meetings/${national}/consents`, {
      systemId: system?.systemId,
      ...paperOf(documentNumber),
    });
  }

  async function invite(): Promise<string> {
    const { invitable } = await trunksOf(above, national);
    const peerId = PeerId.parse(invitable[0]?.peerId);
    if ((await provinceSystem())?.consent === null) expect((await consent()).status).toBe(200);
    expect((await post(above, 'operator', `/api/meetings/${national}/trunks`, { peerId })).status).toBe(200);
    await expect.poll(async () => (await trunksOf(below, provincial)).invitations.length).toBe(1);
    return (await trunksOf(below, provincial)).invitations[0]?.trunkId ?? '';
  }

  async function join(body: object): Promise<string> {
    const trunkId = await invite();
    const joined = await post(below, 'operator', `/api/meetings/${provincial}/trunks/${trunkId}/join`, body);
    expect(joined).toMatchObject({ status: 200 });
    return trunkId;
  }

  beforeAll(async () => {
    await nameBoth();
    if ((await peersOf(above)).peers.length === 0) await linkBoth();
    await connected();
  });

  beforeEach(async () => {
    national = await above.installation.planMeeting(['government', 'province', 'district', 'commune']);
    provincial = await below.installation.planMeeting(['government', 'province', 'district', 'commune']);
    operators = {
      above: await above.installation.openConsole('operator'),
      below: await below.installation.openConsole('operator'),
    };
    await operators.above.follow(national);
    await operators.below.follow(provincial);
    await operators.above.give(national, { type: 'meeting.start' });
    await operators.below.give(provincial, { type: 'meeting.start' });
    return async () => {
      await operators.below.give(provincial, { type: 'meeting.end' });
      await operators.above.give(national, { type: 'meeting.end' });
      await vi.waitFor(async () => expect((await lowerTrunk())?.word ?? 'ended').toBe('ended'), patiently);
    };
  });

  test('[R-MCU-07] [TK-8] as one site: invited, agreed to, on the wall above; its program is named, the one above comes down', async () => {
    await join({ mode: 'oneSite', siteIds: [] });
    await expect.poll(() => operators.above.site('hb:_')?.groupName).toBe('Hệ thống tỉnh Hoà Bình');
    await expect.poll(() => operators.below.site('cp:_')?.name).toBe('Hội nghị thử');
    // The Government's chair is on air: so it is what the province may pull, and nothing else.
    await expect.poll(() => offersIn(planAbove())).toEqual(['province']);
    await expect.poll(() => offersIn(planBelow())).toEqual(['province']);
    expect(gateIn(planAbove())).toMatchObject({
      nodeId: 'hb:cp',
      parentId: 'cp',
      budget: narrow,
      trunk: { dials: null },
    });
    expect(gateIn(planBelow())).toMatchObject({
      nodeId: 'cp:cp',
      budget: { down: narrow.up, up: narrow.down },
      trunk: { dials: { childId: 'hb:cp', parentId: 'cp', meetingId: national, ours: 'hb', theirs: 'cp' } },
    });
    await operators.below.give(provincial, {
      type: 'stage.take',
      target: 'broadcast',
      layout: aLayout('full', 'cp:_'),
    });
    await operators.above.give(national, {
      type: 'stage.take',
      target: 'broadcast',
      layout: aLayout('full', 'district'),
    });
    await expect.poll(() => planBelow()?.stage.broadcast).toEqual(aLayout('full', 'cp:district'));
    await expect
      .poll(() => planBelow()?.roster.find(({ siteId }) => siteId === 'cp:district')?.name)
      .toBe('UBND huyện Đà Bắc');
    await operators.above.give(national, {
      type: 'stage.take',
      target: 'broadcast',
      layout: aLayout('grid4', 'hb:_', 'commune'),
    });
    await expect.poll(() => planAbove()?.stage.broadcast).toEqual(aLayout('grid4', 'hb:province', 'commune'));
    // In the province their own picture is taken from their own room.
    await expect.poll(() => planBelow()?.stage.broadcast).toEqual(aLayout('grid4', 'province', 'cp:commune'));
    await expect.poll(async () => (await upperTrunk())?.tally).toBe('onAir');
  });

  test('[R-MCU-06] [TK-5] the operator below chooses the picture that goes up; it is called above and everything is measured', async () => {
    const trunkId = await join({ mode: 'oneSite', siteIds: [] });
    const picture = `/api/meetings/${provincial}/trunks/${trunkId}/picture`;
    expect((await post(below, 'operator', picture, { siteId: 'nowhere' })).body.code).toBe('SITE_UNKNOWN');
    expect((await post(below, 'operator', picture, { siteId: 'commune' })).status).toBe(200);
    await operators.above.give(national, { type: 'bringUp.request', siteId: 'hb:_' as never });
    await expect.poll(() => planAbove()?.stage.chairView).toEqual(aLayout('full', 'hb:commune'));
    for (const [side, child] of [
      [above, 'hb:cp'],
      [below, 'cp:cp'],
    ] as const)
      side.node.reportLink(side === above ? national : provincial, {
        childId: child as never,
        parentId: side.node.nodeId,
        receives:
          side === above
            ? [
                {
                  siteId: 'hb:commune' as never,
                  source: 'camera',
                  state: 'flowing',
                  since: aSeat('commune').since,
                  kbps: 800,
                },
              ]
            : [],
      });
    const [chairNode, communeNode] = [
      await above.installation.openNode('hb'),
      await below.installation.openNode('hb-dabac'),
    ];
    chairNode.reportSeats(national, [
      aSeat('province', { flows: [aFlow('hb:commune/camera'), aFlow('hb:province/mic')] }),
    ]);
    communeNode.reportSeats(provincial, [
      aSeat('commune', { flows: [aFlow('cp:province/camera'), aFlow('cp:province/mic')] }),
    ]);
    await expect
      .poll(() => operators.above.events.filter(({ body }) => body.type === 'bringUp.changed').at(-1)?.body)
      .toMatchObject({ bringUp: { state: 'established' } });
    chairNode.close();
    communeNode.close();
  });

  test('[R-MCU-07] [TK-6] as a slave it lends sites; the floor above opens their microphones below; taken back they leave the stage above', async () => {
    const trunkId = await invite();
    const url = `/api/meetings/${provincial}/trunks/${trunkId}/join`;
    expect((await post(below, 'operator', url, { mode: 'slave', siteIds: [] })).body.code).toBe(
      'TRUNK_NOTHING_LENT',
    );
    const lend = (siteIds: string[]) => post(below, 'operator', url, { mode: 'slave', siteIds });
    expect((await lend(['district', 'commune'])).status).toBe(200);
    await expect.poll(() => operators.above.site('hb:commune')?.name).toBe('UBND xã Đồng Ruộng');
    await operators.above.give(national, { type: 'floor.grant', siteId: 'hb:commune' as never });
    await expect.poll(() => planBelow()?.stage.floor).toContain('commune');
    await operators.above.give(national, {
      type: 'stage.take',
      target: 'broadcast',
      layout: aLayout('full', 'hb:commune'),
    });
    await expect
      .poll(() => planBelow()?.facing)
      .toEqual({ chairSiteId: 'cp:province', siteIds: ['commune'] });
    expect((await lend(['district'])).status).toBe(200);
    await expect.poll(() => planAbove()?.roster.map(({ siteId }) => siteId)).not.toContain('hb:commune');
    await expect.poll(() => planAbove()?.stage.floor).not.toContain('hb:commune');
    await expect.poll(() => planBelow()?.stage.floor).not.toContain('commune');
  });

  test('[R-MCU-07] [TK-10] each side ends it with one act, and the meeting of the other goes on without', async () => {
    const trunkId = await join({ mode: 'oneSite', siteIds: [] });
    await operators.below.give(provincial, {
      type: 'stage.take',
      target: 'broadcast',
      layout: aLayout('full', 'cp:_'),
    });
    expect((await post(above, 'operator', `/api/meetings/${national}/trunks/${trunkId}/end`)).status).toBe(
      200,
    );
    await expect.poll(async () => (await upperTrunk())?.endReason).toBe('removedByUpper');
    await expect.poll(() => planBelow()?.tree.map(({ nodeId }) => nodeId)).not.toContain('cp:cp');
    await expect.poll(() => planBelow()?.stage.broadcast).toEqual(aLayout('full', 'province'));
    await expect
      .poll(() => operators.below.logged)
      .toEqual(expect.arrayContaining(['trunk.linked', 'trunk.unlinked']));
    const again = await join({ mode: 'oneSite', siteIds: [] });
    expect((await post(below, 'operator', `/api/meetings/${provincial}/trunks/${again}/end`)).status).toBe(
      200,
    );
    await expect.poll(async () => (await lowerTrunk())?.endReason).toBe('leftByLower');
    await expect.poll(() => planAbove()?.tree.map(({ nodeId }) => nodeId)).not.toContain('hb:cp');
    for (const side of [above, below])
      await expect
        .poll(() => auditOf(side))
        .toEqual(expect.arrayContaining(['trunk.linked', 'trunk.unlinked']));
  });

  test.each(['above', 'below'] as const)(
    '[R-MCU-07] [TK-9] [SB-3] a standby takes the place of the node at the border %s: the other side finds the new border by itself, guests stay on the stage',
    async (where) => {
      const side = where === 'above' ? above : below;
      const meetingId = where === 'above' ? national : provincial;
      await join({ mode: 'oneSite', siteIds: [] });
      await operators.above.give(national, {
        type: 'stage.take',
        target: 'broadcast',
        layout: aLayout('full', 'hb:_'),
      });
      await expect.poll(() => planAbove()?.stage.broadcast).toEqual(aLayout('full', 'hb:province'));
      const spare = await standbyAt(side);
      const child = await side.installation.openNode('hb');
      side.node.close();
      await expect.poll(() => operators[where].logged, patiently).toContain('node.lost');
      // The node below it says so, too: it is not merely the line to the server.
      child.reportLink(meetingId, { childId: nodeId('hb'), parentId: nodeId('cp'), state: 'dialling' });
      await expect.poll(() => operators[where].logged, patiently).toContain('node.relieved');
      const there = where === 'above' ? planBelow : planAbove;
      const gate = where === 'above' ? 'cp:hb-dp' : 'hb:hb-dp';
      await expect.poll(() => gateIn(there())?.nodeId, patiently).toBe(gate);
      const planHere = () => spare.desired.get(meetingId)?.plan;
      const planThere = where === 'above' ? planHere : planAbove;
      await expect.poll(() => planThere()?.stage.broadcast).toEqual(aLayout('full', 'hb:province'));
      await expect.poll(() => gateIn(planHere())?.parentId, patiently).toBe('hb-dp');
      expect((await upperTrunk())?.trunkId).toBe((await lowerTrunk())?.trunkId);
      spare.close();
      child.close();
      await withdrawStandby(side);
    },
  );

  test('[R-MCU-07] [TK-9] the server above is away: the meeting below goes on, keeps what it had, and joins again by itself', async () => {
    await join({ mode: 'oneSite', siteIds: [] });
    await operators.below.give(provincial, {
      type: 'stage.take',
      target: 'broadcast',
      layout: aLayout('full', 'cp:_'),
    });
    await expect.poll(() => planBelow()?.stage.broadcast).toEqual(aLayout('full', 'cp:province'));
    below.node.reportLink(provincial, { childId: 'cp:cp' as never, parentId: below.node.nodeId });
    await expect.poll(async () => (await upperTrunk())?.word).toBe('joined');
    await above.installation.restart();
    await expect.poll(async () => (await upperTrunk())?.word).toBe('noControl');
    expect(planBelow()?.stage.broadcast).toEqual(aLayout('full', 'cp:province'));
    await below.node.happen(provincial, { type: 'link.down', otherId: 'cp:cp' as never, reason: 'closed' });
    const incidents = await below.desk.call('operator', 'GET', `/api/meetings/${provincial}/incidents`);
    expect(incidents.body.incidents).toMatchObject([{ kind: 'linkDown', nodeId: 'cp:cp', endedAt: null }]);
    await movedTo(above.installation.url);
    await expect.poll(async () => (await upperTrunk())?.word).toBe('joined');
    above = {
      ...above,
      desk: new OfficeDesk(above.installation),
      node: await above.installation.openNode('cp'),
    };
    operators.above = await above.installation.openConsole('operator');
    await operators.above.follow(national);
    await expect.poll(() => operators.above.site('hb:_')?.name).toBe('UBND tỉnh Hoà Bình');
    expect(await auditOf(below)).toContain('trunk.rejoin');
  });

  test('[R-MCU-08] [TK-16] [TK-17] invited only with a written consent for this meeting; taken back, it ends at once', async () => {
    const peerId = PeerId.parse((await trunksOf(above, national)).invitable[0]?.peerId);
    const trunks = `/api/meetings/${national}/trunks`;
    const refused = await post(above, 'operator', trunks, { peerId });
    expect([refused.status, refused.body.code]).toEqual([422, 'CONSENT_MISSING']);
    expect((await trunksOf(above, national)).trunks).toEqual([]);

    expect((await consent('34/UBND-VP')).status).toBe(200);
    expect((await consent('35/UBND-VP')).body.code).toBe('CONSENT_GIVEN');
    const written = (await provinceSystem())?.consent;
    expect(written).toMatchObject({ documentNumber: '34/UBND-VP', documentOn: '2026-03-02', paper: null });
    const paper = `/api/meetings/${national}/consents/${written?.consentId}/paper`;
    expect((await above.handIn(`${paper}?fileName=van-ban.pdf`, 'GIF89a')).body.code).toBe('PAPER_REFUSED');
    expect((await above.handIn(`${paper}?fileName=van-ban.pdf`, '%PDF-1.7 x')).status).toBe(200);
    expect((await above.handIn(`${paper}?fileName=khac.pdf`, '%PDF-1.7 y')).body.code).toBe(
      'CONSENT_HAS_PAPER',
    );
    expect((await above.desk.call('operator', 'GET', paper)).text).toBe('%PDF-1.7 x');

    await join({ mode: 'oneSite', siteIds: [] });
    const { systemId = '' } = (await provinceSystem()) ?? {};
    const closing = await post(above, 'administrator', `/api/external-systems/${systemId}/close`);
    expect(closing.body.code).toBe('EXTERNAL_IN_USE');
    const withdraw = `/api/meetings/${national}/consents/${written?.consentId}/withdraw`;
    expect((await post(above, 'operator', withdraw, { reason: 'Văn bản bị thu hồi' })).status).toBe(200);
    await expect.poll(async () => (await upperTrunk())?.endReason).toBe('removedByUpper');
    expect((await provinceSystem())?.consent).toBeNull();
    expect((await post(above, 'operator', withdraw, { reason: 'Lần nữa' })).body.code).toBe(
      'CONSENT_UNKNOWN',
    );
    await expect(
      above.installation.database.updateTable('external_consent').set({ note: 'khác' }).execute(),
    ).rejects.toThrow(/stands as written/);
  });

  test('[R-MCU-07] [TK-18] the installation below asks: refused with a reason, asked again, agreed to, invited, joined', async () => {
    const ask = async (documentNumber: string) => {
      const [upper] = (await externalsOf(below, provincial)).askable;
      return post(below, 'operator', `/api/meetings/${provincial}/asks`, {
        peerId: upper?.peerId,
        ...paperOf(documentNumber),
      });
    };
    const arrived = async () => (await externalsOf(above, national)).asks;
    const states = async () => (await externalsOf(below, provincial)).asked.map(({ state }) => state);
    expect((await ask('56/UBND-VP')).status).toBe(200);
    expect((await ask('56/UBND-VP')).body.code).toBe('ASK_OPEN');
    await expect.poll(arrived).toMatchObject([{ documentNumber: '56/UBND-VP', state: 'open' }]);
    const [first] = await arrived();
    const of = (requestId = '') => `/api/meetings/${national}/asks/${requestId}`;
    expect(
      (await post(above, 'operator', `${of(first?.requestId)}/refuse`, { reason: 'Trùng lịch' })).status,
    ).toBe(200);
    await expect.poll(states).toEqual(['refused']);
    expect((await externalsOf(below, provincial)).asked[0]?.reason).toBe('Trùng lịch');
    expect((await post(above, 'operator', `${of(first?.requestId)}/approve`)).body.code).toBe('ASK_ANSWERED');

    expect((await ask('57/UBND-VP')).status).toBe(200);
    await expect.poll(arrived).toHaveLength(1);
    const [taken] = (await externalsOf(below, provincial)).asked;
    const back = `/api/meetings/${provincial}/asks/${taken?.requestId}/withdraw`;
    expect((await post(below, 'operator', back)).status).toBe(200);
    await expect.poll(arrived).toEqual([]);

    expect((await ask('58/UBND-VP')).status).toBe(200);
    await expect.poll(arrived).toHaveLength(1);
    const [second] = await arrived();
    expect((await post(above, 'operator', `${of(second?.requestId)}/approve`)).status).toBe(200);
    await expect.poll(states).toEqual(['invited', 'withdrawn', 'refused']);
    expect((await provinceSystem())?.consent).toMatchObject({ documentNumber: '58/UBND-VP' });
    const [invitation] = (await trunksOf(below, provincial)).invitations;
    const joining = `/api/meetings/${provincial}/trunks/${invitation?.trunkId}/join`;
    expect((await post(below, 'operator', joining, { mode: 'oneSite', siteIds: [] })).status).toBe(200);
    await expect.poll(() => operators.above.site('hb:_')?.groupName).toBe('Hệ thống tỉnh Hoà Bình');
  });

  test('[TK-11] a revoked installation is cut off at once, and whatever went on with it is over', async () => {
    await join({ mode: 'oneSite', siteIds: [] });
    const peerId = (await peersOf(below)).peers.find((peer) => peer.revokedAt === null)?.peerId;
    expect((await post(below, 'administrator', `/api/trunk-peers/${peerId}/revoke`)).status).toBe(200);
    const { body } = await below.desk.call('administrator', 'GET', '/api/external-systems');
    expect(ExternalSystems.parse(body).systems.filter(({ closedAt }) => closedAt === null)).toEqual([]);
    await expect.poll(async () => (await lowerTrunk())?.word).toBe('ended');
    await expect.poll(async () => (await upperTrunk())?.endReason).toBe('peerRevoked');
    await expect.poll(async () => (await peersOf(above)).peers[0]?.connected).toBe(false);
  });
});

/** A server that starts again listens on another port in these tests: its new address is told as an administrator would. */
/** A spare node is there and stands ready for the one at the border. */
async function standbyAt(side: Side): Promise<TestNode> {
  await side.installation.addSpareNode();
  const spare = await side.installation.openNode('hb-dp');
  expect((await post(side, 'operator', '/api/nodes/cp/standby', { standbyId: 'hb-dp' })).status).toBe(200);
  return spare;
}

/** The node of before is back for the meetings to come. */
async function withdrawStandby(side: Side): Promise<void> {
  expect((await post(side, 'operator', '/api/nodes/cp/standby', { standbyId: null })).status).toBe(200);
  const node = await side.installation.openNode('cp');
  if (side === above) above = { ...above, node };
  else below = { ...below, node };
}

async function movedTo(url: string): Promise<void> {
  const address = url.replace(/^http/, 'ws');
  await below.installation.database
    .updateTable('trunk_peer')
    .set({ address })
    .where('revoked_at', 'is', null)
    .execute();
}
