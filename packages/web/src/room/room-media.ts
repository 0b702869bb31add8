import { SerialQueue } from '@nhipcau/base';
import { ConsumerId, type RoomJoined, type RoomNote, type SenderWanted } from '@nhipcau/contracts';
import type { types } from 'mediasoup-client';
import type { LocalMediaState } from './local-media.ts';
import { isGone, MediaLines, type RoomPeer } from './media-lines.ts';
import { mediaTypes } from './media-types.ts';
import { Sender } from './sender.ts';
import { type StreamKey, streamKey } from './stream-key.ts';

type OpenedNote = RoomNote<'consumer.opened'>;

/** A stream this seat receives. `stream` keeps its identity as long as the consumer lives. */
export interface RemoteStream {
  readonly key: StreamKey;
  readonly consumerId: string;
  readonly siteId: OpenedNote['siteId'];
  readonly siteName: string;
  readonly source: OpenedNote['source'];
  readonly stream: MediaStream;
  /** Kept ready by the node but silent. */
  readonly held: boolean;
}

export interface RoomMediaOptions {
  readonly device: types.Device;
  readonly sends: boolean;
  readonly local: () => LocalMediaState;
  readonly onConnection: () => void;
  readonly onStream: (stream: RemoteStream) => void;
  readonly onStreamClosed: (stream: RemoteStream) => void;
  readonly onFailure: (cause: unknown, where: string) => void;
}

/**
 * What a seat sends and receives. Outlives its signalling connection: while packets come through, pictures and sound
 * go on, and a resumed connection takes over what is there.
 */
export class RoomMedia {
  readonly #options: RoomMediaOptions;
  readonly #streams = new Map<string, { remote: RemoteStream; consumer: types.Consumer }>();
  readonly #opening = new Set<string>();
  readonly #heldBefore = new Map<string, boolean>();
  readonly #lineWork = new SerialQueue();
  #peer: RoomPeer;
  #lines: MediaLines | null = null;
  #sender: Sender | null = null;
  #wanted: SenderWanted | null = null;
  #early: OpenedNote[] = [];
  #closed = false;

  constructor(peer: RoomPeer, options: RoomMediaOptions) {
    this.#peer = peer;
    this.#options = options;
  }

  get device(): types.Device {
    return this.#options.device;
  }

  get lines(): MediaLines | null {
    return this.#lines;
  }

  /** Whether the node still holds exactly what this side has, so that both go on with it. */
  isHeldBy(joined: RoomJoined): boolean {
    const lines = this.#lines;
    if (lines === null || lines.state === 'failed') return false;
    const held = new Set<string>(joined.transports);
    return lines.transportIds.every((id) => held.has(id));
  }

  /** A resumed connection takes over; what the node no longer holds is closed. */
  attach(peer: RoomPeer, joined: RoomJoined): void {
    this.#peer = peer;
    const held = new Set<string>(joined.consumers);
    for (const consumerId of [...this.#streams.keys()])
      if (!held.has(consumerId)) this.closeStream(consumerId);
  }

  /** Opens transports, or replaces those there are; what was received is received anew on them. */
  openLines(): Promise<void> {
    return this.#lineWork.run(async () => {
      this.#dropLines();
      const { device, sends, onConnection } = this.#options;
      const lines = await MediaLines.open({ peer: () => this.#peer, device, sends, onConnection });
      if (this.#closed) return lines.close();
      this.#lines = lines;
      if (lines.send) {
        this.#sender = new Sender({
          transport: lines.send,
          codecs: device.sendRtpCapabilities.codecs ?? [],
          closeProducer: (source) => this.#peer.request('producer.close', { source }),
          setMuted: (source, muted) => this.#peer.request('producer.setMuted', { source, muted }),
          onError: (cause) => this.#fail(cause, 'send'),
        });
        this.localChanged();
      }
      for (const opened of this.#early.splice(0))
        if (opened.transportId === lines.receive.id) this.openStream(opened);
    });
  }

  async restartIce(): Promise<void> {
    await this.#lines?.restartIce();
  }

  setWanted(wanted: SenderWanted): void {
    this.#wanted = wanted;
    this.localChanged();
  }

  /** The room's tracks or switches changed, or what is wanted of them. */
  localChanged(): void {
    if (this.#wanted) this.#sender?.setTarget(this.#options.local(), this.#wanted);
  }

  openStream(opened: OpenedNote): void {
    const lines = this.#lines;
    if (this.#streams.has(opened.consumerId)) return this.#confirm(opened.consumerId);
    if (lines === null || opened.transportId !== lines.receive.id) {
      // The reply that opens its transport may still be on its way.
      this.#early = [...this.#early.slice(-200), opened];
      return;
    }
    if (this.#opening.has(opened.consumerId)) return;
    this.#opening.add(opened.consumerId);
    lines
      .consume(opened)
      .then((consumer) => {
        const wanted = this.#opening.delete(opened.consumerId);
        if (consumer === null) return;
        if (!wanted || this.#closed || this.#lines !== lines) return consumer.close();
        this.#keep(opened, consumer);
      })
      .catch((cause: unknown) => {
        this.#opening.delete(opened.consumerId);
        this.#fail(cause, 'consume');
      });
  }

  holdStream(consumerId: string, held: boolean): void {
    const entry = this.#streams.get(consumerId);
    if (!entry) {
      this.#heldBefore.set(consumerId, held);
      return;
    }
    entry.remote = { ...entry.remote, held };
    this.#options.onStream(entry.remote);
  }

  closeStream(consumerId: string): void {
    this.#opening.delete(consumerId);
    this.#heldBefore.delete(consumerId);
    this.#early = this.#early.filter((opened) => opened.consumerId !== consumerId);
    const entry = this.#streams.get(consumerId);
    if (!entry) return;
    this.#streams.delete(consumerId);
    this.#options.onStreamClosed(entry.remote);
    entry.consumer.close();
  }

  /** The room's own tracks are not touched. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#dropLines();
  }

  #keep(opened: OpenedNote, consumer: types.Consumer): void {
    const remote: RemoteStream = {
      key: streamKey(opened.siteId, opened.source),
      consumerId: opened.consumerId,
      siteId: opened.siteId,
      siteName: opened.siteName,
      source: opened.source,
      stream: new MediaStream([consumer.track]),
      held: this.#heldBefore.get(opened.consumerId) ?? false,
    };
    this.#heldBefore.delete(opened.consumerId);
    this.#streams.set(opened.consumerId, { remote, consumer });
    this.#options.onStream(remote);
    this.#confirm(opened.consumerId);
  }

  #confirm(consumerId: string): void {
    this.#peer
      .request('consumer.ready', { consumerId: ConsumerId.parse(consumerId) })
      .catch((cause: unknown) => this.#fail(cause, 'consumer.ready'));
  }

  #dropLines(): void {
    this.#sender?.close();
    this.#sender = null;
    this.#lines?.close();
    this.#lines = null;
    this.#opening.clear();
    for (const consumerId of [...this.#streams.keys()]) this.closeStream(consumerId);
  }

  #fail(cause: unknown, where: string): void {
    if (!this.#closed && !isGone(cause)) this.#options.onFailure(cause, where);
  }
}

/** Loads a device with what the node's router can do. */
export async function loadDevice(device: types.Device, joined: RoomJoined): Promise<void> {
  await device.load({
    routerRtpCapabilities: mediaTypes.routerRtpCapabilities(joined.routerRtpCapabilities),
  });
}
