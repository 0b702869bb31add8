import { err, ok, type Result } from '@nhipcau/base';
import {
  type Cue,
  type ErrorCode,
  type Layout,
  layoutCapacity,
  MAX_CALLED,
  MAX_CUES,
  MAX_FLOOR,
  MAX_GAINS,
  type SiteGain,
  type SiteId,
  type Stage,
  type Target,
} from '@nhipcau/contracts';
import {
  contentPanes,
  fullScreenOf,
  isBlank,
  isGrid,
  layoutOf,
  sitesIn,
  soleSiteOf,
  withoutContent,
  withoutSite,
} from './layout.ts';

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

/** The stage with which a meeting opens: the chair on air and heard, nobody else (rule FL-1). */
export function openingStage(chairSiteId: SiteId): Stage {
  return {
    broadcast: fullScreenOf(chairSiteId),
    chairView: layoutOf('grid4', []),
    floor: [chairSiteId],
    content: null,
    cue: [],
    called: [],
    captions: [],
    gains: [],
  };
}

/** Replaces the cues (rule LO-4). */
export function setCue(stage: Stage, cue: readonly Cue[], context: StageContext): Result<Stage, Refusal> {
  const distinct = cue.filter(
    (entry, index) =>
      cue.findIndex((other) => other.siteId === entry.siteId && other.target === entry.target) === index,
  );
  if (distinct.length > MAX_CUES) return refuse('CUE_FULL', { most: MAX_CUES });
  const stranger = distinct.find((entry) => !context.isInvited(entry.siteId));
  return stranger ? refuse('SITE_UNKNOWN', { siteId: stranger.siteId }) : ok({ ...stage, cue: distinct });
}

/** Puts a layout on air or on the chair's screen; its cues for that picture are used up (rules LO-1 … LO-4). */
export function take(
  stage: Stage,
  target: Target,
  layout: Layout,
  context: StageContext,
): Result<Stage, Refusal> {
  const sites = sitesIn(layout);
  const { kind, slots } = layout;
  const stranger = sites.find((siteId) => !context.isInvited(siteId));
  if (stranger !== undefined) return refuse('SITE_UNKNOWN', { siteId: stranger });
  const twice = new Set(sites).size !== sites.length || contentPanes(layout) > 1;
  if (twice || slots.length !== layoutCapacity[kind]) return refuse('LAYOUT_INVALID', { kind });
  if (contentPanes(layout) > 0 && stage.content === null && !isGrid(layout))
    return refuse('CONTENT_NOT_OFFERED');
  if (target === 'broadcast' && isBlank(layout, stage.content)) return refuse('LAYOUT_INVALID', { kind });
  return ok({ ...withLayout(stage, target, layout), cue: withoutCues(stage.cue, target, sites) });
}

/** Opens a site's microphone for the conference; on air too when the picture follows the floor (rules FL-2, FL-3). */
export function grantFloor(stage: Stage, siteId: SiteId, context: StageContext): Result<Stage, Refusal> {
  if (!context.isInvited(siteId)) return refuse('SITE_UNKNOWN', { siteId });
  const hasFloor = stage.floor.includes(siteId);
  if (!hasFloor && stage.floor.length >= MAX_FLOOR) return refuse('FLOOR_FULL', { most: MAX_FLOOR });
  const floor = hasFloor ? stage.floor : [...stage.floor, siteId];
  const shown = context.followFloor && siteId !== context.chairSiteId;
  const broadcast = shown ? fullScreenOf(siteId) : stage.broadcast;
  return ok({
    ...stage,
    floor,
    broadcast,
    cue: shown ? withoutCues(stage.cue, 'broadcast', [siteId]) : stage.cue,
  });
}

/**
 * Closes a site's microphone; the main picture returns to the chair when it showed that site (rules FL-4, FL-6). The
 * chair keeps its own while a called site must hear it.
 */
export function withdrawFloor(stage: Stage, siteId: SiteId, context: StageContext): Result<Stage, Refusal> {
  if (!context.isInvited(siteId)) return refuse('SITE_UNKNOWN', { siteId });
  if (siteId === context.chairSiteId && stage.called.length > 0) return refuse('SITE_IS_CHAIR', { siteId });
  return ok(silence(stage, [siteId], context));
}

/** Mutes all but the chair and the exceptions that have the floor (rules FL-5, FL-7, BD Đ11.2b). */
export function clearFloor(
  stage: Stage,
  except: readonly SiteId[],
  context: StageContext,
): Result<Stage, Refusal> {
  const stranger = except.find((siteId) => !context.isInvited(siteId));
  if (stranger !== undefined) return refuse('SITE_UNKNOWN', { siteId: stranger });
  const kept = [context.chairSiteId, ...except];
  return ok(
    silence(
      stage,
      stage.floor.filter((siteId) => !kept.includes(siteId)),
      context,
    ),
  );
}

/** How loud a site is heard, at every seat alike (rule FL-8, BD Đ11.2c). */
export function setGain(
  stage: Stage,
  { siteId, db }: SiteGain,
  context: StageContext,
): Result<Stage, Refusal> {
  if (!context.isInvited(siteId)) return refuse('SITE_UNKNOWN', { siteId });
  const others = stage.gains.filter((gain) => gain.siteId !== siteId);
  const known = stage.gains.find((gain) => gain.siteId === siteId);
  if ((known?.db ?? 0) === db) return ok(stage);
  // The oldest setting gives way, but never that of a site that is heard now.
  const kept =
    others.length < MAX_GAINS ? others : others.filter((gain) => gain !== oldestUnheard(others, stage));
  return ok({ ...stage, gains: db === 0 ? others : [...kept, { siteId, db }] });
}

