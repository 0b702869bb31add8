import type { Clock } from '@nhipcau/base';
import {
  type Instant,
  instant,
  type LineMeetings,
  type LineSeries,
  type LineSubject,
  type LineSummaries,
  type MeetingId,
  type MeetingLosses,
  NodeId,
  type Quality,
  type SessionInfo,
  SiteId,
} from '@nhipcau/contracts';
import { mayEver, signalLosses } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { EventStore } from '../conference/event-store.ts';
import type { Database } from '../database/database.ts';
import { findMeeting, type MeetingRecord } from '../meetings/meetings.repository.ts';
import { findProfile } from '../regulation/regulation.repository.ts';
import { type LineScope, lineScopeOf } from './line-scope.ts';
import { readSeries, readSummaries } from './lines.repository.ts';

/** Two hours of ten seconds each. */
const SERIES_LENGTH = 720;
const CSV_ROWS = 50_000;
const MAX_MEETINGS = 200;
const MINUTE_MS = 60_000;
const qualityInWords = {
  good: 'Tốt',
  fair: 'Đạt',
  poor: 'Kém',
  bad: 'Rất kém',
  unknown: 'Không rõ',
} as const satisfies Record<Quality, string>;

/** What is kept of lines, for those who may see it: each their own area, and nothing of what a meeting is about (R-MON-05). */
export class LinesService {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #store: EventStore;

  constructor({ database, clock, store }: { database: Database; clock: Clock; store: EventStore }) {
    this.#database = database;
    this.#clock = clock;
    this.#store = store;
  }

  async meetings({ grants }: SessionInfo): Promise<LineMeetings> {
    const rows = await this.#database
      .selectFrom('meeting')
      .select(['id', 'title', 'phase', 'started_at', 'ended_at', 'chair_site_id'])
      .where('started_at', 'is not', null)
      .orderBy('started_at', 'desc')
      .limit(MAX_MEETINGS)
      .execute();
    return {
      meetings: rows.flatMap((row) =>
        row.started_at === null
          ? []
          : [
              {
                meetingId: row.id as MeetingId,
                title: seesContent(grants) ? row.title : null,
                phase: row.phase === 'live' ? ('live' as const) : ('ended' as const),
                startedAt: instant(row.started_at.getTime()),
                endedAt: row.ended_at && instant(row.ended_at.getTime()),
              },
            ],
      ),
    };
  }

