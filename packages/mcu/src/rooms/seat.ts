import type { Clock, Peer } from '@nhipcau/base';
import {
  type CameraMove,
  ConsumerId,
  type EndpointStats,
  type Flow,
  type Instant,
  instant,
  type MeetingId,
  ProducerId,
  type Quality,
  type RoomNote,
  type roomEndpoint,
  type roomNode,
  SEAT_GRACE_MS,
  type SeatId,
  type SeatObserved,
  type SeatView,
  type SenderWanted,
  type SiteId,
  type Source,
  type TransportId,
} from '@nhipcau/contracts';
import type { Seat as WatchingSeat } from '@nhipcau/domain';
import type { types } from 'mediasoup';
import type { Receiver } from '../conference/receiver.ts';
import type { Logger } from '../process/logging.ts';
import { QualityMeter } from '../quality/quality-meter.ts';
import type { SeatConsumer } from './seat-consumer.ts';
import type { SeatMedia, SeatMediaEvents } from './seat-media.ts';

export type RoomPeer = Peer<typeof roomNode, typeof roomEndpoint>;
export type RoomCloseReason = RoomNote<'room.closed'>['reason'];

/** What a seat asks of the conference it belongs to. */
export interface SeatHost {
  /** A name for a site, shown under its picture. */
  siteName(siteId: SiteId): string;
  /** Something that consumers or senders depend on changed. */
  mediaChanged(seat: Seat): void;
  /** Something the server is told changed. */
  observedChanged(seat: Seat): void;
  dropped(seat: Seat, reason: string): void;
  returned(seat: Seat, awayMs: number): void;
  expired(seat: Seat): void;
}

export interface SeatOptions {
  readonly seatId: SeatId;
  readonly meetingId: MeetingId;
  readonly watching: WatchingSeat;
  /** The leg it is opened with, as the roster counts them. */
  readonly leg: number;
  /** Grows with every ticket used for this seat; resume tokens of an older one are void. */
  readonly generation: number;
  readonly clock: Clock;
  readonly log: Logger;
  readonly host: SeatHost;
}

const asConsumerId = ({ consumer }: SeatConsumer): ConsumerId => ConsumerId.parse(consumer.id);

const isSameWish = (a: SenderWanted, b: SenderWanted): boolean =>
  a.camera === b.camera &&
  a.mic === b.mic &&
  a.content === b.content &&
  a.talk === b.talk &&
  a.stillEveryMs === b.stillEveryMs;

const NOTHING_WANTED: SenderWanted = {
  camera: null,
  mic: false,
  content: false,
  talk: false,
  stillEveryMs: 0,
};

/**
 * A place in a meeting, taken by a room or a watching console. It outlives its connection by `SEAT_GRACE_MS`; media
 * goes on meanwhile as long as packets come through.
 */
export class Seat implements SeatMediaEvents, Receiver {
  readonly seatId: SeatId;
  readonly meetingId: MeetingId;
  readonly siteId: SiteId | null;
  /** The name under which it sends: of its site, or of a console on the talkback; null: it never sends. */
  readonly voiceId: SiteId | null;
  readonly watching: WatchingSeat;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #host: SeatHost;
  #quality: QualityMeter;
  #generation: number;
  #deviceId: string | null = null;
  #peer: RoomPeer | null = null;
  #media: SeatMedia | null = null;
  #rtpCapabilities: types.RtpCapabilities | null = null;
  #view: SeatView;
  #viewText = '';
  #viewSeq = 0;
  #wanted: SenderWanted = NOTHING_WANTED;
  #unreachable: readonly SiteId[] = [];
  #flows: readonly Flow[] = [];
  #stats: EndpointStats | null = null;
  #statsAt = 0;
  #state: SeatObserved['state'] = 'connecting';
  #since: Instant;
  #droppedAt: number | null = null;
  #grace: { cancel(): void } | null = null;
  #closed = false;
  #leg: number;
  readonly muted = new Map<Source, boolean>();

  constructor(options: SeatOptions, view: SeatView) {
    this.seatId = options.seatId;
    this.meetingId = options.meetingId;
    this.watching = options.watching;
    this.siteId = options.watching.kind === 'site' ? options.watching.siteId : null;
    this.voiceId = options.watching.kind === 'desk' ? options.watching.deskId : this.siteId;
    this.#generation = options.generation;
    this.#clock = options.clock;
    this.#log = options.log.child({ seat: options.seatId, meeting: options.meetingId });
    this.#host = options.host;
    this.#quality = new QualityMeter();
    this.#leg = options.leg;
    this.#view = view;
    this.#viewText = JSON.stringify(view);
    this.#since = instant(options.clock.now());
  }

