import { type Command, ConferenceEvent, type MeetingId, type NodeHappening } from '@nhipcau/contracts';
import { apply, initialState, planOf } from '@nhipcau/domain';
import { aLayout, seedsOf, siteId } from '@nhipcau/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestConsole } from '../testing/test-console.ts';
import { TestInstallation, type TestNodeId } from '../testing/test-installation.ts';
import { aFlow, aSeat, type TestNode } from '../testing/test-node.ts';

// Any course of commands, reports, lost nodes and restarts leaves database, nodes and consoles with the same meeting.

const STEPS = 120;
const SEEDS = seedsOf(1, 2, 113);
const sites = ['government', 'province', 'district', 'commune', 'commune-2', 'spare'] as const;
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
});
afterAll(() => installation.close());

async function connectAll(): Promise<void> {
  nodes = new Map();
  for (const nodeId of ['cp', 'hb', 'hb-dabac'] as const)
    nodes.set(nodeId, await installation.openNode(nodeId));
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
  ];
  return commands[pick(commands.length)] ?? { type: 'floor.clear' };
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
    const nodeId = (['cp', 'hb', 'hb-dabac'] as const)[pick(3)] ?? 'cp';
    nodes.get(nodeId)?.close();
    nodes.set(nodeId, await installation.openNode(nodeId));
    return;
  }
  await installation.restart();
  await connectAll();
}

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
  '[CD-7] any course of things is the same meeting in log, tables, nodes and consoles (seed %i)',
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
      await expect.poll(() => node.desired.get(meetingId)?.plan).toEqual(planOf(state));
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
