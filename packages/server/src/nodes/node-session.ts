import type { MessageSocket } from '@nhipcau/base';
import {
  type BodyOf,
  backoffMs,
  type Clock,
  type NoteOf,
  Peer,
  Reconciler,
  RpcError,
  sleep,
} from '@nhipcau/base';
import { type Identity, newNonce, signParts, verifyParts } from '@nhipcau/base/node';
import {
  controlNode,
  controlServer,
  type DesiredConference,
  type ErrorCode,
  type MeetingId,
  NODE_HEARTBEAT,
  type NodeId,
  PROTOCOL_VERSION,
  type SegmentFacts,
  type TicketKey,
} from '@nhipcau/contracts';
import type { FastifyBaseLogger } from 'fastify';

type NodeNote<M extends keyof (typeof controlServer)['notes']> = NoteOf<typeof controlServer, M>;
export type NodeCameraPush = NoteOf<typeof controlNode, 'camera.push'>;
export type HappeningReport = BodyOf<typeof controlServer, 'happening.put'>;

/** What a node tells; called only after it has proved who it is. */
export interface NodeReports {
  seats(nodeId: NodeId, report: NodeNote<'observed.seats'>): void;
  links(nodeId: NodeId, report: NodeNote<'observed.links'>): void;
  load(nodeId: NodeId, load: NodeNote<'observed.load'>): void;
  still(nodeId: NodeId, still: NodeNote<'still.put'>): void;
  happening(nodeId: NodeId, report: HappeningReport): Promise<void>;
}

/** What a node tells of recordings. */
export interface SegmentReports {
  /** @returns where the bytes are taken; null when they are here */
  announced(nodeId: NodeId, segment: SegmentFacts): Promise<string | null>;
  done(nodeId: NodeId, recording: BodyOf<typeof controlServer, 'recording.done'>): Promise<void>;
}

/** What a node should carry at this moment, asked anew for every pass. */
export interface DesiredSource {
  readonly epoch: number;
  desiredFor(nodeId: NodeId): readonly DesiredConference[];
}

/** What a node says of itself when it has proved who it is. */
export interface NodeFacts {
  readonly roomUrl: string;
  /** DSCP of what its workers send; null: unmarked. */
  readonly mark: number | null;
}

export interface NodeSessionOptions {
  readonly socket: MessageSocket;
  readonly clock: Clock;
  readonly identity: Identity;
  readonly ticketKeys: readonly TicketKey[];
  readonly publicKeyOf: (nodeId: NodeId) => Promise<string | null>;
  readonly desired: DesiredSource;
  readonly reports: NodeReports;
  readonly segments: SegmentReports;
  readonly log: FastifyBaseLogger;
  /** The node has proved who it is. Resolves before the node is answered. */
  readonly onProven: (session: NodeSession, nodeId: NodeId, said: NodeFacts) => Promise<void>;
  readonly onClosed: (session: NodeSession, nodeId: NodeId | null, reason: string) => void;
}

type Stage =
  | { readonly kind: 'new' }
  | {
      readonly kind: 'greeted';
      readonly nodeId: NodeId;
      readonly key: string;
      readonly theirs: string;
      readonly ours: string;
    }
  | { readonly kind: 'proven'; readonly nodeId: NodeId };

/** A node has this long to prove who it is. */
const PROOF_TIMEOUT_MS = 5_000;
const PUT_TIMEOUT_MS = 5_000;
const MAX_FRAME_LENGTH = 4_194_304;

/** One connection of one media node: handshake, reports upward, desired state downward. */
export class NodeSession {
  readonly #options: NodeSessionOptions;
  readonly #peer: Peer<typeof controlServer, typeof controlNode>;
  readonly #reconciler: Reconciler;
  readonly #sent = new Map<MeetingId, number>();
  #stage: Stage = { kind: 'new' };
  #announced = false;
  #failures = 0;

