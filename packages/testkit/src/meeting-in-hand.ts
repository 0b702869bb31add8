import { ok, present, type Result } from '@nhipcau/base';
import {
  type Actor,
  BringUpId,
  type Command,
  type ConferenceEvent,
  type ConferenceEventBody,
  type ConferencePlan,
  type ConferenceState,
  instant,
  type RosterEntry,
  type SiteId,
  type Stage,
} from '@nhipcau/contracts';
import { apply, type BringUpMeasure, decide, initialState, observe, type Refusal } from '@nhipcau/domain';
import { aPlan, aSite, meetingId, userId } from './builders.ts';

interface Planned {
  readonly plan?: Pick<ConferencePlan, 'chairSiteId' | 'roster' | 'tree'>;
  readonly bringUpLimitMs?: number | null;
  readonly cascadeAllowed?: boolean;
  /** Sites of the directory that are not in the meeting but could be invited. */
  readonly others?: readonly RosterEntry[];
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
  readonly #planned: Required<Pick<Planned, 'plan' | 'bringUpLimitMs' | 'cascadeAllowed' | 'others'>>;
  #calls = 0;

  constructor({
    plan = aPlan(),
    bringUpLimitMs = 30_000,
    cascadeAllowed = true,
    others = [],
    now,
  }: Planned = {}) {
    this.#planned = { plan, bringUpLimitMs, cascadeAllowed, others };
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
  give(command: Command, by = 'operator'): Result<ConferenceEventBody[], Refusal> {
    const { plan, bringUpLimitMs, cascadeAllowed, others } = this.#planned;
    const decision = decide(this.state, command, {
      now: instant(this.now),
      actor: { userId: userId(by), name: by },
      newBringUpId: () => BringUpId.parse(`call-${++this.#calls}`),
      planned: { ...plan, bringUpLimitMs, cascadeAllowed },
      invitable: (siteId: SiteId) =>
        ok([...plan.roster, ...others].find((entry) => entry.siteId === siteId) ?? aSite(siteId)),
    });
    if (decision.ok) this.write(decision.value, { kind: 'user', userId: userId(by), name: by });
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

  write(bodies: readonly ConferenceEventBody[], actor: Actor): void {
    for (const body of bodies) {
      const event: ConferenceEvent = {
        meetingId: meetingId('meeting'),
        seq: this.log.length + 1,
        at: instant(this.now),
        actor,
        commandId: null,
        body,
      };
      this.log.push(event);
      this.state = apply(this.state, event);
    }
  }
}