const oldestUnheard = (gains: readonly SiteGain[], { floor }: Stage): SiteGain | undefined =>
  gains.find(({ siteId }) => !floor.includes(siteId));

function silence(stage: Stage, silenced: readonly SiteId[], context: StageContext): Stage {
  const shown = soleSiteOf(stage.broadcast);
  const returns =
    context.followFloor && shown !== null && shown !== context.chairSiteId && silenced.includes(shown);
  return {
    ...stage,
    floor: stage.floor.filter((siteId) => !silenced.includes(siteId)),
    broadcast: returns ? fullScreenOf(context.chairSiteId) : stage.broadcast,
  };
}

/** Nobody presents any more; what showed only the content shows the chair (rule LO-6). */
export function stopContent(stage: Stage, { chairSiteId }: StageContext): Stage {
  if (stage.content === null) return stage;
  const stopped = {
    ...stage,
    content: null,
    broadcast: withoutContent(stage.broadcast),
    chairView: withoutContent(stage.chairView),
  };
  return neverBlank(stopped, chairSiteId);
}

/**
 * Both steps of a bring-up in one: the site alone on the chair's screen, heard, and hearing and seeing the chair
 * (rules BU-3, BU-4). The chair is put on the floor if it was not; a full floor gives up its oldest other site.
 */
export function bringUp(stage: Stage, siteId: SiteId, context: StageContext): Stage {
  const { chairSiteId, followFloor } = context;
  const others = stage.floor.filter((other) => other !== chairSiteId && other !== siteId);
  return {
    ...stage,
    chairView: fullScreenOf(siteId),
    broadcast: followFloor ? fullScreenOf(siteId) : stage.broadcast,
    floor: [chairSiteId, ...others.slice(-(MAX_FLOOR - 2)), siteId],
    called: [...stage.called.filter((other) => other !== siteId), siteId].slice(-MAX_CALLED),
    cue: stage.cue.filter(
      (entry) => entry.siteId !== siteId || (entry.target === 'broadcast' && !followFloor),
    ),
  };
}

/** Makes a called site ready for the operator who will bring it up (rule BU-2); the oldest other cues stay. */
export function prepareCall(stage: Stage, siteId: SiteId): Stage {
  const others = withoutCues(stage.cue, 'chairView', [siteId]);
  return { ...stage, cue: [{ siteId, target: 'chairView' }, ...others.slice(0, MAX_CUES - 1)] };
}

/** A call that nobody carried out yet is given up: only its preparation goes. */
export function dropPreparation(stage: Stage, siteId: SiteId): Stage {
  return { ...stage, cue: withoutCues(stage.cue, 'chairView', [siteId]) };
}

/** Ends a call (rule BU-9): the site leaves the floor and the chair's screen, which shows `chairView` again. */
export function releaseCall(
  stage: Stage,
  siteId: SiteId,
  chairView: Layout | null,
  context: StageContext,
): Stage {
  const shown = soleSiteOf(stage.chairView) === siteId && chairView !== null;
  const released = {
    ...dropPreparation(stage, siteId),
    chairView: shown ? chairView : stage.chairView,
    called: stage.called.filter((other) => other !== siteId),
  };
  return silence(released, [siteId], context);
}

/**
 * Takes a site out of everything (rule LO-5). Its call is over: the chair's screen shows `chairView` again if it showed
 * the called site. Whoever is on air is never nobody.
 */
export function removeSite(
  stage: Stage,
  siteId: SiteId,
  { chairSiteId, chairView }: { chairSiteId: SiteId; chairView: Layout | null },
): Stage {
  const called = stage.called.includes(siteId) && soleSiteOf(stage.chairView) === siteId;
  const presents = stage.content === siteId;
  const strip = (layout: Layout) => withoutSite(presents ? withoutContent(layout) : layout, siteId);
  const removed: Stage = {
    broadcast: strip(stage.broadcast),
    chairView: strip(called && chairView !== null ? chairView : stage.chairView),
    floor: stage.floor.filter((other) => other !== siteId),
    content: presents ? null : stage.content,
    cue: stage.cue.filter((entry) => entry.siteId !== siteId),
    called: stage.called.filter((other) => other !== siteId),
    captions: stage.captions.filter((caption) => caption.siteId !== siteId),
    gains: stage.gains.filter((gain) => gain.siteId !== siteId),
  };
  return neverBlank(removed, chairSiteId);
}

function neverBlank(stage: Stage, chairSiteId: SiteId): Stage {
  return isBlank(stage.broadcast, stage.content) ? { ...stage, broadcast: fullScreenOf(chairSiteId) } : stage;
}

function withLayout(stage: Stage, target: Target, layout: Layout): Stage {
  return target === 'broadcast' ? { ...stage, broadcast: layout } : { ...stage, chairView: layout };
}

function withoutCues(cue: readonly Cue[], target: Target, sites: readonly SiteId[]): Cue[] {
  return cue.filter((entry) => entry.target !== target || !sites.includes(entry.siteId));
}
