import { ok } from '@nhipcau/base';
import {
  type CameraWish,
  type Command,
  type ConferenceEventBody,
  type ConferencePlan,
  type ConferenceState,
  MAX_CAMERA_WISHES,
  type SiteId,
} from '@nhipcau/contracts';
import type { Decision, Live } from './decision.ts';
import { presetOf } from './running-order.ts';
import { refuse } from './stage-moves.ts';

type CameraCommand = Extract<Command, { type: `camera.${string}` }>;
type CameraEvent = Extract<ConferenceEventBody, { type: `camera.${string}` }>;

/**
 * A console wants a room's camera at one of its positions, or begins to push it by hand.
 *
 * @rule CM-9 (R-CDT-10)
 */
export function decideCamera({ stageContext }: Live, command: CameraCommand): Decision {
  const { siteId } = command;
  if (!stageContext.isInvited(siteId)) return refuse('SITE_UNKNOWN', { siteId });
  return ok([
    command.type === 'camera.recall'
      ? { type: 'camera.recalled', siteId, name: command.name }
      : { type: 'camera.turned', siteId },
  ]);
}

/** What rooms are wanted to do with their cameras, after a console asked. The newest stand last. */
export function withCameraWish(wishes: readonly CameraWish[], body: CameraEvent, seq: number): CameraWish[] {
  const { siteId } = body;
  const name = body.type === 'camera.recalled' ? body.name : null;
  return [...withoutCamera(wishes, siteId), { siteId, key: `${seq}`, name }].slice(-MAX_CAMERA_WISHES);
}

export const withoutCamera = (wishes: readonly CameraWish[], siteId: SiteId): CameraWish[] =>
  wishes.filter((wish) => wish.siteId !== siteId);

/** A segment that begins has its own wish for its speaker's camera; what a console wanted there before is over. */
export function followSegment(state: ConferenceState): ConferenceState {
  const ordered = presetOf(state);
  return ordered === null ? state : { ...state, cameras: withoutCamera(state.cameras, ordered.siteId) };
}

/**
 * Where cameras should look: where a console wanted it last, else where the segment that is on wants it.
 *
 * @rule CM-9 (R-CDT-10)
 */
export function presetsOf(state: ConferenceState): ConferencePlan['presets'] {
  const ordered = presetOf(state);
  const wanted = state.cameras.flatMap(({ siteId, key, name }) =>
    name === null ? [] : [{ siteId, key, name }],
  );
  const isOver = ordered === null || state.cameras.some(({ siteId }) => siteId === ordered.siteId);
  return isOver ? wanted : [...wanted, ordered];
}
