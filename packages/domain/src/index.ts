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
export { checkTopology, longestPath, nextHop, pathBetween, type TopologyFault } from './conference/tree.ts';
