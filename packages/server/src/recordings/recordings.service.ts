import type { Clock } from '@nhipcau/base';
import {
  Film,
  instant,
  isErrorCode,
  type MeetingId,
  type MeetingRecordings,
  RecordingId,
  type RecordingLink,
  RecordingPart,
  type RecordingState,
  SegmentFacts,
  type SessionInfo,
  SiteId,
} from '@nhipcau/contracts';
import { type Place, withHandover } from '@nhipcau/domain';
import { sql } from 'kysely';
import { meetingPlace } from '../access/meeting-place.ts';
import { AppError } from '../app-error.ts';
import { appendAudit } from '../audit/audit.repository.ts';
import type { Database } from '../database/database.ts';
import { organisationPath } from '../directory/organisation-path.ts';
import { findMeeting } from '../meetings/meetings.repository.ts';
import { findRegistration } from '../registration/registration.repository.ts';
import type { Films } from './films.ts';
import { readHandovers } from './handover.repository.ts';
import { authoriseAt, mayAt, receiversOf } from './recorded-meeting.ts';
import type { LinkedFile, RecordingLinks } from './recording-links.ts';
import { nameOf, type Vault } from './vault.ts';

export interface RecordingsServiceOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly films: Films;
  readonly vault: Vault;
  readonly links: RecordingLinks;
}

/** What was recorded of a meeting: how far it has come, its film, and who fetched it (R-REC-02, R-REC-06). */
export class RecordingsService {
  readonly #options: RecordingsServiceOptions;

