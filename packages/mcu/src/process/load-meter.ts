import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock } from '@nhipcau/base';
import type { NodeLoad } from '@nhipcau/contracts';
import type { WorkerPool } from '../workers/worker-pool.ts';

const RESOLUTION_MS = 10;

/** Measures how busy this process and its workers are, from one call to the next. */
export class LoadMeter {
  readonly #pool: WorkerPool;
  readonly #clock: Clock;
  readonly #eventLoop: ReturnType<typeof monitorEventLoopDelay>;
  #last: NodeLoad = { workers: [], eventLoopP99Ms: 0, memoryMb: 0 };
  #cpu: { readonly worker: number; readonly cpu: number }[] = [];

  constructor(pool: WorkerPool, clock: Clock) {
    this.#pool = pool;
    this.#clock = clock;
    this.#eventLoop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    this.#eventLoop.enable();
  }

  get last(): NodeLoad {
    return this.#last;
  }

  get cpu(): readonly { readonly worker: number; readonly cpu: number }[] {
    return this.#cpu;
  }

  async measure(): Promise<NodeLoad> {
    const measured = await Promise.all(
      this.#pool.workers.map(async (worker) => ({
        index: worker.index,
        observed: {
          pid: worker.pid,
          cpu: await worker.cpu(this.#clock.now()),
          routers: worker.routers,
          consumers: worker.consumers,
        },
      })),
    );
    this.#cpu = measured.map(({ index, observed }) => ({ worker: index, cpu: observed.cpu }));
    // The monitor wakes every `RESOLUTION_MS`; what is beyond that is delay.
    const p99Ms = this.#eventLoop.percentile(99) / 1e6 - RESOLUTION_MS;
    this.#eventLoop.reset();
    this.#last = {
      workers: measured.map(({ observed }) => observed),
      eventLoopP99Ms: Math.max(0, Math.round(p99Ms * 100) / 100),
      memoryMb: Math.round(process.memoryUsage().rss / 1_048_576),
    };
    return this.#last;
  }

  close(): void {
    this.#eventLoop.disable();
  }
}
