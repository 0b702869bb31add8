import type { LoadRoom } from '../../load/load-room.ts';

/** Bytes of a payload by which one packet is known from another. */
const MARK_BYTES = 24;
/** A recording repeats itself after 3.2 s; what is older than this is another packet with the same content. */
const MAX_DELAY_MS = 1_500;

/**
 * Follows every sound packet of one room through the cascade: when each of the others, one on every node of the way,
 * received it. All are rooms of this process, so that one clock measures all of it.
 */
export class HopDelay {
  readonly #arrivals = new Map<string, { readonly sentAt: number; readonly at: (number | null)[] }>();
  readonly #complete: number[][] = [];

  /** @param receivers - in the order of the way, the sender's own node first */
  constructor(sender: LoadRoom, receivers: readonly LoadRoom[]) {
    if (sender.sender)
      sender.sender.mic.onSent = (payload, at) =>
        this.#arrivals.set(mark(payload), { sentAt: at, at: receivers.map(() => null) });
    receivers.forEach((room, index) => {
      room.onPacket = (stream, packet, at) => {
        if (stream.opened.siteId !== sender.siteId || stream.opened.source !== 'mic') return;
        const payload = room.decrypt(packet);
        const packetArrivals = payload && this.#arrivals.get(mark(payload));
        if (!packetArrivals || at - packetArrivals.sentAt > MAX_DELAY_MS) return;
        packetArrivals.at[index] = at;
        const instants = packetArrivals.at.filter((each) => each !== null);
        if (instants.length === receivers.length) this.#complete.push(instants);
      };
    });
  }

  /** Delay that one hop added, of every packet that reached everybody, milliseconds. */
  perHop(): number[] {
    return this.#complete.map((at) => ((at.at(-1) ?? 0) - (at[0] ?? 0)) / (at.length - 1));
  }
}

const mark = (payload: Buffer): string => payload.toString('latin1', 0, MARK_BYTES);
