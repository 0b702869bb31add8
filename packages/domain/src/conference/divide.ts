import { err, ok, type Result } from '@nhipcau/base';
import {
  type Chamber,
  type ChamberDraft,
  ChamberId,
  type ChambersCause,
  type Command,
  type ConferenceEventBody,
  type ConferenceState,
  type Instant,
  type Layout,
  type LayoutKind,
  MAX_CHAMBERS,
  MAX_FLOOR,
  type SiteId,
  type Stage,
} from '@nhipcau/contracts';
import { endedCalls, stageWithoutCalls } from './calls.ts';
import { chamberHolding, openChambers, stateOfPart } from './chambers.ts';
import { changeOf, type Decision, type Live } from './decision.ts';
import { layoutOf, withoutSite } from './layout.ts';
import { sameData } from './same-data.ts';
import { openingStage, type Refusal, refuse, removeSite } from './stage-moves.ts';

/** Commands that say who is in which room. */
export type DividingCommand = Extract<
  Command,
  {
    type:
      | 'chambers.plan'
      | 'chambers.split'
      | 'chambers.merge'
      | 'site.move'
      | 'site.setAside'
      | 'site.bringBack';
  }
>;

const TECHNICAL = ChamberId.parse('technical');
/** Name in the log and for whoever has no catalogue; screens say it in their own language by its kind. */
const TECHNICAL_NAME = 'Phòng kỹ thuật';

/** Who is in which room (rules CH-3 … CH-8). One command, one event: nobody is ever in two rooms or in none. */
export function divide(state: ConferenceState, live: Live, command: DividingCommand, now: Instant): Decision {
  const { chambers } = state;
  switch (command.type) {
    case 'chambers.plan': {
      const planned = plan(state, live, command.chambers);
      return planned.ok ? ok(changes(state, live, planned.value, 'planned', null, now)) : planned;
    }
    case 'chambers.split':
    case 'chambers.merge': {
      const opens = command.type === 'chambers.split';
      const named = privateOnes(chambers, command.chamberIds);
      if (!named.ok) return named;
      const next = chambers.map((chamber) =>
        named.value.has(chamber.chamberId) ? { ...chamber, isOpen: opens } : chamber,
      );
      return ok(changes(state, live, next, opens ? 'split' : 'merged', null, now));
    }
    case 'site.move': {
      const { siteId, chamberId } = command;
      const fault = movable(state, live, siteId);
      if (fault) return fault;
      const target = chambers.find(
        (chamber) => chamber.chamberId === chamberId && chamber.kind === 'private',
      );
      if (chamberId !== null && !target) return refuse('CHAMBER_UNKNOWN', { chamberId });
      const next = chambersWithout(chambers, siteId, (chamber) => chamber !== target).map((chamber) =>
        chamber.chamberId === chamberId && !chamber.members.includes(siteId)
          ? { ...chamber, members: [...chamber.members, siteId] }
          : chamber,
      );
      return ok(changes(state, live, next, 'moved', siteId, now));
    }
    case 'site.setAside': {
      const fault = movable(state, live, command.siteId);
      if (fault) return fault;
      const next = setAside(chambers, command.siteId);
      return next.ok ? ok(changes(state, live, next.value, 'setAside', command.siteId, now)) : next;
    }
    case 'site.bringBack': {
      const next = chambersWithout(chambers, command.siteId, ({ kind }) => kind === 'technical');
      return ok(changes(state, live, next, 'broughtBack', command.siteId, now));
    }
  }
}

/** What follows for the chambers when a site leaves the meeting, whose own calls have ended; nothing when it was in none. */
export function leaveChambers(
  state: ConferenceState,
  live: Live,
  siteId: SiteId,
  now: Instant,
): ConferenceEventBody[] {
  return changes(state, live, chambersWithout(state.chambers, siteId), 'siteRemoved', siteId, now).filter(
    (body) => body.type !== 'bringUp.changed' || body.bringUp.siteId !== siteId,
  );
}

function plan(
  { chambers, roster }: ConferenceState,
  live: Live,
  drafts: readonly ChamberDraft[],
): Result<Chamber[], Refusal> {
  if (chambers.some(({ kind, isOpen }) => kind === 'private' && isOpen)) return refuse('CHAMBERS_OPEN');
  const taken = new Set<string>();
  const invited = new Set(roster.map((entry) => entry.siteId));
  for (const { chamberId, chairSiteId, members } of drafts) {
    if (chamberId === TECHNICAL || taken.has(`#${chamberId}`))
      return refuse('CHAMBER_MEMBERS_WRONG', { chamberId });
    taken.add(`#${chamberId}`);
    if (!members.includes(chairSiteId)) return refuse('CHAMBER_MEMBERS_WRONG', { siteId: chairSiteId });
    for (const siteId of members) {
      if (!invited.has(siteId)) return refuse('SITE_UNKNOWN', { siteId });
      if (siteId === live.chairSiteId) return refuse('SITE_IS_CHAIR', { siteId });
      if (taken.has(siteId)) return refuse('CHAMBER_MEMBERS_WRONG', { siteId });
      taken.add(siteId);
    }
  }
  const technical = chambers.filter(({ kind }) => kind === 'technical');
  return ok([...technical, ...drafts.map((draft) => privateOf(draft, chambers))]);
}

