import type { MeetingSummary } from '@nhipcau/contracts';
import type { TextKey } from '../text/catalogue.ts';

export const phaseText = {
  scheduled: 'phase.scheduled',
  live: 'phase.live',
  ended: 'phase.ended',
} as const satisfies Record<MeetingSummary['phase'], TextKey>;
