import { readFileSync } from 'node:fs';
import { backoffMs, type Clock, RpcError, TypedEmitter } from '@nhipcau/base';
import * as mediasoup from 'mediasoup';
import type { Logger } from '../process/logging.ts';
import { MediaWorker } from './media-worker.ts';

export interface WorkerPoolOptions {
  readonly count: number;
  /** Address on which rooms' media is received. */
  readonly mediaIp: string;
  /** Address told to rooms, when it differs (behind NAT). */
  readonly announcedAddress?: string | undefined;
  /** UDP and TCP port of the first worker; each further one takes `WORKER_PORT_STEP` more. 0: any free port. */
  readonly mediaPort: number;
  readonly workerBin?: string | undefined;
  readonly marking?: { readonly mark: number; readonly library: string } | null;
}

/** Distance between the ports of two workers of one node. */
export const WORKER_PORT_STEP = 10;
/** Longest wait for a worker that takes the place of one that died. */
const WORKER_WAIT_MS = 4_000;
const RESTART = { firstMs: 50, maxMs: 5_000 } as const;

interface PoolEvents {
  /** A worker process is gone, and with it all its routers and transports. */
  died: [worker: MediaWorker];
  /** A worker took the place of one that died. */
  started: [worker: MediaWorker];
}

/** The node's mediasoup workers. A worker that dies is replaced. */
export class WorkerPool extends TypedEmitter<PoolEvents> {
  readonly #options: WorkerPoolOptions;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #workers = new Map<number, MediaWorker>();
  #closed = false;

  private constructor(options: WorkerPoolOptions, clock: Clock, log: Logger) {
    super();
    this.#options = options;
    this.#clock = clock;
    this.#log = log;
  }

  static async open(
    options: WorkerPoolOptions,
    { clock, log }: { clock: Clock; log: Logger },
  ): Promise<WorkerPool> {
    const pool = new WorkerPool(options, clock, log);
    try {
      for (let index = 0; index < options.count; index += 1) await pool.#start(index);
    } catch (cause) {
      pool.close();
      throw cause;
    }
    return pool;
  }

  get workers(): readonly MediaWorker[] {
    return [...this.#workers.values()];
  }

  /** DSCP of what the workers send; null: one of them runs without the library that marks, and sends unmarked. */
  get mark(): number | null {
    const { marking } = this.#options;
    if (!marking) return null;
    return this.workers.every(({ pid }) => hasLoaded(pid, marking.library)) ? marking.mark : null;
  }

  /**
   * The worker with the least load, of those alike the one with the fewest seats.
   * @throws {RpcError} NODE_CAPACITY_EXHAUSTED while none is running
   */
  leastLoaded(): MediaWorker {
    const now = this.#clock.now();
    const running = this.workers.filter((worker) => !worker.closed);
    const [first, ...others] = running.map((worker) => ({ worker, load: worker.load.at(now) }));
    if (first === undefined) throw new RpcError('NODE_CAPACITY_EXHAUSTED', { what: 'workers' });
    return others.reduce((best, other) => {
      if (other.load !== best.load) return other.load < best.load ? other : best;
      return other.worker.seats < best.worker.seats ? other : best;
    }, first).worker;
  }

  /**
   * Where the next seat goes; it counts from now on, so that a crowd does not land on one worker.
   * @throws {RpcError} NODE_CAPACITY_EXHAUSTED when no worker started within `WORKER_WAIT_MS`
   */
  async placeSeat(): Promise<MediaWorker> {
    const worker = await this.available();
    worker.load.placed(this.#clock.now());
    return worker;
  }

  /**
   * The worker with the least load; while none runs, the next one that starts.
   * @throws {RpcError} NODE_CAPACITY_EXHAUSTED when none started within `WORKER_WAIT_MS`
   */
  async available(): Promise<MediaWorker> {
    if (this.workers.some((worker) => !worker.closed)) return this.leastLoaded();
    await new Promise<void>((resolve) => {
      const done = () => {
        timer.cancel();
        stopListening();
        resolve();
      };
      const timer = this.#clock.after(WORKER_WAIT_MS, done);
      const stopListening = this.on('started', done);
    });
    return this.leastLoaded();
  }

  close(): void {
    this.#closed = true;
    for (const worker of this.#workers.values()) worker.close();
    this.#workers.clear();
  }

  async #start(index: number): Promise<void> {
    const { workerBin, mediaIp, announcedAddress, mediaPort } = this.#options;
    const worker = await mediasoup.createWorker({
      logLevel: 'warn',
      logTags: ['info', 'ice', 'dtls', 'rtp', 'srtp', 'rtcp'],
      ...(workerBin === undefined ? {} : { workerBin }),
    });
    try {
      const port = mediaPort === 0 ? undefined : mediaPort + index * WORKER_PORT_STEP;
      const listen = {
        ip: mediaIp,
        ...(announcedAddress === undefined ? {} : { announcedAddress }),
        ...(port === undefined ? {} : { port }),
      };
      const webRtcServer = await worker.createWebRtcServer({
        listenInfos: [
          { protocol: 'udp', ...listen, sendBufferSize: 4_194_304, recvBufferSize: 4_194_304 },
          { protocol: 'tcp', ...listen },
        ],
      });
      const media = new MediaWorker(index, worker, webRtcServer);
      if (this.#closed) return media.close();
      this.#workers.set(index, media);
      worker.on('died', () => this.#died(media));
      this.#log.info({ worker: index, pid: worker.pid }, 'media worker started');
    } catch (cause) {
      worker.close();
      throw cause;
    }
  }

  #died(media: MediaWorker): void {
    this.#log.error({ worker: media.index, pid: media.pid }, 'media worker died');
    if (this.#workers.get(media.index) === media) this.#workers.delete(media.index);
    this.emit('died', media);
    if (!this.#closed) this.#restart(media.index, 0);
  }

  #restart(index: number, attempt: number): void {
    this.#start(index).then(
      () => {
        const worker = this.#workers.get(index);
        if (worker) this.emit('started', worker);
      },
      (cause: unknown) => {
        this.#log.error({ worker: index, err: cause }, 'media worker does not start');
        this.#clock.after(backoffMs(attempt, RESTART), () => {
          if (!this.#closed) this.#restart(index, attempt + 1);
        });
      },
    );
  }
}

/** Whether a process has a library in its memory: a worker that is linked statically ignores what it should load. */
function hasLoaded(pid: number, library: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/maps`, 'utf8').includes(library);
  } catch {
    return false; // Not Linux, or the worker is gone: then nothing can be said for it.
  }
}
