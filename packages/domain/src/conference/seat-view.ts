import type {
  ChamberId,
  ConferencePlan,
  Layer,
  Layout,
  Pane,
  RosterEntry,
  Screen,
  SeatView,
  SiteId,
  SpeakNotice,
  Tally,
} from '@nhipcau/contracts';
import { type Part, partOfChamber, partOfSite, type StagePlan } from './chambers.ts';
import { noticesAt } from './directions.ts';
import { fullScreenOf, paneLayer, sitesIn, soleSiteOf } from './layout.ts';
import { talkNoticeOf } from './talkback.ts';

/** Who looks: the room of a site, a console that watches and sends nothing, or the recorder, which sees what everybody sees. */
export type Seat =
  | { readonly kind: 'site'; readonly siteId: SiteId }
  | { readonly kind: 'monitor' /** Left out: the common room. */; readonly chamberId?: ChamberId }
  | { readonly kind: 'recorder' }
  /** A console on the talkback: it has no part in the meeting (rule TB-2). */
  | { readonly kind: 'desk'; readonly deskId: SiteId };

/**
 * What one seat shows and hears. Rules ST-1 … ST-9 of `docs/rules/stage.md`.
 *
 * Never names the seat's own site as a remote picture or sound: nobody sees or hears itself through the network.
 */
export function viewOf(whole: StagePlan, seat: Seat): SeatView {
  if (seat.kind === 'desk') return { ...emptyView(whole.chairSiteId), role: 'monitor' };
  if (seat.kind !== 'site') {
    const chamberId = seat.kind === 'monitor' ? (seat.chamberId ?? null) : null;
    return viewIn(partOfChamber(whole, chamberId), whole, seat);
  }
  const { siteId } = seat;
  const part = partOfSite(whole, siteId);
  const talk = talkNoticeOf(whole, siteId);
  if (whole.waiting?.includes(siteId))
    return { ...emptyView(part.chairSiteId), waiting: { contacts: [...(whole.contacts ?? [])] }, talk };
  const wanted = whole.presets?.find((preset) => preset.siteId === siteId);
  const preset = wanted ? { key: wanted.key, name: wanted.name } : null;
  return { ...viewIn(part, whole, seat), talk, preset };
}

/** What a seat is shown of the room it is in. */
function viewIn(plan: Part, whole: StagePlan, seat: Seat): SeatView {
  const own = seat.kind === 'site' ? seat.siteId : null;
  const { stage, chairSiteId, chamber } = plan;
  const role = own === null ? 'monitor' : own === chairSiteId ? 'chair' : 'satellite';
  const hears = stage.floor.filter((siteId) => siteId !== own && isInvited(plan, siteId));
  const draw = (layout: Layout, cap: Layer = 'high') => screenOf(plan, layout, own, cap);
  return {
    role,
    main: mainScreen(plan, own, draw),
    second: stage.content === null ? null : draw({ kind: 'full', slots: [{ kind: 'content' }] }),
    insets:
      role === 'chair'
        ? [{ role: 'program', screen: draw(stage.broadcast, 'low') }]
        : seat.kind === 'monitor'
          ? [{ role: 'chairView', screen: draw(stage.chairView, 'low') }]
          : [],
    cued: cuedFor(plan, seat),
    hears,
    tally: own === null ? 'off' : tallyIn(plan, own),
    hasFloor: own !== null && stage.floor.includes(own),
    called: own !== null && stage.called.includes(own),
    presenting: own !== null && stage.content === own,
    mayPresent: own !== null && rosterIndex(plan).get(own)?.mayPresent === true,
    chairSiteId,
    chamber: chamber && { chamberId: chamber.chamberId, name: chamber.name, kind: chamber.kind },
    captions: stage.captions,
    gains: stage.gains.filter(({ siteId }) => hears.includes(siteId)),
    waiting: null,
    attendanceAsked: own !== null && whole.attendanceAsked?.includes(own) === true,
    directions: noticesAt(whole.directions, own),
    speak: own === null ? null : (noticesOf(whole).get(own) ?? null),
    recording: chamber === null && whole.recording != null,
    talk: null,
    preset: null,
  };
}

/** Sees and hears nothing of the meeting: a site that the centre has not called yet (rule CN-1), a console on the talkback. */
const emptyView = (chairSiteId: SiteId): SeatView => ({
  role: 'satellite',
  main: { layout: 'full', panes: [{ kind: 'empty' }] },
  second: null,
  insets: [],
  cued: [],
  hears: [],
  tally: 'off',
  hasFloor: false,
  called: false,
  presenting: false,
  mayPresent: false,
  chairSiteId,
  chamber: null,
  captions: [],
  gains: [],
  waiting: null,
  attendanceAsked: false,
  directions: [],
  speak: null,
  recording: false,
  talk: null,
  preset: null,
});

/** What is said about a site everywhere: on air, about to be, or neither. */
export const tallyOf = (plan: StagePlan, siteId: SiteId): Tally => tallyIn(partOfSite(plan, siteId), siteId);

function tallyIn({ stage: { broadcast, cue } }: Part, siteId: SiteId): Tally {
  if (sitesIn(broadcast).includes(siteId)) return 'onAir';
  return cue.some((entry) => entry.target === 'broadcast' && entry.siteId === siteId) ? 'cued' : 'off';
}

function mainScreen(plan: Part, own: SiteId | null, draw: (layout: Layout) => Screen): Screen {
  const { stage, chairSiteId, facing } = plan;
  if (own !== null && facing?.siteIds.includes(own)) return draw(fullScreenOf(facing.chairSiteId));
  if (own === chairSiteId) return draw(stage.chairView);
  if (own !== null && (stage.called.includes(own) || soleSiteOf(stage.broadcast) === own))
    return draw(fullScreenOf(chairSiteId));
  return draw(stage.broadcast);
}

function screenOf(plan: Part, layout: Layout, own: SiteId | null, cap: Layer): Screen {
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
function cuedFor(plan: Part, seat: Seat): SiteId[] {
  const { chairSiteId, stage } = plan;
  const own = seat.kind === 'site' ? seat.siteId : null;
  const seesChairView = seat.kind === 'monitor' || own === chairSiteId;
  const prepared = stage.cue.flatMap(({ siteId, target }) => {
    if (siteId === own) return [chairSiteId];
    return target === 'broadcast' || seesChairView ? [siteId] : [];
  });
  return [...new Set(prepared)].filter((siteId) => siteId !== own && isInvited(plan, siteId));
}

function isInvited(plan: Part, siteId: SiteId): boolean {
  return rosterIndex(plan).has(siteId);
}

const notices = new WeakMap<StagePlan, ReadonlyMap<SiteId, SpeakNotice>>();

/** What sites are told of their wishes to speak; computed once for each plan. */
function noticesOf(plan: StagePlan): ReadonlyMap<SiteId, SpeakNotice> {
  const known = notices.get(plan);
  if (known) return known;
  const made = new Map((plan.speaking ?? []).map(({ siteId, notice }) => [siteId, notice]));
  notices.set(plan, made);
  return made;
}

const indexes = new WeakMap<ConferencePlan['roster'], ReadonlyMap<SiteId, RosterEntry>>();

/** Sites of the roster; computed once per roster because every seat of a large meeting asks. */
function rosterIndex({ roster }: Part): ReadonlyMap<SiteId, RosterEntry> {
  const known = indexes.get(roster);
  if (known) return known;
  const index = new Map(roster.map((entry) => [entry.siteId, entry]));
  indexes.set(roster, index);
  return index;
}
