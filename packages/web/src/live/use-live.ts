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

/** Part of the live meeting; drawn again only when its topic changed, and what is read of it. */
export function useLive<T>(topic: LiveTopic, read: (live: LiveStore) => T): T {
  const { live } = useConnection();
  const subscribe = useCallback((listener: () => void) => live.subscribe(topic, listener), [live, topic]);
  return useSyncExternalStore(subscribe, () => read(live));
}

const readMeeting = (live: LiveStore) => live.meeting();
const readWhole = (live: LiveStore) => live.whole();
const readMeetingId = (live: LiveStore) => live.meeting()?.meetingId ?? null;
const readStage = (live: LiveStore) => live.meeting()?.stage ?? null;
const readPhase = (live: LiveStore) => live.meeting()?.phase ?? null;
const readChamber = (live: LiveStore) => live.chamberId();
const readSites = (live: LiveStore) => live.sites();

/** The meeting as the room shows it that is looked at. */
export const useMeeting = () => useLive('meeting', readMeeting);
export const useWholeMeeting = () => useLive('meeting', readWhole);
/** Single parts of the meeting, for what should not be drawn again when another changes. */
export const useMeetingId = () => useLive('meeting', readMeetingId);
export const useStage = () => useLive('meeting', readStage);
export const usePhase = () => useLive('meeting', readPhase);
/** The chamber that is looked at; null: the common room. */
export const useChamber = () => useLive('meeting', readChamber);

/** Time in which changes of sites are gathered for what looks at all of them: counts, groups, search. */
const GATHER_MS = 250;

/** All sites, renewed at most four times a second; a single site's own facts come at once by `useSite`. */
export function useSites() {
  const { live } = useConnection();
  const subscribe = useCallback(
    (listener: () => void) => {
      let timer: ReturnType<typeof setTimeout> | null = null;
      const stop = live.subscribe('sites', () => {
        timer ??= setTimeout(() => {
          timer = null;
          listener();
        }, GATHER_MS);
      });
      return () => {
        stop();
        if (timer !== null) clearTimeout(timer);
      };
    },
    [live],
  );
  return useSyncExternalStore(subscribe, () => readSites(live));
}

export function useSite(siteId: SiteId | null) {
  const read = useCallback((live: LiveStore) => (siteId === null ? null : live.site(siteId)), [siteId]);
  return useLive(`site:${siteId ?? ''}`, read);
}
