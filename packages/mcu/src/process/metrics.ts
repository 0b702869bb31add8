import type { LinkObserved } from '@nhipcau/contracts';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** Figures read at the moment somebody asks. */
export interface NodeFigures {
  seats(): number;
  meetings(): number;
  linksUp(): number;
  /** Cascade links of every meeting, as this node sees them now. */
  links(): readonly LinkObserved[];
  relays(): { readonly incoming: number; readonly outgoing: number };
  /** Streams published by this node's own seats. */
  producers(): number;
  consumers(): number;
  routers(): number;
  workerCpu(): readonly { readonly worker: number; readonly cpu: number }[];
  eventLoopP99Ms(): number;
  serverConnected(): boolean;
  unsentHappenings(): number;
}

/** Of each link; of several meetings on one link the sum, which for rates and sheds is what the line carries. */
const linkFigures: readonly (readonly [string, string, (link: LinkObserved) => number | null])[] = [
  [
    'receive_kbps',
    'Rate received over a cascade link, kilobits per second',
    ({ receiveKbps }) => receiveKbps,
  ],
  ['send_kbps', 'Rate sent over a cascade link, kilobits per second', ({ sendKbps }) => sendKbps],
  ['shed_streams', 'Streams a link carries smaller than wished or not at all', ({ shed }) => shed.length],
  ['key_frames', 'Key frames received over a link in the last second', ({ keyFrames }) => keyFrames],
];

/** Figures of a node in the text format of Prometheus. */
export class NodeMetrics {
  readonly #registry = new Registry();
  readonly #offences = new Counter({
    name: 'nhipcau_mcu_offences_total',
    help: 'Malformed, unknown or too frequent messages',
    labelNames: ['socket', 'code'],
    registers: [this.#registry],
  });
  readonly #refusedJoins = new Counter({
    name: 'nhipcau_mcu_joins_refused_total',
    help: 'Joins that were refused',
    labelNames: ['code'],
    registers: [this.#registry],
  });
  readonly #workersDied = new Counter({
    name: 'nhipcau_mcu_workers_died_total',
    help: 'Media workers that died',
    registers: [this.#registry],
  });

  constructor(figures: NodeFigures) {
    collectDefaultMetrics({ register: this.#registry });
    const gauge = (name: string, help: string, read: () => number) =>
      new Gauge({
        name: `nhipcau_mcu_${name}`,
        help,
        registers: [this.#registry],
        collect() {
          this.set(read());
        },
      });
    gauge('seats', 'Seats, connected or waiting for their connection', () => figures.seats());
    gauge('meetings', 'Meetings carried', () => figures.meetings());
    gauge('links_up', 'Cascade links that are up', () => figures.linksUp());
    gauge('relays_incoming', 'Streams received over links', () => figures.relays().incoming);
    gauge('relays_outgoing', 'Streams sent over links', () => figures.relays().outgoing);
    gauge('producers', 'Streams published by own seats', () => figures.producers());
    gauge('consumers', 'mediasoup consumers', () => figures.consumers());
    gauge('routers', 'mediasoup routers', () => figures.routers());
    gauge('event_loop_p99_ms', 'Delay of the event loop, 99th percentile, milliseconds', () =>
      figures.eventLoopP99Ms(),
    );
    gauge('server_connected', '1 while the server is there', () => (figures.serverConnected() ? 1 : 0));
    gauge('happenings_unsent', 'Happenings the server has not acknowledged', () =>
      figures.unsentHappenings(),
    );
    const registry = this.#registry;
    for (const [name, help, read] of linkFigures)
      new Gauge({
        name: `nhipcau_mcu_link_${name}`,
        help,
        labelNames: ['child', 'parent'],
        registers: [registry],
        collect() {
          this.reset();
          for (const link of figures.links()) {
            const value = read(link);
            if (value !== null) this.inc({ child: link.childId, parent: link.parentId }, value);
          }
        },
      });
    for (const [name, help, read] of worstLinkFigures)
      new Gauge({
        name: `nhipcau_mcu_link_${name}`,
        help,
        labelNames: ['child', 'parent'],
        registers: [registry],
        collect() {
          this.reset();
          for (const [{ childId, parentId }, value] of worstOf(figures.links(), read))
            this.set({ child: childId, parent: parentId }, value);
        },
      });
    new Gauge({
      name: 'nhipcau_mcu_worker_cpu',
      help: 'Share of one core used by a media worker, 0…1',
      labelNames: ['worker'],
      registers: [registry],
      collect() {
        this.reset();
        for (const { worker, cpu } of figures.workerCpu()) this.set({ worker: `${worker}` }, cpu);
      },
    });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  render(): Promise<string> {
    return this.#registry.metrics();
  }

  offence(socket: 'room' | 'link' | 'upgrade', code: string): void {
    this.#offences.inc({ socket, code });
  }

  joinRefused(code: string): void {
    this.#refusedJoins.inc({ code });
  }

  workerDied(): void {
    this.#workersDied.inc();
  }
}

/** Of each link the worst of its meetings. */
const worstLinkFigures: readonly (readonly [string, string, (link: LinkObserved) => number | null])[] = [
  ['rtt_ms', 'Round trip of a cascade link, milliseconds', ({ rttMs }) => rttMs],
  ['jitter_ms', 'Worst jitter of the streams received over a link, milliseconds', ({ jitterMs }) => jitterMs],
  ['loss', 'Share of packets lost on a link in the last second, 0…1', ({ loss }) => loss],
];

function worstOf(
  links: readonly LinkObserved[],
  read: (link: LinkObserved) => number | null,
): [LinkObserved, number][] {
  const worst = new Map<string, [LinkObserved, number]>();
  for (const link of links) {
    const value = read(link);
    const key = `${link.childId}>${link.parentId}`;
    if (value !== null && value >= (worst.get(key)?.[1] ?? 0)) worst.set(key, [link, value]);
  }
  return [...worst.values()];
}
