import { type Clock, Lifetime, type MessageSocket, RpcError, type Timer } from '@nhipcau/base';
import type { CameraMove, DirectionId, NodeId, RoomJoined, RoomNote } from '@nhipcau/contracts';
import type { types } from 'mediasoup-client';
import { Store } from '../state/store.ts';
import { AudioOutput } from './audio-output.ts';
import { FlowWatch } from './flow-watch.ts';
import { RepairLadder, type RepairStep } from './ladder.ts';
import type { LevelMeter } from './level-meter.ts';
import type { LocalMedia } from './local-media.ts';
import { mediaTypes } from './media-types.ts';
import { loadDevice, type RemoteStream, RoomMedia } from './room-media.ts';
import { needsNewTicket, type RoomListener, RoomSession } from './room-session.ts';
import { initialRoomState, isTalkHeld, type RoomState } from './room-state.ts';
import { serverOffset } from './server-clock.ts';
import { entriesOf, StatisticsMeter } from './statistics.ts';
import { StillCamera } from './stills.ts';

const REPORT_EVERY_MS = 2_000;
const EVALUATE_EVERY_MS = 500;
/** After a repair, pictures that flowed before get this long to flow again before the line alone counts. */
const MEDIA_BACK_MS = 4_000;
/** Wait after the node refused new transports. */
const RETRY_TRANSPORTS_MS = 400;
/** Longest time in which a transport may connect before the line counts as disturbed. */
const CONNECTING_MS = 2_000;

export interface Ticket {
  readonly ticket: string;
  readonly roomUrl: string;
  readonly nodeId: NodeId;
}

/** The seat that was held last, and how to take it again. */
interface Resume {
  readonly token: string;
  readonly roomUrl: string;
  readonly nodeId: NodeId;
}

export interface RoomClientOptions {
  readonly clock: Clock;
  /** Asks the server for a new ticket, and tells it which node cannot be reached. */
  readonly obtainTicket: (unreachable?: NodeId) => Promise<Ticket>;
  readonly openSocket: (url: string) => Promise<MessageSocket>;
  readonly createDevice: () => Promise<types.Device>;
  /** Own camera and microphone; null for a monitor, which never sends. */
  readonly local: LocalMedia | null;
  readonly meter: LevelMeter | null;
  /** A stream is about to end: the last moment to keep its picture. */
  readonly onStreamClosing?: (stream: MediaStream) => void;
  /** A failure that repairs itself or not, for the log of the page. */
  readonly onFailure: (cause: unknown, where: string) => void;
}

