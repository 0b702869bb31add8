import { ok } from '@nhipcau/base';
import {
  type Command,
  type ConferenceEventBody,
  type ConferenceState,
  type Direction,
  type DirectionId,
  type DirectionNotice,
  type Instant,
  MAX_DIRECTIONS,
  type OpenDirection,
  SHOWN_DIRECTIONS,
  type SiteId,
} from '@nhipcau/contracts';
import type { Decision, DecisionContext, Live } from './decision.ts';
import { refuse } from './stage-moves.ts';

/**
 * A written message to sites.
 *
 * @rule RP-3 (R-CDT-17)
 */
export function sendDirection(
  state: Pick<ConferenceState, 'directions'>,
  { stageContext: { isInvited } }: Live,
  { siteIds, text }: Extract<Command, { type: 'direction.send' }>,
  { newDirectionId, actor }: Pick<DecisionContext, 'newDirectionId' | 'actor'>,
): Decision {
  const stranger = siteIds.find((siteId) => !isInvited(siteId));
  if (stranger !== undefined) return refuse('SITE_UNKNOWN', { siteId: stranger });
  // The same words of the same person that nobody there has read yet stand at the terminals already.
  const stands = state.directions.some(
    (one) =>
      one.text === text &&
      one.by === actor.name &&
      one.readAt.length === 0 &&
      siteIds.every((siteId) => one.siteIds.includes(siteId)),
  );
  if (stands) return ok([]);
  return ok([
    { type: 'direction.sent', directionId: newDirectionId(), siteIds: [...new Set(siteIds)], text },
  ]);
}

/** Somebody at a site has read it; once is enough. */
export function directionRead(
  { directions }: Pick<ConferenceState, 'directions'>,
  { directionId, siteId }: { directionId: DirectionId; siteId: SiteId },
): ConferenceEventBody[] {
  const known = directions.find((direction) => direction.directionId === directionId);
  return known && isOpenAt(known, siteId) ? [{ type: 'direction.read', directionId, siteId }] : [];
}

const isOpenAt = ({ siteIds, readAt }: Direction, siteId: SiteId): boolean =>
  siteIds.includes(siteId) && !readAt.some((read) => read.siteId === siteId);

/** Messages with the sites that have not read them, for the nodes. */
export const openDirections = ({ directions }: Pick<ConferenceState, 'directions'>): OpenDirection[] =>
  directions.flatMap((direction) => {
    const { readAt: _, ...told } = direction;
    const siteIds = direction.siteIds.filter((siteId) => isOpenAt(direction, siteId));
    return siteIds.length === 0 ? [] : [{ ...told, siteIds }];
  });

/** What a site's terminal shows, the newest last. */
export const noticesAt = (
  open: readonly OpenDirection[] | undefined,
  siteId: SiteId | null,
): DirectionNotice[] =>
  (open ?? [])
    .filter(({ siteIds }) => siteId !== null && siteIds.includes(siteId))
    .slice(-SHOWN_DIRECTIONS)
    .map(({ directionId, text, by, at }) => ({ directionId, text, by, at }));

/** Messages after one was sent or read. */
export function withDirection(
  directions: readonly Direction[],
  body: Extract<ConferenceEventBody, { type: `direction.${string}` }>,
  { by, at }: { by: string; at: Instant },
): Direction[] {
  if (body.type === 'direction.sent') {
    const { directionId, siteIds, text } = body;
    return [...directions, { directionId, siteIds, text, by, at, readAt: [] }].slice(-MAX_DIRECTIONS);
  }
  const { directionId, siteId } = body;
  return directions.map((direction) =>
    direction.directionId === directionId
      ? { ...direction, readAt: [...direction.readAt, { siteId, at }] }
      : direction,
  );
}
