import { createReadStream } from 'node:fs';
import { type Clock, Reconciler, RpcError, sleep, type Timer } from '@nhipcau/base';
import { HttpFailure, type RecordingId, type SegmentFacts } from '@nhipcau/contracts';
import type { Logger } from '../process/logging.ts';
import type { FolderFacts, SegmentShelf } from './segment-shelf.ts';

/** The server, while it is there. */
export interface SegmentReceiver {
  /** @returns where to bring the bytes; null when the server has them */
  announce(segment: SegmentFacts): Promise<string | null>;
  done(recording: FolderFacts): Promise<void>;
  /** Full address of an upload. */
  addressOf(upload: string): string;
}

export interface SegmentDeliveryOptions {
  readonly shelf: SegmentShelf;
  readonly clock: Clock;
  readonly log: Logger;
  /** Whether a recording goes on at this node. */
  readonly isActive: (recordingId: RecordingId) => boolean;
}

const AGAIN_MS = 5_000;
const CHUNK_BYTES = 65_536;
/** Handing over must not crowd out the meeting on the same line: at most 16 megabits a second. */
const CHUNK_PAUSE_MS = 32;

/** Brings closed segments to the server, one after the other, until each was taken; then tells that nothing more comes. */
export class SegmentDelivery {
  readonly #options: SegmentDeliveryOptions;
  readonly #reconciler: Reconciler;
  #receiver: SegmentReceiver | null = null;
  #again: Timer | null = null;

  constructor(options: SegmentDeliveryOptions) {
    this.#options = options;
    this.#reconciler = new Reconciler(
      () => this.#deliver(),
      (cause) => {
        options.log.warn({ err: cause }, 'segments are not delivered yet');
        this.#again ??= options.clock.after(AGAIN_MS, () => {
          this.#again = null;
          this.poke();
        });
      },
    );
    options.shelf.onClosed = () => this.poke();
  }

  /** The server is there, or (null) away. */
  connect(receiver: SegmentReceiver | null): void {
    this.#receiver = receiver;
    this.poke();
  }

  poke(): void {
    if (this.#receiver) this.#reconciler.poke();
  }

  close(): void {
    this.#receiver = null;
    this.#again?.cancel();
  }

  async #deliver(): Promise<void> {
    const { shelf, isActive } = this.#options;
    for (const segment of shelf.waiting) {
      const receiver = this.#receiver;
      if (!receiver) return;
      if (await this.#hand(receiver, segment)) await shelf.release(segment);
      else await shelf.setAside(segment);
    }
    for (const recording of await shelf.recordings()) {
      const { recordingId } = recording;
      if (isActive(recordingId) || (await shelf.isOpen(recordingId))) continue;
      const receiver = this.#receiver;
      if (!receiver) return;
      if (shelf.waiting.some((segment) => segment.recordingId === recordingId)) return this.poke();
      await this.#tell(receiver, recording);
      await shelf.giveUp(recordingId);
    }
  }

  /** @returns false when the server refused it for good */
  async #hand(receiver: SegmentReceiver, segment: SegmentFacts): Promise<boolean> {
    let upload: string | null;
    try {
      upload = await receiver.announce(segment);
    } catch (cause) {
      if (!isRefusal(cause)) throw cause;
      this.#options.log.error(
        { segment: segment.segmentId },
        'server does not know the recording of a segment',
      );
      return false;
    }
    if (upload === null) return true;
    const response = await fetch(receiver.addressOf(upload), {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'content-length': `${segment.bytes}` },
      body: ReadableStream.from(this.#paced(this.#options.shelf.pathOf(segment))),
      duplex: 'half',
    });
    const answer: unknown = await response.json().catch(() => null);
    if (response.ok) return true;
    if (HttpFailure.safeParse(answer).data?.code !== 'SEGMENT_WRONG')
      throw new Error(`segment was not taken: ${response.status}`);
    this.#options.log.error(
      { segment: segment.segmentId },
      'segment has other bytes than when it was closed',
    );
    return false;
  }

  async #tell(receiver: SegmentReceiver, recording: FolderFacts): Promise<void> {
    try {
      await receiver.done(recording);
    } catch (cause) {
      if (!isRefusal(cause)) throw cause;
    }
  }

  async *#paced(file: string): AsyncGenerator<Uint8Array> {
    for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_BYTES })) {
      yield chunk;
      await sleep(this.#options.clock, CHUNK_PAUSE_MS);
    }
  }
}

/** A recording the server does not know will not become known by asking again. */
const isRefusal = (cause: unknown): boolean => cause instanceof RpcError && cause.code === 'NOT_FOUND';