  get closed(): boolean {
    return this.#closed;
  }

  get generation(): number {
    return this.#generation;
  }

  /** The device of somebody's own that sits here; null: the terminal of the site, or a console. */
  get deviceId(): string | null {
    return this.#deviceId;
  }

  get occupied(): boolean {
    return this.#peer !== null;
  }

  get media(): SeatMedia | null {
    return this.#media;
  }

  get rtpCapabilities(): types.RtpCapabilities | null {
    return this.#rtpCapabilities;
  }

  /** Whether it takes part in the media: it can receive, and somebody is there or packets still come through. */
  get receiving(): boolean {
    const media = this.#media;
    if (media === null || this.#rtpCapabilities === null || !media.canReceive) return false;
    return this.#peer !== null || media.connected;
  }

  get view(): { readonly view: SeatView; readonly viewSeq: number } {
    return { view: this.#view, viewSeq: this.#viewSeq };
  }

  get consumerIds(): ConsumerId[] {
    return this.#media?.consumers.map(asConsumerId) ?? [];
  }

  get wanted(): SenderWanted {
    return this.#wanted;
  }

  /** A connection takes the seat. A connection that had it before is told and closed. */
  attach(peer: RoomPeer, { generation, deviceId }: { generation: number; deviceId: string | null }): void {
    const before = this.#peer;
    this.#peer = peer;
    this.#deviceId = deviceId;
    if (before && before !== peer) {
      before.notify('room.closed', { reason: 'takenOver' });
      before.close(4001, 'SEAT_TAKEN_OVER');
    }
    if (generation !== this.#generation) {
      this.#generation = generation;
      this.dropMedia();
    }
    this.#grace?.cancel();
    this.#grace = null;
    if (this.#droppedAt !== null) this.#host.returned(this, this.#clock.now() - this.#droppedAt);
    this.#droppedAt = null;
    this.#unreachable = [];
    this.#updateState();
    this.#host.mediaChanged(this);
  }

  /** Sends once more what a resumed endpoint may have missed. */
  resend(): void {
    const media = this.#media;
    const transportId = media?.receiveTransportId;
    if (!media || !transportId) return;
    for (const entry of media.consumers) {
      this.consumerOpened(entry, transportId);
      if (entry.held) this.consumerHeld(asConsumerId(entry), true);
    }
  }

  /** The connection is gone; the seat waits for it. */
  detach(peer: RoomPeer, reason: string): void {
    if (this.#peer !== peer || this.#closed) return;
    this.#peer = null;
    this.#droppedAt = this.#clock.now();
    this.#grace = this.#clock.after(SEAT_GRACE_MS, () => this.#host.expired(this));
    this.#log.info({ reason }, 'seat dropped');
    this.#updateState();
    this.#host.dropped(this, reason);
  }

  setCapabilities(capabilities: types.RtpCapabilities): void {
    this.#rtpCapabilities = capabilities;
    this.#host.mediaChanged(this);
  }

  setMedia(media: SeatMedia): void {
    this.#media?.close();
    this.#media = media;
  }

  dropMedia(): void {
    this.#media?.close();
    this.#media = null;
    this.#flows = [];
  }

  /**
   * The server asks for a leg anew (rule RC-3): media is dropped and its quality forgotten, the endpoint opens it again;
   * the seat, its connection and the settings of the room stay.
   */
  renew(leg: number): void {
    if (leg <= this.#leg || this.#closed) return;
    this.#leg = leg;
    this.#quality = new QualityMeter();
    this.#stats = null;
    this.rebuild();
  }

  /** Drops the media; the endpoint opens it again. */
  rebuild(): void {
    this.dropMedia();
    this.#peer?.notify('transports.lost', {});
    this.changed();
  }

  /** Whether the endpoint hears a site, as it says; null: it says nothing of it. */
  hears(siteId: SiteId): boolean | null {
    return this.#flows.find((flow) => flow.siteId === siteId && flow.source === 'mic')?.flowing ?? null;
  }

  show(view: SeatView): void {
    const text = JSON.stringify(view);
    if (text === this.#viewText) return;
    this.#view = view;
    this.#viewText = text;
    this.#viewSeq += 1;
    this.#peer?.notify('view.changed', { viewSeq: this.#viewSeq, view });
  }

  want(wanted: SenderWanted): void {
    if (isSameWish(this.#wanted, wanted)) return;
    this.#wanted = wanted;
    this.#peer?.notify('sender.wanted', wanted);
    this.#host.observedChanged(this);
  }

  pushCamera(move: CameraMove): void {
    this.#peer?.notify('camera.push', { move });
  }

  /** @param siteIds - the same array as long as nothing changed */
  tellUnreachable(siteIds: readonly SiteId[]): void {
    const before = this.#unreachable;
    if (before === siteIds || (before.length === 0 && siteIds.length === 0)) return;
    this.#unreachable = siteIds;
    this.#peer?.notify('sites.unreachable', { siteIds: [...siteIds] });
  }

  reportFlows(flows: readonly Flow[]): void {
    const changed = JSON.stringify(flows) !== JSON.stringify(this.#flows);
    this.#flows = flows;
    if (changed) this.#host.observedChanged(this);
  }

  reportStats(stats: EndpointStats): void {
    this.#stats = stats;
    this.#statsAt = this.#clock.now();
    this.#host.observedChanged(this);
  }

  /** Weighs the newest figures; called every second. @param scores - of the seat's own encodings, 0…10 */
  weigh(scores: readonly number[]): void {
    const before = this.#quality.quality;
    const quality = this.#quality.weigh({
      stats: this.#stats,
      statsAgeMs: this.#clock.now() - this.#statsAt,
      scores,
      connected: this.#media?.connected ?? false,
    });
    if (quality === before) return;
    this.#peer?.notify('line.quality', { quality });
    this.#host.observedChanged(this);
  }

  get quality(): Quality {
    return this.#quality.quality;
  }

  observed(): SeatObserved {
    const video = (source: 'camera' | 'content') => {
      if (!this.#media?.producer(source)) return 'absent' as const;
      return this.muted.get(source) ? ('muted' as const) : ('sending' as const);
    };
    return {
      seatId: this.seatId,
      siteId: this.siteId,
      state: this.#state,
      since: this.#since,
      transport: this.#media?.protocol ?? 'none',
      camera: video('camera'),
      mic: !this.#media?.producer('mic') ? 'absent' : this.muted.get('mic') ? 'muted' : 'open',
      content: video('content'),
      talk: !this.#media?.producer('talk') ? 'absent' : this.muted.get('talk') ? 'muted' : 'open',
      cameraWanted: this.#wanted.camera,
      flows: [...this.#flows],
      quality: this.#quality.quality,
      stats: this.#stats,
      leg: this.#leg,
    };
  }

  /** Ends the seat for good. @param reason - told to whoever sits there; null: the connection left by itself */
  close(reason: RoomCloseReason | null): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#grace?.cancel();
    const peer = this.#peer;
    this.#peer = null;
    if (reason !== null) peer?.notify('room.closed', { reason });
    // After the reply to the endpoint that leaves by itself.
    this.#clock.after(0, () => peer?.close(1000, reason ?? 'left'));
    this.dropMedia();
  }

  // What happens to the media.

  consumerOpened(entry: SeatConsumer, transportId: TransportId): void {
    const { want, consumer } = entry;
    this.#peer?.notify('consumer.opened', {
      consumerId: asConsumerId(entry),
      producerId: ProducerId.parse(consumer.producerId),
      transportId,
      siteId: want.siteId,
      siteName: this.#host.siteName(want.siteId),
      source: want.source,
      kind: consumer.kind,
      rtpParameters: consumer.rtpParameters,
    });
    if (entry.held) this.consumerHeld(asConsumerId(entry), true);
  }

  consumerClosed(consumerId: ConsumerId): void {
    this.#peer?.notify('consumer.closed', { consumerId });
    if (!this.#closed) this.#host.mediaChanged(this);
  }

  consumerHeld(consumerId: ConsumerId, held: boolean): void {
    this.#peer?.notify('consumer.held', { consumerId, held });
  }

  changed(): void {
    if (this.#closed) return;
    this.#updateState();
    this.#host.observedChanged(this);
    this.#host.mediaChanged(this);
  }

  lost(): void {
    if (this.#closed) return;
    this.#media = null;
    this.#flows = [];
    this.#peer?.notify('transports.lost', {});
    this.changed();
  }

  failed(cause: unknown, what: string): void {
    this.#log.warn({ err: cause, what }, 'media of a seat failed');
  }

  #updateState(): void {
    const state =
      this.#peer === null
        ? 'reconnecting'
        : this.#media?.connected
          ? ('connected' as const)
          : ('connecting' as const);
    if (state === this.#state) return;
    this.#state = state;
    this.#since = instant(this.#clock.now());
    this.#host.observedChanged(this);
  }
}