/** A chamber that stays as it was keeps its stage; any other opens as a meeting does, with its members before its chair. */
function privateOf(draft: ChamberDraft, chambers: readonly Chamber[]): Chamber {
  const before = chambers.find(({ chamberId }) => chamberId === draft.chamberId);
  if (before && before.chairSiteId === draft.chairSiteId && sameData(before.members, draft.members))
    return { ...before, name: draft.name };
  return {
    ...draft,
    kind: 'private',
    stage: openingOf(draft),
    isOpen: false,
    automaticBringUp: true,
    followFloor: true,
    chairViewBefore: null,
    before: null,
  };
}

/** The stage with which a chamber opens (rule CH-4). */
function openingOf({ chairSiteId, members }: Pick<Chamber, 'chairSiteId' | 'members'>): Stage {
  const others = members.filter((siteId) => siteId !== chairSiteId);
  return { ...openingStage(chairSiteId), chairView: layoutOf(gridFor(others.length), others) };
}

/** In the technical room everybody sees and hears everybody (rule CH-7). */
function talkOf(members: readonly SiteId[], chairSiteId: SiteId): Stage {
  const everybody: Layout = layoutOf(members.length === 1 ? 'full' : gridFor(members.length), members);
  return {
    ...openingStage(chairSiteId),
    broadcast: everybody,
    chairView: everybody,
    floor: members.slice(0, MAX_FLOOR),
  };
}

function gridFor(sites: number): LayoutKind {
  if (sites <= 4) return 'grid4';
  if (sites <= 9) return 'grid9';
  return sites <= 16 ? 'grid16' : 'grid25';
}

function privateOnes(
  chambers: readonly Chamber[],
  named: readonly ChamberId[],
): Result<Set<ChamberId>, Refusal> {
  const all = chambers.filter(({ kind }) => kind === 'private').map(({ chamberId }) => chamberId);
  const stranger = named.find((chamberId) => !all.includes(chamberId));
  if (stranger !== undefined) return refuse('CHAMBER_UNKNOWN', { chamberId: stranger });
  if (all.length === 0) return refuse('CHAMBER_UNKNOWN');
  return ok(new Set(named.length === 0 ? all : named));
}

/** Whoever chairs the meeting stays in the common room (rule CH-3). */
function movable(state: ConferenceState, live: Live, siteId: SiteId): Result<never, Refusal> | null {
  if (!state.roster.some((entry) => entry.siteId === siteId)) return refuse('SITE_UNKNOWN', { siteId });
  return siteId === live.chairSiteId ? refuse('SITE_IS_CHAIR', { siteId }) : null;
}

function setAside(chambers: readonly Chamber[], siteId: SiteId): Result<Chamber[], Refusal> {
  const technical = chambers.find(({ kind }) => kind === 'technical');
  if (technical?.members.includes(siteId)) return ok([...chambers]);
  if (!technical && chambers.length >= MAX_CHAMBERS)
    return err({ code: 'CHAMBERS_OPEN', facts: { most: MAX_CHAMBERS } });
  const members = [...(technical?.members ?? []), siteId];
  const chairSiteId = technical?.chairSiteId ?? siteId;
  const next: Chamber = {
    chamberId: TECHNICAL,
    name: TECHNICAL_NAME,
    kind: 'technical',
    chairSiteId,
    members,
    stage: talkOf(members, chairSiteId),
    isOpen: true,
    automaticBringUp: true,
    followFloor: false,
    chairViewBefore: null,
    before: null,
  };
  return ok([next, ...chambers.filter((chamber) => chamber !== technical)]);
}

/** The chambers without a site. One that nobody is left in is gone; one that loses its chair opens anew (rule CH-8). */
export function chambersWithout(
  chambers: readonly Chamber[],
  siteId: SiteId,
  from: (chamber: Chamber) => boolean = () => true,
): Chamber[] {
  return chambers.flatMap((chamber): Chamber[] => {
    if (!chamber.members.includes(siteId) || !from(chamber)) return [chamber];
    const members = chamber.members.filter((other) => other !== siteId);
    const first = members[0];
    if (first === undefined) return [];
    const chairSiteId = chamber.chairSiteId === siteId ? first : chamber.chairSiteId;
    if (chamber.kind === 'technical')
      return [{ ...chamber, members, chairSiteId, stage: talkOf(members, chairSiteId), before: null }];
    if (chairSiteId === chamber.chairSiteId) return [{ ...chamber, members }];
    const led = { chairSiteId, members };
    return [{ ...chamber, ...led, stage: openingOf(led), chairViewBefore: null, before: null }];
  });
}

