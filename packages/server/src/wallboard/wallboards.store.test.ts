import { once } from 'node:events';
import { Peer, type RpcError, systemClock } from '@nhipcau/base';
import { wsSocket } from '@nhipcau/base/node';
import {
  type MeetingId,
  PROTOCOL_VERSION,
  type Role,
  type WallboardView,
  wallboardClient,
  wallboardServer,
} from '@nhipcau/contracts';
import { aRegistration, FakeClock } from '@nhipcau/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { OfficeDesk } from '../testing/office-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import { aSeat } from '../testing/test-node.ts';
import { turnClock } from '../testing/turn-clock.ts';

const DAY_MS = 24 * 3_600_000;
const clock = new FakeClock();
let installation: TestInstallation;
let desk: OfficeDesk;
let meetingId: MeetingId;

beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new OfficeDesk(installation);
  meetingId = await installation.planMeeting();
});
afterAll(() => installation.close());

/** A screen as a browser on the wall is one: no cookie, nothing but its token. */
class TestScreen {
  readonly views: WallboardView[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly #peer: Peer<typeof wallboardClient, typeof wallboardServer>;
  isOver = false;

  private constructor(ws: WebSocket) {
    let told = (_: { code: number; reason: string }): void => {};
    this.closed = new Promise((resolve) => {
      told = resolve;
    });
    this.#peer = new Peer({
      socket: wsSocket(ws),
      local: wallboardClient,
      remote: wallboardServer,
      clock: systemClock,
      onClosed: (code, reason) => told({ code, reason }),
      handlers: {
        requests: {},
        notes: {
          'wallboard.view': ({ view }) => void this.views.push(view),
          'wallboard.over': () => {
            this.isOver = true;
          },
        },
      },
    });
  }

  static async open(): Promise<TestScreen> {
    const ws = new WebSocket(`${installation.url.replace('http', 'ws')}/ws/wallboard`);
    await once(ws, 'open');
    return new TestScreen(ws);
  }

  /** @returns what it shows, or the code it was refused with */
  async show(token: string): Promise<WallboardView | string> {
    try {
      const { view } = await this.#peer.request('wallboard.open', { version: PROTOCOL_VERSION, token });
      this.views.push(view);
      return view;
    } catch (cause) {
      return (cause as RpcError).code;
    }
  }

  get now(): WallboardView | undefined {
    return this.views.at(-1);
  }

  close(): void {
    this.#peer.close();
  }
}

async function issue(role: Role, of: { meetingId?: MeetingId | null; days?: number } = {}) {
  const { status, body } = await desk.call(role, 'POST', '/api/wallboards', {
    name: 'Sảnh tầng 2',
    meetingId: null,
    days: 7,
    ...of,
  });
  return {
    status,
    code: body.code as string | undefined,
    wallboardId: body.wallboardId as string,
    token: String(body.path ?? '').split('#')[1] ?? '',
  };
}
const audited = async (action: string) =>
  (
    await installation.database
      .selectFrom('audit')
      .select(['outcome', 'code', 'actor_name'])
      .where('action', '=', action)
      .orderBy('id')
      .execute()
  ).map(({ outcome, code }) => code ?? outcome);

