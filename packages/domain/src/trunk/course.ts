import { assertNever, err, ok, type Result } from '@nhipcau/base';
import {
  type InstallationCode,
  type Instant,
  MAX_TRUNK_CHAIN,
  type TrunkEndReason,
  type TrunkMode,
  type TrunkWord,
} from '@nhipcau/contracts';

/** Life of one meeting's part in a conference above, the same at both ends (rules TK-8 … TK-11). */
export type TrunkState =
  | { readonly kind: 'invited'; readonly at: Instant }
  | {
      readonly kind: 'joined';
      readonly at: Instant;
      readonly mode: TrunkMode;
      readonly control: 'up' | 'lost';
      readonly since: Instant;
    }
  | { readonly kind: 'ended'; readonly at: Instant; readonly reason: TrunkEndReason };

export type TrunkMove =
  /** The operator below has agreed, for the first time or to something else, or says so again after a reconnection. */
  | { readonly kind: 'accepted'; readonly mode: TrunkMode; readonly at: Instant }
  | { readonly kind: 'controlLost'; readonly at: Instant }
  | { readonly kind: 'controlBack'; readonly at: Instant }
  | { readonly kind: 'ended'; readonly reason: TrunkEndReason; readonly at: Instant };

export interface IllegalTrunkMove {
  readonly code: 'TRUNK_OVER';
}

/** The only way from one state to another. Losing the other side ends nothing: who ends it is a person, or the meeting's end. */
export function nextTrunk(state: TrunkState, move: TrunkMove): Result<TrunkState, IllegalTrunkMove> {
  if (state.kind === 'ended') return move.kind === 'ended' ? ok(state) : err({ code: 'TRUNK_OVER' });
  switch (move.kind) {
    case 'accepted': {
      const at = state.kind === 'joined' ? state.at : move.at;
      const isSame = state.kind === 'joined' && state.mode === move.mode && state.control === 'up';
      return ok(isSame ? state : { kind: 'joined', at, mode: move.mode, control: 'up', since: move.at });
    }
    case 'controlLost':
    case 'controlBack': {
      if (state.kind !== 'joined') return err({ code: 'TRUNK_OVER' });
      const control = move.kind === 'controlLost' ? 'lost' : 'up';
      return ok(state.control === control ? state : { ...state, control, since: move.at });
    }
    case 'ended':
      return ok({ kind: 'ended', at: move.at, reason: move.reason });
    default:
      return assertNever(move);
  }
}

/**
 * Whether an installation may stand below a conference (rule TK-7): not when it is on the way from the highest conference
 * down already, and not below too many.
 *
 * @param chain - installations from the highest conference down to the one that invites
 */
export const mayStandBelow = (chain: readonly InstallationCode[], own: InstallationCode): boolean =>
  !chain.includes(own) && chain.length < MAX_TRUNK_CHAIN;

/** The trunk in one word for people (rule TK-12): the two lines, of control and of media, fail separately. */
export function trunkWord(state: TrunkState, media: 'up' | 'down'): TrunkWord {
  if (state.kind !== 'joined') return state.kind;
  if (state.control === 'up') return media === 'up' ? 'joined' : 'noMedia';
  return media === 'up' ? 'noControl' : 'down';
}
