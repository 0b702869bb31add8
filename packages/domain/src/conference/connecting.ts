import { ok } from '@nhipcau/base';
import {
  CALL_ANSWER_MS,
  type Command,
  type ConferenceEventBody,
  type ConferenceState,
  type Connecting,
  type Instant,
  type LiveRules,
  MAX_CALLING,
  type SiteConnection,
  type SiteId,
} from '@nhipcau/contracts';
import type { Decision, DecisionContext, Live } from './decision.ts';
import { sameData } from './same-data.ts';
import { withSlave } from './slave-links.ts';
import { refuse } from './stage-moves.ts';

const MINUTE_MS = 60_000;

type ConnectCommand = Extract<Command, { type: `connect.${string}` }>;

export const nothingConnected = (): Connecting => ({
  waiting: [],
  queue: [],
  calling: [],
  sites: [],
  steps: [],
  slaves: [],
  ready: null,
});

const unconnected = (siteId: SiteId): SiteConnection => ({
  siteId,
  attempts: 0,
  answeredAt: null,
  unansweredAt: null,
  trial: null,
  operator: null,
  contact: null,
  escalatedAt: null,
  waiver: null,
});

/** What is written down of a site's connection; empty when nothing was done yet. */
export const connectionOf = ({ sites }: Connecting, siteId: SiteId): SiteConnection =>
  sites.find((known) => known.siteId === siteId) ?? unconnected(siteId);

/** The same for whoever asks of many sites (rule CD-11). */
function connectionsOf({ sites }: Connecting): (siteId: SiteId) => SiteConnection {
  const bySite = new Map(sites.map((known) => [known.siteId, known]));
  return (siteId) => bySite.get(siteId) ?? unconnected(siteId);
}

/** What a command about connecting brings about. */
export function decideConnecting(
  state: ConferenceState,
  live: Live,
  command: ConnectCommand,
  { now, actor }: DecisionContext,
): Decision {
  const { connecting } = state;
  const by = { by: actor.name, at: now };
  const strange = sitesNamed(command).find((siteId) => !live.stageContext.isInvited(siteId));
  if (strange !== undefined) return refuse('SITE_UNKNOWN', { siteId: strange });
  switch (command.type) {
    case 'connect.call':
      return ok(queued(state, command.siteIds));
    case 'connect.try': {
      const { siteId, sound, picture } = command;
      const known = connectionOf(connecting, siteId);
      const isSame = known.trial?.sound === sound && known.trial.picture === picture;
      return ok(isSame ? [] : recorded(connecting, { ...known, trial: { ...by, sound, picture } }));
    }
    case 'connect.introduce': {
      const { siteId, name, phone } = command;
      const known = connectionOf(connecting, siteId);
      const isSame = known.operator?.name === name && known.operator.phone === phone;
      return ok(isSame ? [] : recorded(connecting, { ...known, operator: { ...by, name, phone } }));
    }
    case 'connect.contact': {
      const known = connectionOf(connecting, command.siteId);
      const isSame = known.contact?.whom === command.whom && known.contact.at === now;
      return ok(isSame ? [] : recorded(connecting, { ...known, contact: { ...by, whom: command.whom } }));
    }
    case 'connect.waive': {
      const known = connectionOf(connecting, command.siteId);
      const isSame = known.waiver?.reason === command.reason;
      return ok(isSame ? [] : recorded(connecting, { ...known, waiver: { ...by, reason: command.reason } }));
    }
    case 'connect.step':
      return step(state, command, by);
    case 'connect.ready': {
      if (connecting.ready !== null) return ok([]);
      const known = connectionsOf(connecting);
      const exceptions = state.roster
        .map(({ siteId }) => siteId)
        .filter((siteId) => siteId !== live.chairSiteId && !isSettled(known(siteId)));
      return ok([{ type: 'connect.ready', ready: { ...by, exceptions } }]);
    }
  }
}

function sitesNamed(command: ConnectCommand): readonly SiteId[] {
  if ('siteIds' in command) return command.siteIds;
  return 'siteId' in command ? [command.siteId] : [];
}

/** Tried and found good, or left out with a reason: nothing stands against being ready (R-CON-03). */
export const isSettled = ({ trial, waiver }: SiteConnection): boolean =>
  waiver !== null || (trial?.sound === 'good' && trial.picture === 'good');

const recorded = ({ sites }: Connecting, site: SiteConnection): ConferenceEventBody[] =>
  sites.some((known) => sameData(known, site)) ? [] : [{ type: 'connect.recorded', site }];

/** Sites that wait for a call come behind those that do already, in the order of the plan (rule CN-2). */
function queued({ connecting, roster }: ConferenceState, siteIds: readonly SiteId[]): ConferenceEventBody[] {
  const { queue, calling } = connecting;
  const busy = new Set([...queue, ...calling.map(({ siteId }) => siteId)]);
  const named = new Set(siteIds);
  const wanted = roster
    .map(({ siteId }) => siteId)
    .filter((siteId) => named.has(siteId) && !busy.has(siteId));
  return wanted.length === 0 ? [] : [{ type: 'connect.queued', siteIds: wanted }];
}

