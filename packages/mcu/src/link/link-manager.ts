import {
  type BodyOf,
  backoffMs,
  type Clock,
  type MessageSocket,
  Peer,
  RpcError,
  type Timer,
} from '@nhipcau/base';
import { type Identity, newNonce, signParts, verifyParts, wsSocket } from '@nhipcau/base/node';
import {
  LINK_CHILD_PROOF,
  LINK_HEARTBEAT,
  LINK_PARENT_PROOF,
  linkChild,
  linkParent,
  type NodeId,
  PROTOCOL_VERSION,
  type SpareNode,
  type TrunkEnd,
} from '@nhipcau/contracts';
import { WebSocket } from 'ws';
import type { Conferences } from '../conference/conferences.ts';
import type { Logger } from '../process/logging.ts';
import { type ChildPeer, channelToChild, channelToParent, type ParentPeer } from './link-channel.ts';
import { LinkSession } from './link-session.ts';

export interface LinkManagerOptions {
  readonly selfId: NodeId;
  readonly identity: Identity;
  readonly clock: Clock;
  readonly log: Logger;
  readonly conferences: Conferences;
  /** Whether an address may be dialled: unencrypted ones only where configuration allows it. */
  readonly mayDial: (url: string) => boolean;
  readonly onOffence: (code: string) => void;
}

/** First attempt after a break within about a second, never rarer than every five seconds. */
const REDIAL = { firstMs: 600, maxMs: 4_000 } as const;
const PROOF_TIMEOUT_MS = 5_000;
export const LINK_MAX_FRAME = 4_194_304;

const linkLimits = {
  maxFrameLength: LINK_MAX_FRAME,
  messagesPerSecond: 1_000,
  burst: 5_000,
  maxOffences: 50,
  maxPendingIn: 1_000,
} as const;

/**
 * Keeps the cascade links of this node: dials the parents its meetings name and those it would have if a node were
 * relieved, answers children that prove themselves.
 */
export class LinkManager {
  readonly #options: LinkManagerOptions;
  readonly #dialers = new Map<NodeId, Dialer>();
  readonly #children = new Map<NodeId, { peer: ParentPeer; session: LinkSession }>();
  #closed = false;

  constructor(options: LinkManagerOptions) {
    this.#options = options;
  }

  /** Links that are up, in both directions. */
  get upCount(): number {
    return (
      this.#children.size + [...this.#dialers.values()].filter((dialer) => dialer.session !== null).length
    );
  }

