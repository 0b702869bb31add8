import { type Clock, Lifetime, type MessageSocket, RpcError, type Timer } from '@nhipcau/base';
import type { RoomJoined, RoomNote } from '@nhipcau/contracts';
import type { types } from 'mediasoup-client';
import { Store } from '../state/store.ts';
import { AudioOutput } from './audio-output.ts';
import { FlowWatch } from './flow-watch.ts';
import { type RepairStep, RepairLadder } from './ladder.ts';
import type { LevelMeter } from './level-meter.ts';
import type { LocalMedia } from './local-media.ts';
import { needsNewTicket, type RemoteStream, RoomSession, type RoomSessionEvents } from './room-session.ts';
import { initialRoomState, type RoomState } from './room-state.ts';
import { entriesOf, StatisticsMeter } from './statistics.ts';
import { StillCamera } from './stills.ts';

const REPORT_EVERY_MS = 2_000;
const EVALUATE_EVERY_MS = 500;
/** After a repair, pictures that flowed before get this long to flow again before the line alone counts. */
const MEDIA_BACK_MS = 4_000;
/** Attempts with the resume token before the server is asked for a new ticket. */
const RESUME_ATTEMPTS = 3;

export interface Ticket {
  readonly ticket: string;
  readonly roomUrl: string;
}

export interface RoomClientOptions {
  readonly clock: Clock;
  /** Asks the server for a new ticket. */
  readonly obtainTicket: () => Promise<Ticket>;
  readonly openSocket: (url: string) => Promise<MessageSocket>;
  readonly createDevice: () => Promise<types.Device>;
  /** Own camera and microphone; null for a monitor, which never sends. */
  readonly local: LocalMedia | null;
  readonly meter: LevelMeter | null;
  /** A failure that repairs itself or not, for the log of the page. */
  readonly onFailure: (cause: unknown, where: string) => void;
}

const silentLocal = {
  cameraTrack: null,
  micTrack: null,
  contentTrack: null,
  cameraOn: false,
  micOn: false,
  cameraProblem: null,
  micProblem: null,
  cameras: [],
  mics: [],
  speakers: [],
  cameraId: null,
  micId: null,
  speakerId: null,
} as const;

/**
 * A seat in a meeting: joins, sends what is wanted, receives what its view needs, measures, and repairs itself for as
 * long as it is open. Draws nothing; its state is observable.
 */
export class RoomClient {
  readonly store = new Store<RoomState>(initialRoomState);
  readonly audio = new AudioOutput();
  readonly #options: RoomClientOptions;
  readonly #ladder: RepairLadder;
  readonly #lifetime = new Lifetime();
  readonly #statistics = new StatisticsMeter();
  #session: RoomSession | null = null;
  #flows: FlowWatch | null = null;
  #resume: { token: string; roomUrl: string } | null = null;
  #joining = false;
  #flowedBefore = false;
  #connectedAt: number | null = null;
  #lastStillAt = 0;

