export { type BringUpMeasure, breachInstant } from './conference/bring-up.ts';
export { apply, type DecisionContext, decide, initialState, observe, planOf } from './conference/lifecycle.ts';
export {
  fullScreenOf,
  layoutOf,
  paneLayer,
  type Seat,
  sitesIn,
  soleSiteOf,
  tallyOf,
  viewOf,
} from './conference/seat-view.ts';
export {
  demandsOf,
  type LinkDemand,
  mustFlow,
  type SeatAt,
  slaveLayout,
  streamKey,
  subscriptionsOf,
  wantedLayer,
} from './conference/subscriptions.ts';
export { openingStage, type Refusal } from './conference/stage-moves.ts';
export { checkTopology, longestPath, nextHop, pathBetween, type TopologyFault } from './conference/tree.ts';
