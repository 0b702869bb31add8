import type { CheckState, ReadinessState } from '@nhipcau/contracts';
import { ReadinessShape } from './ReadinessShape.tsx';

const shapes = {
  open: 'waiting',
  passed: 'ready',
  failed: 'failing',
  notApplicable: 'onTrack',
  stale: 'retesting',
  blocked: 'changed',
} as const satisfies Record<CheckState, ReadinessState>;

/** Items are told by the same shapes as sites. */
export const LineShape = ({ state }: { state: CheckState }) => (
  <span className={`rdy-shape ${shapes[state]}`}>
    <ReadinessShape state={shapes[state]} />
  </span>
);
