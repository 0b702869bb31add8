import type {
  Actor,
  ConferenceEventBody,
  ConferenceState,
  Instant,
  MeetingId,
  NodeId,
} from '@nhipcau/contracts';
import type { Decision, TrunkView } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { AuditLine } from '../audit/audit.repository.ts';
import { sameTrunks, shownBy } from './guests.ts';
import type { Observations } from './observations.ts';

export interface MeetingGuestsOptions {
  readonly meetingId: MeetingId;
  readonly state: () => ConferenceState;
  readonly observations: Observations;
  readonly now: () => Instant;
  /** Runs after everything that changes the meeting before it. */
  readonly inTurn: (task: () => Promise<void>) => Promise<void>;
  readonly commit: (
    bodies: readonly ConferenceEventBody[],
    change: { readonly actor: Actor; readonly at: Instant; readonly audit: AuditLine },
  ) => Promise<void>;
  /** They show something else: nodes and measurements follow. */
  readonly onChanged: () => void;
}

/** Other installations in one meeting: who is linked, and what they show (R-MCU-06, R-MCU-07). */
export class MeetingGuests {
  readonly #options: MeetingGuestsOptions;
  #view: TrunkView = { guests: [], lent: null, offers: new Map() };

  constructor(options: MeetingGuestsOptions) {
    this.#options = options;
  }

  /** What other installations show here, and what may go to them. */
  get view(): TrunkView {
    return this.#view;
  }

  /**
   * Links another installation, or cuts it.
   *
   * @throws {AppError} the domain's refusal
   */
  async change(
    decideNow: (state: ConferenceState, now: Instant) => Decision,
    { actor, audit }: { readonly actor: Actor; readonly audit: Omit<AuditLine, 'at' | 'meetingId'> },
  ): Promise<void> {
    const { meetingId, state, now, inTurn, commit } = this.#options;
    await inTurn(async () => {
      const at = now();
      const decided = decideNow(state(), at);
      if (!decided.ok) throw new AppError(decided.error.code, decided.error.facts);
      if (decided.value.length > 0)
        await commit(decided.value, { actor, at, audit: { ...audit, at, meetingId } });
    });
  }

  show(view: TrunkView): void {
    const { observations, onChanged } = this.#options;
    const before = this.#view;
    this.#view = view;
    observations.sourceOf = (siteId, source) => shownBy(view, siteId, source);
    if (!sameTrunks(before, view)) onChanged();
  }

  /** Whether media cross to another installation now. */
  isUp(gateId: NodeId): boolean {
    const { state, observations } = this.#options;
    const parentId = state().tree.find((node) => node.nodeId === gateId)?.parentId ?? null;
    return parentId !== null && observations.linkSeenBy(parentId, gateId, parentId)?.state === 'up';
  }
}
