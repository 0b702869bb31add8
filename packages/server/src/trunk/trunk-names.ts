import type { FeedPane, Flow, InstallationCode, SiteId, TrunkFeed } from '@nhipcau/contracts';
import { aliasOf, plainOf } from '@nhipcau/domain';

type Naming = (siteId: SiteId) => SiteId | null;

/** A feed by other names; what has none is left out. */
export function renamed(feed: TrunkFeed, nameOf: Naming): TrunkFeed {
  const all = (siteIds: readonly SiteId[]) => siteIds.flatMap((siteId) => nameOf(siteId) ?? []);
  const pane = (one: FeedPane): FeedPane => {
    if (one.kind !== 'site') return one;
    const siteId = nameOf(one.siteId);
    return siteId === null ? { kind: 'empty' } : { kind: 'site', siteId };
  };
  return {
    ...feed,
    panes: feed.panes.map(pane),
    voices: all(feed.voices),
    content: feed.content === null ? null : nameOf(feed.content),
    cued: all(feed.cued),
    sites: feed.sites.flatMap(({ siteId, name }) => {
      const alias = nameOf(siteId);
      return alias === null ? [] : [{ siteId: alias, name }];
    }),
  };
}

/** By the names that things of an installation have in another one. */
export const named =
  (code: InstallationCode): Naming =>
  (siteId) =>
    aliasOf(code, siteId);

/** What a room decodes of an installation, by that installation's own names. */
export const flowsOf = (flows: readonly Flow[], code: InstallationCode): Flow[] =>
  flows.flatMap((flow) => {
    const siteId = plainOf(code, flow.siteId);
    return siteId === null ? [] : [{ ...flow, siteId }];
  });
