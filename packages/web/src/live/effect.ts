import type { LiveMeeting, LiveSite, SiteId, Source } from '@nhipcau/contracts';
import { openChambers, type StagePlan, viewOf } from '@nhipcau/domain';

/** How many of the seats that should show or hear something were measured to do so. */
export interface MeasuredEffect {
  readonly reached: number;
  readonly expected: number;
}

/** The part of a plan that views are made of, from what a console knows. */
export function planFrom(
  meeting: Pick<LiveMeeting, 'chairSiteId' | 'stage' | 'chambers'>,
  sites: readonly LiveSite[],
): StagePlan | null {
  if (meeting.stage === null) return null;
  return {
    chairSiteId: meeting.chairSiteId,
    roster: sites.map(({ siteId, number, name, nodeId, mayPresent, leg }) => ({
      siteId,
      number,
      name,
      nodeId,
      mayPresent,
      leg,
    })),
    stage: meeting.stage,
    chambers: openChambers(meeting.chambers),
  };
}

/** Sites that connected and should see this site's picture on their screens, and those that really decode it. */
export function pictureEffect(plan: StagePlan, sites: readonly LiveSite[], shown: SiteId): MeasuredEffect {
  return measure(sites, shown, 'camera', (siteId) => {
    const { main, insets } = viewOf(plan, { kind: 'site', siteId });
    return [main, ...insets.map(({ screen }) => screen)].some(({ panes }) =>
      panes.some((pane) => pane.kind === 'remote' && pane.source === 'camera' && pane.siteId === shown),
    );
  });
}

/** Sites that connected and should hear this site, and those that really do. */
export function soundEffect(plan: StagePlan, sites: readonly LiveSite[], heard: SiteId): MeasuredEffect {
  return measure(sites, heard, 'mic', (siteId) =>
    viewOf(plan, { kind: 'site', siteId }).hears.includes(heard),
  );
}

function measure(
  sites: readonly LiveSite[],
  of: SiteId,
  source: Source,
  shouldHave: (siteId: SiteId) => boolean,
): MeasuredEffect {
  let [reached, expected] = [0, 0];
  for (const { siteId, state, seat } of sites) {
    if (siteId === of || state !== 'connected' || !seat || !shouldHave(siteId)) continue;
    expected += 1;
    if (seat.flows.some((flow) => flow.siteId === of && flow.source === source && flow.flowing)) reached += 1;
  }
  return { reached, expected };
}
