export { Crowd } from './crowd.ts';
export type { LoadRoom } from './load-room.ts';
