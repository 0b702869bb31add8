import { randomBytes } from 'node:crypto';
import type { Clock } from '@nhipcau/base';
import { instant, type MeetingId, type RecordingLink, type SessionInfo } from '@nhipcau/contracts';
import { AppError } from '../app-error.ts';
import { appendAudit } from '../audit/audit.repository.ts';
import type { Database } from '../database/database.ts';
import type { FileReply } from '../http/route.ts';

/** A link is good this long; playing what is long needs no second one. */
const LINK_LIFE_MS = 4 * 3600_000;
const MAX_LINKS = 2_000;

/** What a link leads to. */
export interface LinkedFile {
  readonly meetingId: MeetingId;
  readonly part: 'film' | 'audio' | 'original';
  /** What of the part, for the list of accesses; null: all of it. */
  readonly subject: string | null;
  readonly file: FileReply;
}

interface Link {
  readonly linked: LinkedFile;
  readonly person: Pick<SessionInfo, 'userId' | 'name'>;
  readonly until: number;
}

/**
 * Links to files, each for one person and for some hours; each time one is opened from its beginning is written down.
 *
 * @rule RD-10 (R-REC-06)
 */
export class RecordingLinks {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #links = new Map<string, Link>();

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database;
    this.#clock = clock;
  }

  /**
   * @param latest - when it ends at the latest
   * @throws {AppError} RATE_LIMITED when too many are open
   */
  async issue(
    linked: LinkedFile,
    { userId, name }: Pick<SessionInfo, 'userId' | 'name'>,
    { correlationId, latest = Number.POSITIVE_INFINITY }: { correlationId: string; latest?: number },
  ): Promise<RecordingLink> {
    const now = this.#clock.now();
    for (const [token, { until }] of this.#links) if (until < now) this.#links.delete(token);
    if (this.#links.size >= MAX_LINKS) throw new AppError('RATE_LIMITED');
    await appendAudit(this.#database, {
      at: now,
      actor: { actorKind: 'user', actorId: userId, actorName: name },
      action: 'recording.link',
      meetingId: linked.meetingId,
      subject: linked.subject ?? linked.part,
      correlationId,
    });
    const token = randomBytes(24).toString('base64url');
    const until = Math.min(latest, now + LINK_LIFE_MS);
    this.#links.set(token, { linked, person: { userId, name }, until });
    return { url: `/api/recording-files/${token}`, expiresAt: instant(until) };
  }

  /** Takes back what was given to somebody of a meeting. */
  withdraw(meetingId: MeetingId, userId: string): void {
    for (const [token, { linked, person }] of this.#links)
      if (linked.meetingId === meetingId && person.userId === userId) this.#links.delete(token);
  }

  /** @throws {AppError} NOT_FOUND also for a link that was passed on */
  async open(token: string, range: string | null, { userId }: SessionInfo): Promise<FileReply> {
    const link = this.#links.get(token);
    const now = this.#clock.now();
    if (!link || link.until < now || link.person.userId !== userId) throw new AppError('NOT_FOUND');
    const { linked, person } = link;
    if (range === null || /^bytes=0-/.test(range))
      await this.#database
        .insertInto('recording_access')
        .values({
          meeting_id: linked.meetingId,
          at: new Date(now),
          user_id: person.userId,
          by_name: person.name,
          part: linked.part,
          subject: linked.subject,
        })
        .execute();
    return linked.file;
  }
}