  constructor(options: RecordingsServiceOptions) {
    this.#options = options;
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED */
  async ofMeeting(meetingId: MeetingId, person: SessionInfo): Promise<MeetingRecordings> {
    const { places, isAsked, isSecret } = await this.#standing(meetingId, person);
    authoriseAt(person, 'recording.read', places);
    const mayWatch = mayAt(person, 'recording.watch', places) && !isSecret;
    const sheets = await readHandovers(this.#options.database, { meetingId });
    const runs = await this.#runs(meetingId);
    const film = await this.#film(meetingId);
    return {
      meetingId,
      state: withHandover(
        stateOf(runs, film, isAsked),
        film?.video?.sha256 ?? null,
        sheets.map(({ sheet }) => sheet),
      ),
      runs,
      sources: await this.#sources(meetingId),
      film,
      accesses: await this.#accesses(meetingId),
      mayRender: mayAt(person, 'recording.render', places) && !(await this.#areOriginalsGone(meetingId)),
      mayWatch: mayWatch && film?.state === 'ready',
    };
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED, RECORDING_RUNS, FILM_MISSING */
  async render(meetingId: MeetingId, person: SessionInfo, correlationId: string): Promise<MeetingRecordings> {
    const { places } = await this.#standing(meetingId, person);
    authoriseAt(person, 'recording.render', places);
    const runs = await this.#runs(meetingId);
    if (runs.length === 0) throw new AppError('FILM_MISSING');
    if (runs.some(({ stoppedAt }) => stoppedAt === null)) throw new AppError('RECORDING_RUNS');
    const { database, films, clock } = this.#options;
    if (await this.#areOriginalsGone(meetingId)) throw new AppError('FILM_MISSING');
    await database.transaction().execute(async (trx) => {
      await films.ask(trx, meetingId, person.name);
      await appendAudit(trx, {
        at: clock.now(),
        actor: actorOf(person),
        action: 'recording.render',
        meetingId,
        subject: null,
        correlationId,
      });
    });
    return this.ofMeeting(meetingId, person);
  }

  /**
   * A link to the film or its sound, for this person and for some hours. Of a meeting with state secrets nothing is fetched
   * over the network.
   *
   * @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED, DOCUMENT_IS_SECRET, FILM_NOT_READY
   * @rule RD-10 (R-REC-06; HN Đ14.4)
   */
  async link(
    meetingId: MeetingId,
    part: 'film' | 'audio',
    person: SessionInfo,
    correlationId: string,
  ): Promise<RecordingLink> {
    const { places, isSecret } = await this.#standing(meetingId, person);
    authoriseAt(person, 'recording.watch', places);
    if (isSecret) throw new AppError('DOCUMENT_IS_SECRET', { meetingId });
    return this.#options.links.issue(await this.#fileOf(meetingId, part), person, { correlationId });
  }

  /** A link to what somebody was granted, until then at the latest. @throws {AppError} FILM_NOT_READY */
  async linkFor(
    { meetingId, part, until }: { meetingId: MeetingId; part: 'film' | 'audio'; until: number },
    person: SessionInfo,
    correlationId: string,
  ): Promise<RecordingLink> {
    return this.#options.links.issue(await this.#fileOf(meetingId, part), person, {
      correlationId,
      latest: until,
    });
  }

  async #fileOf(meetingId: MeetingId, part: 'film' | 'audio'): Promise<LinkedFile> {
    if ((await this.#film(meetingId))?.state !== 'ready') throw new AppError('FILM_NOT_READY');
    return {
      meetingId,
      part,
      subject: null,
      file: {
        content: () => this.#options.vault.open(nameOf.film(meetingId, part)),
        contentType: part === 'film' ? 'video/mp4' : 'audio/mp4',
        fileName: `${meetingId}.${part === 'film' ? 'mp4' : 'm4a'}`,
      },
    };
  }

  async #standing(
    meetingId: MeetingId,
    { grants }: SessionInfo,
  ): Promise<{ places: Place[]; isAsked: boolean; isSecret: boolean }> {
    const { database } = this.#options;
    const kept: Place[] = [];
    for (const keeper of await receiversOf(database, meetingId))
      kept.push({ organisationPath: await organisationPath(database, keeper) });
    const registration = await findRegistration(database, meetingId);
    if (registration) {
      const { hostOrganisationId, technical, secret } = registration.data;
      return {
        places: [
          { meetingId, organisationPath: await organisationPath(database, hostOrganisationId) },
          ...kept,
        ],
        isAsked: technical.recording,
        isSecret: secret.declared,
      };
    }
    const meeting = await findMeeting(database, meetingId);
    if (!meeting) throw new AppError('MEETING_NOT_FOUND');
    return {
      places: [await meetingPlace(database, meeting, grants), ...kept],
      isAsked: false,
      isSecret: false,
    };
  }

  /** What is deleted makes no film any more: the one there is stays. */
  async #areOriginalsGone(meetingId: MeetingId): Promise<boolean> {
    const row = await this.#options.database
      .selectFrom('recording_segment')
      .innerJoin('recording', 'recording.id', 'recording_segment.recording_id')
      .select('recording_segment.id')
      .where('recording.meeting_id', '=', meetingId)
      .where('recording_segment.deleted_at', 'is not', null)
      .executeTakeFirst();
    return row !== undefined;
  }

  async #runs(meetingId: MeetingId): Promise<MeetingRecordings['runs']> {
    const { database } = this.#options;
    const rows = await database
      .selectFrom('recording')
      .selectAll()
      .where('meeting_id', '=', meetingId)
      .orderBy('started_at')
      .execute();
    const nodes = await database
      .selectFrom('recording_node')
      .innerJoin('recording', 'recording.id', 'recording_node.recording_id')
      .innerJoin('mcu_node', 'mcu_node.id', 'recording_node.node_id')
      .select(['recording_node.recording_id', 'recording_node.done_at', 'mcu_node.name'])
      .where('recording.meeting_id', '=', meetingId)
      .orderBy('mcu_node.name')
      .execute();
    return rows.map((row) => ({
      recordingId: RecordingId.parse(row.id),
      startedAt: instant(row.started_at.getTime()),
      stoppedAt: row.stopped_at && instant(row.stopped_at.getTime()),
      startedBy: row.started_by,
      late:
        row.late_asked_by === null || row.late_reason === null
          ? null
          : { askedBy: row.late_asked_by, reason: row.late_reason },
      nodes: nodes
        .filter((node) => node.recording_id === row.id)
        .map(({ name, done_at }) => ({ name, isDone: done_at !== null })),
    }));
  }

  async #sources(meetingId: MeetingId): Promise<MeetingRecordings['sources']> {
    const rows = await this.#options.database
      .selectFrom('recording_segment')
      .innerJoin('recording', 'recording.id', 'recording_segment.recording_id')
      // A guest of another installation is in no directory of ours.
      .leftJoin('site', 'site.id', 'recording_segment.site_id')
      .select([
        'recording_segment.site_id',
        'recording_segment.source',
        sql<string>`coalesce(site.name, recording_segment.site_id)`.as('name'),
        sql<number>`count(*)::integer`.as('segments'),
        sql<number>`(count(recording_segment.stored_at) filter (where recording_segment.deleted_at is null))::integer`.as(
          'stored',
        ),
        sql<string>`sum(recording_segment.bytes)`.as('bytes'),
        sql<number>`sum(extract(epoch from recording_segment.ended_at - recording_segment.started_at))::float8`.as(
          'seconds',
        ),
      ])
      .where('recording.meeting_id', '=', meetingId)
      .groupBy(['recording_segment.site_id', 'site.name', 'site.number', 'recording_segment.source'])
      .orderBy('site.number')
      .orderBy('recording_segment.source')
      .execute();
    return rows.map(({ site_id, source, bytes, ...row }) => ({
      ...row,
      siteId: SiteId.parse(site_id),
      source: SegmentFacts.shape.source.parse(source),
      bytes: Number(bytes),
    }));
  }

