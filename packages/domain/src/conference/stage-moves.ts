import { err, ok, type Result } from '@nhipcau/base';
import {
  type Cue,
  type ErrorCode,
  type Layout,
  layoutCapacity,
  MAX_CALLED,
  MAX_CUES,
  MAX_FLOOR,
  type SiteId,
  type Stage,
  type Target,
} from '@nhipcau/contracts';
import { fullScreenOf, sitesIn, soleSiteOf } from './seat-view.ts';

/** A decision that says no: a code of the catalogue and plain facts. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly facts: Readonly<Record<string, string | number>>;
}
export const refuse = (code: ErrorCode, facts: Refusal['facts'] = {}): Result<never, Refusal> =>
  err({ code, facts });

/** What a stage move needs to know of its meeting. */
export interface StageContext {
  readonly chairSiteId: SiteId;
  isInvited(siteId: SiteId): boolean;
  /** The picture on air follows the floor (R-CDT-05). */
  readonly followFloor: boolean;
}

/** The stage with which a meeting opens: the chair on air and heard, nobody else. */
export function openingStage(chairSiteId: SiteId): Stage {
  return {
    broadcast: fullScreenOf(chairSiteId),
    chairView: { kind: 'grid4', slots: Array.from({ length: layoutCapacity.grid4 }, () => ({ kind: 'empty' as const })) },
    floor: [chairSiteId],
    content: null,
    cue: [],
    called: [],
    captions: [],
  };
}

/** Replaces the cues. */
export function setCue(stage: Stage, cue: readonly Cue[], context: StageContext): Result<Stage, Refusal> {
  const distinct = cue.filter(
    (entry, index) =>
      cue.findIndex((other) => other.siteId === entry.siteId && other.target === entry.target) === index,
  );
  if (distinct.length > MAX_CUES) return refuse('CUE_FULL', { most: MAX_CUES });
  const stranger = distinct.find((entry) => !context.isInvited(entry.siteId));
  return stranger ? refuse('SITE_UNKNOWN', { siteId: stranger.siteId }) : ok({ ...stage, cue: distinct });
}

/** Puts a layout on air or on the chair's screen; its cues for that picture are used up. */
export function take(stage: Stage, target: Target, layout: Layout, context: StageContext): Result<Stage, Refusal> {
  const sites = sitesIn(layout);
  const stranger = sites.find((siteId) => !context.isInvited(siteId));
  if (stranger) return refuse('SITE_UNKNOWN', { siteId: stranger });
  if (new Set(sites).size !== sites.length) return refuse('LAYOUT_INVALID', { kind: layout.kind });
  return ok({ ...withLayout(stage, target, layout), cue: withoutCues(stage.cue, target, sites) });
}

/** Opens a site's microphone for the conference; on air too when the picture follows the floor. */
export function grantFloor(stage: Stage, siteId: SiteId, context: StageContext): Result<Stage, Refusal> {
  if (!context.isInvited(siteId)) return refuse('SITE_UNKNOWN', { siteId });
  if (!stage.floor.includes(siteId) && stage.floor.length >= MAX_FLOOR) return refuse('FLOOR_FULL', { most: MAX_FLOOR });
  const floor = stage.floor.includes(siteId) ? stage.floor : [...stage.floor, siteId];
  const shown = context.followFloor && siteId !== context.chairSiteId;
  const broadcast = shown ? fullScreenOf(siteId) : stage.broadcast;
  return ok({ ...stage, floor, broadcast, cue: shown ? withoutCues(stage.cue, 'broadcast', [siteId]) : stage.cue });
}

/** Closes a site's microphone; the main picture returns to the chair when it showed that site. */
export function withdrawFloor(stage: Stage, siteId: SiteId, context: StageContext): Stage {
  return returnToChair({ ...stage, floor: stage.floor.filter((other) => other !== siteId) }, [siteId], context);
}

/** Mutes all but the chair (BD Đ11.2b). */
export function clearFloor(stage: Stage, context: StageContext): Stage {
  const { chairSiteId } = context;
  const floor = stage.floor.includes(chairSiteId) ? [chairSiteId] : [];
  return returnToChair({ ...stage, floor }, stage.floor, context);
}

/**
 * Both steps of a bring-up in one: the site alone on the chair's screen, heard, and hearing and seeing the chair
 * (R-CDT-02, R-CDT-03). The chair is put on the floor if it was not; a full floor gives up its oldest other site.
 */
export function bringUp(stage: Stage, siteId: SiteId, context: StageContext): Stage {
  const { chairSiteId } = context;
  const others = stage.floor.filter((other) => other !== chairSiteId && other !== siteId);
  return {
    ...stage,
    chairView: fullScreenOf(siteId),
    broadcast: context.followFloor ? fullScreenOf(siteId) : stage.broadcast,
    floor: [chairSiteId, ...others.slice(-(MAX_FLOOR - 2)), siteId],
    called: [...stage.called.filter((other) => other !== siteId), siteId].slice(-MAX_CALLED),
    cue: stage.cue.filter((entry) => entry.siteId !== siteId),
  };
}

/** Ends a call: the site leaves floor and chair's screen, which shows `chairView` again. */
export function releaseCall(stage: Stage, siteId: SiteId, chairView: Layout | null, context: StageContext): Stage {
  const shown = soleSiteOf(stage.chairView) === siteId && chairView !== null;
  return withdrawFloor(
    {
      ...stage,
      chairView: shown ? chairView : stage.chairView,
      called: stage.called.filter((other) => other !== siteId),
      cue: stage.cue.filter((entry) => entry.siteId !== siteId),
    },
    siteId,
    context,
  );
}

/** Takes a site out of everything. */
export function removeSite(stage: Stage, siteId: SiteId, context: StageContext): Stage {
  const blank = (layout: Layout): Layout => ({
    kind: layout.kind,
    slots: layout.slots.map((slot) => (slot.kind === 'site' && slot.siteId === siteId ? { kind: 'empty' } : slot)),
  });
  const withdrawn = returnToChair({ ...stage, floor: stage.floor.filter((other) => other !== siteId) }, [siteId], context);
  return {
    ...withdrawn,
    broadcast: soleSiteOf(stage.broadcast) === siteId ? fullScreenOf(context.chairSiteId) : blank(withdrawn.broadcast),
    chairView: blank(withdrawn.chairView),
    content: stage.content === siteId ? null : stage.content,
    cue: stage.cue.filter((entry) => entry.siteId !== siteId),
    called: stage.called.filter((other) => other !== siteId),
    captions: stage.captions.filter((caption) => caption.siteId !== siteId),
  };
}

function returnToChair(stage: Stage, silenced: readonly SiteId[], context: StageContext): Stage {
  const shown = soleSiteOf(stage.broadcast);
  const returns = context.followFloor && shown !== null && shown !== context.chairSiteId && silenced.includes(shown);
  return returns ? { ...stage, broadcast: fullScreenOf(context.chairSiteId) } : stage;
}

function withLayout(stage: Stage, target: Target, layout: Layout): Stage {
  return target === 'broadcast' ? { ...stage, broadcast: layout } : { ...stage, chairView: layout };
}

function withoutCues(cue: readonly Cue[], target: Target, sites: readonly SiteId[]): Cue[] {
  return cue.filter((entry) => entry.target !== target || !sites.includes(entry.siteId));
}
