import type { Result } from '@nhipcau/base';
import type {
  BringUpId,
  ConferenceEventBody,
  ConferenceState,
  Instant,
  RosterEntry,
  SiteId,
  Stage,
  StageCause,
  TreeNode,
  UserId,
} from '@nhipcau/contracts';
import { sameData } from './same-data.ts';
import type { Refusal, StageContext } from './stage-moves.ts';

/** Facts and chance a decision needs, given by the caller so that deciding stays pure. */
export interface DecisionContext {
  readonly now: Instant;
  readonly actor: { readonly userId: UserId; readonly name: string };
  readonly newBringUpId: () => BringUpId;
  /** The meeting as planned; used when it starts. */
  readonly planned: {
    readonly chairSiteId: SiteId;
    readonly roster: readonly RosterEntry[];
    readonly tree: readonly TreeNode[];
    readonly bringUpLimitMs: number | null;
    /** False where every terminal connects straight to one MCU (R-MCU-05); true when left out. */
    readonly cascadeAllowed?: boolean;
  };
  /** An admitted site of the directory that may be invited, or why not. */
  readonly invitable: (siteId: SiteId) => Result<RosterEntry, Refusal>;
}

export type Decision = Result<ConferenceEventBody[], Refusal>;

/** A live meeting: the fields that exist only then. */
export interface Live {
  readonly chairSiteId: SiteId;
  readonly stage: Stage;
  readonly stageContext: StageContext;
}

export function liveOf(state: ConferenceState): Live | null {
  const { chairSiteId, stage, roster, followFloor } = state;
  if (state.phase !== 'live' || chairSiteId === null || stage === null) return null;
  const invited = new Set(roster.map((entry) => entry.siteId));
  return {
    chairSiteId,
    stage,
    stageContext: { chairSiteId, followFloor, isInvited: (siteId) => invited.has(siteId) },
  };
}

/** One event when the stage really changes, none otherwise: a double click is harmless (rule CD-3). */
export function changeOf(
  before: Stage,
  after: Stage,
  cause: StageCause,
  siteId: SiteId | null,
): ConferenceEventBody[] {
  return sameData(before, after) ? [] : [{ type: 'stage.changed', cause, siteId, stage: after }];
}