  async #film(meetingId: MeetingId): Promise<Film | null> {
    const row = await this.#options.database
      .selectFrom('film')
      .selectAll()
      .where('meeting_id', '=', meetingId)
      .executeTakeFirst();
    if (!row) return null;
    const isReady = row.state === 'ready';
    const sealed = (bytes: string | null, sha256: Buffer | null) =>
      isReady && bytes !== null && sha256 !== null
        ? { bytes: Number(bytes), sha256: sha256.toString('hex') }
        : null;
    return Film.parse({
      state: row.state,
      done: row.steps_done,
      steps: row.steps,
      askedAt: row.asked_at.getTime(),
      askedBy: row.asked_by,
      finishedAt: isReady && row.finished_at ? row.finished_at.getTime() : null,
      durationMs: isReady && row.duration_ms !== null ? Number(row.duration_ms) : null,
      fault: row.state === 'failed' && row.fault !== null && isErrorCode(row.fault) ? row.fault : null,
      missingMs: isReady && row.missing_ms !== null ? Number(row.missing_ms) : null,
      video: sealed(row.video_bytes, row.video_sha256),
      audio: sealed(row.audio_bytes, row.audio_sha256),
    });
  }

  async #accesses(meetingId: MeetingId): Promise<MeetingRecordings['accesses']> {
    const rows = await this.#options.database
      .selectFrom('recording_access')
      .select(['at', 'by_name', 'part'])
      .where('meeting_id', '=', meetingId)
      .orderBy('id', 'desc')
      .limit(500)
      .execute();
    return rows.map((row) => ({
      at: instant(row.at.getTime()),
      by: row.by_name,
      part: RecordingPart.parse(row.part),
    }));
  }
}

const actorOf = ({ userId, name }: Pick<SessionInfo, 'userId' | 'name'>) => ({
  actorKind: 'user' as const,
  actorId: userId,
  actorName: name,
});

/** @rule RD-7 (R-REC-02) */
export function stateOf(
  runs: readonly { readonly stoppedAt: number | null }[],
  film: Pick<Film, 'state'> | null,
  isAsked: boolean,
): RecordingState {
  if (runs.length === 0) return isAsked ? 'requested' : 'none';
  if (runs.some(({ stoppedAt }) => stoppedAt === null)) return 'recording';
  if (film?.state === 'deleted') return 'deleted';
  return film?.state === 'ready' ? 'stored' : 'finalising';
}
