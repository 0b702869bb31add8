import type { InstallationCode, JoinUpper, NodeId, SiteId, TreeNode, TrunkAccept } from '@nhipcau/contracts';
import { aliasOf, programOf } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { LiveMeeting } from '../conference/live-meeting.ts';
import type { TrunkRecord } from './trunk-store.ts';

/** The gate of before, where another node is at the border now. */
export const gateBefore = ({ gateId }: TrunkRecord, now: NodeId): { readonly replaces?: NodeId } =>
  gateId !== null && gateId !== now ? { replaces: gateId } : {};

/** The node of a meeting that media of other installations cross at: the one at the top of its tree. */
export function rootOf({ state }: LiveMeeting): TreeNode {
  const root = state.tree.find(({ parentId }) => parentId === null);
  if (!root) throw new AppError('MEETING_NOT_LIVE');
  return root;
}

export function sitesToLend(
  { state, record }: LiveMeeting,
  {
    ours,
    ownName,
    mode,
    siteIds,
  }: { ours: InstallationCode; ownName: string; mode: JoinUpper['mode']; siteIds: readonly SiteId[] },
): TrunkAccept['sites'] {
  const chair = state.roster.find(({ siteId }) => siteId === record.chairSiteId);
  if (mode === 'oneSite')
    return [{ siteId: programOf(ours), name: chair?.name ?? ownName, mayPresent: true }];
  const lent = new Set(siteIds);
  return state.roster.flatMap(({ siteId, name, mayPresent }) => {
    if (!lent.has(siteId)) return [];
    const alias = aliasOf(ours, siteId);
    if (alias === null) throw new AppError('TRUNK_NAME_TOO_LONG', { siteId });
    return [{ siteId: alias, name, mayPresent }];
  });
}
