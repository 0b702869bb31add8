import type {
  ChamberDraft,
  ChamberId,
  LiveChamber,
  LiveMeeting,
  LiveSite,
  SiteId,
  Stage,
} from '@nhipcau/contracts';
import { ChamberId as ChamberIdSchema } from '@nhipcau/contracts';
import { openChambers } from '@nhipcau/domain';

/** The open chamber a site is in; null: the common room. */
export const chamberOf = (meeting: LiveMeeting | null, siteId: SiteId): LiveChamber | null =>
  (meeting && openChambers(meeting.chambers).find(({ members }) => members.includes(siteId))) ?? null;

/** The meeting as one of its rooms shows it: an open chamber's chair and stage, else the common room's. */
export function meetingIn(meeting: LiveMeeting, chamberId: ChamberId | null): LiveMeeting {
  const chamber = meeting.chambers.find((known) => known.isOpen && known.chamberId === chamberId);
  if (!chamber) return meeting;
  const { chairSiteId, stage, automaticBringUp, followFloor, undoUntil, undoBy } = chamber;
  return { ...meeting, chairSiteId, stage, automaticBringUp, followFloor, undoUntil, undoBy };
}

/** What one of its rooms shows: an open chamber its own stage, else the common room's. */
export const stageIn = (
  { chambers, stage }: Pick<LiveMeeting, 'chambers' | 'stage'>,
  chamberId: ChamberId | null,
): Stage | null =>
  (chambers.find((known) => known.isOpen && known.chamberId === chamberId) ?? { stage }).stage;

/** How many levels above a commune a site stands, for choosing who leads a private room: the district's own site. */
const leads = ['central', 'province', 'district'];

/**
 * One private room for each heading of the wall with more than one site, led by its district's site (QN Đ6.1). Sites at
 * the province and the chair of the meeting stay in the common room.
 */
export function draftsByGroup(sites: readonly LiveSite[], chairSiteId: SiteId): ChamberDraft[] {
  const free = sites.filter((site) => site.siteId !== chairSiteId);
  return [...Map.groupBy(free, ({ groupId }) => groupId)].flatMap(([groupId, members]): ChamberDraft[] => {
    const lower = members.filter(({ level }) => !leads.slice(0, 2).includes(level));
    const first = lower.find(({ level }) => level === 'district') ?? lower[0];
    if (!first || lower.length < 2) return [];
    return [
      {
        chamberId: ChamberIdSchema.parse(groupId),
        name: first.groupName,
        chairSiteId: first.siteId,
        members: lower.map(({ siteId }) => siteId),
      },
    ];
  });
}
