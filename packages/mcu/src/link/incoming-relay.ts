import { type Clock, present, RpcError, type Timer } from '@nhipcau/base';
import {
  type Instant,
  instant,
  type Layer,
  type MeetingId,
  RELAY_WARM_MS,
  type RelayObserved,
  type StreamAnnounced,
} from '@nhipcau/contracts';
import type { types } from 'mediasoup';
import { Follower } from '../conference/follower.ts';
import type { AdmittedDemand } from '../conference/link-admission.ts';
import { RELAY_KEY_FRAME_DELAY_MS } from '../media/codecs.ts';
import { asRtpParameters } from '../media/rtp-guards.ts';
import { within } from '../media/within.ts';
import type { LinkChannel } from './link-channel.ts';

interface Setting {
  readonly layer: Layer | null;
  readonly shown: Layer | null;
  readonly held: boolean;
}

/** One object for each setting, so that equal settings are the same. */
const layers = [null, 'low' as const, 'high' as const];
const settings: readonly Setting[] = layers.flatMap((layer) =>
  layers.flatMap((shown) => [
    { layer, shown, held: true },
    { layer, shown, held: false },
  ]),
);
const settingOf = (layer: Layer | null, shown: Layer | null, held: boolean): Setting =>
  present(
    settings.find((setting) => setting.layer === layer && setting.shown === shown && setting.held === held),
    'relay setting',
  );

export interface IncomingRelayOptions {
  readonly meetingId: MeetingId;
  readonly stream: StreamAnnounced;
  readonly channel: LinkChannel;
  readonly transport: types.PipeTransport;
  readonly clock: Clock;
  /** It opened: whoever waits for the stream can have it. */
  readonly onOpened: () => void;
  readonly onClosed: (relay: IncomingRelay, failed: boolean) => void;
  readonly onError: (cause: unknown) => void;
}

/** A stream pulled from a neighbour: one on the link, whatever the number of watchers on this side. */
export class IncomingRelay {
  readonly stream: StreamAnnounced;
  /** Only one encoding crosses; fixed for the life of the relay. */
  readonly single: boolean;
  readonly #options: IncomingRelayOptions;
  /** Carries the setting to the sender, once it knows the relay. */
  #setting: Follower<Setting> | null = null;
  #wished: Setting;
  #relayId: string | null = null;
  #producer: types.Producer | null = null;
  #warm: Timer | null = null;
  #closed = false;
  #since: Instant;
  #packets = 0;
  #packetsAt: number;
  #kbps = 0;
  #peakKbps = 0;
  #jitterMs = 0;
  #keyFrames = 0;
  #lost = 0;
  #second = { came: 0, lost: 0 };

  constructor(options: IncomingRelayOptions, demand: AdmittedDemand) {
    this.#options = options;
    this.stream = options.stream;
    this.single = demand.single;
    this.#since = instant(options.clock.now());
    this.#packetsAt = options.clock.now();
    this.#wished = settingOf(demand.layer, demand.shown, !demand.flowing);
    void this.#pull(demand);
  }

  get producer(): types.Producer | null {
    return this.#producer;
  }

  get closed(): boolean {
    return this.#closed;
  }

  get relayId(): string | null {
    return this.#relayId;
  }

  get held(): boolean {
    return this.#wished.held;
  }

