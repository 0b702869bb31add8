import {
  type ChamberDraft,
  ChamberId,
  type Command,
  ConferenceEvent,
  type ConferencePlan,
  type MeetingId,
  type NodeHappening,
  type SiteId,
} from '@nhipcau/contracts';
import { apply, initialState, planOf } from '@nhipcau/domain';
import { aLayout, nodeId, seedsOf, siteId } from '@nhipcau/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestConsole } from '../testing/test-console.ts';
import { TestInstallation, type TestNodeId } from '../testing/test-installation.ts';
import { aFlow, aSeat, type TestNode } from '../testing/test-node.ts';

// Any course of commands, reports, lost nodes and restarts leaves database, nodes and consoles with the same meeting.

const STEPS = 160;
const [EAST, WEST] = [ChamberId.parse('east'), ChamberId.parse('west')];
const SEEDS = seedsOf(1, 2, 113);
const sites = ['government', 'province', 'district', 'commune', 'commune-2', 'spare'] as const;
/** The last stands by for the province's. */
const NODES = ['cp', 'hb', 'hb-dabac', 'hb-dp'] as const;
const homes: Record<(typeof sites)[number], TestNodeId> = {
  government: 'cp',
  province: 'hb',
  district: 'hb-dabac',
  commune: 'hb-dabac',
  'commune-2': 'hb-dabac',
  spare: 'hb',
};

/** The same numbers for the same seed (mulberry32). */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

let installation: TestInstallation;
let operator: TestConsole;
let nodes: Map<TestNodeId, TestNode>;
beforeAll(async () => {
  installation = await TestInstallation.open();
  await installation.addSpareNode();
  const declared = await installation.app.inject({
    method: 'POST',
    url: '/api/nodes/hb/standby',
    headers: { cookie: await installation.signIn('operator') },
    payload: { standbyId: 'hb-dp' },
  });
  expect(declared.statusCode).toBe(200);
});
afterAll(() => installation.close());

async function connectAll(): Promise<void> {
  nodes = new Map();
  for (const name of NODES) nodes.set(name, await installation.openNode(name));
  operator = await installation.openConsole('operator');
}

function aCommand(pick: (below: number) => number): Command {
  const site = siteId(sites[pick(sites.length)] ?? 'commune');
  const other = sites[pick(sites.length)] ?? 'district';
  const commands: Command[] = [
    { type: 'floor.grant', siteId: site },
    { type: 'floor.withdraw', siteId: site },
    { type: 'floor.clear' },
    { type: 'floor.setFollow', follow: pick(2) === 0 },
    { type: 'stage.take', target: 'broadcast', layout: aLayout('full', site) },
    { type: 'stage.take', target: 'chairView', layout: aLayout('grid4', site, other) },
    { type: 'cue.set', cue: [{ siteId: site, target: 'broadcast' }] },
    { type: 'bringUp.request', siteId: site },
    { type: 'bringUp.perform', siteId: site },
    { type: 'bringUp.release', siteId: site },
    { type: 'bringUp.setAutomatic', automatic: pick(2) === 0 },
    { type: 'site.invite', siteId: site },
    { type: 'site.remove', siteId: site },
    { type: 'stage.undo' },
    { type: 'caption.set', text: `Dòng chữ ${pick(3)}` },
    { type: 'chambers.plan', chambers: chamberDrafts(pick) },
    { type: 'chambers.split', chamberIds: [] },
    { type: 'chambers.merge', chamberIds: [] },
    { type: 'site.move', siteId: site, chamberId: pick(2) === 0 ? null : EAST },
    { type: 'site.setAside', siteId: site },
    { type: 'site.bringBack', siteId: site },
    { type: 'plan.save' },
    { type: 'meeting.reset' },
    { type: 'sites.recall', siteIds: [site] },
    { type: 'node.relieve', nodeId: nodeId('hb') },
    { type: 'node.reinstate', nodeId: nodeId('hb') },
  ];
  return commands[pick(commands.length)] ?? { type: 'floor.clear' };
}

/** One private room or two, of whoever fits in. */
function chamberDrafts(pick: (below: number) => number): ChamberDraft[] {
  const draft = (chamberId: ChamberId, name: string, ...members: SiteId[]): ChamberDraft[] =>
    members[0] ? [{ chamberId, name, chairSiteId: members[0], members }] : [];
  const east = draft(EAST, 'Phòng phía đông', siteId('district'), siteId('commune'));
  return pick(2) === 0 ? east : [...east, ...draft(WEST, 'Phòng phía tây', siteId('commune-2'))];
}

