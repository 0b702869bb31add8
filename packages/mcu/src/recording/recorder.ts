import type { Clock, Timer } from '@nhipcau/base';
import { type MeetingId, type NodeHappening, type RecordingId, SEGMENT_MS } from '@nhipcau/contracts';
import type { types } from 'mediasoup';
import type { Receiver, ReceiverMedia } from '../conference/receiver.ts';
import type { Logger } from '../process/logging.ts';
import type { SeatWant } from '../rooms/seat-consumer.ts';
import type { MediaWorker } from '../workers/media-worker.ts';
import type { SegmentShelf } from './segment-shelf.ts';
import { isRecordedWant, type RecordedWant, SourceRecorder } from './source-recorder.ts';

/** What this node needs to record. */
export interface RecordingTools {
  readonly shelf: SegmentShelf;
  readonly ffmpeg: string;
}

export interface RecorderOptions {
  readonly meetingId: MeetingId;
  readonly recordingId: RecordingId;
  readonly tools: RecordingTools;
  readonly clock: Clock;
  readonly log: Logger;
  /** A place for its consumers; rejects while there is no worker. */
  readonly place: () => Promise<{ readonly worker: MediaWorker; readonly router: types.Router }>;
  /** What it receives may have changed: another pass is due. */
  readonly changed: () => void;
  readonly report: (happening: NodeHappening) => void;
}

const PLACE_AGAIN_MS = 500;
const WATCH_EVERY_TICKS = 2;

/**
 * Watches a meeting as everybody sees it and writes each source it is shown to a file of its own (rule RD-2). It is a
 * receiver like any seat: what reaches it, over which link and in which size, is decided by the same pass.
 */
export class Recorder implements Receiver, ReceiverMedia {
  readonly recordingId: RecordingId;
  readonly siteId = null;
  readonly watching = { kind: 'recorder' } as const;
  readonly occupied = true;
  readonly #options: RecorderOptions;
  readonly #sources = new Map<string, SourceRecorder>();
  readonly #closing = new Set<Promise<void>>();
  #place: { readonly worker: MediaWorker; readonly router: types.Router } | null = null;
  #capabilities: types.RtpCapabilities | null = null;
  #again: Timer | null = null;
  #ticks = 0;
  #hasBegun = false;
  #minute = 0;
  #closed = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.recordingId = options.recordingId;
    this.#minute = this.#minuteNow();
    void options.tools.shelf
      .begin({ meetingId: options.meetingId, recordingId: options.recordingId })
      .catch((cause: unknown) => options.log.error({ err: cause }, 'recording has no folder'));
    void this.#findPlace();
  }

  get receiving(): boolean {
    return this.#place !== null;
  }

  get media(): ReceiverMedia | null {
    return this.#place === null ? null : this;
  }

  get router(): types.Router {
    if (this.#place === null) throw new Error('the recorder has no place yet');
    return this.#place.router;
  }

  get rtpCapabilities(): types.RtpCapabilities | null {
    return this.#capabilities;
  }

  /** Sources that are recorded, by `site/source`. */
  get sources(): ReadonlyMap<string, SourceRecorder> {
    return this.#sources;
  }

  isFlowing(key: string): boolean {
    return this.#sources.get(key)?.flowing ?? false;
  }

  reconcile(wants: readonly SeatWant[], rtpCapabilities: types.RtpCapabilities): void {
    const wanted = new Map(wants.filter(isRecordedWant).map((want) => [want.key, want]));
    for (const [key, source] of this.#sources)
      if (wanted.get(key)?.producer !== source.want.producer) this.#end(source);
    for (const want of wanted.values()) {
      const known = this.#sources.get(want.key);
      if (known) known.adjust(want);
      else if (!want.producer.closed) this.#open(want, rtpCapabilities);
    }
  }

  /** Every second: files are cut at the full minute, and writers that stand still are replaced. */
  async tick(): Promise<void> {
    this.#ticks += 1;
    const minute = this.#minuteNow();
    if (minute !== this.#minute) {
      this.#minute = minute;
      for (const source of this.#sources.values()) source.requestKeyFrame();
    }
    if (this.#ticks % WATCH_EVERY_TICKS !== 0) return;
    const sources = [...this.#sources.values()];
    try {
      if (await this.#options.tools.shelf.isFull()) for (const source of sources) source.giveWay();
      else await Promise.all(sources.map((source) => source.watch()));
    } catch (cause) {
      this.#options.log.warn({ err: cause }, 'recording is not watched');
    }
  }

  /** Stops; resolves when all files are closed. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#again?.cancel();
    this.#leavePlace();
    for (const source of [...this.#sources.values()]) this.#end(source);
    await Promise.all(this.#closing);
  }

  #minuteNow(): number {
    return Math.floor(this.#options.clock.now() / SEGMENT_MS);
  }

  #open(want: RecordedWant, rtpCapabilities: types.RtpCapabilities): void {
    const { meetingId, recordingId, tools, clock, log, report, changed } = this.#options;
    this.#sources.set(
      want.key,
      new SourceRecorder({
        meetingId,
        recordingId,
        want,
        router: this.router,
        rtpCapabilities,
        ...tools,
        clock,
        log,
        events: {
          changed,
          troubled: ({ siteId, source }, trouble) =>
            report({ type: 'recording.troubled', recordingId, siteId, source, trouble }),
          writes: ({ siteId, source }, after) => {
            if (!this.#hasBegun) report({ type: 'recording.began', recordingId });
            this.#hasBegun = true;
            if (after !== null) report({ type: 'recording.recovered', recordingId, siteId, source });
          },
        },
      }),
    );
  }

  #end(source: SourceRecorder): void {
    this.#sources.delete(source.key);
    const closing = source.close().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }

  async #findPlace(): Promise<void> {
    try {
      const place = await this.#options.place();
      if (this.#closed || place.router.closed) return this.#lookAgain();
      place.worker.seats += 1;
      place.router.observer.once('close', () => this.#lostPlace(place.router));
      this.#capabilities = writerCapabilities(place.router.rtpCapabilities);
      this.#place = place;
      this.#options.changed();
    } catch (cause) {
      if (!this.#closed) this.#options.log.warn({ err: cause }, 'recorder waits for a worker');
      this.#lookAgain();
    }
  }

  #lookAgain(): void {
    if (this.#closed) return;
    this.#again = this.#options.clock.after(PLACE_AGAIN_MS, () => void this.#findPlace());
  }

  /** Its worker died: everything goes on at another. */
  #lostPlace(router: types.Router): void {
    if (this.#place?.router !== router) return;
    this.#leavePlace();
    for (const source of [...this.#sources.values()]) this.#end(source);
    this.#lookAgain();
  }

  #leavePlace(): void {
    if (this.#place) this.#place.worker.seats -= 1;
    this.#place = null;
  }
}

/** A writer repairs nothing and reads no extension; it can only be sent a new key frame. */
const writerCapabilities = ({ codecs = [] }: types.RtpCapabilities): types.RtpCapabilities => ({
  codecs: codecs
    .filter(({ mimeType }) => !mimeType.endsWith('/rtx'))
    .map((codec) => ({
      ...codec,
      rtcpFeedback: (codec.rtcpFeedback ?? []).filter(
        ({ type, parameter }) => (type === 'nack' && parameter === 'pli') || type === 'ccm',
      ),
    })),
  headerExtensions: [],
});
