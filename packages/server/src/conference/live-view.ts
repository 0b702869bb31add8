import {
  type ConferenceEvent,
  type ConferenceState,
  type Instant,
  instant,
  type LiveSite,
  type LiveSnapshot,
  type NodeId,
  type SiteId,
} from '@nhipcau/contracts';
import type { SiteProfile } from '../directory/directory.repository.ts';
import type { MeetingRecord } from '../meetings/meetings.repository.ts';
import type { NodePresence } from '../nodes/node-registry.ts';
import type { Changes } from './changes.ts';
import type { DeltaContent } from './delta-channel.ts';
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
  readonly stills: Stills;
  readonly presenceOf: (nodeId: NodeId) => NodePresence;
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
    const { profiles, observations, presence, presenceOf, state, record, stills } = this.#options;
    const profile = profiles.get(siteId);
    if (!profile) return null;
    const { nodeId } = profile.entry;
    return liveSiteOf(profile, {
      seat: observations.seatOf(siteId, nodeId),
      presence: presence.siteOf(siteId),
      node: presenceOf(nodeId),
      changedAt: this.#changedAt.get(siteId) ?? state().startedAt ?? record.plannedStart,
      still: stills.versionOf(siteId),
    });
  }

  snapshot({ seq, log, now }: { seq: number; log: readonly ConferenceEvent[]; now: number }): LiveSnapshot {
    const { profiles, observations, presenceOf, state, record } = this.#options;
    const { tree, bringUps } = state();
    return {
      seq,
      meeting: liveMeetingOf(record, state()),
      sites: [...profiles.keys()].flatMap((siteId) => this.site(siteId) ?? []),
      nodes: tree.map((node) => liveNodeOf(node, presenceOf(node.nodeId), observations)),
      links: tree.flatMap((node) => liveLinkOf(node, observations) ?? []),
      bringUps: [...bringUps],
      log: [...log],
      serverTime: instant(now),
    };
  }

  /** The entities a delta replaces, as they are now. */
  read(changes: Changes): DeltaContent {
    const { profiles, observations, presenceOf, state, record } = this.#options;
    const { tree, bringUps } = state();
    const sites = [...changes.sites].flatMap((siteId) => this.site(siteId) ?? []);
    const goneSites = [...changes.goneSites].filter((siteId) => !profiles.has(siteId));
    const nodes = tree
      .filter((node) => changes.nodes.has(node.nodeId))
      .map((node) => liveNodeOf(node, presenceOf(node.nodeId), observations));
    const links = tree
      .filter((node) => changes.links.has(node.nodeId))
      .flatMap((node) => liveLinkOf(node, observations) ?? []);
    const changedBringUps = bringUps.filter((bringUp) => changes.bringUps.has(bringUp.bringUpId));
    return {
      ...(changes.meeting ? { meeting: liveMeetingOf(record, state()) } : {}),
      ...(sites.length > 0 ? { sites } : {}),
      ...(goneSites.length > 0 ? { goneSites } : {}),
      ...(nodes.length > 0 ? { nodes } : {}),
      ...(links.length > 0 ? { links } : {}),
      ...(changedBringUps.length > 0 ? { bringUps: changedBringUps } : {}),
      ...(changes.log.length > 0 ? { log: changes.log.slice(-500) } : {}),
      ...(changes.stills.size > 0 ? { stills: [...changes.stills] } : {}),
    };
  }
}
