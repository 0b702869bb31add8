import type { Clock } from '@nhipcau/base';
import type { NodeId, SiteId, SpareNode } from '@nhipcau/contracts';
import { moveRecording, type StandbyAtHand } from '@nhipcau/domain';
import type { SiteProfile } from '../directory/directory.repository.ts';
import type { NodePresence } from '../nodes/node-registry.ts';
import type { BringUpWatch } from './bring-up-watch.ts';
import type { DeltaChannel } from './delta-channel.ts';
import type { MeetingJournal } from './meeting-journal.ts';
import { NodeWatch } from './node-watch.ts';
import type { Observations } from './observations.ts';
import type { Presence } from './presence.ts';
import { ReliefWatch } from './relief-watch.ts';

export interface MeetingNodesOptions {
  readonly journal: MeetingJournal;
  readonly profiles: ReadonlyMap<SiteId, SiteProfile>;
  readonly observations: Observations;
  readonly presence: Presence;
  readonly deltas: DeltaChannel;
  readonly bringUps: BringUpWatch;
  readonly clock: Clock;
  readonly presenceOf: (nodeId: NodeId) => NodePresence;
  readonly standbyOf: (nodeId: NodeId) => SpareNode | null;
}

/** The nodes of one meeting as they come and go, and what follows when one stays away. */
export class MeetingNodes {
  readonly #options: MeetingNodesOptions;
  readonly #watch: NodeWatch;
  readonly #relief: ReliefWatch;

  constructor(options: MeetingNodesOptions) {
    const { journal, observations, presence, presenceOf, clock } = options;
    this.#options = options;
    this.#watch = new NodeWatch(clock, (nodeId) => this.#overdue(nodeId));
    this.#relief = new ReliefWatch({
      state: () => journal.state,
      observations,
      presence,
      presenceOf,
      standbyOf: (nodeId) => this.standbyAtHand(nodeId),
    });
  }

  isHeard(nodeId: NodeId): boolean {
    return this.#options.presenceOf(nodeId).state === 'connected';
  }

  standbyAtHand(nodeId: NodeId): StandbyAtHand | null {
    const node = this.#options.standbyOf(nodeId);
    return node && { node, isHeard: this.isHeard(node.nodeId) };
  }

  /** A server that starts in mid-meeting waits for every node that it does not hear. */
  takeUp(): void {
    for (const { nodeId } of this.#options.journal.state.tree)
      if (!this.isHeard(nodeId)) this.#watch.expect(nodeId);
  }

  /** A meeting that begins while a node is away does not wait for it when another stands ready. */
  expect(): void {
    const { journal, standbyOf } = this.#options;
    const { phase, tree } = journal.state;
    for (const { nodeId } of phase === 'live' ? tree : [])
      if (!this.isHeard(nodeId) && standbyOf(nodeId)) this.#watch.expect(nodeId);
  }

  connected(nodeId: NodeId): void {
    const { journal, presence } = this.#options;
    this.#watch.heard(nodeId);
    this.#relief.heard(nodeId);
    this.#touch(nodeId);
    void journal.enqueue({ kind: 'node', nodeId }, () =>
      presence.isNodeLost(nodeId) ? [{ type: 'node.returned', nodeId }] : [],
    );
    // It may be the standby that was missing, or the only one that can record.
    this.relieve();
    this.#keepRecording();
  }

  lost(nodeId: NodeId): void {
    this.#options.observations.forget(nodeId);
    this.#watch.left(nodeId);
    this.#touch(nodeId);
    this.#options.bringUps.measure({ kind: 'time' });
  }

  /** The line to another installation's server came or went; its media are watched by the nodes. */
  gateHeard(gateId: NodeId, isHeard: boolean): void {
    if (isHeard) return this.connected(gateId);
    this.#watch.left(gateId);
    this.#touch(gateId);
  }

  /** A room says that it cannot reach its node. */
  cannotReach(nodeId: NodeId, siteId: SiteId): void {
    this.#relief.cannotReach(nodeId, siteId);
    this.relieve();
  }

  /** Looks whether a standby has to take a lost node's place (rule SB-1). */
  relieve(): void {
    void this.#options.journal.enqueue({ kind: 'time' }, () =>
      this.#relief.isNeeded ? this.#relief.due() : [],
    );
  }

  close(): void {
    this.#watch.close();
  }

  #overdue(nodeId: NodeId): void {
    const { journal, presence } = this.#options;
    if (this.isHeard(nodeId)) return;
    void journal.enqueue({ kind: 'time' }, () =>
      presence.isNodeLost(nodeId) || !journal.state.tree.some((node) => node.nodeId === nodeId)
        ? []
        : [{ type: 'node.lost', nodeId }],
    );
    this.relieve();
    this.#keepRecording();
  }

  /** Another node goes on recording when the one that did is lost; looked at again when one is there that may (rule RD-3). */
  #keepRecording(): void {
    const { journal, presence } = this.#options;
    void journal.enqueue({ kind: 'time' }, () => {
      const { recording } = journal.state;
      return recording !== null && presence.isNodeLost(recording.nodeId)
        ? moveRecording(journal.state, (nodeId) => this.isHeard(nodeId))
        : [];
    });
  }

  #touch(nodeId: NodeId): void {
    const { journal, profiles, deltas } = this.#options;
    const sites = [...profiles.values()].filter(({ entry }) => entry.nodeId === nodeId);
    deltas.change((changes) =>
      changes.noteNode(
        nodeId,
        journal.state,
        sites.map(({ entry }) => entry.siteId),
      ),
    );
  }
}