const silentLocal = {
  cameraTrack: null,
  micTrack: null,
  contentTrack: null,
  talkTrack: null,
  talkOn: false,
  cameraOn: false,
  micOn: false,
  cameraProblem: null,
  micProblem: null,
  cameras: [],
  mics: [],
  speakers: [],
  cameraId: null,
  turnsCamera: false,
  micId: null,
  speakerId: null,
  talkSpeakerId: null,
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
  readonly #cameraPushes = new Set<(move: CameraMove) => void>();
  #session: RoomSession | null = null;
  #media: RoomMedia | null = null;
  #flows: FlowWatch | null = null;
  #resume: Resume | null = null;
  #joining = false;
  #flowedBefore = false;
  #connectedAt: number | null = null;
  #connectingSince: number | null = null;
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
      // Silence on the talkback is no fault of the line.
      streams: () => [...this.store.get().streams.values()].filter(({ source }) => source !== 'talk'),
      readStats: async () => {
        const receive = this.#media?.lines?.receive;
        return receive && !receive.closed ? receive.getStats() : null;
      },
      onChange: (current) => {
        this.store.set({ flows: current });
        this.#session?.peer.notify('flow.report', { flows: current.slice(0, 80) });
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
        this.audio.setSpeakers(state.speakerId, state.talkSpeakerId);
        this.#holdTalk();
        if (state.cameraTrack !== track) {
          track = state.cameraTrack;
          stills.setTrack(track);
        }
        this.#media?.localChanged();
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
    this.#dropMedia();
  }

  /** Asks for the floor; whether it waits is told by the view. */
  askToSpeak(): void {
    void this.#session?.peer
      .request('speak.ask', { person: '' })
      .catch((cause: unknown) => this.#refused(cause));
  }

  withdrawWish(): void {
    void this.#session?.peer.request('speak.withdraw', {}).catch((cause: unknown) => this.#refused(cause));
  }

  /** On the talkback: rings the centre, answers its call, hangs up. */
  talk(word: 'ask' | 'answer' | 'leave'): void {
    void this.#session?.peer.request('talk.say', { word }).catch((cause: unknown) => this.#refused(cause));
  }

  /** A console pushes the camera here; @returns what ends listening */
  onCameraPush(listener: (move: CameraMove) => void): () => void {
    this.#cameraPushes.add(listener);
    return () => this.#cameraPushes.delete(listener);
  }

  #holdTalk(): void {
    const own = this.#options.local?.store.get();
    if (own) this.audio.holdTalk(isTalkHeld(this.store.get().view, own));
  }

  /** @returns why it was not taken; null when it was. What somebody wrote is kept until then. */
  report(text: string): Promise<string | null> {
    return this.#tell(({ peer }) => peer.request('report.write', { text }));
  }

  /** @returns why it was not taken; null when it was */
  giveAttendance(count: number, people: string): Promise<string | null> {
    return this.#tell(({ peer }) => peer.request('attendance.give', { count, people }));
  }

  /** Somebody here has read a message. @returns why it was not taken; null when it was */
  readDirection(directionId: DirectionId): Promise<string | null> {
    return this.#tell(({ peer }) => peer.request('direction.read', { directionId }));
  }

  async #tell(say: (session: RoomSession) => Promise<unknown>): Promise<string | null> {
    if (this.#session === null) return 'NOT_JOINED';
    try {
      await say(this.#session);
      return null;
    } catch (cause) {
      return codeOf(cause) ?? 'INTERNAL';
    }
  }

  #refused(cause: unknown): void {
    this.store.set({ refusal: codeOf(cause) });
  }

  async #join(): Promise<void> {
    if (this.#joining || this.#lifetime.closed) return;
    this.#joining = true;
    let entered: RoomSession | null = null;
    try {
      const way = await this.#wayIn();
      const socket = await this.#options.openSocket(`${way.roomUrl.replace(/\/$/, '')}/room`);
      const { session, joined } = await RoomSession.join({
        clock: this.#options.clock,
        socket,
        join: way.join,
        onLost: (lost) => this.#socketLost(lost),
        onDefect: this.#options.onFailure,
      });
      entered = session;
      if (this.#lifetime.closed) return void session.leave();
      this.#session?.close();
      this.#session = session;
      this.#resume = { token: joined.resume, roomUrl: way.roomUrl, nodeId: joined.nodeId };
      await this.#takeSeat(session, joined);
    } catch (cause) {
      entered?.close();
      this.#joinFailed(cause);
    } finally {
      this.#joining = false;
    }
  }

  /** Goes on with the media of before when the node still holds it, else begins anew. */
  async #takeSeat(session: RoomSession, joined: RoomJoined): Promise<void> {
    const before = this.#media;
    const goesOn = before?.isHeldBy(joined) === true;
    const media = before !== null && goesOn ? before : await this.#newMedia(session, joined);
    if (goesOn) media.attach(session.peer, joined);
    this.#media = media;
    media.setWanted(joined.wanted);
    session.listen(this.#listener(media));
    this.#joinedRoom(joined);
    if (!goesOn) {
      // The pictures of before stay until now, so that the screen never goes black.
      before?.close();
      await media.openLines();
      await session.peer.request('room.ready', {
        rtpCapabilities: mediaTypes.plain(media.device.recvRtpCapabilities),
      });
    }
    this.#evaluate();
  }

  async #newMedia(session: RoomSession, joined: RoomJoined): Promise<RoomMedia> {
    const device = await this.#options.createDevice();
    await loadDevice(device, joined);
    return new RoomMedia(session.peer, {
      device,
      sends: this.#options.local !== null,
      local: () => this.#options.local?.store.get() ?? silentLocal,
      onConnection: () => this.#evaluate(),
      onStream: (stream) => this.#streamOpened(stream),
      onStreamClosed: (stream) => this.#streamClosed(stream),
      onFailure: this.#options.onFailure,
    });
  }

  /** First where the room was; when that does not help, where the server says it belongs now (rule RC-5). */
  async #wayIn(): Promise<{ roomUrl: string; join: { ticket: string } | { resume: string } }> {
    const resume = this.#resume;
    const { state } = this.#ladder;
    const again = resume && { roomUrl: resume.roomUrl, join: { resume: resume.token } };
    if (again && !(state.kind === 'troubled' && state.step === 'standby')) return again;
    try {
      const { ticket, roomUrl, nodeId } = await this.#options.obtainTicket(resume?.nodeId);
      // The same seat as before keeps what still flows.
      return again && nodeId === resume?.nodeId ? again : { roomUrl, join: { ticket } };
    } catch (cause) {
      // The server is away; the node may still know this seat.
      if (again) return again;
      throw cause;
    }
  }

  #joinedRoom(joined: RoomJoined): void {
    const { seatId, siteId, siteName, meetingId, meetingTitle, nodeId, nodeName } = joined;
    this.#connectedAt = null;
    this.audio.setGains(joined.view.gains);
    this.store.set({
      joined: { seatId, siteId, siteName, meetingId, meetingTitle, nodeId, nodeName },
      view: joined.view,
      serverOffsetMs: serverOffset(joined, this.#options.clock.now()),
      wanted: joined.wanted,
      refusal: null,
      unreachable: [],
    });
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

  #listener(media: RoomMedia): RoomListener {
    return {
      'view.changed': ({ view }) => {
        this.store.set({ view });
        this.audio.setGains(view.gains);
        this.#holdTalk();
      },
      'sender.wanted': (wanted) => {
        this.store.set({ wanted });
        media.setWanted(wanted);
      },
      'consumer.opened': (opened) => media.openStream(opened),
      'consumer.closed': ({ consumerId }) => media.closeStream(consumerId),
      'consumer.held': ({ consumerId, held }) => media.holdStream(consumerId, held),
      'transports.lost': () => {
        this.#remember();
        this.#ladder.transportsLost();
      },
      'line.quality': ({ quality }) => this.store.set({ quality }),
      'camera.push': ({ move }) => {
        for (const listener of this.#cameraPushes) listener(move);
      },
      'sites.unreachable': ({ siteIds }) => this.store.set({ unreachable: siteIds }),
      'room.closed': (note) => this.#roomClosed(note),
    };
  }

  #socketLost(session: RoomSession): void {
    if (this.#session !== session || this.#lifetime.closed) return;
    this.#remember();
    this.#ladder.socketLost();
  }

  #roomClosed({ reason }: RoomNote<'room.closed'>): void {
    // A stopping node is followed by another process at the same address, or the server names another node.
    if (reason !== 'nodeStopping' && reason !== 'moved') return this.#finish(reason);
    if (reason === 'moved') this.#resume = null;
    const session = this.#session;
    session?.close();
    if (session) this.#socketLost(session);
  }

  #finish(reason: NonNullable<RoomState['finished']>): void {
    const session = this.#session;
    this.#session = null;
    this.#lifetime.close();
    session?.close();
    this.#dropMedia();
    this.store.set({ finished: reason, line: { kind: 'closed' }, view: null });
  }

  async #repair(step: RepairStep): Promise<void> {
    const session = this.#session;
    try {
      if (step === 'rejoin' || step === 'standby' || session === null || session.closed) await this.#join();
      else if (step === 'restartIce') await this.#media?.restartIce();
      else await this.#media?.openLines();
    } catch (cause) {
      this.#options.onFailure(cause, step);
      // A node that is restarting its worker refuses for a moment: do not wait for the ladder's next step.
      const again = step === 'newTransports' && this.#ladder.state.kind === 'troubled';
      if (again && session !== null && session === this.#session && !session.closed)
        this.#options.clock.after(RETRY_TRANSPORTS_MS, () => this.#retryTransports(session));
    }
  }

  #retryTransports(session: RoomSession): void {
    if (session !== this.#session || session.closed || this.#ladder.state.kind !== 'troubled') return;
    if (this.#media?.lines === null) void this.#repair('newTransports');
  }

  /** Looks whether the line is whole: connected, and carrying again what it carried before. */
  #evaluate(): void {
    const session = this.#session;
    if (session === null || session.closed || this.#lifetime.closed) return;
    const now = this.#options.clock.now();
    const state = this.#media?.lines?.state ?? 'connecting';
    this.store.set({ rttMs: session.peer.rttMs });
    if (state === 'failed') {
      this.#remember();
      return this.#ladder.lineFailed();
    }
    if (state === 'disturbed') {
      this.#remember();
      return this.#ladder.lineDisturbed();
    }
    if (state === 'connecting') {
      // A transport connects when it has its first stream; only one that takes long is in trouble.
      this.#connectedAt = null;
      this.#connectingSince ??= now;
      if (now - this.#connectingSince >= CONNECTING_MS) this.#ladder.lineDisturbed();
      return;
    }
    this.#connectingSince = null;
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
    if (stream.source !== 'talk') this.#flows?.streamOpened(stream);
  }

  #streamClosed(stream: RemoteStream): void {
    this.#options.onStreamClosing?.(stream.stream);
    this.audio.stop(stream);
    if (this.store.get().streams.get(stream.key)?.consumerId !== stream.consumerId) return;
    const streams = new Map(this.store.get().streams);
    streams.delete(stream.key);
    this.store.set({ streams });
    this.#flows?.streamClosed(stream);
  }

  #dropMedia(): void {
    this.#media?.close();
    this.#media = null;
    this.store.set({ streams: new Map(), flows: [] });
  }

  async #report(): Promise<void> {
    const session = this.#session;
    if (session === null || session.closed || this.#flows === null) return;
    session.peer.notify('flow.report', { flows: this.#flows.flows().slice(0, 80) });
    const lines = this.#media?.lines;
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
        ...(this.#options.meter?.report() ?? { micDb: null, micSound: 'unknown' }),
      });
      session.peer.notify('stats.report', stats);
    } catch (cause) {
      this.#options.onFailure(cause, 'stats');
    }
  }

  async #still(stills: StillCamera): Promise<void> {
    const session = this.#session;
    const { stillEveryMs } = this.store.get().wanted;
    const now = this.#options.clock.now();
    const on = this.#options.local?.store.get().cameraOn === true;
    if (
      session === null ||
      session.closed ||
      !on ||
      stillEveryMs === 0 ||
      now - this.#lastStillAt < stillEveryMs
    )
      return;
    this.#lastStillAt = now;
    const jpeg = await stills.take();
    if (jpeg !== null) session.peer.notify('still.put', { jpegBase64: jpeg });
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
  'DEVICE_NOT_APPROVED',
]);

function codeOf(cause: unknown): string | null {
  const code: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : null;
  return typeof code === 'string' ? code : null;
}
