import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import { Sink } from './sink.ts';
import type { SeatPorts } from './wire.ts';

/** Of so many seats one is counted. */
const ONE_OF = 10;

/** Whether the packets of a seat, numbered from 0, are counted. */
export const isCounted = (seat: number): boolean => seat % ONE_OF === 0;

/** Where the seats' packets go: of every tenth to a socket that counts them, of the others to one that nobody reads. */
export class Receivers {
  readonly sink: Sink;
  readonly ports: SeatPorts;
  readonly #hole: ChildProcess;

  private constructor(sink: Sink, hole: ChildProcess, holePort: number) {
    this.sink = sink;
    this.#hole = hole;
    this.ports = { sink: sink.port, hole: holePort };
  }

  static async open(): Promise<Receivers> {
    const hole = fork(new URL('./hole.main.ts', import.meta.url), { stdio: ['ignore', 2, 2, 'ipc'] });
    const [port]: unknown[] = await once(hole, 'message');
    return new Receivers(await Sink.open(), hole, z.int().parse(port));
  }

  close(): void {
    this.sink.close();
    this.#hole.kill('SIGKILL');
  }
}

/** Packets of all seats, from those of the counted ones. */
export const extrapolated = (counted: number, seats: number): number =>
  (counted * seats) / Math.ceil(seats / ONE_OF);
