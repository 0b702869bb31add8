export { type Identity, loadIdentity, newNonce, signParts, verifyParts } from './identity.ts';
export { wsSocket } from './ws-socket.ts';