/**
 * What follows when the chambers become these: whoever changes its room leaves the stage of the one it was in and its
 * calls end; what could be taken back before no longer can (rule CH-5).
 */
function changes(
  state: ConferenceState,
  live: Live,
  next: readonly Chamber[],
  cause: ChambersCause,
  siteId: SiteId | null,
  now: Instant,
): ConferenceEventBody[] {
  const after = { ...state, chambers: [...next] };
  const [roomBefore, roomAfter] = [roomsOf(state), roomsOf(after)];
  const leaving = state.roster.filter(({ siteId: id }) => roomBefore.get(id) !== roomAfter.get(id));
  const movers = new Set(leaving.map((entry) => entry.siteId));
  const calls = endedCalls(state, now).filter(
    (body) => body.type === 'bringUp.changed' && isOver(body.bringUp.siteId, state, after, movers),
  );
  const common = [...movers].reduce(
    (stage, mover) =>
      removeSite(stage, mover, { chairSiteId: live.chairSiteId, chairView: state.chairViewBefore }),
    live.stage,
  );
  const chambers = next.map((chamber) => cleared(state, chamber, movers));
  if (sameData(state.chambers, chambers)) return [];
  return [
    ...calls,
    ...changeOf(live.stage, common, 'chambers', siteId),
    { type: 'chambers.changed', cause, siteId, chambers },
  ];
}

/** The chamber each site is in now; left out: the common room. Asked of every site at once (rule CD-11). */
const roomsOf = ({ chambers }: ConferenceState): ReadonlyMap<SiteId, ChamberId> =>
  new Map(
    openChambers(chambers).flatMap(({ chamberId, members }) =>
      members.map((siteId) => [siteId, chamberId] as const),
    ),
  );

/** A call ends when its site changes rooms, or when the chair that called it does. */
function isOver(
  siteId: SiteId,
  before: ConferenceState,
  after: ConferenceState,
  movers: ReadonlySet<SiteId>,
): boolean {
  if (movers.has(siteId)) return true;
  const chair = chamberHolding(before, siteId)?.chairSiteId;
  if (chair === undefined) return false;
  return movers.has(chair) || chair !== chamberHolding(after, siteId)?.chairSiteId;
}

/** A chamber as it is stored: without those who left it, and without calls while it is closed or its chair is away. */
function cleared(state: ConferenceState, chamber: Chamber, movers: ReadonlySet<SiteId>): Chamber {
  const before = state.chambers.find(({ chamberId }) => chamberId === chamber.chamberId);
  if (before === undefined || chamber.kind === 'technical') return chamber;
  const isDone = before.isOpen && (!chamber.isOpen || movers.has(chamber.chairSiteId));
  const part = isDone ? stateOfPart(state, chamber.chamberId) : null;
  const { chairSiteId, chairViewBefore } = chamber;
  const leavers = before.isOpen && chamber.isOpen ? [...movers].filter((id) => id !== chairSiteId) : [];
  const kin = new Set(chamber.members);
  const gone = before.members.filter((id) => !kin.has(id));
  const stage = [...leavers, ...gone].reduce(
    (soFar, id) => removeSite(soFar, id, { chairSiteId, chairView: chairViewBefore }),
    part === null ? chamber.stage : stageWithoutCalls(part),
  );
  const kept = stage.called.length > 0 ? chairViewBefore : null;
  const view = [...leavers, ...gone].reduce((layout, id) => layout && withoutSite(layout, id), kept);
  if (
    sameData(stage, chamber.stage) &&
    chamber.isOpen === before.isOpen &&
    sameData(before.members, chamber.members)
  )
    return chamber;
  return { ...chamber, stage, chairViewBefore: view, before: null };
}

/** What undo and the chair's own view keep of the common room when sites have left it. */
export function commonKept(
  { chairViewBefore }: Pick<ConferenceState, 'chairViewBefore'>,
  chambers: readonly Chamber[],
): Pick<ConferenceState, 'before' | 'chairViewBefore'> {
  const away = openChambers(chambers).flatMap(({ members }) => members);
  return {
    before: null,
    chairViewBefore: away.reduce((layout, id) => layout && withoutSite(layout, id), chairViewBefore),
  };
}
