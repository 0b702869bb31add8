export { Crowd } from './crowd.ts';