/** A step is done when all before it are, or are left out with a reason (rule CN-5). */
function step(
  { connecting: { steps }, connectSteps }: ConferenceState,
  { key, waiver }: Extract<ConnectCommand, { type: 'connect.step' }>,
  by: { readonly by: string; readonly at: Instant },
): Decision {
  const place = connectSteps.findIndex((known) => known.key === key);
  if (place < 0) return refuse('CONNECT_STEP_UNKNOWN', { key });
  if (steps.some((done) => done.key === key)) return ok([]);
  const before = connectSteps.slice(0, place).find((known) => !steps.some((done) => done.key === known.key));
  if (before) return refuse('CONNECT_STEP_NOT_OPEN', { key, before: before.key });
  return ok([{ type: 'connect.stepped', step: { ...by, key, waiver } }]);
}

/**
 * What time and terminals bring about while sites are called: who answered, who did not, whom to call next; never more at a
 * time than `MAX_CALLING`.
 *
 * @param isThere - whether the site's room is connected to its node
 * @rule CN-2, CN-3 (QN Đ5.2.2, R-CON-01)
 */
export function callOn(
  { connecting }: ConferenceState,
  isThere: (siteId: SiteId) => boolean,
  now: Instant,
): ConferenceEventBody[] {
  const { calling, queue } = connecting;
  if (calling.length === 0 && queue.length === 0) return [];
  const answered = calling.filter(({ siteId }) => isThere(siteId));
  const silent = calling.filter(({ siteId, at }) => !isThere(siteId) && now - at >= CALL_ANSWER_MS);
  const room = MAX_CALLING - (calling.length - answered.length - silent.length);
  const next = queue.slice(0, Math.max(0, room));
  return [
    ...answered.map(({ siteId }): ConferenceEventBody => ({ type: 'connect.answered', siteId })),
    ...silent.map(({ siteId }): ConferenceEventBody => ({ type: 'connect.unanswered', siteId })),
    ...(next.length === 0 ? [] : [{ type: 'connect.called' as const, siteIds: next }]),
  ];
}

/**
 * Sites that are not connected at the hour before the start at which the text has somebody told further up.
 *
 * @rule CN-6 (QN Đ6.1, R-CON-08)
 */
export function escalateUnconnected(
  { connecting, roster, chairSiteId }: ConferenceState,
  { rule, plannedStart }: { rule: LiveRules['escalation']; plannedStart: Instant },
  isThere: (siteId: SiteId) => boolean,
  now: Instant,
): ConferenceEventBody[] {
  if (rule === null || now < plannedStart - rule.minutes * MINUTE_MS || now >= plannedStart) return [];
  const connectionAt = connectionsOf(connecting);
  const waiting = new Set(connecting.waiting);
  return roster.flatMap(({ siteId }): ConferenceEventBody[] => {
    const known = connectionAt(siteId);
    const isMissing = !isThere(siteId) || waiting.has(siteId);
    if (siteId === chairSiteId || !isMissing || known.escalatedAt !== null || known.waiver !== null)
      return [];
    return [{ type: 'connect.escalated', siteId, to: rule.to }];
  });
}

type ConnectEvent = Extract<ConferenceEventBody, { type: `connect.${string}` }>;

/** The state of connecting after an event. */
export function applyConnecting(before: Connecting, body: ConnectEvent, at: Instant): Connecting {
  const without = (siteId: SiteId) => before.calling.filter((call) => call.siteId !== siteId);
  switch (body.type) {
    case 'connect.queued':
      return { ...before, queue: [...before.queue, ...body.siteIds] };
    case 'connect.called':
      return {
        ...before,
        // Called means let in: whoever answers sees and hears from now on.
        waiting: before.waiting.filter((siteId) => !body.siteIds.includes(siteId)),
        queue: before.queue.filter((siteId) => !body.siteIds.includes(siteId)),
        calling: [...before.calling, ...body.siteIds.map((siteId) => ({ siteId, at }))],
        sites: body.siteIds.reduce((sites, siteId) => {
          const known = connectionOf({ ...before, sites }, siteId);
          return put(sites, { ...known, attempts: known.attempts + 1 });
        }, before.sites),
      };
    case 'connect.answered': {
      const known = connectionOf(before, body.siteId);
      const site = { ...known, answeredAt: at };
      return { ...before, calling: without(body.siteId), sites: put(before.sites, site) };
    }
    case 'connect.unanswered': {
      const known = connectionOf(before, body.siteId);
      const site = { ...known, unansweredAt: at };
      return { ...before, calling: without(body.siteId), sites: put(before.sites, site) };
    }
    case 'connect.escalated':
      return {
        ...before,
        sites: put(before.sites, { ...connectionOf(before, body.siteId), escalatedAt: at }),
      };
    case 'connect.recorded':
      return { ...before, sites: put(before.sites, body.site) };
    case 'connect.slaveJoined':
    case 'connect.slaveLate':
      return { ...before, slaves: withSlave(before.slaves, body, at) };
    case 'connect.stepped':
      return { ...before, steps: [...before.steps, body.step] };
    case 'connect.ready':
      return { ...before, ready: body.ready };
  }
}

/** A site that leaves the meeting is neither waited for nor called any more. */
export function withoutConnection(connecting: Connecting, siteId: SiteId): Connecting {
  const isOther = (other: SiteId) => other !== siteId;
  return {
    ...connecting,
    waiting: connecting.waiting.filter(isOther),
    queue: connecting.queue.filter(isOther),
    calling: connecting.calling.filter((call) => isOther(call.siteId)),
    sites: connecting.sites.filter((site) => isOther(site.siteId)),
  };
}

function put(sites: readonly SiteConnection[], site: SiteConnection): SiteConnection[] {
  return sites.some((known) => known.siteId === site.siteId)
    ? sites.map((known) => (known.siteId === site.siteId ? site : known))
    : [...sites, site];
}
