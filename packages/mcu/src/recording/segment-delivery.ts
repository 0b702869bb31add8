import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
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

/** `refused` for good; `missing`: the node has lost it; `later`: the server has no room just now. */
type Outcome = 'taken' | 'refused' | 'missing' | 'later';

const isFile = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Brings closed segments to the server, one after the other, until each was taken; then tells that nothing more comes. */
export class SegmentDelivery {
  readonly #options: SegmentDeliveryOptions;
  readonly #reconciler: Reconciler;
  #receiver: SegmentReceiver | null = null;
  #again: Timer | null = null;
  /** Of the server that is there now. */
  #connection = new AbortController();
  #closed = false;

  constructor(options: SegmentDeliveryOptions) {
    this.#options = options;
    this.#reconciler = new Reconciler(
      () => this.#deliver(),
      (cause) => {
        if (this.#closed) return;
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
    this.#connection.abort();
    this.#connection = new AbortController();
    this.#receiver = receiver;
    this.poke();
  }

  poke(): void {
    if (this.#receiver) this.#reconciler.poke();
  }

  /** What is on its way is broken off; the server has a whole segment or none. */
  close(): void {
    this.#closed = true;
    this.#receiver = null;
    this.#connection.abort();
    this.#again?.cancel();
  }

  async #deliver(): Promise<void> {
    const { shelf, isActive } = this.#options;
    let isFull = false;
    for (const segment of shelf.waiting) {
      const receiver = this.#receiver;
      if (!receiver) return;
      const outcome = await this.#hand(receiver, segment);
      if (outcome === 'taken') await shelf.release(segment);
      if (outcome === 'refused') await shelf.setAside(segment);
      if (outcome === 'missing') await shelf.lost(segment);
      if (outcome === 'later') {
        // Its disk is full for the next as well. What needs no room there goes on.
        isFull = true;
        break;
      }
    }
    for (const recording of await shelf.recordings()) {
      const { recordingId } = recording;
      if (isActive(recordingId) || (await shelf.isOpen(recordingId))) continue;
      const receiver = this.#receiver;
      if (!receiver) return;
      if (shelf.waiting.some((segment) => segment.recordingId === recordingId)) {
        if (isFull) continue;
        return this.poke();
      }
      await this.#tell(receiver, recording);
      await shelf.giveUp(recordingId);
    }
    if (isFull) throw new Error('the server has no room for recordings');
  }

  async #hand(receiver: SegmentReceiver, segment: SegmentFacts): Promise<Outcome> {
    let upload: string | null;
    try {
      upload = await receiver.announce(segment);
    } catch (cause) {
      if (!isRefusal(cause)) throw cause;
      this.#options.log.error(
        { segment: segment.segmentId },
        'server does not know the recording of a segment',
      );
      return 'refused';
    }
    if (upload === null) return 'taken';
    if (!(await isFile(this.#options.shelf.pathOf(segment)))) {
      this.#options.log.error({ segment: segment.segmentId }, 'the file of a segment is gone');
      return 'missing';
    }
    const response = await fetch(receiver.addressOf(upload), {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'content-length': `${segment.bytes}` },
      body: ReadableStream.from(this.#paced(this.#options.shelf.pathOf(segment))),
      duplex: 'half',
      signal: this.#connection.signal,
    });
    const answer: unknown = await response.json().catch(() => null);
    if (response.ok) return 'taken';
    const code = HttpFailure.safeParse(answer).data?.code;
    if (code === 'RECORDINGS_FULL') return 'later';
    if (code !== 'SEGMENT_WRONG') throw new Error(`segment was not taken: ${response.status}`);
    this.#options.log.error(
      { segment: segment.segmentId },
      'segment has other bytes than when it was closed',
    );
    return 'refused';
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
