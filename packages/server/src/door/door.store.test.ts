import { RpcError } from '@nhipcau/base';
import {
  CommandId,
  HttpFailure,
  KNOCK_GONE_MS,
  type KnockId,
  KnockStanding,
  KnockTaken,
  type MeetingId,
} from '@nhipcau/contracts';
import { FakeClock, siteId } from '@nhipcau/testkit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { TestConsole } from '../testing/test-console.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import { aSeat, type TestNode } from '../testing/test-node.ts';

let clock: FakeClock;
let installation: TestInstallation;
let operator: TestConsole;
let node: TestNode;
let meetingId: MeetingId;

beforeAll(async () => {
  clock = new FakeClock();
  installation = await TestInstallation.open({ clock });
  node = await installation.openNode('hb-dabac');
});
afterAll(() => installation.close());
beforeEach(async () => {
  meetingId = await installation.planMeeting(['province', 'commune']);
  operator = await installation.openConsole('operator');
  await operator.follow(meetingId);
  await operator.give(meetingId, { type: 'meeting.start' });
});

const said = { name: 'Phòng họp lạ', organisation: 'Sở X', person: 'Trần Văn B', phone: '0912 000 111' };
interface From {
  readonly token?: string;
  readonly cookie?: string;
}
const post = (url: string, payload: object, { token, cookie }: From = {}) =>
  installation.app.inject({
    method: 'POST',
    url: `/api${url}`,
    payload,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(cookie ? { cookie } : {}),
    },
  });
const knock = async (from: From = {}, more: object = {}) =>
  KnockTaken.parse((await post(`/meetings/${meetingId}/knocks`, { ...said, ...more }, from)).json());
const waiting = async (from: From = {}, more: object = {}) => {
  const taken = await knock(from, more);
  if (taken.state !== 'waiting') throw new Error(`not waiting: ${taken.state}`);
  return taken;
};
const standing = async (secret: string) =>
  KnockStanding.parse((await post(`/meetings/${meetingId}/knocks/answer`, { secret })).json());
const knocks = async (console_ = operator) => (await console_.follow(meetingId))?.meeting.knocks ?? [];
const onlyKnock = async (): Promise<KnockId> => {
  const [one] = await knocks();
  if (!one) throw new Error('nobody waits');
  return one.knockId;
};
const ticket = async (site: string, token: string) => {
  const reply = await post(
    `/meetings/${meetingId}/tickets`,
    { seat: { kind: 'site', siteId: site } },
    { token },
  );
  return reply.statusCode === 200 ? 'issued' : HttpFailure.parse(reply.json()).code;
};
const refusal = (cause: unknown) => (cause instanceof RpcError ? cause.code : String(cause));
const isAtNode = (site: string) =>
  node.desired.get(meetingId)?.plan.roster.some((entry) => entry.siteId === site) ?? false;

test('[CN-9] [CN-10] [R-CON-12] an unknown endpoint waits and gets nothing of the meeting; both consoles see who, why and since when', async () => {
  const taken = await waiting();
  // The reply names the caller and whom to call; neither title, sites, node nor ticket.
  expect(Object.keys(taken).sort()).toEqual(['contacts', 'name', 'secret', 'since', 'state']);
  expect(await standing(taken.secret)).toEqual({ state: 'waiting', contacts: taken.contacts });
  expect(await ticket('commune', taken.secret)).toBe('SIGN_IN_REQUIRED');
  const other = await installation.openConsole('operator');
  const seen = await knocks(other);
  expect(seen).toMatchObject([
    { ...said, siteId: null, why: 'unknownEndpoint', at: taken.since, answer: null },
  ]);
  expect(await knocks()).toEqual(seen);
  expect(JSON.stringify(operator.snapshot)).not.toContain(taken.secret);
});

test('[CN-11] [R-CON-12] let in beyond the list it is a site of the meeting with a room of its own; the log says by whom and why', async () => {
  // Somebody who serves a site that is not of this meeting.
  meetingId = await installation.planMeeting(['province', 'district']);
  await operator.follow(meetingId);
  await operator.give(meetingId, { type: 'meeting.start' });
  const { secret } = await waiting({ cookie: await installation.signIn('technician') });
  expect(await knocks()).toMatchObject([{ siteId: 'commune', why: 'notInvited' }]);
  const knockId = await onlyKnock();
  const reason = 'Chủ tọa đồng ý';
  const other = operator.give(meetingId, { type: 'door.admit', knockId, siteId: siteId('district'), reason });
  expect(await other.catch(refusal)).toBe('KNOCK_OTHER_SITE');
  expect(isAtNode('commune')).toBe(false);
  await operator.give(meetingId, { type: 'door.admit', knockId, siteId: siteId('commune'), reason });
  const inside = await standing(secret);
  if (inside.state !== 'admitted') throw new Error(inside.state);
  expect(inside.room).toMatchObject({ siteId: 'commune', meetingId });
  await expect
    .poll(() => {
      // What nodes are told is gathered for a moment.
      clock.advance(1_000);
      return isAtNode('commune');
    })
    .toBe(true);
  // Asked again, as after a lost answer, the room of before is none any more.
  const again = await standing(secret);
  if (again.state !== 'admitted') throw new Error(again.state);
  expect(await ticket('commune', inside.room.token)).toBe('SIGN_IN_REQUIRED');
  expect(await ticket('commune', again.room.token)).toBe('issued');
  const snapshot = await operator.follow(meetingId);
  expect(snapshot?.log.map(({ body }) => body)).toContainEqual(
    expect.objectContaining({ type: 'door.answered', answer: expect.objectContaining({ reason }) }),
  );
  const lines = await installation.database
    .selectFrom('audit')
    .select('action')
    .where('meeting_id', '=', meetingId)
    .execute();
  expect(lines.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['door.knock', 'command.door.admit', 'roomSession.open']),
  );
});