  /** Packets received in total and instant of the last that came, for the watchdog. */
  get heard(): { readonly packets: number; readonly at: number } {
    return { packets: this.#packets, at: this.#packetsAt };
  }

  /** Packets that came and that were lost between the last two looks. */
  get second(): { readonly came: number; readonly lost: number } {
    return this.#second;
  }

  /** Highest rate so far, kilobits per second. */
  get peakKbps(): number {
    return this.#peakKbps;
  }

  /** Milliseconds, at the last look. */
  get jitterMs(): number {
    return this.#jitterMs;
  }

  /** Key frames that came since the last call. */
  takeKeyFrames(): number {
    const count = this.#keyFrames;
    this.#keyFrames = 0;
    return count;
  }

  /** Somebody wants it. */
  adjust({ layer, shown, flowing }: AdmittedDemand): void {
    if (this.#warm) {
      this.#warm.cancel();
      this.#warm = null;
      this.#touch();
    }
    this.#wish(layer, shown, !flowing);
  }

  /** Nobody wants it any more: held at once, dropped a little later. */
  release(): void {
    if (this.#warm || this.#closed) return;
    this.#wish(null, null, true);
    this.#touch();
    this.#warm = this.#options.clock.after(RELAY_WARM_MS, () => this.close());
  }

  observed(): RelayObserved {
    const state = this.#producer === null ? 'opening' : this.#warm ? 'warm' : this.held ? 'held' : 'flowing';
    const { siteId, source } = this.stream;
    return { siteId, source, state, since: this.#since, kbps: this.held ? 0 : this.#kbps };
  }

  async measure(): Promise<void> {
    const producer = this.#producer;
    if (!producer || producer.closed) return;
    const stats = await producer.getStats();
    const packets = stats.reduce((sum, entry) => sum + entry.packetCount, 0);
    this.#kbps = Math.round(stats.reduce((sum, entry) => sum + entry.bitrate, 0) / 100) / 10;
    this.#peakKbps = Math.max(this.#peakKbps, this.#kbps);
    const lost = stats.reduce((sum, entry) => sum + Math.max(0, entry.packetsLost), 0);
    this.#second = {
      came: Math.max(0, packets - this.#packets),
      lost: Math.max(0, lost - this.#lost),
    };
    this.#lost = lost;
    const perMs = producer.kind === 'video' ? 90 : 48;
    this.#jitterMs = Math.round((10 * Math.max(0, ...stats.map((entry) => entry.jitter))) / perMs) / 10;
    const now = this.#options.clock.now();
    if (packets !== this.#packets || this.held) this.#packetsAt = now;
    this.#packets = packets;
  }

  /** @param failed - pulled again only after a pause */
  close({ failed = false, tell = true }: { failed?: boolean; tell?: boolean } = {}): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#warm?.cancel();
    this.#producer?.close();
    if (tell) this.#drop();
    this.#options.onClosed(this, failed);
  }

  async #pull({ layer, shown, single }: AdmittedDemand): Promise<void> {
    const { meetingId, stream, channel, transport, onOpened, onError } = this.#options;
    try {
      const reply = await channel.pull({ meetingId, streamId: stream.streamId, layer, shown, single });
      this.#relayId = reply.relayId;
      if (this.#closed || transport.closed) return this.#drop();
      if (reply.kind !== stream.kind) throw new RpcError('MEDIA_REFUSED', { what: 'kind' });
      const rtpParameters = asRtpParameters(reply.rtpParameters);
      const producer = await within(
        transport,
        transport.produce({
          kind: reply.kind,
          rtpParameters,
          keyFrameRequestDelay: RELAY_KEY_FRAME_DELAY_MS,
        }),
      );
      if (this.#closed) return producer.close();
      this.#producer = producer;
      this.#touch();
      producer.observer.once('close', () => this.close());
      if (producer.kind === 'video') await this.#countKeyFrames(producer);
      this.#follow(reply.relayId, settingOf(layer, shown, true));
      onOpened();
    } catch (cause) {
      if (!this.#closed && !transport.closed) onError(cause);
      this.close({ failed: true });
    }
  }

  async #countKeyFrames(producer: types.Producer): Promise<void> {
    producer.observer.on('trace', ({ type }) => {
      if (type === 'keyframe') this.#keyFrames += 1;
    });
    await producer.enableTraceEvent(['keyframe']);
  }

  #follow(relayId: string, applied: Setting): void {
    const { meetingId, channel, onError } = this.#options;
    this.#setting = new Follower(
      applied,
      async (setting) => {
        if (!this.#closed) await channel.set({ meetingId, relayId, ...setting });
      },
      (cause) => {
        if (!this.#closed) onError(cause);
        this.close({ failed: true });
      },
    );
    this.#setting.wish(this.#wished);
  }

  #drop(): void {
    const { meetingId, channel } = this.#options;
    if (this.#relayId === null) return;
    channel.drop({ meetingId, relayId: this.#relayId }).catch(() => {
      // The link is gone, and the relay with it.
    });
  }

  #wish(layer: Layer | null, shown: Layer | null, held: boolean): void {
    if (held !== this.#wished.held) {
      this.#packetsAt = this.#options.clock.now();
      this.#touch();
    }
    this.#wished = settingOf(layer, shown, held);
    this.#setting?.wish(this.#wished);
  }

  #touch(): void {
    this.#since = instant(this.#options.clock.now());
  }
}
