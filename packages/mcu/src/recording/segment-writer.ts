import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Clock, sleep } from '@nhipcau/base';
import { saysDiskFull } from '@nhipcau/base/node';
import { type RecordingTrouble, SEGMENT_MS } from '@nhipcau/contracts';
import { sayGoodbye } from './goodbye.ts';
import { isBound } from './udp-ports.ts';

/** A writer that does not listen by then never will. */
const BOUND_WITHIN_MS = 8_000;
const LOOK_EVERY_MS = 20;
/** Told that the stream is over it writes what it has; after this it is asked to end, and then ended. */
const ASK_AFTER_MS = 1_000;
const STOP_WITHIN_MS = 3_000;
/** Bytes of complaints that are kept. */
const KEPT_WORDS = 4_000;

export interface WriterOptions {
  readonly ffmpeg: string;
  readonly folder: string;
  /** Files are `<run>.00001.mkv` and so on. */
  readonly run: string;
  readonly port: number;
  /** Key and salt of what comes, base64. */
  readonly key: string;
  readonly description: string;
  readonly clock: Clock;
}

/** Why a writer ended. `portTaken`: somebody was quicker at its port, between our look and its own opening. */
export type WriterEnd = RecordingTrouble | 'portTaken';

/** What ffmpeg said before it ended, where that has a name. */
function endIn(words: string): WriterEnd {
  if (saysDiskFull(words)) return 'diskFull';
  return /address already in use/i.test(words) ? 'portTaken' : 'writerFailed';
}

/**
 * One process that writes one stream as it comes, without looking inside. Each packet carries the wall clock of its
 * arrival, so that every file says by itself when it was recorded; clusters go to disk several times a second, so that
 * what is lost when it is killed is less than one.
 */
export class SegmentWriter {
  readonly ended: Promise<WriterEnd>;
  readonly #options: WriterOptions;
  readonly #process: ChildProcess;
  #words = '';
  #stopping: Promise<void> | null = null;
  #stoppedFor: RecordingTrouble | null = null;
  #isOver = false;

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#process = spawn(options.ffmpeg, argumentsOf(options), { stdio: ['pipe', 'ignore', 'pipe'] });
    this.#process.stderr?.on('data', (piece: Buffer) => {
      this.#words = (this.#words + piece.toString('utf8')).slice(-KEPT_WORDS);
    });
    // A writer that ends before it has read everything tells it by ending.
    this.#process.stdin?.on('error', () => undefined);
    this.#process.stdin?.end(options.description);
    this.ended = new Promise((resolve) => {
      const over = (why: WriterEnd) => {
        this.#isOver = true;
        resolve(why);
      };
      this.#process.once('error', () => over('noWriter'));
      this.#process.once('close', () => over(this.#stoppedFor ?? endIn(this.#words)));
    });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Its last complaints, for the log. */
  get words(): string {
    return this.#words.trim();
  }

  /** @returns whether it listens; false when it ended instead */
  async listening(): Promise<boolean> {
    const { clock, port } = this.#options;
    for (let waited = 0; waited < BOUND_WITHIN_MS; waited += LOOK_EVERY_MS) {
      if (this.#isOver) return false;
      if (await isBound(port)) return true;
      await sleep(clock, LOOK_EVERY_MS);
    }
    return false;
  }

  /**
   * Lets it finish its file; resolves when it is gone. A sender that nobody watches any more has fallen silent, and a
   * reader that waits for its next packet does not hear a signal: it is told in the stream that it is over. Asked by signal
   * a second time ffmpeg would leave at once, without the end of the file, so that it is asked only once.
   *
   * @param why - the trouble for which it is stopped; null: it is not wanted any more
   */
  stop(why: RecordingTrouble | null = null): Promise<void> {
    this.#stopping ??= this.#finish(why);
    return this.#stopping;
  }

  async #finish(why: RecordingTrouble | null): Promise<void> {
    if (this.#isOver) return;
    this.#stoppedFor = why;
    const { clock, port, key } = this.#options;
    const limits = [
      clock.after(ASK_AFTER_MS, () => this.#process.kill('SIGINT')),
      clock.after(STOP_WITHIN_MS, () => this.#process.kill('SIGKILL')),
    ];
    await sayGoodbye(port, key);
    await this.ended;
    for (const limit of limits) limit.cancel();
  }
}

const argumentsOf = ({ folder, run }: WriterOptions): string[] => [
  ...['-hide_banner', '-loglevel', 'warning', '-nostdin'],
  ...['-protocol_whitelist', 'pipe,rtp,srtp,udp', '-localaddr', '127.0.0.1'],
  ...['-use_wallclock_as_timestamps', '1', '-fpsprobesize', '0'],
  ...['-buffer_size', '1048576', '-reorder_queue_size', '64'],
  ...['-f', 'sdp', '-i', 'pipe:0', '-map', '0', '-c', 'copy', '-copyts'],
  ...['-f', 'segment', '-segment_time', `${SEGMENT_MS / 1000}`, '-segment_atclocktime', '1'],
  ...['-segment_format', 'matroska', '-segment_start_number', '1'],
  ...['-segment_format_options', 'flush_packets=1:cluster_time_limit=400'],
  join(folder, `${run}.%05d.mkv`),
];
