import { setTimeout as pause } from 'node:timers/promises';
import { PACKETS_PER_SEAT, Player } from './forward/player.ts';
import { Sink } from './forward/sink.ts';
import { Stand } from './forward/stand.ts';
import { percentile } from './percentiles.ts';
import type { BenchSettings } from './settings.ts';

const SEATS = 60;
/** A window of node, a window of bare worker, and so on: what else the machine does hits both alike. */
const ROUNDS = 10;
const WINDOW_MS = 4_000;
/** After the other side's turn, until all consumers are on the high encoding again. */
const WARM_UP_MS = 3_000;
/** Fewer packets than this share of the expected means that the machine, not the forwarder, was the limit. */
const MIN_DELIVERED = 0.97;

export interface ForwardResult {
  readonly bench: 'forward';
  /** Of the node's worker: packets sent to seats per second of its processor time. */
  readonly packetsPerSecondPerCore: number;
  readonly bareWorker: number;
  /** Median over the rounds of node divided by bare worker. */
  readonly ratio: number;
  /** Processor time of the node's own process, as a share of its worker's. */
  readonly controlShare: number;
  readonly seats: number;
  readonly delivered: number;
}

interface Window {
  readonly packets: number;
  readonly workerMs: number;
  readonly controlMs: number;
}

/**
 * What control costs the media: one node with all its control code against a bare worker, both forwarding the same
 * sender to the same number of seats over SRTP, in turns.
 */
export async function forward({
  say,
}: BenchSettings & { say: (text: string) => void }): Promise<ForwardResult> {
  const sink = await Sink.open();
  const node = await Stand.open('node.main.ts', SEATS, sink.port);
  const bare = await Stand.open('bare.main.ts', SEATS, sink.port);
  try {
    const windows: { node: Window; bare: Window }[] = [];
    const players = { node: new Player(), bare: new Player() };
    for (let round = 0; round < ROUNDS; round += 1) {
      const ours = () => measure(node, players.node, sink);
      const theirs = () => measure(bare, players.bare, sink);
      // Who begins changes, so that neither always comes after the other.
      const [first, second] = round % 2 === 0 ? [ours, theirs] : [theirs, ours];
      const [a, b] = [await first(), await second()];
      const window = round % 2 === 0 ? { node: a, bare: b } : { node: b, bare: a };
      windows.push(window);
      say(
        `round ${round + 1}/${ROUNDS}: node ${perCore(window.node)}, bare ${perCore(window.bare)} packets/s/core`,
      );
    }
    players.node.close();
    players.bare.close();
    return result(windows);
  } finally {
    await Promise.all([node.close(), bare.close()]);
    sink.close();
  }
}

async function measure(stand: Stand, player: Player, sink: Sink): Promise<Window> {
  player.start(stand.sendToPort);
  await pause(WARM_UP_MS);
  const [before, packetsBefore] = [await stand.usage(), sink.packets];
  await pause(WINDOW_MS);
  const [after, packetsAfter] = [await stand.usage(), sink.packets];
  player.stop();
  return {
    packets: packetsAfter - packetsBefore,
    workerMs: after.workerMs - before.workerMs,
    controlMs: after.controlMs - before.controlMs,
  };
}

const perCore = ({ packets, workerMs }: Window): number => Math.round(packets / (workerMs / 1000));

/** @throws when the machine could not take the load: the figures would tell nothing */
function result(windows: readonly { node: Window; bare: Window }[]): ForwardResult {
  const all = windows.flatMap(({ node, bare }) => [node, bare]);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const expected = all.length * SEATS * PACKETS_PER_SEAT * (WINDOW_MS / 1000);
  const delivered = sum(all.map(({ packets }) => packets)) / expected;
  if (delivered < MIN_DELIVERED)
    throw new Error(`only ${Math.round(delivered * 100)} % of the packets arrived: the machine is too busy`);
  const median = (values: readonly number[]) => percentile(values, 0.5) ?? 0;
  return {
    bench: 'forward',
    packetsPerSecondPerCore: median(windows.map(({ node }) => perCore(node))),
    bareWorker: median(windows.map(({ bare }) => perCore(bare))),
    ratio: rounded(median(windows.map(({ node, bare }) => perCore(node) / perCore(bare)))),
    controlShare: rounded(
      sum(windows.map(({ node }) => node.controlMs)) / sum(windows.map(({ node }) => node.workerMs)),
    ),
    seats: SEATS,
    delivered: rounded(delivered),
  };
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
