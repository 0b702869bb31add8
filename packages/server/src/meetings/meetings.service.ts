import type { Clock } from '@nhipcau/base';
import {
  type CreateMeeting,
  MeetingId,
  type MeetingSummary,
  type RosterEntry,
  type SessionInfo,
} from '@nhipcau/contracts';
import { checkTopology } from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import type { Database } from '../database/database.ts';
import { findSites, listNodes, profileInForce } from '../directory/directory.repository.ts';
import { meetingTree } from './meeting-tree.ts';
import { findMeeting, insertMeeting } from './meetings.repository.ts';

/** Plans meetings. */
export class MeetingsService {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database;
    this.#clock = clock;
  }

  /** @throws {AppError} SITE_UNKNOWN, SITE_NOT_ADMITTED (R-DIR-02), SITE_NOT_INVITED, TOPOLOGY_INVALID (R-MCU-05) */
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
    const sites = await findSites(this.#database, siteIds);
    const unknown = siteIds.find((siteId) => !sites.some(({ entry }) => entry.siteId === siteId));
    if (unknown) throw new AppError('SITE_UNKNOWN', { siteId: unknown });
    const closed = sites.find(({ status }) => status !== 'admitted');
    if (closed)
      throw new AppError('SITE_NOT_ADMITTED', { siteId: closed.entry.siteId, status: closed.status });
    const profile = await profileInForce(this.#database);
    await this.#checkTree(
      sites.map(({ entry }) => entry),
      profile.cascade_allowed,
    );
    const meetingId = MeetingId.parse(uuidv7());
    const meeting = {
      ...plan,
      siteIds,
      meetingId,
      bringUpLimitMs: profile.bring_up_limit_ms,
      cascadeAllowed: profile.cascade_allowed,
    };
    await insertMeeting(this.#database, meeting, {
      at: this.#clock.now(),
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
    const nodes = (await listNodes(this.#database)).map(({ node }) => node);
    const tree = meetingTree(nodes, roster, { cascadeAllowed });
    const checked = checkTopology(tree, roster, { cascadeAllowed });
    if (!checked.ok) throw new AppError('TOPOLOGY_INVALID', { fault: checked.error.kind });
  }
}
