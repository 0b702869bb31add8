import type { BodyOf, NoteOf, Peer, ReplyOf } from '@nhipcau/base';
import type { linkChild, linkParent } from '@nhipcau/contracts';

type Common = typeof linkChild;
type Body<M extends keyof Common['requests']> = BodyOf<Common, M>;
type Reply<M extends keyof Common['requests']> = ReplyOf<Common, M>;

/** The part of a cascade link that works alike in both directions. */
export interface LinkChannel {
  readonly rttMs: number | null;
  openPipe(body: Body<'pipe.open'>): Promise<Reply<'pipe.open'>>;
  pull(body: Body<'relay.pull'>): Promise<Reply<'relay.pull'>>;
  set(body: Body<'relay.set'>): Promise<Reply<'relay.set'>>;
  drop(body: Body<'relay.drop'>): Promise<Reply<'relay.drop'>>;
  snapshot(note: NoteOf<Common, 'streams.snapshot'>): void;
  changed(note: NoteOf<Common, 'streams.changed'>): void;
  reachable(note: NoteOf<Common, 'nodes.reachable'>): void;
  relayClosed(note: NoteOf<Common, 'relay.closed'>): void;
  pipeLost(note: NoteOf<Common, 'pipe.lost'>): void;
}

export type ChildPeer = Peer<typeof linkChild, typeof linkParent>;
export type ParentPeer = Peer<typeof linkParent, typeof linkChild>;

/** The channel of a child towards its parent. */
export const channelToParent = (peer: ChildPeer): LinkChannel => ({
  get rttMs() {
    return peer.rttMs;
  },
  openPipe: (body) => peer.request('pipe.open', body),
  pull: (body) => peer.request('relay.pull', body),
  set: (body) => peer.request('relay.set', body),
  drop: (body) => peer.request('relay.drop', body),
  snapshot: (note) => peer.notify('streams.snapshot', note),
  changed: (note) => peer.notify('streams.changed', note),
  reachable: (note) => peer.notify('nodes.reachable', note),
  relayClosed: (note) => peer.notify('relay.closed', note),
  pipeLost: (note) => peer.notify('pipe.lost', note),
});

/** The channel of a parent towards a child. */
export const channelToChild = (peer: ParentPeer): LinkChannel => ({
  get rttMs() {
    return peer.rttMs;
  },
  openPipe: (body) => peer.request('pipe.open', body),
  pull: (body) => peer.request('relay.pull', body),
  set: (body) => peer.request('relay.set', body),
  drop: (body) => peer.request('relay.drop', body),
  snapshot: (note) => peer.notify('streams.snapshot', note),
  changed: (note) => peer.notify('streams.changed', note),
  reachable: (note) => peer.notify('nodes.reachable', note),
  relayClosed: (note) => peer.notify('relay.closed', note),
  pipeLost: (note) => peer.notify('pipe.lost', note),
});
