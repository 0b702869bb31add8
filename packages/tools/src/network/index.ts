export { BranchNetwork } from './branch-network.ts';
export { DatagramRelay } from './datagram-relay.ts';
export { keyHashOf, TurnRelay } from './turn-relay.ts';
export { FINE, Weather } from './weather.ts';
