export { assert, assertNever, DefectError, present } from './assert.ts';
export { type BackoffOptions, backoffMs } from './backoff.ts';
export { type Clock, sleep, systemClock, type Timer } from './clock.ts';
export { type Cell, shielded, toCsv, unshielded } from './csv.ts';
export { Lifetime } from './lifetime.ts';
export { err, ok, type Result } from './result.ts';
export {
  DEFAULT_REQUEST_TIMEOUT_MS,
  defaultPeerLimits,
  type Heartbeat,
  type MessageSocket,
  type Offence,
  Peer,
  type PeerLimits,
  type PeerOptions,
} from './rpc/peer.ts';
export {
  type BodyOf,
  type Handlers,
  type NoteOf,
  type Output,
  parseEnvelope,
  peerCodes,
  type ReplyOf,
  RpcError,
  type Schema,
  type Side,
  type WireError,
} from './rpc/protocol.ts';
export { Reconciler, SerialQueue } from './serial-queue.ts';
export { TokenBucket } from './token-bucket.ts';
export { TypedEmitter } from './typed-emitter.ts';
