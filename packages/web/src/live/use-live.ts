import { present } from '@nhipcau/base';
import type { SiteId } from '@nhipcau/contracts';
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import type { LiveConnection } from './live-connection.ts';
import type { LiveStore, LiveTopic } from './live-store.ts';

export const LiveContext = createContext<LiveConnection | null>(null);

/** The connection of the console that this component belongs to. */
export function useConnection(): LiveConnection {
  return present(useContext(LiveContext), 'live connection');
}

/** Part of the live meeting; drawn again only when its topic changed. */
export function useLive<T>(topic: LiveTopic, read: (live: LiveStore) => T): T {
  const { live } = useConnection();
  const subscribe = useCallback((listener: () => void) => live.subscribe(topic, listener), [live, topic]);
  return useSyncExternalStore(subscribe, () => read(live));
}

const readMeeting = (live: LiveStore) => live.meeting();
const readSites = (live: LiveStore) => live.sites();

export const useMeeting = () => useLive('meeting', readMeeting);
export const useSites = () => useLive('sites', readSites);

export function useSite(siteId: SiteId) {
  const read = useCallback((live: LiveStore) => live.site(siteId), [siteId]);
  return useLive(`site:${siteId}`, read);
}
