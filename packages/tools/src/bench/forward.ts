import { setTimeout as pause } from 'node:timers/promises';
import { hasJanus, JanusStand } from './forward/janus-stand.ts';
import { PACKETS_PER_SEAT, Player } from './forward/player.ts';
import { extrapolated, Receivers } from './forward/receivers.ts';
import type { Sink } from './forward/sink.ts';
import { OwnStand, type Stand } from './forward/stand.ts';
import { percentile } from './percentiles.ts';
import type { BenchSettings } from './settings.ts';

const DEFAULT_SEATS = 230;
/** A window of node, a window of bare worker, one of Janus, and so on: what else the machine does hits all alike. */
const ROUNDS = 6;
const WINDOW_MS = 4_000;
/** After the other side's turn, until all consumers are on the high encoding again. */
const WARM_UP_MS = 3_000;
/**
 * Seats of Janus, which are sockets of this process each: with more of them this process would be measured. What a packet
 * costs does not depend on it.
 */
const JANUS_SEATS = 60;
/** Fewer packets than this share of the expected, and the machine measures itself. */
const MIN_DELIVERED = 0.8;

export interface ForwardResult {
  readonly bench: 'forward';
  /** Of the node's worker: packets that arrived at seats per second of its processor time. */
  readonly packetsPerSecondPerCore: number;
  readonly bareWorker: number;
  /** Debian's Janus VideoRoom; null where it is not installed. */
  readonly janus: number | null;
  /** Median over the rounds of node divided by bare worker, and by Janus. */
  readonly ratio: number;
  readonly ratioToJanus: number | null;
  /** Processor time of the node's own process, as a share of its worker's. */
  readonly controlShare: number;
  readonly seats: number;
  readonly delivered: number;
}

type Name = 'node' | 'bare' | 'janus';
type Round = Map<Name, Window>;

interface Competitor {
  readonly stand: Stand;
  readonly player: Player;
  /** Packets that ought to leave. */
  readonly packetsPerS: number;
  /** Packets that left for each that was counted. */
  readonly scale: number;
}

interface Window {
  readonly packets: number;
  /** Share of what ought to have arrived. */
  readonly delivered: number;
  readonly workerMs: number;
  readonly controlMs: number;
}

/**
 * What control costs the media: one node with all its control code against a bare worker, and against another media
 * server, all forwarding the same sender to the same number of seats over SRTP, in turns.
 */
export async function forward({
  sites: seats = DEFAULT_SEATS,
  portBase,
  say,
}: BenchSettings & { say: (text: string) => void }): Promise<ForwardResult> {
  const receivers = await Receivers.open();
  const { sink, ports } = receivers;
  const stands = new Map<Name, Competitor>();
  const add = async (name: Name, opening: Promise<Stand>, packetsPerS: number, scale: number) =>
    void stands.set(name, { stand: await opening, player: new Player(), packetsPerS, scale });
  const all = extrapolated(1, seats);
  try {
    await add('node', OwnStand.open('node.main.ts', seats, ports), seats * PACKETS_PER_SEAT, all);
    await add('bare', OwnStand.open('bare.main.ts', seats, ports), seats * PACKETS_PER_SEAT, all);
    const janusSeats = Math.min(seats, JANUS_SEATS);
    if (hasJanus())
      await add('janus', JanusStand.open(janusSeats, sink, portBase), janusSeats * PACKETS_PER_SEAT, 1);
    const rounds: Round[] = [];
    for (let number = 0; number < ROUNDS; number += 1) {
      const round: Round = new Map();
      // Who begins changes, so that none always comes after the same other.
      const order = [...stands];
      order.push(...order.splice(0, number % order.length));
      for (const [name, competitor] of order) round.set(name, await measure(competitor, sink));
      rounds.push(round);
      const figures = [...round].map(([name, window]) => `${name} ${perCore(window)}`).join(', ');
      say(`round ${number + 1}/${ROUNDS}: ${figures} packets/s/core`);
    }
    return result(rounds, seats);
  } finally {
    for (const { player } of stands.values()) player.stop();
    await Promise.all([...stands.values()].map(({ stand }) => stand.close()));
    receivers.close();
  }
}

async function measure({ stand, player, packetsPerS, scale }: Competitor, sink: Sink): Promise<Window> {
  player.start(stand);
  await pause(WARM_UP_MS);
  const [before, packetsBefore, from] = [await stand.usage(), sink.packets, performance.now()];
  await pause(WINDOW_MS);
  const [after, packetsAfter, to] = [await stand.usage(), sink.packets, performance.now()];
  player.stop();
  const packets = (packetsAfter - packetsBefore) * scale;
  return {
    packets,
    delivered: packets / (packetsPerS * ((to - from) / 1000)),
    workerMs: after.workerMs - before.workerMs,
    controlMs: after.controlMs - before.controlMs,
  };
}

const perCore = ({ packets, workerMs }: Window): number => Math.round(packets / (workerMs / 1000));

/** @throws when the machine could not take the load: the figures would tell nothing */
function result(rounds: readonly Round[], seats: number): ForwardResult {
  const windowsOf = (name: Name) => rounds.flatMap((round) => round.get(name) ?? []);
  const all = rounds.flatMap((round) => [...round.values()]);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const delivered = sum(all.map((window) => window.delivered)) / all.length;
  if (delivered < MIN_DELIVERED)
    throw new Error(`only ${Math.round(delivered * 100)} % of the packets arrived: the machine is too busy`);
  const median = (values: readonly number[]) => percentile(values, 0.5);
  const ratioTo = (other: Name) =>
    median(
      rounds.flatMap((round) => {
        const [ours, theirs] = [round.get('node'), round.get(other)];
        return ours && theirs ? [perCore(ours) / perCore(theirs)] : [];
      }),
    );
  const ratioToJanus = ratioTo('janus');
  return {
    bench: 'forward',
    packetsPerSecondPerCore: median(windowsOf('node').map(perCore)) ?? 0,
    bareWorker: median(windowsOf('bare').map(perCore)) ?? 0,
    janus: median(windowsOf('janus').map(perCore)),
    ratio: rounded(ratioTo('bare') ?? 0),
    ratioToJanus: ratioToJanus === null ? null : rounded(ratioToJanus),
    controlShare: rounded(
      sum(windowsOf('node').map(({ controlMs }) => controlMs)) /
        sum(windowsOf('node').map(({ workerMs }) => workerMs)),
    ),
    seats,
    delivered: rounded(delivered),
  };
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
