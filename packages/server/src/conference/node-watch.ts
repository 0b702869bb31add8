import type { Clock, Timer } from '@nhipcau/base';
import type { NodeId } from '@nhipcau/contracts';

/** A node whose connection broke counts as lost after this; a blink of the network is no incident. */
const LOST_AFTER_MS = 3_000;
/** After a start of the server nodes have this long to dial. */
const EXPECTED_WITHIN_MS = 10_000;

/** Waits for nodes that are away, and tells when they have been away too long. */
export class NodeWatch {
  readonly #clock: Clock;
  readonly #onOverdue: (nodeId: NodeId) => void;
  readonly #timers = new Map<NodeId, Timer>();

  constructor(clock: Clock, onOverdue: (nodeId: NodeId) => void) {
    this.#clock = clock;
    this.#onOverdue = onOverdue;
  }

  /** The server has just started and has not heard the node yet. */
  expect(nodeId: NodeId): void {
    this.#wait(nodeId, EXPECTED_WITHIN_MS);
  }

  /** The connection of the node broke. */
  left(nodeId: NodeId): void {
    this.#wait(nodeId, LOST_AFTER_MS);
  }

  heard(nodeId: NodeId): void {
    this.#timers.get(nodeId)?.cancel();
    this.#timers.delete(nodeId);
  }

  close(): void {
    for (const nodeId of [...this.#timers.keys()]) this.heard(nodeId);
  }

  #wait(nodeId: NodeId, delayMs: number): void {
    this.heard(nodeId);
    const timer = this.#clock.after(delayMs, () => {
      this.#timers.delete(nodeId);
      this.#onOverdue(nodeId);
    });
    this.#timers.set(nodeId, timer);
  }
}
