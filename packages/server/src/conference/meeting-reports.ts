import {
  type Actor,
  type Instant,
  instant,
  type LinkObserved,
  type NodeId,
  type NodeLoad,
  type SeatId,
  type SeatObserved,
  type SiteId,
} from '@nhipcau/contracts';
import type { SiteProfile } from '../directory/directory.repository.ts';
import type { HappeningReport } from '../nodes/node-session.ts';
import type { BringUpWatch } from './bring-up-watch.ts';
import type { DeltaChannel } from './delta-channel.ts';
import { eventsOf } from './happening-events.ts';
import { restoredLegs, restoredSeats } from './leg-watch.ts';
import { isUrgent } from './live-entities.ts';
import type { LiveView } from './live-view.ts';
import type { MeetingJournal } from './meeting-journal.ts';
import type { MeetingNodes } from './meeting-nodes.ts';
import type { Observations } from './observations.ts';
import type { Presence } from './presence.ts';
import type { Stills } from './stills.ts';

export interface MeetingReportsOptions {
  readonly journal: MeetingJournal;
  readonly profiles: ReadonlyMap<SiteId, SiteProfile>;
  readonly observations: Observations;
  readonly presence: Presence;
  readonly view: LiveView;
  readonly stills: Stills;
  readonly deltas: DeltaChannel;
  readonly bringUps: BringUpWatch;
  readonly nodes: MeetingNodes;
  readonly now: () => Instant;
  /** Seats came or went: how often pictures are sent may follow. */
  readonly onSeats: () => void;
  /** What other installations are told may have changed. */
  readonly onTrunkFacts: () => void;
}

/** What nodes report of one meeting; only their own sites count. */
export class MeetingReports {
  readonly #options: MeetingReportsOptions;

  constructor(options: MeetingReportsOptions) {
    this.#options = options;
  }

  seats(
    nodeId: NodeId,
    report: { full: boolean; seats: readonly SeatObserved[]; gone: readonly SeatId[] },
  ): void {
    const { journal, observations, presence, view, deltas, bringUps, onSeats, onTrunkFacts } = this.#options;
    const now = this.#options.now();
    const joined: SiteId[] = [];
    for (const { before, after } of observations.takeSeats(nodeId, report)) {
      const siteId = after?.siteId ?? before?.siteId ?? null;
      if (siteId === null || !this.#isAt(siteId, nodeId)) continue;
      if (before?.state !== after?.state) view.siteChanged(siteId, now);
      if (after?.state === 'connected' && this.#isNew(siteId, before)) joined.push(siteId);
      if (after === null) presence.left(siteId);
      deltas.change((changes) => changes.sites.add(siteId), { lazy: !isUrgent(before, after) });
    }
    onTrunkFacts();
    onSeats();
    this.#restoreLegs(report.seats, { kind: 'node', nodeId });
    // A crowd that joins together is one transaction, not one for each.
    if (joined.length > 0)
      void journal.enqueue({ kind: 'node', nodeId }, () =>
        joined
          .filter((siteId) => presence.siteOf(siteId) !== 'joined')
          .map((siteId) => ({ type: 'site.joined', siteId })),
      );
    bringUps.measure({ kind: 'node', nodeId });
  }

  links(nodeId: NodeId, links: readonly LinkObserved[]): void {
    const { observations, deltas, bringUps, nodes, onTrunkFacts } = this.#options;
    observations.takeLinks(nodeId, links);
    onTrunkFacts();
    deltas.change(
      (changes) => {
        for (const link of links) changes.links.add(link.childId);
      },
      { lazy: !bringUps.isRunning },
    );
    nodes.relieve();
    bringUps.measure({ kind: 'node', nodeId });
  }

  load(nodeId: NodeId, load: NodeLoad): void {
    const { observations, deltas } = this.#options;
    observations.takeLoad(nodeId, load);
    deltas.change((changes) => changes.nodes.add(nodeId), { lazy: true });
  }

  still(nodeId: NodeId, siteId: SiteId, jpegBase64: string): void {
    const { stills, deltas } = this.#options;
    if (!this.#isAt(siteId, nodeId)) return;
    const version = stills.put(siteId, jpegBase64);
    if (version !== null) deltas.change((changes) => changes.stills.set(siteId, version), { lazy: true });
  }

  /** Resolves when the report is in the database; the node keeps it until then. */
  async happening(nodeId: NodeId, report: HappeningReport): Promise<void> {
    const { journal, presence, now } = this.#options;
    await journal.run(async () => {
      const { state } = journal;
      if (state.phase !== 'live') return;
      const earliest = state.startedAt ?? report.at;
      // A node that could not reach us tells later what happened earlier.
      const at = instant(Math.max(earliest, Math.min(report.at, now())));
      await journal.commit(eventsOf({ ...report, at }, nodeId, state, presence), {
        actor: { kind: 'node', nodeId },
        at,
        happening: { happeningId: report.happeningId, nodeId },
      });
    });
  }

  #isAt(siteId: SiteId, nodeId: NodeId): boolean {
    return this.#options.profiles.get(siteId)?.entry.nodeId === nodeId;
  }

  #isNew(siteId: SiteId, before: SeatObserved | null): boolean {
    const presence = this.#options.presence.siteOf(siteId);
    // A seat that only dropped is told of by its node as returned.
    return presence !== 'joined' && (presence !== 'dropped' || before === null);
  }

  #restoreLegs(seats: readonly SeatObserved[], actor: Actor): void {
    const { journal, now } = this.#options;
    if (restoredSeats(journal.state, seats).length === 0) return;
    void journal.enqueue(actor, () => restoredLegs(journal.state, seats, now()));
  }
}