  /** Meetings or their trees changed. */
  refresh(): void {
    if (this.#closed) return;
    const parents = new Map<NodeId, SpareNode>();
    for (const { topology } of this.#options.conferences.all) {
      for (const warm of topology.warmParents) parents.set(warm.nodeId, warm);
      if (topology.parent) parents.set(topology.parent.nodeId, topology.parent);
      for (const gate of topology.children) if (gate.trunk?.dials) parents.set(gate.nodeId, gate);
    }
    for (const [nodeId, dialer] of this.#dialers) {
      const wanted = parents.get(nodeId);
      if (wanted && dialer.leadsTo(wanted)) continue;
      this.#dialers.delete(nodeId);
      dialer.close();
    }
    for (const [nodeId, parent] of parents)
      if (!this.#dialers.has(nodeId)) this.#dialers.set(nodeId, new Dialer(parent, this.#options));
    for (const dialer of this.#dialers.values()) dialer.session?.refresh();
    for (const { session } of this.#children.values()) session.refresh();
  }

  /** A node has connected; it must prove to be a child of this one in some meeting. */
  accept(socket: MessageSocket): void {
    const { selfId, identity, clock, log, conferences, onOffence } = this.#options;
    let greeted: (BodyOf<typeof linkParent, 'link.hello'> & { ours: string; key: string }) | null = null;
    let session: LinkSession | null = null;
    const proven = (): LinkSession => {
      if (!session) throw new RpcError('NODE_PROOF_WRONG');
      return session;
    };
    const common = LinkSession.handlers(proven);
    const peer: ParentPeer = new Peer({
      version: PROTOCOL_VERSION,
      socket,
      local: linkParent,
      remote: linkChild,
      clock,
      heartbeat: LINK_HEARTBEAT,
      limits: linkLimits,
      onOffence: ({ code }) => onOffence(code),
      onDefect: (cause, method) => log.error({ err: cause, method }, 'request of a child failed'),
      onClosed: (_code, reason) => {
        timer.cancel();
        if (session) this.#childGone(session, peer, reason);
      },
      handlers: {
        notes: common.notes,
        requests: {
          ...common.requests,
          'link.hello': (hello) => {
            if (hello.version !== PROTOCOL_VERSION)
              throw new RpcError('PROTOCOL_VERSION_UNSUPPORTED', { supported: PROTOCOL_VERSION });
            const key = this.#keyOfChild(hello.childId);
            if (hello.parentId !== selfId || key === null) throw new RpcError('NODE_UNKNOWN');
            const ours = newNonce();
            greeted = { ...hello, ours, key };
            const parts = [LINK_PARENT_PROOF, hello.childId, selfId, hello.nonce, ours];
            return { nonce: ours, signature: signParts(identity, parts) };
          },
          'link.prove': ({ signature }) => {
            if (!greeted || session) throw new RpcError('NODE_PROOF_WRONG');
            const { childId, ours, nonce, key } = greeted;
            greeted = null;
            if (!verifyParts(key, [LINK_CHILD_PROOF, childId, selfId, ours, nonce], signature)) {
              log.warn({ child: childId }, 'child could not prove who it is');
              throw new RpcError('NODE_PROOF_WRONG');
            }
            timer.cancel();
            const proved = new LinkSession({
              peerId: childId,
              role: 'parent',
              channel: channelToChild(peer),
              conferences,
            });
            session = proved;
            this.#childCame(proved, peer);
            return {};
          },
        },
      },
    });
    const timer = clock.after(PROOF_TIMEOUT_MS, () => {
      if (!session) peer.close(1008, 'NODE_PROOF_WRONG');
    });
  }

  close(): void {
    this.#closed = true;
    for (const dialer of this.#dialers.values()) dialer.close();
    for (const { peer } of [...this.#children.values()]) peer.close(1001, 'NODE_STOPPING');
  }

  #keyOfChild(childId: NodeId): string | null {
    for (const { topology } of this.#options.conferences.all) {
      const child = [...topology.children, ...topology.warmChildren].find(
        (node) => node.nodeId === childId && !node.trunk?.dials,
      );
      if (child) return child.publicKey;
    }
    return null;
  }

  #childCame(session: LinkSession, peer: ParentPeer): void {
    const before = this.#children.get(session.peerId);
    this.#children.set(session.peerId, { peer, session });
    if (before) {
      before.session.close('replaced');
      before.peer.close(4001, 'REPLACED');
    }
    this.#options.log.info({ child: session.peerId }, 'link up');
    // After the reply to its proof, so that the child is ready for what it is told.
    this.#options.clock.after(0, () => session.refresh());
  }

  #childGone(session: LinkSession, peer: ParentPeer, reason: string): void {
    if (this.#children.get(session.peerId)?.peer === peer) this.#children.delete(session.peerId);
    this.#options.log.warn({ child: session.peerId, reason }, 'link down');
    session.close(reason);
  }
}

/** Connects to one parent, or to the node of another installation above, again and again. */
class Dialer {
  readonly #parent: SpareNode;
  /** The names by which the two know each other; a trunk has its own. */
  readonly #names: { readonly childId: NodeId; readonly parentId: NodeId };
  readonly #options: LinkManagerOptions;
  #peer: ChildPeer | null = null;
  #retry: Timer | null = null;
  #attempt = 0;
  #closed = false;
  session: LinkSession | null = null;

  constructor(parent: SpareNode, options: LinkManagerOptions) {
    this.#parent = parent;
    this.#options = options;
    this.#names = parent.trunk?.dials ?? { childId: options.selfId, parentId: parent.nodeId };
    this.#dial();
  }

  leadsTo({ linkUrl, publicKey, trunk }: SpareNode): boolean {
    return (
      linkUrl === this.#parent.linkUrl &&
      publicKey === this.#parent.publicKey &&
      isSameNaming(trunk, this.#parent.trunk)
    );
  }

  close(): void {
    this.#closed = true;
    this.#retry?.cancel();
    this.#peer?.close(1000, 'NOT_NEEDED');
  }

  #dial(): void {
    this.#retry = null;
    const { clock, log, mayDial, onOffence } = this.#options;
    const { linkUrl, nodeId } = this.#parent;
    if (this.#closed) return;
    if (!mayDial(linkUrl)) {
      log.error({ parent: nodeId }, 'parent has an unencrypted address, which is not allowed here');
      return;
    }
    const url = new URL(linkUrl);
    url.pathname = `${url.pathname.replace(/\/+$/, '')}/link`;
    const socket = new WebSocket(url, {
      maxPayload: LINK_MAX_FRAME,
      perMessageDeflate: false,
      handshakeTimeout: PROOF_TIMEOUT_MS,
    });
    const peer: ChildPeer = new Peer({
      socket: wsSocket(socket),
      local: linkChild,
      remote: linkParent,
      clock,
      heartbeat: LINK_HEARTBEAT,
      limits: linkLimits,
      onOffence: ({ code }) => onOffence(code),
      onDefect: (cause, method) => log.error({ err: cause, method }, 'request of the parent failed'),
      onClosed: (_code, reason) => this.#ended(peer, reason),
      handlers: LinkSession.handlers(() => {
        if (!this.session || this.#peer !== peer) throw new RpcError('NODE_PROOF_WRONG');
        return this.session;
      }),
    });
    this.#peer = peer;
    socket.once('open', () => {
      this.#prove(peer).catch((cause: unknown) => {
        const code = cause instanceof RpcError ? cause.code : 'INTERNAL';
        // A parent that has not heard of the meeting yet is asked again soon.
        log[code === 'NODE_UNKNOWN' ? 'debug' : 'warn'](
          { parent: nodeId, code },
          'parent and node do not recognise each other',
        );
        peer.close(4003, code);
      });
    });
  }

  async #prove(peer: ChildPeer): Promise<void> {
    const { identity, conferences, log } = this.#options;
    const { nodeId, publicKey, trunk } = this.#parent;
    const { childId, parentId } = this.#names;
    const nonce = newNonce();
    const hello = await peer.request(
      'link.hello',
      { version: PROTOCOL_VERSION, childId, parentId, nonce },
      { timeoutMs: PROOF_TIMEOUT_MS },
    );
    if (!verifyParts(publicKey, [LINK_PARENT_PROOF, childId, parentId, nonce, hello.nonce], hello.signature))
      throw new RpcError('NODE_PROOF_WRONG');
    // From here on the parent may speak: its first words may overtake the reply to our proof.
    this.session = new LinkSession({
      peerId: nodeId,
      role: 'child',
      channel: channelToParent(peer),
      conferences,
      trunk: trunk?.dials ?? null,
    });
    const signature = signParts(identity, [LINK_CHILD_PROOF, childId, parentId, hello.nonce, nonce]);
    await peer.request('link.prove', { signature }, { timeoutMs: PROOF_TIMEOUT_MS });
    this.#attempt = 0;
    log.info({ parent: nodeId }, 'link up');
    this.session.refresh();
  }

  #ended(peer: ChildPeer, reason: string): void {
    if (this.#peer !== peer) return;
    this.#peer = null;
    const { session } = this;
    this.session = null;
    if (session) {
      this.#options.log.warn({ parent: this.#parent.nodeId, reason }, 'link down');
      session.close(reason);
    }
    if (this.#closed) return;
    this.#retry = this.#options.clock.after(backoffMs(this.#attempt, REDIAL), () => this.#dial());
    this.#attempt += 1;
  }
}

/** Meetings may come and go on a trunk; the names of its two nodes and installations stay. */
function isSameNaming(a: TrunkEnd | undefined, b: TrunkEnd | undefined): boolean {
  const [one, other] = [a?.dials ?? null, b?.dials ?? null];
  if (one === null || other === null) return one === other;
  return (
    one.childId === other.childId &&
    one.parentId === other.parentId &&
    one.ours === other.ours &&
    one.theirs === other.theirs
  );
}
