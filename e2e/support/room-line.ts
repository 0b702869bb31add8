import { DatagramRelay } from '@nhipcau/tools/network';
import type { Page } from 'playwright-core';
import { z } from 'zod';

const Candidate = z.looseObject({ protocol: z.string(), port: z.int() });
const TransportOpened = z.looseObject({
  t: z.literal('res'),
  b: z.looseObject({ transportId: z.string(), iceCandidates: z.array(Candidate) }),
});

const LOOPBACK = '127.0.0.1';

/** The line of one room: signalling and media of its page pass through it, and it can be cut. */
export class RoomLine {
  readonly #gates = new Map<number, Promise<DatagramRelay>>();
  #cut = false;

  /** Must be laid before the page opens its room. */
  async lay(page: Page): Promise<void> {
    await page.routeWebSocket(/\/room$/, (room) => {
      if (this.#cut) return void room.close();
      const node = room.connectToServer();
      room.onMessage((message) => {
        if (!this.#cut) node.send(message);
      });
      // One after the other, for what the node says has an order.
      let tail: Promise<void> = Promise.resolve();
      node.onMessage((message) => {
        tail = tail.then(async () => {
          if (!this.#cut) room.send(await this.#throughGate(String(message)));
        });
      });
    });
  }

  cut(): void {
    this.#cut = true;
  }

  restore(): void {
    this.#cut = false;
  }

  async close(): Promise<void> {
    for (const gate of this.#gates.values()) (await gate).close();
  }

  /** Media goes by UDP through our gate; other ways to the node are not told to the page. */
  async #throughGate(text: string): Promise<string> {
    const opened = TransportOpened.safeParse(JSON.parse(text));
    if (!opened.success) return text;
    const udp = opened.data.b.iceCandidates.filter(({ protocol }) => protocol === 'udp');
    const iceCandidates = await Promise.all(
      udp.map(async (candidate) => ({ ...candidate, port: (await this.#gateTo(candidate.port)).port })),
    );
    return JSON.stringify({ ...opened.data, b: { ...opened.data.b, iceCandidates } });
  }

  #gateTo(port: number): Promise<DatagramRelay> {
    const gate =
      this.#gates.get(port) ??
      DatagramRelay.open({ host: LOOPBACK, port: 0 }, { host: LOOPBACK, port }, () => (this.#cut ? null : 0));
    this.#gates.set(port, gate);
    return gate;
  }
}
