export {
  anyChangeOfNodes,
  anyCommand,
  anyDividing,
  anyLayout,
  anyPlan,
  anyRoster,
  anySeats,
  anyStage,
  anyTree,
  chamberNames,
} from './arbitraries.ts';
export { arraySteps } from './array-steps.ts';
export {
  aCue,
  aLayout,
  aNode,
  aPlan,
  aSegment,
  aSite,
  aStage,
  aTree,
  meetingId,
  nodeId,
  segmentId,
  siteId,
  userId,
} from './builders.ts';
export { FakeClock } from './fake-clock.ts';
export { freePort } from './free-port.ts';
export { type MailManner, type ReceivedMail, TestMailbox } from './mailbox.ts';
export { everythingMeasured, MeetingInHand, nothingMeasured } from './meeting-in-hand.ts';
export { aRegisteredSite, aRegistration } from './registration.ts';
export { seedsOf } from './seeds.ts';
export { type SocketPair, socketPair } from './socket-pair.ts';
