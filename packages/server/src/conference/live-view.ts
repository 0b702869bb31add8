import {
  type ConferenceEvent,
  type ConferenceState,
  type Instant,
  instant,
  type LiveNode,
  type LiveSite,
  type LiveSnapshot,
  type NodeId,
  type Post,
  type SiteId,
  type SpareNode,
} from '@nhipcau/contracts';
import type { SiteProfile } from '../directory/directory.repository.ts';
import type { MeetingRecord } from '../meetings/meetings.repository.ts';
import type { NodePresence } from '../nodes/node-registry.ts';
import type { Changes } from './changes.ts';
import type { DeltaContent } from './delta-channel.ts';
import type { LineWatch } from './line-watch.ts';
import { liveLinkOf, liveMeetingOf, liveNodeOf, liveSiteOf } from './live-entities.ts';
import type { Observations } from './observations.ts';
import type { Presence } from './presence.ts';
import type { Stills } from './stills.ts';

export interface LiveViewOptions {
  readonly record: MeetingRecord;
  readonly state: () => ConferenceState;
  readonly profiles: ReadonlyMap<SiteId, SiteProfile>;
  readonly observations: Observations;
  readonly presence: Presence;
  readonly lines: LineWatch;
  readonly stills: Stills;
  readonly presenceOf: (nodeId: NodeId) => NodePresence;
  /** Nodes outside the tree that are told the plan. */
  readonly spares: () => readonly SpareNode[];
  /** Who conducts at consoles, there or not. */
  readonly posts: () => readonly Post[];
  readonly standbyOf: (nodeId: NodeId) => SpareNode | null;
}

/** What consoles show of a meeting: state, and beside it what is observed at present. */
export class LiveView {
  readonly #options: LiveViewOptions;
  readonly #changedAt = new Map<SiteId, Instant>();

  constructor(options: LiveViewOptions) {
    this.#options = options;
  }

  /** Instant since when the site is as it is; kept for sites whose seat is gone. */
  siteChanged(siteId: SiteId, at: Instant): void {
    this.#changedAt.set(siteId, at);
  }

  site(siteId: SiteId): LiveSite | null {
    const { profiles, observations, presence, presenceOf, state, record, stills, lines } = this.#options;
    const profile = profiles.get(siteId);
    if (!profile) return null;
    const { nodeId } = profile.entry;
    return liveSiteOf(profile, {
      seat: observations.seatOf(siteId, nodeId),
      presence: presence.siteOf(siteId),
      node: presenceOf(nodeId),
      changedAt: this.#changedAt.get(siteId) ?? state().startedAt ?? record.plannedStart,
      still: stills.versionOf(siteId),
      isAwaited: isMoving(state(), siteId),
      alarms: lines.alarmsOf({ kind: 'site', siteId }),
    });
  }

  snapshot({ seq, log, now }: { seq: number; log: readonly ConferenceEvent[]; now: number }): LiveSnapshot {
    const { profiles, observations, state, record, lines } = this.#options;
    const { tree, bringUps, runningOrder, speakRequests, spoken } = state();
    return {
      seq,
      meeting: liveMeetingOf(record, state(), this.#options.posts()),
      segments: runningOrder?.segments ?? [],
      speakRequests,
      spoken,
      connecting: state().connecting,
      attendance: state().attendance,
      directions: state().directions,
      sites: [...profiles.keys()].flatMap((siteId) => this.site(siteId) ?? []),
      nodes: this.#nodes(),
      links: tree.flatMap((node) => liveLinkOf(node, observations, lines) ?? []),
      bringUps: [...bringUps],
      log: [...log],
      serverTime: instant(now),
    };
  }

  /** Nodes of the tree, and beside it those that stand ready or were relieved. */
  #nodes(): LiveNode[] {
    const { observations, presenceOf, spares, standbyOf, state } = this.#options;
    const { tree, reliefs } = state();
    return [...tree, ...spares()].map((node) =>
      liveNodeOf(node, {
        presence: presenceOf(node.nodeId),
        standbyId: standbyOf(node.nodeId)?.nodeId ?? null,
        relief: reliefs?.given.find(({ nodeId }) => nodeId === node.nodeId) ?? null,
        observations,
      }),
    );
  }

  /** The entities a delta replaces, as they are now. */
  read(changes: Changes): DeltaContent {
    const { profiles, observations, state, record, lines: watch } = this.#options;
    const { tree, bringUps, runningOrder } = state();
    const sites = [...changes.sites].flatMap((siteId) => this.site(siteId) ?? []);
    const goneSites = [...changes.goneSites].filter((siteId) => !profiles.has(siteId));
    const nodes = this.#nodes().filter((node) => changes.nodes.has(node.nodeId));
    const links = tree
      .filter((node) => changes.links.has(node.nodeId))
      .flatMap((node) => liveLinkOf(node, observations, watch) ?? []);
    const changedBringUps = bringUps.filter((bringUp) => changes.bringUps.has(bringUp.bringUpId));
    return {
      ...(changes.meeting ? { meeting: liveMeetingOf(record, state(), this.#options.posts()) } : {}),
      ...(changes.directions ? { directions: state().directions } : {}),
      ...(changes.attendance ? { attendance: state().attendance } : {}),
      ...(changes.connecting ? { connecting: state().connecting } : {}),
      ...(changes.speech ? { speakRequests: state().speakRequests, spoken: state().spoken } : {}),
      ...(changes.segments ? { segments: runningOrder?.segments ?? [] } : {}),
      ...(sites.length > 0 ? { sites } : {}),
      ...(goneSites.length > 0 ? { goneSites } : {}),
      ...(nodes.length > 0 ? { nodes } : {}),
      ...(changes.goneNodes.size > 0 ? { goneNodes: [...changes.goneNodes] } : {}),
      ...(links.length > 0 ? { links } : {}),
      ...(changes.goneLinks.length > 0 ? { goneLinks: changes.goneLinks } : {}),
      ...(changedBringUps.length > 0 ? { bringUps: changedBringUps } : {}),
      ...(changes.log.length > 0 ? { log: changes.log.slice(-500) } : {}),
      ...(changes.stills.size > 0 ? { stills: [...changes.stills] } : {}),
    };
  }
}

/** Whether a site is coming to another node. */
const isMoving = ({ legs }: ConferenceState, siteId: SiteId): boolean =>
  legs !== null && legs.nodeId !== null && legs.pending.includes(siteId);