describe('[WB-1] [R-SEC-11] an address for a screen on a wall', () => {
  test('is issued by operator and administrator, by nobody else, and both are in the audit', async () => {
    expect((await issue('operator')).status).toBe(200);
    expect((await issue('administrator', { meetingId })).status).toBe(200);
    for (const role of ['chair', 'clerk', 'technician', 'partner', 'auditor'] as const)
      expect(await issue(role), role).toMatchObject({ status: 403, code: 'NOT_ALLOWED' });
    expect(await audited('wallboard.issue')).toEqual(['allowed', 'allowed']);
    const { body } = await desk.call('operator', 'GET', '/api/wallboards');
    expect(body).toMatchObject({ everywhere: true, meetings: [{ meetingId }] });
    expect(body.wallboards).toHaveLength(2);
    expect(JSON.stringify(body)).not.toContain('#');
  });

  test('is for a meeting that exists, and for days within its limit', async () => {
    expect(await issue('operator', { meetingId: 'none' as MeetingId })).toMatchObject({
      code: 'MEETING_NOT_FOUND',
    });
    expect(await issue('operator', { days: 91 })).toMatchObject({ status: 400, code: 'BAD_MESSAGE' });
  });

  test('is told once: the database knows its fingerprint only', async () => {
    const { token } = await issue('operator');
    expect(token.length).toBeGreaterThan(40);
    const rows = await installation.database.selectFrom('wallboard').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});

describe('[WB-3] [R-MON-01] a screen without sign-in', () => {
  test('shows the meeting as it runs, and takes it up again after a restart of the server', async () => {
    const { token } = await issue('operator');
    const screen = await TestScreen.open();
    expect(await screen.show(token)).toMatchObject({ name: 'Sảnh tầng 2', meetings: [] });
    const operator = await installation.openConsole('operator');
    await operator.follow(meetingId);
    await operator.give(meetingId, { type: 'meeting.start' });
    const node = await installation.openNode('hb-dabac');
    node.reportSeats(meetingId, [aSeat('commune')]);
    await expect
      .poll(async () => {
        await turnClock(clock, 1_000);
        return screen.now?.meetings[0]?.sites;
      })
      .toMatchObject({ invited: 4, connected: 1 });
    await installation.restart();
    await screen.closed;
    const again = await TestScreen.open();
    expect(await again.show(token)).toMatchObject({
      meetings: [{ meetingId, phase: 'live', title: 'Hội nghị thử' }],
    });
    again.close();
    // The first look is a line of the audit, coming back is none.
    expect(await audited('wallboard.open')).toEqual(['allowed']);
  });
});

describe('[WB-2] [R-SEC-05] an address that is good no longer', () => {
  test('goes dark when it is withdrawn, and is refused after that', async () => {
    const { token, wallboardId } = await issue('operator', { meetingId });
    const screen = await TestScreen.open();
    expect(await screen.show(token)).toMatchObject({ meetings: [{ meetingId }] });
    expect((await desk.call('chair', 'DELETE', `/api/wallboards/${wallboardId}`)).status).toBe(403);
    expect((await desk.call('administrator', 'DELETE', `/api/wallboards/${wallboardId}`)).status).toBe(200);
    expect(await screen.closed).toMatchObject({ code: 4403 });
    expect(screen.isOver).toBe(true);
    expect(await (await TestScreen.open()).show(token)).toBe('WALLBOARD_LINK_INVALID');
    expect(await audited('wallboard.withdraw')).toEqual(['allowed']);
    // Once more is harmless and no second act.
    expect((await desk.call('operator', 'DELETE', `/api/wallboards/${wallboardId}`)).status).toBe(200);
    expect(await audited('wallboard.withdraw')).toEqual(['allowed']);
  });

  test('goes dark when its time is over', async () => {
    const { token } = await issue('operator', { days: 1 });
    const screen = await TestScreen.open();
    expect(await screen.show(token)).toMatchObject({ name: 'Sảnh tầng 2' });
    clock.step(DAY_MS);
    await expect
      .poll(async () => {
        await turnClock(clock, 1_000);
        return screen.isOver;
      })
      .toBe(true);
    expect(await (await TestScreen.open()).show(token)).toBe('WALLBOARD_LINK_INVALID');
  });

  test('is one that never was', async () => {
    const screen = await TestScreen.open();
    expect(await screen.show('x'.repeat(43))).toBe('WALLBOARD_LINK_INVALID');
    screen.close();
  });
});

test('[WB-6] [R-SEC-07] a meeting about state secrets is on no screen', async () => {
  const { token } = await issue('operator');
  const secretId = await installation.planMeeting();
  const { id: clerkId } = await installation.database
    .selectFrom('user_account')
    .select('id')
    .limit(1)
    .executeTakeFirstOrThrow();
  const start = clock.now();
  await installation.database
    .insertInto('registration')
    .values({
      meeting_id: secretId,
      file_number: '1/2026',
      locality: 'hoa-binh',
      regulation_version: 1,
      data: JSON.stringify(aRegistration(start, { secret: { declared: true, protectionPlan: 'Số 07/PA' } })),
      host_organisation_id: 'o-province',
      starts_at: new Date(start),
      ends_at: new Date(start + 3_600_000),
      created_by: clerkId,
      created_at: new Date(start),
      state: 'live',
      registered_at: new Date(start),
      confirmed_at: new Date(start),
    })
    .execute();
  expect(await issue('operator', { meetingId: secretId })).toMatchObject({ code: 'WALLBOARD_SECRET' });
  await installation.database
    .updateTable('meeting')
    .set({ phase: 'live', started_at: new Date(start) })
    .where('id', '=', secretId)
    .execute();
  const screen = await TestScreen.open();
  const view = await screen.show(token);
  expect(JSON.stringify(view)).not.toContain(secretId);
  expect(view).toMatchObject({ meetings: [{ meetingId }] });
  screen.close();
});