  constructor(options: NodeSessionOptions) {
    this.#options = options;
    const { log, reports, segments, clock } = options;
    this.#reconciler = new Reconciler(
      () => this.#bringUpToDate(),
      (cause) => log.error({ err: cause }, 'desired state could not be sent'),
    );
    this.#peer = new Peer({
      version: PROTOCOL_VERSION,
      socket: options.socket,
      local: controlServer,
      remote: controlNode,
      clock,
      heartbeat: NODE_HEARTBEAT,
      limits: { messagesPerSecond: 1000, burst: 4000, maxFrameLength: MAX_FRAME_LENGTH },
      onOffence: (offence) => log.warn({ offence, nodeId: this.nodeId }, 'node sent something malformed'),
      onDefect: (cause, method) => log.error({ err: cause, method }, 'node request failed by a defect'),
      onClosed: (_code, reason) => options.onClosed(this, this.nodeId, reason),
      handlers: {
        requests: {
          'node.hello': (hello) => this.#greet(hello),
          'node.prove': (proof) => this.#prove(proof),
          'happening.put': async (report) => {
            await reports.happening(this.#proven(), report);
            return {};
          },
          'segment.put': async (segment) => ({ upload: await segments.announced(this.#proven(), segment) }),
          'recording.done': async (recording) => {
            await segments.done(this.#proven(), recording);
            return {};
          },
        },
        notes: {
          'observed.seats': (report) => this.#ifProven((nodeId) => reports.seats(nodeId, report)),
          'observed.links': (report) => this.#ifProven((nodeId) => reports.links(nodeId, report)),
          'observed.load': (load) => this.#ifProven((nodeId) => reports.load(nodeId, load)),
          'still.put': (still) => this.#ifProven((nodeId) => reports.still(nodeId, still)),
        },
      },
    });
    const limit = clock.after(PROOF_TIMEOUT_MS, () => {
      if (this.#stage.kind !== 'proven') this.close('NODE_PROOF_WRONG');
    });
    options.socket.onClose(() => limit.cancel());
  }

  get nodeId(): NodeId | null {
    return this.#stage.kind === 'proven' ? this.#stage.nodeId : null;
  }

  /** Something about what this node should carry may have changed. */
  poke(): void {
    if (this.#stage.kind === 'proven' && this.#announced) this.#reconciler.poke();
  }

  /** Nothing of it is kept: a push that does not get through is let go. */
  pushCamera(push: NodeCameraPush): void {
    if (this.#stage.kind === 'proven') this.#peer.notify('camera.push', push);
  }

  close(reason: ErrorCode | 'REPLACED' | 'SERVER_STOPPING'): void {
    this.#peer.close(reason === 'SERVER_STOPPING' ? 1001 : 4001, reason);
  }

  #proven(): NodeId {
    if (this.#stage.kind !== 'proven') throw new RpcError('NODE_PROOF_WRONG');
    return this.#stage.nodeId;
  }

  /** Whoever has not proved who it is tells us nothing. */
  #ifProven(take: (nodeId: NodeId) => void): void {
    if (this.#stage.kind === 'proven') take(this.#stage.nodeId);
    else this.#options.log.warn('report of a node that has not proved who it is');
  }

  async #greet({ version, nodeId, nonce }: BodyOf<typeof controlServer, 'node.hello'>) {
    if (version !== PROTOCOL_VERSION)
      throw new RpcError('PROTOCOL_VERSION_UNSUPPORTED', { version: PROTOCOL_VERSION });
    const key = await this.#options.publicKeyOf(nodeId);
    if (key === null) throw new RpcError('NODE_UNKNOWN', { nodeId });
    const ours = newNonce();
    this.#stage = { kind: 'greeted', nodeId, key, theirs: nonce, ours };
    return {
      nonce: ours,
      signature: signParts(this.#options.identity, ['nhipcau-node', nodeId, nonce, ours]),
    };
  }

  async #prove({ signature, roomUrl, mark }: BodyOf<typeof controlServer, 'node.prove'>) {
    const stage = this.#stage;
    if (stage.kind !== 'greeted') throw new RpcError('NODE_PROOF_WRONG');
    const { nodeId, key, theirs, ours } = stage;
    if (!verifyParts(key, ['nhipcau-node-proof', nodeId, ours, theirs], signature)) {
      this.#stage = { kind: 'new' };
      this.#options.log.warn({ nodeId }, 'node could not prove who it is');
      throw new RpcError('NODE_PROOF_WRONG');
    }
    this.#stage = { kind: 'proven', nodeId };
    await this.#options.onProven(this, nodeId, { roomUrl, mark: mark ?? null });
    // After this reply, so that the node can check tickets before it carries a meeting.
    this.#options.clock.after(0, () => this.#reconciler.poke());
    return { ticketKeys: [...this.#options.ticketKeys] };
  }

  async #bringUpToDate(): Promise<void> {
    if (this.#peer.closed || this.#stage.kind !== 'proven') return;
    const { desired } = this.#options;
    try {
      const all = desired.desiredFor(this.#stage.nodeId);
      if (!this.#announced) {
        await this.#request('desired.all', {
          epoch: desired.epoch,
          meetingIds: all.map(({ meetingId }) => meetingId),
        });
        this.#announced = true;
      }
      for (const meetingId of [...this.#sent.keys()]) {
        if (all.some((conference) => conference.meetingId === meetingId)) continue;
        const seq = (this.#sent.get(meetingId) ?? 0) + 1;
        await this.#request('desired.drop', { meetingId, epoch: desired.epoch, seq });
        this.#sent.delete(meetingId);
      }
      for (const conference of all) {
        if ((this.#sent.get(conference.meetingId) ?? -1) >= conference.seq) continue;
        await this.#request('desired.put', conference);
        this.#sent.set(conference.meetingId, conference.seq);
      }
      this.#failures = 0;
    } catch (cause) {
      await this.#afterFailure(cause);
    }
  }

  #request<M extends keyof (typeof controlNode)['requests'] & string>(
    method: M,
    body: BodyOf<typeof controlNode, M>,
  ) {
    return this.#peer.request(method, body, { timeoutMs: PUT_TIMEOUT_MS });
  }

  /** A node that does not take its state is asked again; one that is gone comes back by itself. */
  async #afterFailure(cause: unknown): Promise<void> {
    const { log, clock } = this.#options;
    if (this.#peer.closed) return;
    const code = cause instanceof RpcError ? cause.code : 'INTERNAL';
    log.warn({ nodeId: this.nodeId, code }, 'node did not take the desired state');
    await sleep(clock, backoffMs(this.#failures++, { firstMs: 200, maxMs: 5_000 }));
    this.#reconciler.poke();
  }
}
