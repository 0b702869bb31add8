import type {
  ConferencePlan,
  Layer,
  Layout,
  Pane,
  RosterEntry,
  Screen,
  SeatView,
  SiteId,
  Tally,
} from '@nhipcau/contracts';
import { fullScreenOf, paneLayer, sitesIn, soleSiteOf } from './layout.ts';

/** All that a view depends on: where the nodes stand does not matter to it. */
export type StagePlan = Pick<ConferencePlan, 'chairSiteId' | 'roster' | 'stage'>;

/** Who looks: the room of a site, or a console that watches and sends nothing. */
export type Seat = { readonly kind: 'site'; readonly siteId: SiteId } | { readonly kind: 'monitor' };

/**
 * What one seat shows and hears. Rules ST-1 … ST-9 of `docs/rules/stage.md`.
 *
 * Never names the seat's own site as a remote picture or sound: nobody sees or hears itself through the network.
 */
export function viewOf(plan: StagePlan, seat: Seat): SeatView {
  const own = seat.kind === 'site' ? seat.siteId : null;
  const { stage, chairSiteId } = plan;
  const role = own === null ? 'monitor' : own === chairSiteId ? 'chair' : 'satellite';
  const draw = (layout: Layout, cap: Layer = 'high') => screenOf(plan, layout, own, cap);
  return {
    role,
    main: mainScreen(plan, own, draw),
    second: stage.content === null ? null : draw({ kind: 'full', slots: [{ kind: 'content' }] }),
    insets:
      role === 'chair'
        ? [{ role: 'program', screen: draw(stage.broadcast, 'low') }]
        : role === 'monitor'
          ? [{ role: 'chairView', screen: draw(stage.chairView, 'low') }]
          : [],
    cued: cuedFor(plan, own),
    hears: stage.floor.filter((siteId) => siteId !== own && isInvited(plan, siteId)),
    tally: own === null ? 'off' : tallyOf(plan, own),
    hasFloor: own !== null && stage.floor.includes(own),
    called: own !== null && stage.called.includes(own),
    presenting: own !== null && stage.content === own,
    mayPresent: own !== null && rosterIndex(plan).get(own)?.mayPresent === true,
    chairSiteId,
    captions: stage.captions,
  };
}

/** What is said about a site everywhere: on air, about to be, or neither. */
export function tallyOf(plan: StagePlan, siteId: SiteId): Tally {
  const { broadcast, cue } = plan.stage;
  if (sitesIn(broadcast).includes(siteId)) return 'onAir';
  return cue.some((entry) => entry.target === 'broadcast' && entry.siteId === siteId) ? 'cued' : 'off';
}

function mainScreen(plan: StagePlan, own: SiteId | null, draw: (layout: Layout) => Screen): Screen {
  const { stage, chairSiteId } = plan;
  if (own === chairSiteId) return draw(stage.chairView);
  if (own !== null && (stage.called.includes(own) || soleSiteOf(stage.broadcast) === own))
    return draw(fullScreenOf(chairSiteId));
  return draw(stage.broadcast);
}

function screenOf(plan: StagePlan, layout: Layout, own: SiteId | null, cap: Layer): Screen {
  const panes = layout.slots.map((slot, index): Pane => {
    const source = slot.kind === 'content' ? 'content' : 'camera';
    const siteId = slot.kind === 'site' ? slot.siteId : slot.kind === 'content' ? plan.stage.content : null;
    if (siteId === null || !isInvited(plan, siteId)) return { kind: 'empty' };
    if (siteId === own) return { kind: 'self', source };
    const layer = cap === 'low' ? 'low' : paneLayer(layout.kind, index);
    return { kind: 'remote', siteId, source, layer };
  });
  return { layout: layout.kind, panes };
}

/**
 * Sites that a seat makes ready: cues of the pictures it sees, and the chair's own picture when the seat's site is
 * cued, because a site alone on air and a called site look at the chair.
 */
function cuedFor(plan: StagePlan, own: SiteId | null): SiteId[] {
  const { chairSiteId, stage } = plan;
  const seesChairView = own === null || own === chairSiteId;
  const prepared = stage.cue.flatMap(({ siteId, target }) => {
    if (siteId === own) return [chairSiteId];
    return target === 'broadcast' || seesChairView ? [siteId] : [];
  });
  return [...new Set(prepared)].filter((siteId) => siteId !== own && isInvited(plan, siteId));
}

function isInvited(plan: StagePlan, siteId: SiteId): boolean {
  return rosterIndex(plan).has(siteId);
}

const indexes = new WeakMap<ConferencePlan['roster'], ReadonlyMap<SiteId, RosterEntry>>();

/** Sites of the roster; computed once per roster because every seat of a large meeting asks. */
function rosterIndex({ roster }: StagePlan): ReadonlyMap<SiteId, RosterEntry> {
  const known = indexes.get(roster);
  if (known) return known;
  const index = new Map(roster.map((entry) => [entry.siteId, entry]));
  indexes.set(roster, index);
  return index;
}
