import type { LiveMeeting, LiveSite, SiteId } from '@nhipcau/contracts';
import { sitesIn } from '@nhipcau/domain';
import { chamberOf, meetingIn } from '../../live/rooms-of.ts';
import type { TextKey } from '../../text/catalogue.ts';

export const stateText = {
  absent: 'state.absent',
  connecting: 'state.connecting',
  connected: 'state.connected',
  reconnecting: 'state.reconnecting',
  lost: 'state.lost',
  nodeLost: 'state.nodeLost',
} as const satisfies Record<LiveSite['state'], TextKey>;

/** How urgent a state is, which gives its colour; its shape and word tell the same. */
export const stateTone = {
  absent: 'unknown',
  connecting: 'fair',
  connected: 'good',
  reconnecting: 'poor',
  lost: 'bad',
  nodeLost: 'bad',
} as const satisfies Record<LiveSite['state'], string>;

/** What the stage says of a site; flags in the order of their weight. */
export type SiteFlag = 'onAir' | 'cued' | 'called' | 'floor' | 'content' | 'chairView' | 'chair';

export const flagText = {
  onAir: 'flag.onAir',
  cued: 'flag.cued',
  called: 'flag.called',
  floor: 'flag.floor',
  content: 'flag.content',
  chairView: 'flag.chairView',
  chair: 'flag.chair',
} as const satisfies Record<SiteFlag, TextKey>;

/** Flags by site of a meeting as it was told; every tile asks for its own. */
const known = new WeakMap<LiveMeeting, Map<SiteId, string>>();

/** Flags of a site as one text, so that an unchanged tile is not drawn again. */
export function flagsOf(whole: LiveMeeting | null, siteId: SiteId): string {
  if (whole === null) return '';
  const flags = known.get(whole) ?? new Map<SiteId, string>();
  known.set(whole, flags);
  const text = flags.get(siteId) ?? readFlags(whole, siteId);
  flags.set(siteId, text);
  return text;
}

function readFlags(whole: LiveMeeting, siteId: SiteId): string {
  const meeting = meetingIn(whole, chamberOf(whole, siteId)?.chamberId ?? null);
  const { stage } = meeting;
  if (!stage) return meeting.chairSiteId === siteId ? 'chair' : '';
  const flags: SiteFlag[] = [];
  if (sitesIn(stage.broadcast).includes(siteId)) flags.push('onAir');
  else if (stage.cue.some((cue) => cue.siteId === siteId)) flags.push('cued');
  if (stage.called.includes(siteId)) flags.push('called');
  if (stage.floor.includes(siteId)) flags.push('floor');
  if (stage.content === siteId) flags.push('content');
  if (sitesIn(stage.chairView).includes(siteId)) flags.push('chairView');
  if (meeting.chairSiteId === siteId) flags.push('chair');
  return flags.join(' ');
}

const flagNames: ReadonlySet<string> = new Set(Object.keys(flagText));
const isFlag = (word: string): word is SiteFlag => flagNames.has(word);
export const flagList = (flags: string): SiteFlag[] => flags.split(' ').filter(isFlag);
