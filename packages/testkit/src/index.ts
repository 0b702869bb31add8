export { anyCommand, anyLayout, anyPlan, anyRoster, anySeats, anyStage, anyTree } from './arbitraries.ts';
export {
  aCue,
  aLayout,
  aNode,
  aPlan,
  aSite,
  aStage,
  aTree,
  meetingId,
  nodeId,
  siteId,
  userId,
} from './builders.ts';
export { FakeClock } from './fake-clock.ts';
export { everythingMeasured, MeetingInHand, nothingMeasured } from './meeting-in-hand.ts';
export { type SocketPair, socketPair } from './socket-pair.ts';
