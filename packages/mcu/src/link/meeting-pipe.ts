import { type BodyOf, backoffMs, type Clock, RpcError, SerialQueue, type Timer } from '@nhipcau/base';
import type { linkChild } from '@nhipcau/contracts';
import type { types } from 'mediasoup';
import { within } from '../media/within.ts';
import type { Logger } from '../process/logging.ts';

export type OpenPipe = BodyOf<typeof linkChild, 'pipe.open'>;
export type PipeEnd = Pick<OpenPipe, 'ip' | 'port' | 'srtpParameters'>;

/** What this node's end of the link is: the child dials and opens the pipes. */
export type LinkRole = 'child' | 'parent';

export interface MeetingPipeOptions {
  readonly role: LinkRole;
  readonly clock: Clock;
  readonly log: Logger;
  /** A router of the meeting for a new pipe. */
  readonly router: () => Promise<types.Router>;
  readonly listen: types.TransportListenInfo;
  /** Child: tells the parent of the end allocated here; answers with the parent's. */
  readonly announce: (end: PipeEnd & { generation: number }) => Promise<PipeEnd>;
  /** Parent: tells the child that this generation is gone. */
  readonly tellLost: (generation: number) => void;
  readonly nextGeneration: () => number;
  /** A pipe is there, or the one before is gone. */
  readonly onOpened: () => void;
  readonly onLost: () => void;
}

interface Pipe {
  readonly generation: number;
  readonly transport: types.PipeTransport;
  readonly router: types.Router;
}

const RETRY = { firstMs: 200, maxMs: 3_000 } as const;

/**
 * The pair of pipe transports of one meeting on one link: SRTP with AES-256-GCM and retransmission. mediasoup's pipe
 * connects once and never tells that it broke, so a broken one is given up for the next generation.
 */
export class MeetingPipe {
  readonly #options: MeetingPipeOptions;
  readonly #queue = new SerialQueue();
  #pipe: Pipe | null = null;
  #failures = 0;
  #retry: Timer | null = null;
  #closed = false;

  constructor(options: MeetingPipeOptions) {
    this.#options = options;
  }

  get router(): types.Router | null {
    return this.#pipe?.router ?? null;
  }

  get transport(): types.PipeTransport | null {
    return this.#pipe?.transport ?? null;
  }

  /** Child: begins to open; at once even when an earlier attempt waits for its turn. */
  dial(): void {
    if (this.#options.role === 'child' && this.#pipe === null) this.#redial(0);
  }

  /** Whether an attempt waits for its turn. */
  get isWaiting(): boolean {
    return this.#retry !== null;
  }

  /**
   * Parent: the child has allocated a new pipe; ours answers it.
   * @throws {RpcError} NOT_ALLOWED, STATE_OUTDATED, MEDIA_REFUSED, PEER_CLOSED
   */
  accept({ generation, ip, port, srtpParameters }: OpenPipe): Promise<PipeEnd> {
    if (this.#options.role !== 'parent') throw new RpcError('NOT_ALLOWED');
    return this.#queue.run(async () => {
      if (this.#pipe && generation <= this.#pipe.generation) throw new RpcError('STATE_OUTDATED');
      this.#drop();
      const end = await this.#allocate();
      try {
        await end.transport.connect({ ip, port, srtpParameters });
      } catch (cause) {
        end.transport.close();
        throw RpcError.because(cause, 'MEDIA_REFUSED', { what: 'pipe' });
      }
      this.#install({ ...end, generation });
      return endOf(end.transport);
    });
  }

  /** Child: the parent's end of a generation is gone. */
  lostThere(generation: number): void {
    if (this.#options.role === 'child' && (this.#pipe?.generation ?? generation) <= generation)
      this.rebuild('peer');
  }

  /** Gives up the pipe and has the child open the next one. */
  rebuild(reason: string): void {
    if (this.#closed) return;
    const generation = this.#pipe?.generation ?? 0;
    this.#options.log.warn({ reason, generation }, 'pipe is rebuilt');
    this.#drop();
    if (this.#options.role === 'child') this.#redial(0);
    else this.#options.tellLost(generation);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#retry?.cancel();
    this.#drop();
  }

  #redial(delayMs: number): void {
    this.#retry?.cancel();
    if (!this.#closed) this.#retry = this.#options.clock.after(delayMs, () => this.#attempt());
  }

  #attempt(): void {
    this.#retry = null;
    this.#queue
      .run(() => this.#open())
      .then(
        () => {
          this.#failures = 0;
        },
        (cause: unknown) => {
          if (this.#closed) return;
          // A parent that has not heard of the meeting yet is no fault.
          const isEarly = cause instanceof RpcError && cause.code === 'MEETING_NOT_HERE';
          if (!isEarly) this.#options.log.warn({ err: cause }, 'pipe does not open');
          this.#redial(backoffMs(this.#failures, RETRY));
          this.#failures += 1;
        },
      );
  }

  async #open(): Promise<void> {
    if (this.#closed || this.#pipe) return;
    const end = await this.#allocate();
    try {
      const generation = this.#options.nextGeneration();
      const answer = await this.#options.announce({ generation, ...endOf(end.transport) });
      await end.transport.connect(answer);
      if (this.#closed || end.transport.closed) throw new RpcError('PEER_CLOSED');
      this.#install({ ...end, generation });
    } catch (cause) {
      end.transport.close();
      throw cause;
    }
  }

  async #allocate(): Promise<Omit<Pipe, 'generation'>> {
    const router = await this.#options.router();
    const transport = await within(
      router,
      router.createPipeTransport({
        listenInfo: this.#options.listen,
        enableSctp: false,
        enableRtx: true,
        enableSrtp: true,
      }),
    );
    if (!this.#closed) return { router, transport };
    transport.close();
    throw new RpcError('PEER_CLOSED');
  }

  #install(pipe: Pipe): void {
    this.#pipe = pipe;
    pipe.transport.observer.once('close', () => {
      if (this.#pipe === pipe) this.rebuild('closed');
    });
    this.#options.log.info({ generation: pipe.generation }, 'pipe opened');
    this.#options.onOpened();
  }

  #drop(): void {
    const pipe = this.#pipe;
    this.#pipe = null;
    this.#options.onLost();
    pipe?.transport.close();
  }
}

function endOf({ srtpParameters, tuple }: types.PipeTransport): PipeEnd {
  if (srtpParameters?.cryptoSuite !== 'AEAD_AES_256_GCM')
    throw new RpcError('MEDIA_REFUSED', { what: 'srtp' });
  return {
    ip: tuple.localAddress,
    port: tuple.localPort,
    srtpParameters: { cryptoSuite: srtpParameters.cryptoSuite, keyBase64: srtpParameters.keyBase64 },
  };
}
