import type { Clock } from '@nhipcau/base';
import {
  type CreateMeeting,
  instant,
  MeetingId,
  type MeetingSummary,
  type RosterEntry,
  type SessionInfo,
} from '@nhipcau/contracts';
import { checkTopology } from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import type { Database } from '../database/database.ts';
import { findSites, listNodes } from '../directory/directory.repository.ts';
import { checkLeadTime, rulesFor } from './meeting-rules.ts';
import { meetingTree } from './meeting-tree.ts';
import { findMeeting, insertMeeting } from './meetings.repository.ts';

/** Plans meetings. */
export class MeetingsService {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #maxSites: number;

  constructor({ database, clock, maxSites }: { database: Database; clock: Clock; maxSites: number }) {
    this.#database = database;
    this.#clock = clock;
    this.#maxSites = maxSites;
  }

  /** @throws {AppError} ROSTER_FULL, SITE_UNKNOWN, SITE_NOT_ADMITTED (R-DIR-02), SITE_NOT_INVITED, TOPOLOGY_INVALID (R-MCU-05), MEETING_KIND_UNKNOWN, MEETING_TOO_LATE */
  async create(
    plan: CreateMeeting,
    person: SessionInfo | null,
    correlationId?: string,
  ): Promise<MeetingSummary> {
    const siteIds = [...new Set(plan.siteIds)];
    if (!siteIds.includes(plan.chairSiteId))
      throw new AppError('SITE_NOT_INVITED', { siteId: plan.chairSiteId });
    const stranger = plan.presenterIds.find((siteId) => !siteIds.includes(siteId));
    if (stranger) throw new AppError('SITE_NOT_INVITED', { siteId: stranger });
    if (siteIds.length > this.#maxSites)
      throw new AppError('ROSTER_FULL', { most: this.#maxSites, wanted: siteIds.length });
    const sites = await findSites(this.#database, siteIds);
    const known = new Set(sites.map(({ entry }) => entry.siteId));
    const unknown = siteIds.find((siteId) => !known.has(siteId));
    if (unknown) throw new AppError('SITE_UNKNOWN', { siteId: unknown });
    const closed = sites.find(({ status }) => status !== 'admitted');
    if (closed)
      throw new AppError('SITE_NOT_ADMITTED', { siteId: closed.entry.siteId, status: closed.status });
    const now = instant(this.#clock.now());
    const rules = await rulesFor(this.#database, { ...plan, now });
    if (plan.lateReason === undefined)
      await checkLeadTime(
        this.#database,
        { ...rules, start: plan.plannedStart, siteCount: siteIds.length },
        now,
      );
    await this.#checkTree(
      sites.map(({ entry }) => entry),
      rules.cascadeAllowed,
    );
    const meetingId = MeetingId.parse(uuidv7());
    const meeting = {
      ...plan,
      siteIds,
      meetingId,
      ...rules,
    };
    await insertMeeting(this.#database, meeting, {
      at: now,
      person,
      ...(correlationId ? { correlationId } : {}),
    });
    const created = await findMeeting(this.#database, meetingId);
    if (!created) throw new AppError('MEETING_NOT_FOUND');
    const {
      bringUpLimitMs: _limit,
      cascadeAllowed: _cascade,
      startedAt: _start,
      endedAt: _end,
      ...summary
    } = created;
    return summary;
  }

  async #checkTree(roster: readonly RosterEntry[], cascadeAllowed: boolean): Promise<void> {
    const nodes = await listNodes(this.#database);
    const tree = meetingTree(nodes, roster, { cascadeAllowed });
    const checked = checkTopology(tree, roster, { cascadeAllowed });
    if (!checked.ok) throw new AppError('TOPOLOGY_INVALID', { fault: checked.error.kind });
  }
}
