export { isDiskFull, saysDiskFull } from './disk.ts';
export { type Identity, loadIdentity, newNonce, signParts, verifyParts } from './identity.ts';
export { MAX_UNSENT_BYTES, wsSocket } from './ws-socket.ts';
