import type { types } from 'mediasoup';
import { routerCodecs } from '../media/codecs.ts';
import { WorkerLoad } from './worker-load.ts';

/** One mediasoup worker process with its port for rooms. Closed by the pool that made it. */
export class MediaWorker {
  readonly index: number;
  readonly webRtcServer: types.WebRtcServer;
  readonly #worker: types.Worker;
  #cpuAt: { readonly usedMs: number; readonly at: number } | null = null;
  /** Seats that have media here. */
  seats = 0;
  readonly load = new WorkerLoad();
  #routers = 0;
  #consumers = 0;

  constructor(index: number, worker: types.Worker, webRtcServer: types.WebRtcServer) {
    this.index = index;
    this.#worker = worker;
    this.webRtcServer = webRtcServer;
    worker.observer.on('newrouter', (router) => this.#count(router));
  }

  get pid(): number {
    return this.#worker.pid;
  }

  get closed(): boolean {
    return this.#worker.closed;
  }

  get routers(): number {
    return this.#routers;
  }

  get consumers(): number {
    return this.#consumers;
  }

  createRouter(): Promise<types.Router> {
    return this.#worker.createRouter({ mediaCodecs: routerCodecs });
  }

  /** Share of one core used since the last call, 0…1; 0 at the first. */
  async cpu(now: number): Promise<number> {
    const usage = await this.#worker.getResourceUsage();
    const usedMs = usage.ru_utime + usage.ru_stime;
    const before = this.#cpuAt;
    this.#cpuAt = { usedMs, at: now };
    const cores =
      before === null || now <= before.at ? 0 : Math.max(0, (usedMs - before.usedMs) / (now - before.at));
    this.load.measured(cores);
    return cores;
  }

  close(): void {
    this.#worker.close();
  }

  #count(router: types.Router): void {
    this.#routers += 1;
    router.observer.on('close', () => {
      this.#routers -= 1;
    });
    router.observer.on('newtransport', (transport) => {
      transport.observer.on('newconsumer', (consumer) => {
        this.#consumers += 1;
        consumer.observer.on('close', () => {
          this.#consumers -= 1;
        });
      });
    });
  }
}
