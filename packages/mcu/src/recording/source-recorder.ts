import { randomBytes } from 'node:crypto';
import { backoffMs, type Clock, sleep } from '@nhipcau/base';
import { isDiskFull } from '@nhipcau/base/node';
import type { MeetingId, RecordedSource, RecordingId, RecordingTrouble } from '@nhipcau/contracts';
import type { types } from 'mediasoup';
import { within } from '../media/within.ts';
import type { Logger } from '../process/logging.ts';
import { SeatConsumer, type SeatWant } from '../rooms/seat-consumer.ts';
import { sessionDescription, WRITER_CRYPTO } from './sdp.ts';
import type { SegmentShelf } from './segment-shelf.ts';
import { SegmentWriter, type WriterEnd } from './segment-writer.ts';
import { freePortPair, type PortPair } from './udp-ports.ts';

/** Key and salt of the cipher between worker and writer (RFC 3711 section 8.2). */
const KEY_BYTES = 30;
/** A key frame is asked for again this often while a new picture has not begun, at most for six seconds. */
const ASK_AGAIN_MS = 2_000;
const MAX_ASKS = 3;
/** A writer that gets packets and writes nothing for this long is replaced. */
export const STALLED_AFTER_MS = 5_000;
/** Ports that were lost to somebody else in a row before it is told. */
const MOST_PORTS_TAKEN = 3;
const AGAIN = { firstMs: 200, maxMs: 10_000 } as const;

/** A stream that may be recorded; what technicians say on the talkback is none (R-CDT-17). */
export type RecordedWant = SeatWant & { readonly source: RecordedSource };
export const isRecordedWant = (want: SeatWant): want is RecordedWant => want.source !== 'talk';

export interface SourceRecorderOptions {
  readonly meetingId: MeetingId;
  readonly recordingId: RecordingId;
  readonly want: RecordedWant;
  readonly router: types.Router;
  readonly rtpCapabilities: types.RtpCapabilities;
  readonly shelf: SegmentShelf;
  readonly ffmpeg: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly events: SourceEvents;
}

export interface SourceEvents {
  /** Whether packets flow may have changed. */
  changed(): void;
  troubled(want: RecordedWant, trouble: RecordingTrouble): void;
  /** Its first bytes are on disk, after a trouble or at the beginning. */
  writes(want: RecordedWant, after: RecordingTrouble | null): void;
}

/** A writer at work and what feeds it. */
interface Work {
  readonly run: string;
  readonly writer: SegmentWriter;
  readonly transport: types.PlainTransport;
  readonly entry: SeatConsumer;
  /** What was sent to the writer, and how much it wrote, when they were last seen to grow. */
  seen: { files: number; bytes: number; sent: number; at: number };
}

/**
 * Writes one source for as long as it is wanted. A writer that dies, stalls or never begins is replaced by another: what
 * is lost is the last moment of the open file (rule RD-5).
 */
export class SourceRecorder {
  readonly key: string;
  readonly #options: SourceRecorderOptions;
  readonly #finished: Promise<void>;
  readonly #stop = new AbortController();
  #want: RecordedWant;
  #work: Work | null = null;
  #isWriting = false;
  #told: RecordingTrouble | null = null;

  constructor(options: SourceRecorderOptions) {
    this.#options = options;
    this.#want = options.want;
    this.key = options.want.key;
    this.#finished = this.#keepWriting();
  }

  get want(): SeatWant {
    return this.#want;
  }

  get flowing(): boolean {
    return this.#work?.entry.flowing ?? false;
  }

  /** The process that writes now, and the name its files begin with; null while there is none. */
  get writer(): { readonly pid: number | undefined; readonly run: string } | null {
    return this.#work && { pid: this.#work.writer.pid, run: this.#work.run };
  }

