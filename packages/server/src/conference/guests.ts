import type { ConferenceState, SiteId, Source } from '@nhipcau/contracts';
import { sameData, type TrunkView } from '@nhipcau/domain';
import type { SiteProfile } from '../directory/directory.repository.ts';

/** Sites of other installations as the wall shows them: in no directory of ours, grouped under their installation. */
export function guestProfiles({ tree, roster }: ConferenceState): SiteProfile[] {
  const gates = new Map(tree.flatMap((node) => (node.trunk ? [[node.nodeId, node] as const] : [])));
  return roster.flatMap((entry): SiteProfile[] => {
    const gate = gates.get(entry.nodeId);
    return gate
      ? [
          {
            entry,
            levelCode: 'guest',
            status: 'admitted',
            groupId: gate.nodeId,
            groupName: gate.name,
            duty: null,
          },
        ]
      : [];
  });
}

/** The site whose stream stands for a guest: a whole meeting has none of its own. */
export function shownBy({ guests }: TrunkView, siteId: SiteId, source: Source): SiteId {
  const feed = guests.find(({ entry }) => entry.siteId === siteId)?.feed;
  if (!feed) return siteId;
  if (source === 'content') return feed.content ?? siteId;
  const picture = feed.panes.flatMap((pane) => (pane.kind === 'site' ? [pane.siteId] : []))[0] ?? siteId;
  // Who is seen is also who is to be heard, when the floor there is theirs.
  return source === 'mic' && !feed.voices.includes(picture) ? (feed.voices[0] ?? siteId) : picture;
}

export const sameTrunks = (a: TrunkView, b: TrunkView): boolean =>
  sameData([a.guests, a.lent, [...a.offers]], [b.guests, b.lent, [...b.offers]]);
