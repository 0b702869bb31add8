import { type Clock, Reconciler, RpcError, type Timer } from '@nhipcau/base';
import {
  type DesiredConference,
  type LinkObserved,
  type MeetingId,
  type NodeHappening,
  type NodeId,
  type RecordingId,
  SeatId,
  type SeatObserved,
  SiteId,
  type Source,
  StreamId,
  TalkDeskId,
} from '@nhipcau/contracts';
import { streamKey, viewOf, type Seat as WatchingSeat } from '@nhipcau/domain';
import type { types } from 'mediasoup';
import type { LinkMeeting } from '../link/link-meeting.ts';
import { type LinkArrival, MeetingLinks } from '../link/meeting-links.ts';
import type { Logger } from '../process/logging.ts';
import { Recorder, type RecordingTools } from '../recording/recorder.ts';
import { Seat, type SeatHost } from '../rooms/seat.ts';
import { type MediaLimits, SeatMedia } from '../rooms/seat-media.ts';
import type { OpenSeatTransport } from '../rooms/seat-transport.ts';
import { SoundWatch } from '../rooms/sound-watch.ts';
import type { WorkerPool } from '../workers/worker-pool.ts';
import { LocalStream } from './local-stream.ts';
import { MediaPass, type MeetingState } from './media-pass.ts';
import { MeetingRouters } from './meeting-routers.ts';
import { streamIdOf } from './stream-table.ts';
import { Taps } from './taps.ts';
import { Topology } from './topology.ts';

export interface ConferenceOptions {
  readonly selfId: NodeId;
  readonly desired: DesiredConference;
  readonly pool: WorkerPool;
  readonly clock: Clock;
  readonly log: Logger;
  readonly pipeListen: types.TransportListenInfo;
  readonly limits: MediaLimits;
  readonly openTransport: OpenSeatTransport;
  /** What it needs to record; null: this node never does. */
  readonly recording: RecordingTools | null;
  readonly events: ConferenceEvents;
}

export interface ConferenceEvents {
  /** What the server is told of a seat changed; `gone`: there is no such seat any more. */
  seatChanged(meetingId: MeetingId, seatId: SeatId): void;
  happened(meetingId: MeetingId, happening: NodeHappening): void;
  /** A recording on this node is over and its files are closed. */
  recorded(meetingId: MeetingId, recordingId: RecordingId): void;
}

/** Seats for which events are gathered one millisecond longer before they lead to a pass. */
const SEATS_PER_MS = 20;

/**
 * One meeting on this node. Everything its seats see and hear, and everything that crosses its links, is derived again
 * and again from what the server wishes, who is connected and which streams there are.
 */
export class Conference implements SeatHost {
  readonly meetingId: MeetingId;
  readonly #options: ConferenceOptions;
  readonly #log: Logger;
  readonly #routers = new MeetingRouters();
  readonly #seats = new Map<SeatId, Seat>();
  readonly #local = new Map<string, LocalStream>();
  readonly #links: MeetingLinks;
  readonly #seatGenerations = new Map<SeatId, number>();
  readonly #pass: MediaPass;
  readonly #sounds: SoundWatch;
  readonly #reconciler: Reconciler;
  #desired: DesiredConference;
  #topology: Topology;
  #publications = 0;
  #soon: Timer | null = null;
  #recorder: Recorder | null = null;
  readonly #recordings = new Set<Promise<void>>();
  /** Grows whenever the own streams change. */
  #localVersion = 0;
  #closed = false;

