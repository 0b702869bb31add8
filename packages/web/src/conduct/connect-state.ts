import type { Connecting, LiveSite, SiteConnection } from '@nhipcau/contracts';
import { connectionOf } from '@nhipcau/domain';

/** Where a site stands before the session; what is still to be done comes first. */
export const connectStates = [
  'escalated',
  'absent',
  'waiting',
  'queued',
  'calling',
  'poor',
  'connected',
  'good',
  'waived',
] as const;
export type ConnectState = (typeof connectStates)[number];

export interface ConnectingSite {
  readonly site: LiveSite;
  readonly record: SiteConnection;
  readonly state: ConnectState;
}

export function connectingSite(site: LiveSite, connecting: Connecting): ConnectingSite {
  const record = connectionOf(connecting, site.siteId);
  return { site, record, state: stateOf(site, record, connecting) };
}

function stateOf({ siteId, state }: LiveSite, record: SiteConnection, connecting: Connecting): ConnectState {
  if (record.waiver !== null) return 'waived';
  if (connecting.calling.some((call) => call.siteId === siteId)) return 'calling';
  if (connecting.queue.includes(siteId)) return 'queued';
  const isWaiting = connecting.waiting.includes(siteId);
  if (state !== 'connected' || isWaiting) {
    if (record.escalatedAt !== null) return 'escalated';
    return isWaiting ? 'waiting' : 'absent';
  }
  if (record.trial === null) return 'connected';
  return record.trial.sound === 'good' && record.trial.picture === 'good' ? 'good' : 'poor';
}

/** Whether the centre may call it now. */
export const canBeCalled = ({ state }: ConnectingSite): boolean =>
  state === 'waiting' || state === 'absent' || state === 'escalated';

/** The next site, after the chosen one, about which something is to be done. */
export function nextToDo(
  sites: readonly ConnectingSite[],
  chosen: LiveSite['siteId'] | null,
): ConnectingSite | undefined {
  const from = sites.findIndex(({ site }) => site.siteId === chosen) + 1;
  const isOpen = ({ state }: ConnectingSite) => state !== 'good' && state !== 'waived';
  return sites.slice(from).find(isOpen) ?? sites.find(isOpen);
}
