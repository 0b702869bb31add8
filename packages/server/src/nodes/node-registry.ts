import type { MessageSocket } from '@nhipcau/base';
import { type Clock, TypedEmitter } from '@nhipcau/base';
import type { Identity } from '@nhipcau/base/node';
import { type Instant, instant, type NodeId, type TicketKey } from '@nhipcau/contracts';
import type { FastifyBaseLogger } from 'fastify';
import { appendAudit } from '../audit/audit.repository.ts';
import type { Database } from '../database/database.ts';
import { listNodes } from '../directory/directory.repository.ts';
import {
  type DesiredSource,
  type NodeCameraPush,
  type NodeFacts,
  type NodeReports,
  NodeSession,
  type SegmentReports,
} from './node-session.ts';

/** Whether the server hears a node, and since when. */
export interface NodePresence {
  readonly state: 'connected' | 'lost' | 'never';
  readonly since: Instant;
}

export interface NodeRegistryOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly identity: Identity;
  readonly ticketKeys: readonly TicketKey[];
  readonly log: FastifyBaseLogger;
  readonly desired: DesiredSource;
  readonly reports: NodeReports;
  readonly segments: SegmentReports;
}

/** Connections at once, proven or not: an installation has some dozens of nodes. */
const MAX_CONNECTIONS = 256;

/** The media nodes that have dialled us. Of several connections of one node the newest counts. */
export class NodeRegistry {
  readonly #options: NodeRegistryOptions;
  readonly #current = new Map<NodeId, NodeSession>();
  readonly #open = new Set<NodeSession>();
  readonly #presence = new Map<NodeId, NodePresence>();
  readonly #roomUrls = new Map<NodeId, string>();
  readonly #marks = new Map<NodeId, number | null>();
  readonly #startedAt: Instant;
  readonly events = new TypedEmitter<{ connected: [NodeId]; lost: [NodeId] }>();
  #closed = false;

  private constructor(options: NodeRegistryOptions) {
    this.#options = options;
    this.#startedAt = instant(options.clock.now());
  }

  static async create(options: NodeRegistryOptions): Promise<NodeRegistry> {
    const registry = new NodeRegistry(options);
    for (const { node, roomUrl } of await listNodes(options.database))
      if (roomUrl !== null) registry.#roomUrls.set(node.nodeId, roomUrl);
    return registry;
  }

  accept(socket: MessageSocket): void {
    if (this.#open.size >= MAX_CONNECTIONS) return socket.close(1013, 'RATE_LIMITED');
    const session = new NodeSession({
      ...this.#options,
      socket,
      publicKeyOf: (nodeId) => this.#publicKeyOf(nodeId),
      onProven: (proven, nodeId, said) => this.#register(proven, nodeId, said),
      onClosed: (closed, nodeId, reason) => this.#forget(closed, nodeId, reason),
    });
    this.#open.add(session);
  }

  presenceOf(nodeId: NodeId): NodePresence {
    return this.#presence.get(nodeId) ?? { state: 'never', since: this.#startedAt };
  }

  isConnected(nodeId: NodeId): boolean {
    return this.#current.has(nodeId);
  }

  get connectedCount(): number {
    return this.#current.size;
  }

  /** WebSocket address of the node's rooms as it last said; null when it has never registered. */
  roomUrlOf(nodeId: NodeId): string | null {
    return this.#roomUrls.get(nodeId) ?? null;
  }

  get roomUrls(): readonly string[] {
    return [...this.#roomUrls.values()];
  }

  /** DSCP of what each connected node sends; null: unmarked. */
  get marks(): ReadonlyMap<string, number | null> {
    return this.#marks;
  }

  /** Desired state changed: every node looks whether it is concerned. */
  poke(): void {
    for (const session of this.#current.values()) session.poke();
  }

  /** @returns whether the node is heard */
  pushCamera(nodeId: NodeId, push: NodeCameraPush): boolean {
    const session = this.#current.get(nodeId);
    session?.pushCamera(push);
    return session !== undefined;
  }

  close(): void {
    this.#closed = true;
    for (const session of [...this.#open]) session.close('SERVER_STOPPING');
  }

  async #publicKeyOf(nodeId: NodeId): Promise<string | null> {
    const row = await this.#options.database
      .selectFrom('mcu_node')
      .select('public_key')
      .where('id', '=', nodeId)
      .executeTakeFirst();
    return row?.public_key ?? null;
  }

  async #register(session: NodeSession, nodeId: NodeId, { roomUrl, mark }: NodeFacts): Promise<void> {
    const { database, clock, log } = this.#options;
    const at = clock.now();
    await database.transaction().execute(async (trx) => {
      await trx.updateTable('mcu_node').set({ room_url: roomUrl }).where('id', '=', nodeId).execute();
      const actor = { actorKind: 'node' as const, actorId: nodeId, actorName: null };
      await appendAudit(trx, { at, actor, action: 'node.register', subject: roomUrl.slice(0, 200) });
    });
    const older = this.#current.get(nodeId);
    this.#current.set(nodeId, session);
    this.#roomUrls.set(nodeId, roomUrl);
    this.#marks.set(nodeId, mark);
    this.#presence.set(nodeId, { state: 'connected', since: instant(at) });
    older?.close('REPLACED');
    log.info({ nodeId }, 'node connected');
    this.events.emit('connected', nodeId);
  }

  #forget(session: NodeSession, nodeId: NodeId | null, reason: string): void {
    this.#open.delete(session);
    if (nodeId === null || this.#current.get(nodeId) !== session) return;
    this.#current.delete(nodeId);
    this.#marks.delete(nodeId);
    this.#presence.set(nodeId, { state: 'lost', since: instant(this.#options.clock.now()) });
    if (this.#closed) return;
    this.#options.log.warn({ nodeId, reason }, 'node lost');
    this.events.emit('lost', nodeId);
  }
}
