export { ConsoleLine, createMeeting, requestRoomLink, type SignedIn, signIn } from './console-line.ts';
export { HeadlessRooms, type OpenRoom } from './headless-rooms.ts';
export type { SyntheticDevices } from './page-script.ts';
export {
  framesOn,
  HEARD_DB,
  picturesOn,
  type SeenChange,
  type SeenPicture,
  takeChanges,
  tonesOn,
} from './reception.ts';
export { toneOf } from './tones.ts';