  adjust(want: RecordedWant): void {
    this.#want = want;
    if (this.#work?.entry.adjust(want.layer, want.held)) this.#options.events.changed();
  }

  /** A file can only be cut at a key frame. */
  requestKeyFrame(): void {
    const consumer = this.#work?.entry.consumer;
    if (!consumer || consumer.closed || consumer.kind !== 'video') return;
    consumer.requestKeyFrame().catch(() => undefined); // The consumer closed meanwhile.
  }

  /** Closes finished files and looks whether the writer writes what it gets. */
  async watch(): Promise<void> {
    const work = this.#work;
    if (!work) return;
    const { shelf, recordingId, clock, log, events } = this.#options;
    const { files, bytes } = await shelf.sizeOf(recordingId, work.run, work.seen.files);
    if (files > work.seen.files && work.seen.files > 0)
      shelf
        .closeRun(recordingId, work.run, { isOver: false })
        .catch((cause: unknown) => log.warn({ err: cause, key: this.key }, 'files are not closed yet'));
    if (files > work.seen.files || bytes > work.seen.bytes) {
      if (!this.#isWriting || this.#told !== null) events.writes(this.#want, this.#told);
      this.#isWriting = true;
      this.#told = null;
      work.seen = { files, bytes, sent: await sentBy(work.entry.consumer), at: clock.now() };
      return;
    }
    if (clock.now() - work.seen.at < STALLED_AFTER_MS) return;
    const sent = await sentBy(work.entry.consumer);
    const isFed = sent > work.seen.sent;
    work.seen = { ...work.seen, sent, at: clock.now() };
    if (!isFed || this.#work !== work) return;
    void work.writer.stop('stalled');
  }

  /** The disk has no room for more: its file is closed while there is room for that. */
  giveWay(): void {
    void this.#work?.writer.stop('diskFull');
  }

  /** Stops; resolves when its files are closed. */
  close(): Promise<void> {
    this.#stop.abort();
    return this.#finished;
  }

  async #keepWriting(): Promise<void> {
    let portsTaken = 0;
    for (let attempt = 0; !this.#stop.signal.aborted; attempt += 1) {
      const startedAt = this.#options.clock.now();
      try {
        const end = await this.#writeOnce();
        if (this.#stop.signal.aborted || this.#isMoot()) return;
        portsTaken = end === 'portTaken' ? portsTaken + 1 : 0;
        if (end !== 'portTaken') this.#trouble(end);
        // Another port is tried at once; that nobody need know.
        else if (portsTaken >= MOST_PORTS_TAKEN) this.#trouble('writerFailed');
      } catch (cause) {
        // The stream or its router is gone: the recorder is told by the next pass.
        if (this.#isMoot()) return;
        this.#options.log.warn({ err: cause, key: this.key }, 'source is not recorded');
        // Others write to the disk as well: it may have filled up since we looked.
        this.#trouble(isDiskFull(cause) ? 'diskFull' : 'writerFailed');
      }
      if (this.#options.clock.now() - startedAt > AGAIN.maxMs) attempt = 0;
      await sleep(this.#options.clock, backoffMs(attempt, AGAIN), { signal: this.#stop.signal }).catch(
        () => undefined,
      );
    }
  }

  #isMoot(): boolean {
    return this.#want.producer.closed || this.#options.router.closed;
  }

  async #writeOnce(): Promise<WriterEnd> {
    const { shelf, recordingId, meetingId, clock, log } = this.#options;
    const { siteId, source } = this.#want;
    if (await shelf.isFull()) return 'diskFull';
    const { run, folder } = await shelf.openRun({ recordingId, meetingId, siteId, source });
    let transport: types.PlainTransport | null = null;
    let writer: SegmentWriter | null = null;
    let ports: PortPair | null = null;
    const onAbort = () => void writer?.stop();
    this.#stop.signal.addEventListener('abort', onAbort, { once: true });
    try {
      transport = await openTransport(this.#options.router);
      const entry = await this.#consume(transport);
      ports = await freePortPair();
      const { port } = ports;
      const [codec] = entry.consumer.rtpParameters.codecs;
      if (!codec || !transport.srtpParameters) return 'writerFailed';
      const { kind } = entry.consumer;
      const key = transport.srtpParameters.keyBase64;
      const description = sessionDescription({ port, kind, codec, key });
      writer = new SegmentWriter({
        ffmpeg: this.#options.ffmpeg,
        folder,
        run,
        port,
        key,
        description,
        clock,
      });
      entry.consumer.observer.once('close', onAbort);
      if (!(await writer.listening())) {
        await writer.stop();
        return await writer.ended;
      }
      await transport.connect({
        ip: '127.0.0.1',
        port,
        srtpParameters: { cryptoSuite: WRITER_CRYPTO, keyBase64: randomBytes(KEY_BYTES).toString('base64') },
      });
      this.#begin({ run, writer, transport, entry, seen: { files: 0, bytes: 0, sent: 0, at: clock.now() } });
      const why = await writer.ended;
      if (!this.#stop.signal.aborted && !this.#isMoot())
        log.warn({ key: this.key, why, words: writer.words }, 'writer ended');
      return why;
    } finally {
      this.#work = null;
      this.#stop.signal.removeEventListener('abort', onAbort);
      transport?.close();
      await writer?.stop();
      ports?.release();
      await shelf.closeRun(recordingId, run, { isOver: true });
      this.#options.events.changed();
    }
  }

  #begin(work: Work): void {
    if (this.#stop.signal.aborted) return void work.writer.stop();
    work.entry.adjust(this.#want.layer, this.#want.held);
    this.#work = work;
    work.entry.markReady();
    this.#options.events.changed();
    if (work.entry.consumer.kind === 'video') void this.#askForKeyFrame(work);
  }

  /** Resuming asks once; a request or its answer may be lost. */
  async #askForKeyFrame(work: Work): Promise<void> {
    const { clock, shelf, recordingId } = this.#options;
    for (let ask = 0; ask < MAX_ASKS; ask += 1) {
      await sleep(clock, ASK_AGAIN_MS);
      if (this.#work !== work || (await shelf.sizeOf(recordingId, work.run)).bytes > 0) return;
      this.requestKeyFrame();
    }
  }

  async #consume(transport: types.PlainTransport): Promise<SeatConsumer> {
    const want = this.#want;
    const { rtpCapabilities, log } = this.#options;
    const consumer = await within(
      transport,
      transport.consume({
        producerId: want.producer.id,
        rtpCapabilities,
        paused: true,
        ...(want.producer.type === 'simulcast'
          ? { preferredLayers: { spatialLayer: SeatConsumer.spatialLayer(want.producer, want.layer) } }
          : {}),
      }),
    );
    return new SeatConsumer(want, consumer, (cause) =>
      log.warn({ err: cause, key: want.key }, 'recorded stream does not follow'),
    );
  }

  #trouble(trouble: RecordingTrouble): void {
    if (this.#told === trouble) return;
    this.#told = trouble;
    this.#options.events.troubled(this.#want, trouble);
  }
}

/** Towards a process on this machine, encrypted; RTCP comes on the same port. */
const openTransport = (router: types.Router): Promise<types.PlainTransport> =>
  within(
    router,
    router.createPlainTransport({
      listenInfo: { protocol: 'udp', ip: '127.0.0.1' },
      rtcpMux: true,
      comedia: false,
      enableSctp: false,
      enableSrtp: true,
      srtpCryptoSuite: WRITER_CRYPTO,
    }),
  );

/** Bytes let through so far; a consumer that closed meanwhile sends nothing. */
async function sentBy(consumer: types.Consumer): Promise<number> {
  if (consumer.closed) return 0;
  try {
    const stats = await consumer.getStats();
    return stats.reduce((sum, entry) => sum + (entry.type === 'outbound-rtp' ? entry.byteCount : 0), 0);
  } catch {
    return 0;
  }
}