test('[CN-11] an endpoint comes in over nobody who is connected, and as nothing the text does not admit', async () => {
  await waiting();
  const knockId = await onlyKnock();
  const admit = { type: 'door.admit', knockId, siteId: siteId('commune'), reason: 'Máy dự phòng' } as const;
  expect(await operator.give(meetingId, { ...admit, endpoint: 'software' }).catch(refusal)).toBe(
    'ENDPOINT_KIND_NOT_ADMITTED',
  );
  node.reportSeats(meetingId, [aSeat('commune')]);
  await expect
    .poll(
      async () => (await operator.follow(meetingId))?.sites.find((site) => site.siteId === 'commune')?.state,
    )
    .toBe('connected');
  expect(await operator.give(meetingId, admit).catch(refusal)).toBe('SITE_SEATED');
  node.reportSeats(meetingId, [], { full: true });
  await expect
    .poll(() =>
      operator.give(meetingId, admit, CommandId.parse(`again-${Math.random()}`)).then(() => 'taken', refusal),
    )
    .toBe('taken');
});

test('[CN-11] [R-CON-12] who is not let in is told why, and has no room; a second answer finds the first', async () => {
  const { secret } = await waiting();
  const knockId = await onlyKnock();
  await operator.give(meetingId, { type: 'door.refuse', knockId, reason: 'Không thuộc thành phần mời' });
  expect(await standing(secret)).toMatchObject({ state: 'refused', reason: 'Không thuộc thành phần mời' });
  expect(await knocks()).toEqual([]);
  const late = operator.give(meetingId, { type: 'door.refuse', knockId, reason: 'Không rõ là ai' });
  expect(await late.catch(refusal)).toBe('KNOCK_ANSWERED');
});

test('[CN-9] [R-CON-12] a link that was used leads to the door of its meeting, a room of another meeting waits as such', async () => {
  const cookie = await installation.signIn('operator');
  const link = async () =>
    (await post('/room-links', { meetingId, siteId: 'commune' }, { cookie })).json().path.split('#')[1];
  const first = await link();
  const { token } = (await post('/room-sessions', { link: first })).json();
  const used = await post('/room-sessions', { link: first });
  expect(used.json()).toMatchObject({ code: 'ROOM_LINK_INVALID', facts: { meetingId } });
  expect((await post('/room-sessions', { link: 'nobody-knows-this' })).json().facts).toBeUndefined();
  // Its own room needs nobody's leave.
  expect(await knock({ token })).toEqual({ state: 'planned', siteId: 'commune' });
  await waiting({}, { link: first });
  expect(await knocks()).toMatchObject([{ siteId: 'commune', why: 'noLink', endpoint: 'siteTerminal' }]);
  const old = meetingId;
  meetingId = await installation.planMeeting(['province', 'commune']);
  expect(await knock({ token })).toMatchObject({ state: 'early' });
  await operator.give(meetingId, { type: 'meeting.start' });
  await waiting({ token });
  expect(await knocks()).toMatchObject([{ siteId: 'commune', why: 'otherMeeting' }]);
  expect(meetingId).not.toBe(old);
});

test('[CN-12] [R-CON-12] who waits goes on waiting over a restart of the server, and who is silent has gone', async () => {
  const { secret } = await waiting();
  const silent = await waiting({}, { name: 'Điểm im lặng' });
  await installation.restart();
  operator = await installation.openConsole('operator');
  node = await installation.openNode('hb-dabac');
  expect(await knocks()).toHaveLength(2);
  clock.advance(KNOCK_GONE_MS - 2_000);
  expect(await standing(secret)).toMatchObject({ state: 'waiting' });
  clock.advance(3_000);
  // Consoles of before were silent for longer than a console may be.
  operator = await installation.openConsole('operator');
  await expect.poll(async () => (await knocks()).map(({ name }) => name)).toEqual([said.name]);
  expect(await standing(silent.secret)).toEqual({ state: 'gone' });
  await post(`/meetings/${meetingId}/knocks/leave`, { secret });
  await expect.poll(() => knocks()).toEqual([]);
});

test('[CN-10] one address does not fill the waiting area; what is no name or number is refused', async () => {
  for (let n = 0; n < 10; n += 1) await waiting();
  const more = await post(`/meetings/${meetingId}/knocks`, said);
  expect(HttpFailure.parse(more.json()).code).toBe('RATE_LIMITED');
  const bad = await post(`/meetings/${meetingId}/knocks`, { ...said, phone: 'gọi tôi' });
  expect(HttpFailure.parse(bad.json()).code).toBe('BAD_MESSAGE');
});

test('[CN-12] when the meeting ends, so does the waiting', async () => {
  const { secret } = await waiting();
  await operator.give(meetingId, { type: 'meeting.end' });
  expect(await standing(secret)).toEqual({ state: 'ended' });
  const late = await post(`/meetings/${meetingId}/knocks`, said);
  expect(HttpFailure.parse(late.json()).code).toBe('MEETING_ENDED');
});