  constructor(options: ConferenceOptions) {
    this.#options = options;
    this.#desired = options.desired;
    this.meetingId = options.desired.meetingId;
    this.#log = options.log.child({ meeting: this.meetingId });
    this.#topology = new Topology(options.selfId, options.desired.plan);
    this.#links = new MeetingLinks({
      meetingId: this.meetingId,
      selfId: options.selfId,
      clock: options.clock,
      log: this.#log,
      pipeRouter: async () => this.#routers.on(await options.pool.available()),
      pipeListen: options.pipeListen,
      changed: () => this.#poke(),
      report: (happening) => this.report(happening),
    });
    const taps = new Taps(
      () => this.#poke(),
      (cause) => this.#log.warn({ err: cause }, 'stream does not reach another worker'),
    );
    this.#pass = new MediaPass(options.selfId, taps);
    this.#sounds = new SoundWatch(options.clock, (happening) => this.report(happening));
    this.#reconciler = new Reconciler(
      async () => {
        if (!this.#closed) this.#pass.run(this.#state());
      },
      (cause) => this.#log.error({ err: cause }, 'pass of a meeting failed'),
    );
    this.#followRecording();
  }

  get desired(): DesiredConference {
    return this.#desired;
  }

  get topology(): Topology {
    return this.#topology;
  }

  get seats(): Iterable<Seat> {
    return this.#seats.values();
  }

  get links(): Iterable<LinkMeeting> {
    return this.#links.up.values();
  }

  get routers(): MeetingRouters {
    return this.#routers;
  }

  link(peerId: NodeId): LinkMeeting | null {
    return this.#links.up.get(peerId) ?? null;
  }

  /** Records this meeting now; null: not this node. */
  get recorder(): Recorder | null {
    return this.#recorder;
  }

  get seatCount(): number {
    return this.#seats.size;
  }

  /** Whether a seat's place is on another node: of a site that was moved, of a console when this node is relieved. */
  isSeatElsewhere(seatId: SeatId): boolean {
    if (!seatId.startsWith('site:')) {
      const deskId = TalkDeskId.safeParse(seatId.replace(/^monitor:/, '')).data;
      const desk = deskId === undefined ? null : this.#topology.deskOf(deskId);
      return !this.#topology.isInTree || (desk !== null && desk.nodeId !== this.#options.selfId);
    }
    const siteId = SiteId.parse(seatId.replace(/^site:/, ''));
    return this.#topology.entryOf(siteId) !== null && !this.isHome(siteId);
  }

  /** The site of a room's seat, when it takes part and sits on this node. */
  siteOf(seatId: SeatId): SiteId | null {
    const entry = this.#topology.entryOf(SiteId.parse(seatId.replace(/^site:/, '')));
    return entry && this.isHome(entry.siteId) ? entry.siteId : null;
  }

  /** The seat of a site's room; null: nobody was there yet. */
  roomOf(siteId: SiteId): Seat | null {
    return this.#seats.get(SeatId.parse(`site:${siteId}`)) ?? null;
  }

  seat(seatId: SeatId): Seat | null {
    return this.#seats.get(seatId) ?? null;
  }

  /** Takes a newer wish of the server. Screens are told first: that is what people wait for. */
  update(desired: DesiredConference): void {
    const before = this.#topology;
    this.#desired = desired;
    this.#topology = new Topology(this.#options.selfId, desired.plan);
    for (const seat of [...this.#seats.values()]) {
      if (this.isSeatElsewhere(seat.seatId)) this.removeSeat(seat, 'moved');
      else if (seat.siteId !== null && !this.isHome(seat.siteId)) this.removeSeat(seat, 'siteRemoved');
      else if (this.isBarred(seat.deviceId)) this.removeSeat(seat, 'deviceBarred');
      else {
        seat.show(viewOf(desired.plan, seat.watching));
        seat.renew(this.#legOf(seat.siteId));
      }
    }
    this.#followRecording();
    this.#links.prune(this.#topology);
    // A spare knows the plan and carries nothing.
    if (!this.#topology.isInTree) this.#routers.release();
    if (isReset(before, this.#topology)) this.#links.renew();
    this.#poke();
  }

  #legOf(siteId: SiteId | null): number {
    return siteId === null ? 0 : (this.#topology.entryOf(siteId)?.leg ?? 0);
  }

  /** Whether the approval of a device was withdrawn (R-SEC-08). */
  isBarred(deviceId: string | null): boolean {
    return deviceId !== null && this.#desired.plan.barred.includes(deviceId);
  }

  /** Whether a site takes part in the meeting and sits on this node. */
  isHome(siteId: SiteId): boolean {
    return this.#topology.entryOf(siteId)?.nodeId === this.#options.selfId;
  }

  // Seats.

  /** Newest ticket that opened a site's seat, so that resume tokens of an older one stay void; 0 for none. */
  generationOf(seatId: SeatId): number {
    return this.#seatGenerations.get(seatId) ?? 0;
  }

  /** The seat of a room or console, made when it is first taken. */
  openSeat(seatId: SeatId, watching: WatchingSeat, generation: number): Seat {
    const siteId = watching.kind === 'site' ? watching.siteId : null;
    if (siteId !== null) this.#seatGenerations.set(seatId, generation);
    const known = this.#seats.get(seatId);
    if (known && sameWatch(known.watching, watching)) return known;
    // A console that looks into another room now.
    if (known) this.removeSeat(known, 'takenOver');
    const { clock } = this.#options;
    const seat = new Seat(
      {
        seatId,
        meetingId: this.meetingId,
        watching,
        leg: this.#legOf(siteId),
        generation,
        clock,
        log: this.#log,
        host: this,
      },
      viewOf(this.#desired.plan, watching),
    );
    this.#seats.set(seatId, seat);
    this.observedChanged(seat);
    return seat;
  }

  removeSeat(seat: Seat, reason: Parameters<Seat['close']>[0]): void {
    if (this.#seats.get(seat.seatId) === seat) this.#seats.delete(seat.seatId);
    seat.close(reason);
    this.observedChanged(seat);
    this.#poke();
  }

  /**
   * Transports, producers and consumers of a seat; placed on a worker when first asked for.
   * @throws {RpcError} NODE_CAPACITY_EXHAUSTED, PEER_CLOSED
   */
  async mediaOf(seat: Seat): Promise<SeatMedia> {
    if (seat.media) return seat.media;
    const worker = await this.#options.pool.placeSeat();
    const router = await this.#routers.on(worker);
    if (seat.media) return seat.media;
    if (seat.closed || this.#closed || router.closed) throw new RpcError('PEER_CLOSED');
    const { openTransport, limits } = this.#options;
    const media = new SeatMedia({ seatId: seat.seatId, worker, router, openTransport, limits, events: seat });
    seat.setMedia(media);
    return media;
  }

  /** A seat's new stream becomes known to the meeting. */
  publish(seat: Seat, source: Source, producer: types.Producer, router: types.Router, muted: boolean): void {
    const siteId = seat.voiceId;
    if (siteId === null) throw new RpcError('NOT_ALLOWED');
    this.#publications = Math.max(this.#publications + 1, this.#options.clock.now());
    const streamId = StreamId.parse(streamIdOf(this.#options.selfId, siteId, source, this.#publications));
    const stream = new LocalStream({
      streamId,
      siteId,
      source,
      producer,
      router,
      muted,
      onError: (cause) => this.#log.warn({ err: cause, stream: streamId }, 'sender does not follow'),
    });
    const key = streamKey(stream);
    this.#local.set(key, stream);
    this.#localVersion += 1;
    producer.observer.once('close', () => {
      if (this.#local.get(key) === stream) this.#local.delete(key);
      this.#localVersion += 1;
      this.observedChanged(seat);
      this.#poke();
    });
    this.observedChanged(seat);
    this.#poke();
  }

  setMuted(seat: Seat, source: Source, muted: boolean): void {
    seat.muted.set(source, muted);
    const { voiceId } = seat;
    const stream = voiceId === null ? undefined : this.#local.get(streamKey({ siteId: voiceId, source }));
    if (stream) stream.muted = muted;
    this.#localVersion += 1;
    this.observedChanged(seat);
    this.#poke();
  }

  mayPresent(siteId: SiteId): boolean {
    return this.#topology.entryOf(siteId)?.mayPresent ?? false;
  }

  report(happening: NodeHappening): void {
    this.#options.events.happened(this.meetingId, happening);
  }

  // Links.

  linkUp(arrival: LinkArrival): void {
    this.#links.arrived(arrival);
  }

  linkDown(peerId: NodeId, reason: string): void {
    this.#links.left(peerId, reason, this.#topology);
  }

  // What seats tell.

  siteName(siteId: SiteId): string {
    return this.#topology.entryOf(siteId)?.name ?? this.#topology.deskOf(siteId)?.name ?? siteId;
  }

  mediaChanged(_seat: Seat): void {
    this.#pokeSoon();
  }

  observedChanged(seat: Seat): void {
    this.#options.events.seatChanged(this.meetingId, seat.seatId);
  }

  dropped(seat: Seat, reason: string): void {
    if (seat.siteId !== null)
      this.report({ type: 'seat.dropped', siteId: seat.siteId, reason: reason.slice(0, 100) || 'closed' });
    else this.removeSeat(seat, null);
    this.#poke();
  }

  returned(seat: Seat, awayMs: number): void {
    if (seat.siteId !== null)
      this.report({ type: 'seat.returned', siteId: seat.siteId, awayMs: Math.max(0, Math.round(awayMs)) });
  }

  expired(seat: Seat): void {
    if (seat.siteId !== null) this.report({ type: 'seat.lost', siteId: seat.siteId });
    this.removeSeat(seat, null);
  }

  // What is told to the server.

  observedSeat(seatId: SeatId): SeatObserved | null {
    return this.#seats.get(seatId)?.observed() ?? null;
  }

  /** All seats, with the number of the wish they follow. */
  observedSeats(): { readonly epoch: number; readonly seq: number; readonly seats: SeatObserved[] } {
    const { epoch, seq } = this.#desired;
    return { epoch, seq, seats: [...this.#seats.values()].map((seat) => seat.observed()) };
  }

  get relayCount(): MeetingLinks['relayCount'] {
    return this.#links.relayCount;
  }

  /** Streams that seats of this node publish. */
  get streamCount(): number {
    return this.#local.size;
  }

  observedLinks(): LinkObserved[] {
    return this.#links.observed(this.#topology);
  }

  /** Housekeeping, every second: measures, and repairs what an earlier pass could not do. */
  async tick(): Promise<void> {
    for (const seat of this.#seats.values()) seat.weigh(seat.media?.scores ?? []);
    await this.#links.measure();
    await this.#recorder?.tick();
    await this.#sounds.look([...this.#seats.values()]);
    this.#poke();
  }

  /** Resolves when the last pass is over. */
  settled(): Promise<void> {
    return this.#reconciler.settled();
  }

  /** Resolves when the files of recordings that have ended are closed. */
  async recordingsClosed(): Promise<void> {
    await Promise.all(this.#recordings);
  }

  /** @param reason - told to the rooms */
  close(reason: 'meetingEnded' | 'nodeStopping'): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#soon?.cancel();
    this.#endRecording();
    for (const seat of [...this.#seats.values()]) this.removeSeat(seat, reason);
    this.#links.close();
    this.#routers.close();
  }

  #state(): MeetingState {
    return {
      desired: this.#desired,
      topology: this.#topology,
      seats: [...this.#seats.values()],
      recorder: this.#recorder,
      links: this.#links.up,
      local: this.#local,
      localVersion: this.#localVersion,
    };
  }

  /** Records while the plan says that this node does. */
  #followRecording(): void {
    const { recording: tools, selfId, clock, pool } = this.#options;
    const order = this.#desired.plan.recording;
    const wanted = order?.nodeId === selfId ? order.recordingId : null;
    if ((this.#recorder?.recordingId ?? null) === wanted) return;
    this.#endRecording();
    if (wanted === null || tools === null) return;
    this.#recorder = new Recorder({
      meetingId: this.meetingId,
      recordingId: wanted,
      tools,
      clock,
      log: this.#log,
      place: async () => {
        const worker = await pool.placeSeat();
        return { worker, router: await this.#routers.on(worker) };
      },
      changed: () => this.#poke(),
      report: (happening) => this.report(happening),
    });
  }

  #endRecording(): void {
    const recorder = this.#recorder;
    this.#recorder = null;
    if (!recorder) return;
    const closing = recorder.close().then(() => {
      this.#recordings.delete(closing);
      this.#options.events.recorded(this.meetingId, recorder.recordingId);
    });
    this.#recordings.add(closing);
  }

  /**
   * A pass looks at every seat, and a take in a large meeting makes every seat speak up a few times: they are answered
   * together. Small meetings do not wait at all.
   */
  #pokeSoon(): void {
    const delayMs = Math.floor(this.#seats.size / SEATS_PER_MS);
    if (delayMs === 0) return this.#poke();
    if (this.#closed || this.#soon !== null) return;
    this.#soon = this.#options.clock.after(delayMs, () => {
      this.#soon = null;
      this.#poke();
    });
  }

  #poke(): void {
    if (!this.#closed) this.#reconciler.poke();
  }
}

const sameWatch = (a: WatchingSeat, b: WatchingSeat): boolean =>
  a.kind === b.kind && (a.kind !== 'monitor' || b.kind !== 'monitor' || a.chamberId === b.chamberId);

/** Every site's leg is asked for anew at once: the links between nodes are set up anew with them. */
function isReset(before: Topology, after: Topology): boolean {
  const sites = [...after.sites];
  return sites.length > 0 && sites.every(({ siteId, leg }) => leg > (before.entryOf(siteId)?.leg ?? leg));
}
