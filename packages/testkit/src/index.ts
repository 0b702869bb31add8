export { type SocketPair, socketPair } from './socket-pair.ts';
