import type { Quality } from '@nhipcau/contracts';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Figures of the server process in the text format of Prometheus. */
export class ServerMetrics {
  readonly #registry = new Registry();
  readonly #requests = new Histogram({
    name: 'nhipcau_http_request_seconds',
    help: 'Time to answer an HTTP request',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3],
    registers: [this.#registry],
  });
  readonly #commands = new Histogram({
    name: 'nhipcau_command_seconds',
    help: 'Time from receiving a live command until it is stored and acknowledged',
    labelNames: ['type', 'outcome'],
    buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.3, 1],
    registers: [this.#registry],
  });
  readonly #malformed = new Counter({
    name: 'nhipcau_console_offences_total',
    help: 'Malformed messages of consoles',
    registers: [this.#registry],
  });

  constructor(read: {
    nodes: () => number;
    meetings: () => number;
    consoles: () => number;
    /** Lines of live meetings in each word. */
    lines: () => Readonly<Record<Quality, number>>;
    linesWaiting: () => number;
    linesLost: () => number;
  }) {
    collectDefaultMetrics({ register: this.#registry });
    const gauge = (name: string, help: string, value: () => number) =>
      new Gauge({
        name,
        help,
        registers: [this.#registry],
        collect() {
          this.set(value());
        },
      });
    gauge('nhipcau_nodes_connected', 'Media nodes the server hears', read.nodes);
    gauge('nhipcau_meetings_live', 'Meetings that are live', read.meetings);
    gauge('nhipcau_consoles_connected', 'Consoles with an open socket', read.consoles);
    gauge('nhipcau_line_rows_waiting', 'Pieces of line quality not stored yet', read.linesWaiting);
    gauge('nhipcau_line_rows_lost', 'Pieces of line quality given up since the start', read.linesLost);
    new Gauge({
      name: 'nhipcau_lines',
      help: 'Lines of live meetings in each of the five words',
      labelNames: ['quality'],
      registers: [this.#registry],
      collect() {
        for (const [quality, count] of Object.entries(read.lines())) this.set({ quality }, count);
      },
    });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  render(): Promise<string> {
    return this.#registry.metrics();
  }

  observe(route: string, status: number, ms: number): void {
    this.#requests.observe({ route, status: `${status}` }, ms / 1000);
  }

  command(type: string, outcome: 'allowed' | 'refused', ms: number): void {
    this.#commands.observe({ type, outcome }, ms / 1000);
  }

  offence(): void {
    this.#malformed.inc();
  }
}
