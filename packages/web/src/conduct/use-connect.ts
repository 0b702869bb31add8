import { type Command, MeetingRules, type SiteId } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { callApi } from '../api/http.ts';
import { useConnection, useLive, useSites, useWholeMeeting } from '../live/use-live.ts';
import { type ConnectingSite, canBeCalled, connectingSite, nextToDo } from './connect-state.ts';

/** What the regulation of a meeting says of connecting and conducting it. */
export function useLiveRules(meetingId: string | undefined): MeetingRules | null {
  const query = useQuery({
    queryKey: ['live-rules', meetingId],
    enabled: meetingId !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      callApi(`/meetings/${encodeURIComponent(meetingId ?? '')}/live-rules`, {
        reply: MeetingRules,
        signal,
      }),
  });
  return query.data ?? null;
}

export interface ConnectDesk {
  readonly sites: readonly ConnectingSite[];
  readonly callable: readonly SiteId[];
  readonly chosen: ConnectingSite | null;
  readonly refusal: string | null;
  choose(siteId: SiteId | null): void;
  next(): void;
  callAll(): void;
  call(): void;
  tryBoth(word: 'good' | 'poor'): void;
  give(command: Command): void;
}

/** What the connect board shows and does; it draws nothing. */
export function useConnectDesk(): ConnectDesk {
  const connection = useConnection();
  const meeting = useWholeMeeting();
  const all = useSites();
  const connecting = useLive('connecting', (live) => live.connecting());
  const [chosenId, choose] = useState<SiteId | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const sites = useMemo(
    () =>
      connecting === null
        ? []
        : all
            .filter(({ siteId }) => siteId !== meeting?.chairSiteId)
            .map((site) => connectingSite(site, connecting)),
    [all, connecting, meeting?.chairSiteId],
  );
  const callable = sites.filter(canBeCalled).map(({ site }) => site.siteId);
  const give = (command: Command): void => {
    void connection.give(command).then(({ state }) => {
      setRefusal(state.kind === 'refused' ? state.code : null);
    });
  };
  return {
    sites,
    callable,
    chosen: sites.find(({ site }) => site.siteId === chosenId) ?? null,
    refusal,
    choose,
    next: () => choose(nextToDo(sites, chosenId)?.site.siteId ?? null),
    callAll: () => {
      if (callable.length > 0) give({ type: 'connect.call', siteIds: callable });
    },
    call: () => {
      if (chosenId !== null) give({ type: 'connect.call', siteIds: [chosenId] });
    },
    tryBoth: (word) => {
      if (chosenId !== null) give({ type: 'connect.try', siteId: chosenId, sound: word, picture: word });
    },
    give,
  };
}
