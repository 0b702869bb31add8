import type { Clock, Timer } from '@nhipcau/base';
import { LINE_BUCKET_MS, type LineBucket, type LineSubject, type MeetingId } from '@nhipcau/contracts';
import { bucketFrom, bucketOf, type LineSample } from '@nhipcau/domain';
import type { Logger } from 'pino';
import type { Database } from '../database/database.ts';
import { deleteOldBuckets, insertBuckets } from './lines.repository.ts';

export interface BucketRow {
  readonly meetingId: MeetingId;
  readonly subject: LineSubject;
  readonly bucket: LineBucket;
}

export interface LineRecorderOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  /** Days after which line quality is deleted. */
  readonly retentionDays: number;
}

/** Most rows kept while the database does not take them: a meeting of 700 sites for five minutes. */
const MAX_WAITING = 21_000;
const SWEEP_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Gathers looks at lines into buckets of ten seconds and writes them together (R-MON-01, R-MON-02). */
export class LineRecorder {
  readonly #options: LineRecorderOptions;
  readonly #gathering = new Map<
    string,
    { meetingId: MeetingId; subject: LineSubject; at: number; samples: LineSample[] }
  >();
  readonly #timers: Timer[] = [];
  #waiting: BucketRow[] = [];
  #writing: Promise<void> | null = null;
  /** Rows given up because the database was away too long. */
  lost = 0;

  constructor(options: LineRecorderOptions) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  start(): void {
    const { clock } = this.#options;
    this.#timers.push(
      clock.every(LINE_BUCKET_MS, () => void this.#write(clock.now())),
      clock.every(SWEEP_EVERY_MS, () => void this.#sweep()),
    );
  }

  sample(meetingId: MeetingId, subject: LineSubject, sample: LineSample): void {
    const at = bucketOf(this.#options.clock.now());
    const key = `${meetingId} ${subject.kind} ${subject.kind === 'site' ? subject.siteId : subject.childId}`;
    const known = this.#gathering.get(key);
    if (known?.at === at) {
      known.samples.push(sample);
      return;
    }
    if (known) this.#finish(known);
    this.#gathering.set(key, { meetingId, subject, at, samples: [sample] });
  }

  /** Writes what is there, also of the bucket that is not over. */
  async close(): Promise<void> {
    for (const timer of this.#timers) timer.cancel();
    await this.#write(Number.POSITIVE_INFINITY);
  }

  #finish({
    meetingId,
    subject,
    at,
    samples,
  }: {
    meetingId: MeetingId;
    subject: LineSubject;
    at: number;
    samples: LineSample[];
  }): void {
    this.#waiting.push({ meetingId, subject, bucket: bucketFrom(at, samples) });
    const surplus = this.#waiting.length - MAX_WAITING;
    if (surplus <= 0) return;
    this.#waiting.splice(0, surplus);
    this.lost += surplus;
  }

  async #write(now: number): Promise<void> {
    for (const [key, gathered] of [...this.#gathering]) {
      if (gathered.at + LINE_BUCKET_MS > now) continue;
      this.#gathering.delete(key);
      this.#finish(gathered);
    }
    await this.#writing;
    this.#writing ??= this.#deliver().finally(() => {
      this.#writing = null;
    });
    await this.#writing;
  }

  async #deliver(): Promise<void> {
    const rows = this.#waiting;
    this.#waiting = [];
    try {
      await insertBuckets(this.#options.database, rows);
    } catch (cause) {
      this.#waiting = [...rows, ...this.#waiting].slice(-MAX_WAITING);
      this.#options.log.warn({ err: cause, rows: rows.length }, 'line quality is not stored yet');
    }
  }

  async #sweep(): Promise<void> {
    const { database, clock, retentionDays, log } = this.#options;
    try {
      const deleted = await deleteOldBuckets(database, clock.now() - retentionDays * DAY_MS);
      if (deleted > 0) log.info({ deleted }, 'old line quality deleted');
    } catch (cause) {
      log.warn({ err: cause }, 'old line quality could not be deleted');
    }
  }
}
