import { ok } from '@nhipcau/base';
import {
  type Command,
  type ConferenceEventBody,
  type ConferenceState,
  type EndpointKind,
  type Instant,
  KNOCK_GONE_MS,
  type Knock,
  type KnockId,
  type KnockReason,
  MAX_ANSWERED_KNOCKS,
  MAX_KNOCKS,
  type SiteId,
} from '@nhipcau/contracts';
import type { Decision, DecisionContext } from '../conference/decision.ts';
import { refuse } from '../conference/stage-moves.ts';

/** What the system itself knows of an endpoint that asks to come in. */
export interface CallingEndpoint {
  /** The site it belongs to; null: nobody knows. */
  readonly site: { readonly siteId: SiteId; readonly isAdmitted: boolean } | null;
  /** A device of somebody's own whose approval stands; true for everything else. */
  readonly isApproved: boolean;
  /** Its room was opened for another meeting. */
  readonly isOfOtherMeeting: boolean;
  /** It holds no room that was opened for it by a link: it has none, or one that was used before or is too old. */
  readonly hasNoLink: boolean;
}

export type Admission =
  | { readonly kind: 'planned'; readonly siteId: SiteId }
  | { readonly kind: 'waits'; readonly why: KnockReason };

/**
 * Whether an endpoint comes in by itself: only as a site of the plan, admitted, with a device that is, by a room opened for
 * this very meeting. Everybody else waits for the operator.
 *
 * @rule CN-9 (HN Đ6.8, Đ8.4; QN Đ7.1; VP Đ5-2; R-CON-12)
 */
export function admissionOf(
  { site, isApproved, isOfOtherMeeting, hasNoLink }: CallingEndpoint,
  { roster }: Pick<ConferenceState, 'roster'>,
): Admission {
  if (site === null) return { kind: 'waits', why: 'unknownEndpoint' };
  if (!isApproved) return { kind: 'waits', why: 'deviceNotApproved' };
  if (!site.isAdmitted) return { kind: 'waits', why: 'siteNotAdmitted' };
  if (!roster.some(({ siteId }) => siteId === site.siteId)) return { kind: 'waits', why: 'notInvited' };
  if (isOfOtherMeeting) return { kind: 'waits', why: 'otherMeeting' };
  if (hasNoLink) return { kind: 'waits', why: 'noLink' };
  return { kind: 'planned', siteId: site.siteId };
}

export const isWaiting = ({ answer }: Pick<Knock, 'answer'>): boolean => answer === null;

/**
 * An endpoint begins to wait; more than `MAX_KNOCKS` do not wait at once.
 *
 * @rule CN-10 (R-CON-12, default)
 */
export function knock({ knocks }: Pick<ConferenceState, 'knocks'>, asks: Omit<Knock, 'answer'>): Decision {
  if (knocks.filter(isWaiting).length >= MAX_KNOCKS) return refuse('DOOR_FULL', { most: MAX_KNOCKS });
  return ok([{ type: 'door.knocked', knock: { ...asks, answer: null } }]);
}

type DoorCommand = Extract<Command, { type: `door.${string}` }>;

/** As what it comes in: what the system knows of it, else what the operator says. */
export const endpointOf = (
  asks: Pick<Knock, 'endpoint'>,
  { endpoint }: Extract<DoorCommand, { type: 'door.admit' }>,
): EndpointKind => asks.endpoint ?? endpoint ?? 'siteTerminal';

/**
 * The operator lets somebody in as a site whose place is free, of the plan or beyond it, or says why not. Whose site is
 * known comes in as that site and no other.
 *
 * @param invite - what inviting a site that is not in the meeting brings about, or why it cannot be
 * @rule CN-11 (R-CON-12; QN Đ7.1; R-DIR-02)
 */
export function decideDoor(
  { knocks, roster }: Pick<ConferenceState, 'knocks' | 'roster'>,
  command: DoorCommand,
  {
    now,
    actor,
    isSeated,
    invite,
  }: Pick<DecisionContext, 'now' | 'actor' | 'isSeated'> & {
    readonly invite: (siteId: SiteId) => Decision;
  },
): Decision {
  const asks = knocks.find(({ knockId }) => knockId === command.knockId);
  if (!asks) return refuse('KNOCK_UNKNOWN');
  if (asks.answer !== null) return refuse('KNOCK_ANSWERED', { by: asks.answer.by.name });
  const { knockId, name } = asks;
  const { reason } = command;
  const by = { by: actor, at: now, reason };
  if (command.type === 'door.refuse')
    return ok([{ type: 'door.answered', knockId, name, answer: { kind: 'refused', ...by } }]);
  const { siteId } = command;
  const endpoint = endpointOf(asks, command);
  if (asks.siteId !== null && asks.siteId !== siteId) return refuse('KNOCK_OTHER_SITE', { siteId });
  if (isSeated?.(siteId)) return refuse('SITE_SEATED', { siteId });
  const isPlanned = roster.some((entry) => entry.siteId === siteId);
  const invited: Decision = isPlanned ? ok([]) : invite(siteId);
  if (!invited.ok) return invited;
  return ok([
    ...invited.value,
    { type: 'door.answered', knockId, name, answer: { kind: 'admitted', siteId, endpoint, ...by } },
  ]);
}

/**
 * Endpoints that went away without a word.
 *
 * @param askedAt - when it asked last; null: not since the server started
 * @rule CN-12 (R-CON-12, default)
 */
export function goneKnocks(
  { knocks }: Pick<ConferenceState, 'knocks'>,
  askedAt: (knockId: KnockId) => Instant,
  now: Instant,
): ConferenceEventBody[] {
  return knocks
    .filter((asks) => isWaiting(asks) && now - askedAt(asks.knockId) >= KNOCK_GONE_MS)
    .map(({ knockId, name }) => ({ type: 'door.left', knockId, name }));
}

/** An endpoint says itself that it goes. */
export const leftDoor = (
  { knocks }: Pick<ConferenceState, 'knocks'>,
  knockId: KnockId,
): ConferenceEventBody[] =>
  knocks
    .filter((asks) => asks.knockId === knockId && isWaiting(asks))
    .map(({ name }) => ({ type: 'door.left', knockId, name }));

type DoorEvent = Extract<ConferenceEventBody, { type: `door.${string}` }>;

/** Who waits, and the last who were answered, after an event. */
export function applyDoor(knocks: readonly Knock[], body: DoorEvent): Knock[] {
  switch (body.type) {
    case 'door.knocked':
      return [...knocks, body.knock];
    case 'door.left':
      return knocks.filter(({ knockId }) => knockId !== body.knockId);
    case 'door.answered': {
      const after = knocks.map((asks) =>
        asks.knockId === body.knockId ? { ...asks, answer: body.answer } : asks,
      );
      const answered = after.filter((asks) => !isWaiting(asks));
      const forgotten = new Set(answered.slice(0, -MAX_ANSWERED_KNOCKS));
      return after.filter((asks) => !forgotten.has(asks));
    }
  }
}