  /** @throws {AppError} MEETING_NOT_FOUND */
  async summaries(meetingId: MeetingId, { grants }: SessionInfo): Promise<LineSummaries> {
    const record = await this.#meeting(meetingId);
    const scope = await lineScopeOf(this.#database, grants, meetingId);
    const [stored, names] = await Promise.all([readSummaries(this.#database, meetingId), this.#names()]);
    const lines = stored.flatMap(({ kind, id, ...summary }) => {
      const subject = names.subjectOf(kind, id);
      return subject && isWithin(scope, subject) ? [{ subject, name: names.of(subject), ...summary }] : [];
    });
    return {
      meetingId,
      title: seesContent(grants) ? record.title : null,
      startedAt: record.startedAt,
      endedAt: record.endedAt,
      lines: lines.sort(
        (a, b) =>
          Number(a.subject.kind === 'site') - Number(b.subject.kind === 'site') ||
          a.name.localeCompare(b.name, 'vi'),
      ),
    };
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED, NOT_FOUND */
  async series(
    meetingId: MeetingId,
    line: { readonly kind: LineSubject['kind']; readonly id: string },
    from: Instant,
    person: SessionInfo,
  ): Promise<LineSeries> {
    const { subject } = await this.#lineOf(meetingId, line, person);
    const buckets = await readSeries(this.#database, meetingId, subject, {
      from,
      limit: SERIES_LENGTH + 1,
    });
    return { subject, buckets: buckets.slice(0, SERIES_LENGTH), more: buckets.length > SERIES_LENGTH };
  }

  /** Every bucket of one line as a table (R-MON-02). */
  async table(
    meetingId: MeetingId,
    line: { readonly kind: LineSubject['kind']; readonly id: string },
    person: SessionInfo,
  ): Promise<(string | number | null)[][]> {
    const { subject, name } = await this.#lineOf(meetingId, line, person);
    const buckets = await readSeries(this.#database, meetingId, subject, { from: 0, limit: CSV_ROWS });
    return [
      [
        'Đường truyền',
        'Thời điểm (UTC)',
        'Chất lượng',
        'Trễ khứ hồi (ms)',
        'Trễ không đều (ms)',
        'Tỷ lệ mất gói',
        'Lên (kb/s)',
        'Xuống (kb/s)',
        'Khung hình chính',
        'Mức tiếng (dB)',
      ],
      ...buckets.map((bucket) => [
        name,
        new Date(bucket.at).toISOString(),
        qualityInWords[bucket.quality],
        bucket.rttMs,
        bucket.jitterMs,
        bucket.loss,
        bucket.upKbps,
        bucket.downKbps,
        bucket.keyFrames,
        bucket.micDb,
      ]),
    ];
  }

  /** Signal of every site during the meeting (R-MON-04). @throws {AppError} MEETING_NOT_FOUND */
  async losses(meetingId: MeetingId, { grants }: SessionInfo): Promise<MeetingLosses> {
    const { startedAt, endedAt } = await this.#meeting(meetingId);
    const scope = await lineScopeOf(this.#database, grants, meetingId);
    const longLoss = await this.#longLoss(meetingId);
    const rule = {
      longLossMinutes: longLoss?.minutes ?? null,
      article: longLoss?.cite[0]?.article ?? null,
    };
    if (startedAt === null) return { ...rule, sites: [] };
    const session = {
      startedAt,
      until: endedAt ?? this.#clock.now(),
      events: await this.#store.events(meetingId, 0),
    };
    const sites = signalLosses(session, longLoss === null ? null : longLoss.minutes * MINUTE_MS);
    return {
      ...rule,
      sites: sites.filter(({ siteId }) => isWithin(scope, { kind: 'site', siteId })),
    };
  }

  async #meeting(meetingId: MeetingId): Promise<MeetingRecord> {
    const record = await findMeeting(this.#database, meetingId);
    if (!record) throw new AppError('MEETING_NOT_FOUND');
    return record;
  }

  /** What the regulation the meeting is held under counts as a long loss; null: nothing. */
  async #longLoss(meetingId: MeetingId) {
    const row = await this.#database
      .selectFrom('meeting')
      .select(['locality', 'regulation_version'])
      .where('id', '=', meetingId)
      .executeTakeFirst();
    if (!row || row.locality === null || row.regulation_version === null) return null;
    const profile = await findProfile(this.#database, row.locality, row.regulation_version);
    return profile?.office.monitoring.longLoss ?? null;
  }

  async #lineOf(
    meetingId: MeetingId,
    { kind, id }: { readonly kind: LineSubject['kind']; readonly id: string },
    { grants }: SessionInfo,
  ): Promise<{ subject: LineSubject; name: string }> {
    await this.#meeting(meetingId);
    const names = await this.#names();
    const subject = names.subjectOf(kind, id);
    if (subject === null) throw new AppError('NOT_FOUND');
    if (!isWithin(await lineScopeOf(this.#database, grants, meetingId), subject))
      throw new AppError('NOT_ALLOWED', { action: 'line.read' });
    return { subject, name: names.of(subject) };
  }

  async #names() {
    const [nodes, sites] = await Promise.all([
      this.#database.selectFrom('mcu_node').select(['id', 'name', 'parent_id']).execute(),
      this.#database.selectFrom('site').select(['id', 'name']).execute(),
    ]);
    const nodeById = new Map(nodes.map((node) => [node.id, node]));
    const siteById = new Map(sites.map((site) => [site.id, site]));
    return {
      subjectOf: (kind: LineSubject['kind'], id: string): LineSubject | null => {
        if (kind === 'site') return siteById.has(id) ? { kind, siteId: SiteId.parse(id) } : null;
        const parentId = nodeById.get(id)?.parent_id ?? null;
        return parentId === null
          ? null
          : { kind, childId: NodeId.parse(id), parentId: NodeId.parse(parentId) };
      },
      of: (subject: LineSubject): string =>
        subject.kind === 'site'
          ? (siteById.get(subject.siteId)?.name ?? subject.siteId)
          : `${nodeById.get(subject.childId)?.name ?? subject.childId} – ${nodeById.get(subject.parentId)?.name ?? subject.parentId}`,
    };
  }
}

/** Whoever may read meetings may know their titles; the owner of the network need not. */
const seesContent = (grants: SessionInfo['grants']): boolean => mayEver(grants, 'meeting.read');

/** Links belong to whoever watches the whole meeting. */
const isWithin = (scope: LineScope, subject: LineSubject): boolean =>
  scope.kind === 'all' || (subject.kind === 'site' && scope.siteIds.has(subject.siteId));
