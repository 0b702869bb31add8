import { Lifetime, RpcError } from '@nhipcau/base';
import type { types } from 'mediasoup';
import type { MediaWorker } from '../workers/media-worker.ts';

/** The routers of one meeting, one on each worker that carries some of it; made when first needed. */
export class MeetingRouters {
  readonly #lifetime = new Lifetime();
  readonly #routers = new Map<MediaWorker, Promise<types.Router>>();

  /** @throws {RpcError} PEER_CLOSED when the meeting is over */
  async on(worker: MediaWorker): Promise<types.Router> {
    if (this.#lifetime.closed) throw new RpcError('PEER_CLOSED');
    const known = this.#routers.get(worker);
    if (known) return known;
    const opening = worker.createRouter().then((router) => {
      if (this.#lifetime.closed) {
        router.close();
        throw new RpcError('PEER_CLOSED');
      }
      this.#lifetime.add(() => router.close());
      router.observer.on('close', () => {
        if (this.#routers.get(worker) === opening) this.#routers.delete(worker);
      });
      return router;
    });
    this.#routers.set(worker, opening);
    opening.catch(() => this.#routers.delete(worker));
    return opening;
  }

  /** Routers open just now, for counting. */
  async all(): Promise<types.Router[]> {
    const settled = await Promise.allSettled(this.#routers.values());
    return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  }

  /** Ends what there is; the meeting goes on and may come back to this node. */
  release(): void {
    for (const opening of this.#routers.values())
      opening.then(
        (router) => router.close(),
        () => {}, // It was not opened: nothing to end.
      );
    this.#routers.clear();
  }

  /** Ends every transport, producer and consumer of the meeting on this node. */
  close(): void {
    this.#lifetime.close();
    this.#routers.clear();
  }
}