function aHappening(pick: (below: number) => number): { by: TestNodeId; happening: NodeHappening } {
  const name = sites[pick(sites.length)] ?? 'commune';
  const by = homes[name];
  const site = siteId(name);
  const kinds: NodeHappening[] = [
    { type: 'seat.dropped', siteId: site, reason: 'heartbeat' },
    { type: 'seat.returned', siteId: site, awayMs: 1 },
    { type: 'seat.lost', siteId: site },
    { type: 'worker.died', pid: 1 },
  ];
  return { by, happening: kinds[pick(kinds.length)] ?? { type: 'worker.died', pid: 1 } };
}

async function step(meetingId: MeetingId, pick: (below: number) => number): Promise<void> {
  const kind = pick(40);
  if (kind < 24) {
    // Refusals are answers like any other.
    await operator.give(meetingId, aCommand(pick)).catch(() => null);
    return;
  }
  if (kind < 32) {
    const { by, happening } = aHappening(pick);
    await nodes.get(by)?.happen(meetingId, happening);
    return;
  }
  if (kind < 38) {
    const name = sites[pick(sites.length)] ?? 'commune';
    const flows = [aFlow('province/camera', pick(2) === 0), aFlow('commune/mic', pick(2) === 0)];
    nodes.get(homes[name])?.reportSeats(meetingId, [aSeat(name, { flows })]);
    return;
  }
  if (kind === 38) {
    const name = NODES[pick(NODES.length)] ?? 'cp';
    nodes.get(name)?.close();
    nodes.set(name, await installation.openNode(name));
    return;
  }
  await installation.restart();
  await connectAll();
}

/** A plan without what the network adds to it: who stands by for whom. */
const bare = (plan: ConferencePlan | null | undefined) =>
  plan && { ...plan, spares: [], tree: plan.tree.map(({ standbyId: _standby, ...node }) => node) };

async function storedEvents(meetingId: MeetingId): Promise<ConferenceEvent[]> {
  const rows = await installation.database
    .selectFrom('meeting_event')
    .selectAll()
    .where('meeting_id', '=', meetingId)
    .orderBy('seq')
    .execute();
  return rows.map((row) =>
    ConferenceEvent.parse({
      meetingId,
      seq: row.seq,
      at: row.at.getTime(),
      actor: row.actor,
      commandId: row.command_id,
      body: row.body,
    }),
  );
}

test.each(SEEDS)(
  '[CD-7] [R-MCU-10] [SB-3] any course of things is the same meeting in log, tables, nodes and consoles (seed %i)',
  async (seed) => {
    const pick = chance(seed);
    await connectAll();
    const meetingId = await installation.planMeeting(['government', 'province', 'district', 'commune']);
    await operator.give(meetingId, { type: 'meeting.start' });
    for (let round = 0; round < STEPS; round += 1) await step(meetingId, pick);
    // Reports come in order: when this one is answered, those before it have been taken.
    for (const node of nodes.values()) await node.happen(meetingId, { type: 'worker.died', pid: 1 });
    await operator.give(meetingId, { type: 'caption.set', text: 'Hết' });

    const events = await storedEvents(meetingId);
    const state = events.reduce(apply, initialState());
    expect(events.map((event) => event.seq)).toEqual(events.map((_event, index) => index + 1));
    for (const node of nodes.values())
      await expect.poll(() => bare(node.desired.get(meetingId)?.plan)).toEqual(bare(planOf(state)));
    const snapshot = await operator.follow(meetingId);
    expect(snapshot?.meeting.stage).toEqual(state.stage);
    expect(snapshot?.bringUps).toEqual(state.bringUps);
    expect(snapshot?.log).toEqual(events.slice(-200));
    expect(snapshot?.sites.map((site) => site.siteId).sort()).toEqual(
      state.roster.map((entry) => entry.siteId).sort(),
    );

    const reply = await installation.app.inject({
      method: 'GET',
      url: `/api/meetings/${meetingId}/bring-ups`,
      headers: { cookie: await installation.signIn('observer') },
    });
    const byId = (list: { bringUpId: string }[]) =>
      [...list].sort((a, b) => a.bringUpId.localeCompare(b.bringUpId));
    expect(byId(reply.json().bringUps)).toEqual(byId([...state.bringUps]));

    const open = await installation.database
      .selectFrom('incident')
      .select('site_id')
      .where('meeting_id', '=', meetingId)
      .where('kind', '=', 'siteDropped')
      .where('ended_at', 'is', null)
      .execute();
    const away = state.roster.filter(({ siteId: id }) => {
      const last = events.findLast(
        ({ body }) => body.type.startsWith('site.') && 'siteId' in body && body.siteId === id,
      );
      return last?.body.type === 'site.dropped' || last?.body.type === 'site.lost';
    });
    for (const { site_id } of open) expect(away.map((entry) => entry.siteId)).toContain(site_id);
    await operator.give(meetingId, { type: 'meeting.end' });
    for (const node of nodes.values()) await expect.poll(() => node.desired.has(meetingId)).toBe(false);
  },
);
