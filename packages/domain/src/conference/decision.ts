import type { Result } from '@nhipcau/base';
import type {
  ApprovedScript,
  BringUpId,
  ChamberId,
  ConferenceEventBody,
  ConferenceState,
  ConnectContact,
  DirectionId,
  HelpId,
  Instant,
  LiveRules,
  NodeId,
  RecordingId,
  RosterEntry,
  SiteId,
  SpareNode,
  SpeakRequestId,
  Stage,
  StageCause,
  TreeNode,
  UserId,
} from '@nhipcau/contracts';
import type { RecordingWish } from './record.ts';
import { sameData } from './same-data.ts';
import type { Refusal, StageContext } from './stage-moves.ts';

/** Facts and chance a decision needs, given by the caller so that deciding stays pure. */
export interface DecisionContext {
  readonly now: Instant;
  readonly actor: { readonly userId: UserId; readonly name: string };
  readonly newBringUpId: () => BringUpId;
  readonly newHelpId: () => HelpId;
  readonly newDirectionId: () => DirectionId;
  readonly newSpeakRequestId: () => SpeakRequestId;
  /** The chamber whose stage the command is about; left out: the common room. */
  readonly chamberId?: ChamberId | null;
  /** The meeting as planned; used when it starts. */
  readonly planned: {
    readonly chairSiteId: SiteId;
    readonly roster: readonly RosterEntry[];
    readonly tree: readonly TreeNode[];
    readonly bringUpLimitMs: number | null;
    /** Sites wait until the centre calls them (R-CON-01). */
    readonly dialOut?: boolean;
    readonly contacts?: readonly ConnectContact[];
    /** Order of connection of the locality. */
    readonly connectSteps?: LiveRules['steps'];
    /** False where every terminal connects straight to one MCU (R-MCU-05); true when left out. */
    readonly cascadeAllowed?: boolean;
  };
  /** Sites that one meeting may have here; left out: as many as the protocol carries. */
  readonly maxSites?: number;
  /** The newest approved script of the meeting; null or left out: there is none. */
  readonly script?: Pick<ApprovedScript, 'version' | 'segments'> | null;
  /** What is declared and known of a node's standby; left out: none is declared. */
  readonly standbyOf?: (nodeId: NodeId) => StandbyAtHand | null;
  /** Whether the room of a site is connected or about to be; left out: nobody is. */
  readonly isSeated?: (siteId: SiteId) => boolean;
  /** Whether the server hears a node; left out: it hears all. */
  readonly isHeard?: (nodeId: NodeId) => boolean;
  /** An admitted site of the directory that may be invited, or why not. */
  readonly invitable: (siteId: SiteId) => Result<RosterEntry, Refusal>;
  /** What deciding about a recording needs; left out for other commands. */
  readonly recording?: {
    readonly wish: RecordingWish;
    readonly isHeard: (nodeId: NodeId) => boolean;
    readonly newRecordingId: () => RecordingId;
  };
}

/** A node that may take another's place. */
export interface StandbyAtHand {
  readonly node: SpareNode;
  readonly isHeard: boolean;
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
