import type { ReadinessState } from '@nhipcau/contracts';
import { ReadinessShape } from '../preparation/ReadinessShape.tsx';
import type { ConnectState } from './connect-state.ts';

/** The same shapes as on the readiness board: tick for done, ring for waiting, triangle for late, cross for poor. */
const shapes: Readonly<Record<ConnectState, ReadinessState>> = {
  absent: 'waiting',
  waiting: 'waiting',
  queued: 'retesting',
  calling: 'retesting',
  connected: 'checking',
  poor: 'failing',
  good: 'ready',
  waived: 'onTrack',
  escalated: 'late',
};

export const ConnectShape = ({ state }: { state: ConnectState }) => <ReadinessShape state={shapes[state]} />;
