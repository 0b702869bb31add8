import { type Clock, type MessageSocket, Peer, systemClock } from '@nhipcau/base';
import { consoleClient, consoleServer, instant, type LiveSnapshot, MeetingId } from '@nhipcau/contracts';
import { describe, expect, test, vi } from 'vitest';
import { LiveConnection } from './live-connection.ts';
import { aLiveMeeting, aSnapshot } from './live-samples.ts';

/** Two ends of a connection that can be cut. */
function wire(): { client: MessageSocket; server: MessageSocket; cut: () => void } {
  const end = () => ({
    message: [] as ((text: string) => void)[],
    close: [] as ((code: number, reason: string) => void)[],
  });
  const [a, b] = [end(), end()];
  let open = true;
  const cut = () => {
    if (!open) return;
    open = false;
    for (const side of [a, b]) for (const tell of side.close) tell(1006, 'cut');
  };
  const socket = (own: typeof a, other: typeof a): MessageSocket => ({
    send: (text) =>
      queueMicrotask(() => {
        if (open) for (const tell of other.message) tell(text);
      }),
    close: cut,
    onMessage: (tell) => void own.message.push(tell),
    onClose: (tell) => void own.close.push(tell),
  });
  return { client: socket(a, b), server: socket(b, a), cut };
}

const meetingId = MeetingId.parse('m');
/** What the console's clock shows all the time; its timers are the system's. */
const NOW = Date.UTC(2026, 2, 2, 1);
const snapshot = (seq: number): LiveSnapshot =>
  aSnapshot({
    seq,
    meeting: aLiveMeeting({ meetingId, startedAt: null }),
    serverTime: instant(NOW + 5_000),
  });

function aServer({ loseFirstCommand = false, aheadMs = 0 } = {}) {
  const commands: string[] = [];
  const opened: (number | null)[] = [];
  let connection: { cut: () => void; peer: Peer<typeof consoleServer, typeof consoleClient> } | null = null;
  // Attempts follow each other without waiting.
  const clock: Clock = {
    ...systemClock,
    now: () => NOW + aheadMs,
    after: (ms, task) => systemClock.after(ms < 1_000 ? 1 : ms, task),
  };
  const live = new LiveConnection({
    clock,
    meetingId,
    wantsStills: false,
    newId: () => 'command-1',
    openSocket: async () => {
      const { client, server, cut } = wire();
      const peer = new Peer({
        socket: server,
        local: consoleServer,
        remote: consoleClient,
        clock,
        handlers: {
          requests: {
            'live.open': ({ resume }) => {
              opened.push(resume?.seq ?? null);
              return { epoch: 'e', snapshot: resume ? null : snapshot(3) };
            },
            'live.close': () => ({}),
            'camera.push': () => ({}),
            'command.give': ({ commandId }) => {
              commands.push(commandId);
              if (loseFirstCommand && commands.length === 1) cut();
              return { seq: 9, at: instant(0) };
            },
          },
          notes: { 'desk.present': () => {} },
        },
      });
      connection = { cut, peer };
      return client;
    },
  });
  live.start();
  return { live, commands, opened, cut: () => connection?.cut(), peer: () => connection?.peer };
}

describe('connection of a console', () => {
  test('[R-MCU-05] a command whose reply was lost is sent again under the same id', async () => {
    const { live, commands } = aServer({ loseFirstCommand: true });
    await vi.waitFor(() => expect(live.store.get().line.kind).toBe('live'));
    const given = await live.give({ type: 'floor.clear' });
    expect(given.state).toMatchObject({ kind: 'acknowledged', seq: 9 });
    expect(commands).toEqual(['command-1', 'command-1']);
    live.close();
  });

  test('takes up the stream where it was after a cut, and says that it was away', async () => {
    const { live, opened, cut } = aServer();
    await vi.waitFor(() => expect(live.store.get().line.kind).toBe('live'));
    const kinds: string[] = [];
    live.store.subscribe(() => kinds.push(live.store.get().line.kind));
    cut();
    await vi.waitFor(() => expect(live.store.get().line.kind).toBe('live'));
    expect(kinds).toContain('away');
    expect(opened).toEqual([null, 3]);
    live.close();
  });

  test('a missing delta makes it open the stream anew', async () => {
    const { live, opened, peer } = aServer();
    await vi.waitFor(() => expect(live.store.get().line.kind).toBe('live'));
    peer()?.notify('live.delta', { meetingId, delta: { seq: 9 } });
    await vi.waitFor(() => expect(opened).toHaveLength(2));
    live.close();
  });

  test.each([
    ['two minutes ahead', 120_000],
    ['as good as right', 0],
    ['two minutes behind', -120_000],
  ])('[CD-17] [R-CDT-02] on a machine whose clock is %s it counts with the server’s', async (_, aheadMs) => {
    const { live, cut } = aServer({ aheadMs });
    await vi.waitFor(() => expect(live.store.get().line.kind).toBe('live'));
    expect(live.now()).toBe(NOW + 5_000);
    cut();
    await vi.waitFor(() => expect(live.store.get().line.kind).toBe('live'));
    // Taken up where it was, without a snapshot: the difference stays known.
    expect(live.now()).toBe(NOW + 5_000);
    live.close();
  });
});
