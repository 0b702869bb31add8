import type { LiveSite, MicSound } from '@nhipcau/contracts';
import type { TextKey } from '../text/catalogue.ts';

/** What is wrong with a microphone. */
export type MicFault = 'loud' | 'quiet' | 'silent';

export const micText = {
  loud: 'mic.loud',
  quiet: 'mic.quiet',
  silent: 'mic.silent',
} as const satisfies Record<MicFault, TextKey>;

export const micTone = {
  loud: 'bad',
  quiet: 'poor',
  silent: 'unknown',
} as const satisfies Record<MicFault, string>;

/**
 * What is to be told of an open microphone (rule MN-22): distortion always, too quiet and still only where somebody is to
 * be heard – a room that listens is right to be still.
 */
export function micFaultOf(sound: MicSound, hasFloor: boolean): MicFault | null {
  switch (sound) {
    case 'loud':
      return sound;
    case 'quiet':
    case 'silent':
      return hasFloor ? sound : null;
    case 'good':
    case 'unknown':
      return null;
  }
}

/** The same of a site as it reports of itself. */
export function micFaultAt(site: LiveSite | null, hasFloor: boolean): MicFault | null {
  const seat = site?.state === 'connected' ? site.seat : null;
  return seat?.mic === 'open' && seat.stats ? micFaultOf(seat.stats.micSound, hasFloor) : null;
}
