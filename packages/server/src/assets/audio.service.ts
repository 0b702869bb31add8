import { AudioReading, type Citation, instant, SiteAudio, SiteRating } from '@nhipcau/contracts';
import { comparedAudio } from '@nhipcau/domain';
import { sql } from 'kysely';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { authorise } from '../http/caller.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';
import type { StaffParts, Worker } from '../staff/staff-parts.ts';
import { Units } from '../staff/units.ts';
import { audioSetsAt } from './audio-sets.ts';

interface SessionRow {
  meeting_id: string;
  file_number: string | null;
  starts_at: Date;
  rating: unknown;
  rated_at: Date | null;
  rated_by: string | null;
  outcome: string | null;
  audio: unknown;
  read_at: Date | null;
  read_by: string | null;
}

/** How the sound of a site's rooms is to be, and how it was from session to session (R-AST-07). */
export class AudioService {
  readonly #parts: StaffParts;

  constructor(parts: StaffParts) {
    this.#parts = parts;
  }

  /** @throws {AppError} SITE_UNKNOWN, NOT_ALLOWED */
  async ofSite(siteId: string, { person }: Worker): Promise<SiteAudio> {
    const { database, clock } = this.#parts;
    const units = await Units.read(database);
    const site = units.site(siteId);
    if (!site) throw new AppError('SITE_UNKNOWN');
    authorise(person, 'asset.read', units.placeOf(site.organisationId, siteId));
    const sets = await audioSetsAt(database, siteId);
    const rows = await sessionsAt(database, siteId);
    return SiteAudio.parse({
      siteId,
      siteName: site.name,
      sets,
      sessions: rows.map((row) => {
        const rating = row.rating === null ? null : SiteRating.parse(row.rating);
        return {
          meetingId: row.meeting_id,
          fileNumber: row.file_number,
          startsAt: row.starts_at.getTime(),
          rating: rating && {
            grade: rating.sound,
            note: rating.note,
            byName: row.rated_by,
            at: row.rated_at?.getTime(),
          },
          check:
            row.outcome === null
              ? null
              : {
                  outcome: row.outcome,
                  at: row.read_at?.getTime(),
                  byName: row.read_by,
                  read: comparedAudio(sets, AudioReading.array().parse(row.audio ?? [])),
                },
        };
      }),
      cite: await wordsOf(database, clock.now()),
    });
  }
}

/** The newest sessions in which the sound of a site was rated or read. */
async function sessionsAt(executor: Executor, siteId: string): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    select meeting.id as meeting_id, registration.file_number, meeting.planned_start as starts_at,
      rated.rating, rated.at as rated_at, rated.by_name as rated_by,
      heard.outcome, heard.audio, heard.at as read_at, heard.by_name as read_by
    from meeting_site
    join meeting on meeting.id = meeting_site.meeting_id
    left join registration on registration.meeting_id = meeting.id
    left join lateral (
      select rating, at, by_name from ending_step
      where meeting_id = meeting.id and site_id = ${siteId} and act = 'rate' order by id desc limit 1
    ) rated on true
    left join lateral (
      select outcome, audio, at, by_name from check_answer
      where meeting_id = meeting.id and site_id = ${siteId} and audio is not null order by at desc, id desc limit 1
    ) heard on true
    where meeting_site.site_id = ${siteId} and (rated.at is not null or heard.at is not null)
    order by meeting.planned_start desc, meeting.id limit 200`.execute(executor);
  return rows;
}

/** The words of the text that ask for standard values; none where no check of the home locality looks at them. */
async function wordsOf(executor: Executor, now: number): Promise<Citation[]> {
  try {
    const { office } = await regulationInForce(executor, { now: instant(now) });
    const items = office.checks.phases.flatMap(({ items: all }) => all);
    return items.find(({ measure }) => measure === 'audioStandard')?.cite ?? [];
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    return [];
  }
}