  constructor(options: RoomClientOptions) {
    this.#options = options;
    this.#ladder = new RepairLadder({
      clock: options.clock,
      act: (step) => void this.#repair(step),
      onChange: () => this.#drawLine(),
    });
  }

  /** Takes the seat and keeps it until `leave`. Called once. */
  start(): void {
    const { clock, local } = this.#options;
    const timers: Timer[] = [
      clock.every(REPORT_EVERY_MS, () => void this.#report()),
      clock.every(EVALUATE_EVERY_MS, () => this.#evaluate()),
    ];
    for (const timer of timers) this.#lifetime.add(() => timer.cancel());
    const flows = new FlowWatch({
      clock,
      streams: () => this.store.get().streams.values(),
      readStats: async () => {
        const receive = this.#session?.lines?.receive;
        return receive && !receive.closed ? receive.getStats() : null;
      },
      onChange: (current) => {
        this.store.set({ flows: current });
        this.#session?.reportFlows(current);
        this.#evaluate();
      },
    });
    this.#flows = flows;
    this.#lifetime.add(() => flows.close());
    this.#lifetime.add(() => this.audio.close());
    this.#lifetime.add(() => this.#ladder.close());
    if (local) {
      const stills = new StillCamera();
      let track: MediaStreamTrack | null = null;
      const follow = () => {
        const state = local.store.get();
        this.audio.setSpeaker(state.speakerId);
        if (state.cameraTrack !== track) stills.setTrack((track = state.cameraTrack));
        this.#session?.localChanged();
      };
      follow();
      this.#lifetime.add(local.store.subscribe(follow));
      this.#lifetime.add(() => stills.close());
      const timer = clock.every(500, () => void this.#still(stills));
      this.#lifetime.add(() => timer.cancel());
    }
    const onPageHide = () => void this.leave();
    globalThis.addEventListener('pagehide', onPageHide);
    this.#lifetime.add(() => globalThis.removeEventListener('pagehide', onPageHide));
    this.store.set({ finished: null, line: { kind: 'connecting', since: clock.now(), attempt: 0 } });
    void this.#join();
  }

  async leave(): Promise<void> {
    if (this.#lifetime.closed) return;
    const session = this.#session;
    this.#session = null;
    this.#lifetime.close();
    this.store.set({ finished: this.store.get().finished ?? 'left', line: { kind: 'closed' } });
    await session?.leave();
    this.#forgetStreams();
  }

  async #join(): Promise<void> {
    if (this.#joining || this.#lifetime.closed) return;
    this.#joining = true;
    const old = this.#session;
    try {
      const way = await this.#wayIn();
      const socket = await this.#options.openSocket(`${way.roomUrl.replace(/\/$/, '')}/room`);
      const device = await this.#options.createDevice();
      const { session, joined } = await RoomSession.open({
        clock: this.#options.clock,
        socket,
        device,
        join: way.join,
        sends: this.#options.local !== null,
        local: () => this.#options.local?.store.get() ?? silentLocal,
        events: this.#events(() => this.#session === session || this.#session === old),
      });
      if (this.#lifetime.closed) return void session.leave();
      this.#session = session;
      this.#resume = { token: joined.resume, roomUrl: way.roomUrl };
      // The old connection kept its pictures until now, so that the screen never went black.
      old?.close();
      this.#joinedRoom(joined);
    } catch (cause) {
      this.#joinFailed(cause);
    } finally {
      this.#joining = false;
    }
  }

  async #wayIn(): Promise<{ roomUrl: string; join: { ticket: string } | { resume: string } }> {
    const resume = this.#resume;
    const attempt = this.#ladder.state.kind === 'troubled' ? this.#ladder.state.attempt : 0;
    if (resume && attempt % (RESUME_ATTEMPTS + 1) !== RESUME_ATTEMPTS)
      return { roomUrl: resume.roomUrl, join: { resume: resume.token } };
    try {
      const { ticket, roomUrl } = await this.#options.obtainTicket();
      return { roomUrl, join: { ticket } };
    } catch (cause) {
      if (resume === null) throw cause;
      // The server is away; the node may still know this seat.
      return { roomUrl: resume.roomUrl, join: { resume: resume.token } };
    }
  }

  #joinedRoom(joined: RoomJoined): void {
    const { seatId, siteId, siteName, meetingId, meetingTitle, nodeId, nodeName } = joined;
    this.#connectedAt = null;
    this.store.set({
      joined: { seatId, siteId, siteName, meetingId, meetingTitle, nodeId, nodeName },
      view: joined.view,
      wanted: joined.wanted,
      refusal: null,
    });
    this.#evaluate();
  }

  #joinFailed(cause: unknown): void {
    if (this.#lifetime.closed) return;
    if (needsNewTicket(cause)) this.#resume = null;
    const code = cause instanceof RpcError ? cause.code : codeOf(cause);
    this.store.set({ refusal: code });
    if (code !== null && finalRefusals.has(code)) return this.#finish('refused');
    this.#options.onFailure(cause, 'join');
    this.#ladder.socketLost();
    this.#drawLine();
  }

  #events(isCurrent: () => boolean): RoomSessionEvents {
    const current =
      <A extends unknown[]>(act: (...args: A) => void) =>
      (...args: A) => {
        if (isCurrent() && !this.#lifetime.closed) act(...args);
      };
    return {
      viewChanged: current(({ view }) => this.store.set({ view })),
      wantedChanged: current((wanted) => this.store.set({ wanted })),
      streamOpened: (stream) => this.#streamOpened(stream),
      streamClosed: (stream) => this.#streamClosed(stream),
      qualityChanged: current(({ quality }) => this.store.set({ quality })),
      unreachableChanged: current(({ siteIds }) => this.store.set({ unreachable: siteIds })),
      transportsLost: current(() => this.#ladder.transportsLost()),
      connectionChanged: current(() => this.#evaluate()),
      roomClosed: current((note) => this.#roomClosed(note)),
      socketLost: current(() => {
        this.#remember();
        this.#ladder.socketLost();
      }),
      failed: (cause, where) => this.#options.onFailure(cause, where),
    };
  }

  #roomClosed({ reason }: RoomNote<'room.closed'>): void {
    if (reason === 'nodeStopping') {
      // Another process will take over at the same address, or the server will name another node.
      this.#remember();
      this.#session?.close();
      return this.#ladder.socketLost();
    }
    this.#finish(reason);
  }

  #finish(reason: NonNullable<RoomState['finished']>): void {
    const session = this.#session;
    this.#session = null;
    this.#lifetime.close();
    session?.close();
    this.#forgetStreams();
    this.store.set({ finished: reason, line: { kind: 'closed' }, view: null });
  }

  async #repair(step: RepairStep): Promise<void> {
    const session = this.#session;
    try {
      if (step === 'rejoin' || session === null || session.closed) {
        await this.#join();
      } else if (step === 'restartIce') await session.restartIce();
      else await session.openLines();
    } catch (cause) {
      this.#options.onFailure(cause, step);
    }
  }

  /** Looks whether the line is whole: connected, and carrying again what it carried before. */
  #evaluate(): void {
    const session = this.#session;
    if (session === null || session.closed || this.#lifetime.closed) return;
    const now = this.#options.clock.now();
    const state = session.lines?.state ?? 'connecting';
    this.store.set({ rttMs: session.rttMs });
    if (state === 'failed') {
      this.#remember();
      return this.#ladder.lineFailed();
    }
    if (state === 'disturbed' || state === 'connecting') {
      this.#connectedAt = null;
      if (state === 'disturbed') this.#remember();
      return this.#ladder.lineDisturbed();
    }
    this.#connectedAt ??= now;
    const mediaBack = !this.#flowedBefore || this.store.get().flows.some(({ flowing }) => flowing);
    if (mediaBack || now - this.#connectedAt >= MEDIA_BACK_MS) {
      this.#flowedBefore = false;
      this.#ladder.healthy();
      this.#drawLine();
    }
  }

  #remember(): void {
    if (this.#ladder.state.kind === 'whole')
      this.#flowedBefore = this.store.get().flows.some(({ flowing }) => flowing);
    this.#connectedAt = null;
  }

  #drawLine(): void {
    if (this.#lifetime.closed) return;
    const ladder = this.#ladder.state;
    const { line, joined } = this.store.get();
    if (ladder.kind === 'troubled') {
      const { since, step, attempt } = ladder;
      if (joined === null) this.store.set({ line: { kind: 'connecting', since, attempt } });
      else if (line.kind === 'connecting') this.store.set({ line: { ...line, attempt } });
      else this.store.set({ line: { kind: 'troubled', since, step, attempt } });
      return;
    }
    if (line.kind === 'whole' || joined === null || this.#session === null) return;
    const now = this.#options.clock.now();
    const awayMs = line.kind === 'troubled' ? now - line.since : null;
    this.store.set({ line: { kind: 'whole', since: now, awayMs } });
  }

  #streamOpened(stream: RemoteStream): void {
    const streams = new Map(this.store.get().streams).set(stream.key, stream);
    this.store.set({ streams });
    this.audio.play(stream);
    this.#flows?.streamOpened(stream);
  }

  #streamClosed(stream: RemoteStream): void {
    this.audio.stop(stream);
    if (this.store.get().streams.get(stream.key)?.consumerId !== stream.consumerId) return;
    const streams = new Map(this.store.get().streams);
    streams.delete(stream.key);
    this.store.set({ streams });
    this.#flows?.streamClosed(stream);
  }

  #forgetStreams(): void {
    this.store.set({ streams: new Map(), flows: [] });
  }

  async #report(): Promise<void> {
    const session = this.#session;
    if (session === null || session.closed || this.#flows === null) return;
    session.reportFlows(this.#flows.flows());
    const lines = session.lines;
    const local = this.#options.local?.store.get();
    if (!lines || !local) return;
    try {
      const [send, receive] = await Promise.all([lines.send?.getStats(), lines.receive.getStats()]);
      const stats = this.#statistics.measure({
        send: send ? entriesOf(send) : [],
        receive: entriesOf(receive),
        cameraTrackId: local.cameraTrack?.id ?? null,
        contentTrackId: local.contentTrack?.id ?? null,
        echoCancellation: local.micTrack?.getSettings().echoCancellation === true,
        micDb: this.#options.meter?.read() ?? null,
      });
      session.reportStats(stats);
    } catch (cause) {
      this.#options.onFailure(cause, 'stats');
    }
  }

  async #still(stills: StillCamera): Promise<void> {
    const session = this.#session;
    const { stillEveryMs } = this.store.get().wanted;
    const now = this.#options.clock.now();
    const on = this.#options.local?.store.get().cameraOn === true;
    if (session === null || session.closed || !on || stillEveryMs === 0 || now - this.#lastStillAt < stillEveryMs) return;
    this.#lastStillAt = now;
    const jpeg = await stills.take();
    if (jpeg !== null) session.putStill(jpeg);
    else this.#lastStillAt = 0;
  }
}

/** Refusals that no repetition will change. */
const finalRefusals: ReadonlySet<string> = new Set([
  'PROTOCOL_VERSION_UNSUPPORTED',
  'SITE_NOT_INVITED',
  'ROOM_LINK_INVALID',
  'MEETING_ENDED',
  'MEETING_NOT_FOUND',
  'NOT_ALLOWED',
  'SIGN_IN_REQUIRED',
]);

function codeOf(cause: unknown): string | null {
  const code: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : null;
  return typeof code === 'string' ? code : null;
}
