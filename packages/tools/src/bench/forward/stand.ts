import { type ChildProcess, fork } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { PlayerTarget } from './player.ts';
import { SeatClient } from './seat-client.ts';
import { FromStand, type SeatPorts, type ToStand } from './wire.ts';

const ANSWER_TIMEOUT_MS = 60_000;
const SETTLE_MS = 20_000;
const STREAMS_PER_SEAT = 2;

export interface Usage {
  readonly workerMs: number;
  readonly controlMs: number;
}

/** Something under measurement that forwards a sender to its seats. */
export interface Stand extends PlayerTarget {
  usage(): Promise<Usage>;
  close(): Promise<void>;
}

/** A process of ours, a node or a bare worker, with its receiving seats. */
export class OwnStand implements Stand {
  readonly #child: ChildProcess;
  readonly #clients: readonly SeatClient[];
  readonly #socket = createSocket('udp4');
  readonly #sendToPort: number;

  private constructor(child: ChildProcess, clients: readonly SeatClient[], sendToPort: number) {
    this.#child = child;
    this.#clients = clients;
    this.#sendToPort = sendToPort;
  }

  /** @param program - of this folder; stands ready with this many receiving seats */
  static async open(program: string, seats: number, ports: SeatPorts): Promise<OwnStand> {
    const child = fork(new URL(`./${program}`, import.meta.url), { stdio: ['ignore', 2, 2, 'ipc'] });
    const { rooms } = await ask(child, { type: 'open', seats, ports }, 'ready');
    const clients = rooms ? await joinAll(rooms) : [];
    const { port } = await ask(child, { type: 'sender' }, 'sender');
    return new OwnStand(child, clients, port);
  }

  rtp(packet: Buffer): void {
    this.#socket.send(packet, this.#sendToPort, '127.0.0.1');
  }

  rtcp(packet: Buffer): void {
    this.rtp(packet);
  }

  usage(): Promise<Usage> {
    return ask(this.#child, { type: 'usage' }, 'usage');
  }

  async close(): Promise<void> {
    this.#socket.close();
    for (const client of this.#clients) client.close();
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.send({ type: 'close' } satisfies ToStand);
    await ended;
  }
}

/** The first publishes; all others must receive before anything is measured. */
async function joinAll({ url, tickets }: { url: string; tickets: readonly string[] }): Promise<SeatClient[]> {
  const clients: SeatClient[] = [];
  for (const ticket of tickets) {
    const client = await SeatClient.join(url, ticket);
    if (clients.length === 0) await client.publish();
    clients.push(client);
  }
  const receivers = clients.slice(1);
  const waiting = () => receivers.filter(({ receiving }) => receiving < STREAMS_PER_SEAT).length;
  for (const end = Date.now() + SETTLE_MS; waiting() > 0; await new Promise((done) => setTimeout(done, 50)))
    if (Date.now() > end) throw new Error(`${waiting()} of ${receivers.length} seats do not receive`);
  return clients;
}

type Answer<T extends FromStand['type']> = Extract<FromStand, { type: T }>;

async function ask<T extends FromStand['type']>(
  child: ChildProcess,
  question: ToStand,
  wanted: T,
): Promise<Answer<T>> {
  const settled = new AbortController();
  const signal = AbortSignal.any([settled.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]);
  const answered = once(child, 'message', { signal });
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`a stand ended by itself (code ${String(code)})`);
  });
  ended.catch(() => {
    // Told by the race below, or of no interest after the answer.
  });
  child.send(question);
  const [message] = await Promise.race([answered, ended]).finally(() => settled.abort());
  const answer = FromStand.parse(message);
  if (!isAnswer(answer, wanted)) throw new Error(`asked for ${wanted}, the stand says ${answer.type}`);
  return answer;
}

const isAnswer = <T extends FromStand['type']>(answer: FromStand, type: T): answer is Answer<T> =>
  answer.type === type;
