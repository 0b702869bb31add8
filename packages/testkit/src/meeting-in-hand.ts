import { err, ok, present, type Result } from '@nhipcau/base';
import {
  type Actor,
  type ApprovedScript,
  BringUpId,
  type ChamberId,
  type Command,
  type ConferenceEvent,
  type ConferenceEventBody,
  type ConferencePlan,
  type ConferenceState,
  type ConnectContact,
  DirectionId,
  HelpId,
  instant,
  type LiveRules,
  type RosterEntry,
  type SiteId,
  type SpareNode,
  SpeakRequestId,
  type Stage,
} from '@nhipcau/contracts';
import {
  apply,
  type BringUpMeasure,
  decide,
  initialState,
  isOfStage,
  observe,
  type Refusal,
} from '@nhipcau/domain';
import { aPlan, aSite, meetingId, userId } from './builders.ts';

interface Planned {
  readonly plan?: Pick<ConferencePlan, 'chairSiteId' | 'roster' | 'tree'>;
  readonly bringUpLimitMs?: number | null;
  readonly cascadeAllowed?: boolean;
  readonly dialOut?: boolean;
  readonly maxSites?: number;
  readonly contacts?: readonly ConnectContact[];
  readonly connectSteps?: LiveRules['steps'];
  /** Sites of the directory that are not in the meeting but could be invited. */
  readonly others?: readonly RosterEntry[];
  /** The newest approved script. */
  readonly script?: Pick<ApprovedScript, 'version' | 'segments'> | null;
  /** Sites that may not be invited any more. */
  readonly refused?: readonly SiteId[];
  /** Standby nodes that are declared, by the node they stand for; all are heard. */
  readonly standbys?: Readonly<Record<string, SpareNode>>;
  /** Epoch milliseconds. */
  readonly now?: number;
}

export const nothingMeasured: BringUpMeasure = {
  pushed: false,
  chairSees: false,
  chairHears: false,
  siteSees: false,
  siteHears: false,
};
export const everythingMeasured: BringUpMeasure = {
  pushed: true,
  chairSees: true,
  chairHears: true,
  siteSees: true,
  siteHears: true,
};

/** A meeting whose commands, measurements and time a test gives by hand; what an authority does, without storage. */
export class MeetingInHand {
  state: ConferenceState = initialState();
  /** Epoch milliseconds. */
  now: number;
  readonly log: ConferenceEvent[] = [];
  /** The newest approved script: a test may have another one approved meanwhile. */
  script: Pick<ApprovedScript, 'version' | 'segments'> | null;
  readonly #maxSites: number | undefined;
  readonly #planned: Required<
    Pick<
      Planned,
      | 'contacts'
      | 'dialOut'
      | 'connectSteps'
      | 'plan'
      | 'bringUpLimitMs'
      | 'cascadeAllowed'
      | 'others'
      | 'refused'
      | 'standbys'
    >
  >;
  #calls = 0;
  #wishes = 0;
  #helps = 0;
  #directions = 0;

  constructor({
    plan = aPlan(),
    bringUpLimitMs = 30_000,
    cascadeAllowed = true,
    dialOut = false,
    contacts = [],
    connectSteps = [],
    others = [],
    refused = [],
    script = null,
    standbys = {},
    maxSites,
    now,
  }: Planned = {}) {
    this.#maxSites = maxSites;
    this.#planned = {
      plan,
      dialOut,
      contacts,
      connectSteps,
      bringUpLimitMs,
      cascadeAllowed,
      others,
      refused,
      standbys,
    };
    this.script = script;
    this.now = now ?? Date.UTC(2026, 2, 2, 1);
  }

  /** A meeting that has begun. */
  static live(planned: Planned = {}): MeetingInHand {
    const meeting = new MeetingInHand(planned);
    meeting.give({ type: 'meeting.start' });
    return meeting;
  }

  /** The stage of a meeting that has begun. */
  get stage(): Stage {
    return present(this.state.stage, 'stage');
  }

  /** Asks the domain and, when it agrees, writes down what follows. */
  give(
    command: Command,
    by = 'operator',
    chamberId: ChamberId | null = null,
  ): Result<ConferenceEventBody[], Refusal> {
    const {
      plan,
      bringUpLimitMs,
      cascadeAllowed,
      dialOut,
      contacts,
      connectSteps,
      others,
      refused,
      standbys,
    } = this.#planned;
    const decision = decide(this.state, command, {
      now: instant(this.now),
      actor: { userId: userId(by), name: by },
      chamberId,
      newHelpId: () => HelpId.parse(`help-${++this.#helps}`),
      newDirectionId: () => DirectionId.parse(`direction-${++this.#directions}`),
      newSpeakRequestId: () => SpeakRequestId.parse(`wish-${++this.#wishes}`),
      newBringUpId: () => BringUpId.parse(`call-${++this.#calls}`),
      script: this.script,
      ...(this.#maxSites === undefined ? {} : { maxSites: this.#maxSites }),
      planned: { ...plan, bringUpLimitMs, cascadeAllowed, dialOut, contacts, connectSteps },
      standbyOf: (nodeId) => {
        const node = standbys[nodeId];
        return node ? { node, isHeard: true } : null;
      },
      invitable: (siteId: SiteId) =>
        refused.includes(siteId)
          ? err({ code: 'SITE_NOT_ADMITTED', facts: { siteId } })
          : ok([...plan.roster, ...others].find((entry) => entry.siteId === siteId) ?? aSite(siteId)),
    });
    const actor = { kind: 'user', userId: userId(by), name: by } as const;
    if (decision.ok) this.write(decision.value, actor, isOfStage(command) ? chamberId : null);
    return decision;
  }

  /** Looks at what is measured of every site with an open call. */
  look(measures: Readonly<Record<string, Partial<BringUpMeasure>>> = {}): ConferenceEventBody[] {
    const bodies = observe(
      this.state,
      (siteId) => ({ ...nothingMeasured, ...measures[siteId] }),
      instant(this.now),
    );
    this.write(bodies, { kind: 'time' });
    return bodies;
  }

  wait(ms: number): this {
    this.now += ms;
    return this;
  }

  write(bodies: readonly ConferenceEventBody[], actor: Actor, chamberId: ChamberId | null = null): void {
    for (const body of bodies) {
      const event: ConferenceEvent = {
        meetingId: meetingId('meeting'),
        seq: this.log.length + 1,
        at: instant(this.now),
        actor,
        commandId: null,
        chamberId,
        body,
      };
      this.log.push(event);
      this.state = apply(this.state, event);
    }
  }
}
