export { type BringUpMeasure, breachInstant } from './conference/bring-up.ts';
export type { DecisionContext } from './conference/decision.ts';
export { fullScreenOf, layoutOf, paneLayer, sitesIn, soleSiteOf } from './conference/layout.ts';
export { apply, decide, initialState, observe, planOf } from './conference/lifecycle.ts';
export { type Seat, tallyOf, viewOf } from './conference/seat-view.ts';
export { openingStage, type Refusal } from './conference/stage-moves.ts';
export {
  demandsOf,
  type LinkDemand,
  type LinkStream,
  mustFlow,
  type SeatAt,
  slaveLayout,
  streamKey,
  subscriptionsOf,
  wantedLayer,
} from './conference/subscriptions.ts';
export { checkTopology, longestPath, nextHop, pathBetween, type TopologyFault } from './conference/tree.ts';
export { CalendarGapError, shiftDate } from './regulation/calendar.ts';
export { dateOf, instantOf } from './regulation/counting.ts';
export { conferenceRules, effectiveProfile, termOf } from './regulation/profiles.ts';
export { timetableOf } from './regulation/timetable.ts';
