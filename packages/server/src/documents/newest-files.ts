import { MeetingId, type OrganisationId } from '@nhipcau/contracts';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';
import { organisationPath } from '../directory/organisation-path.ts';

/** A file as a list needs it, with where it stands. */
export interface NewestFile {
  readonly meetingId: MeetingId;
  readonly title: string;
  readonly fileNumber: string;
  readonly isSecret: boolean;
  readonly path: OrganisationId[];
}

/** The newest files of an office and of those below it. */
export async function newestFiles(
  executor: Executor,
  organisationId: string,
  most: number,
): Promise<NewestFile[]> {
  const { rows } = await sql<{
    meeting_id: string;
    file_number: string;
    title: string;
    is_secret: boolean;
    host: string;
  }>`
    with recursive office (id) as (
      select id from organisation where id = ${organisationId}
      union
      select lower.id from organisation lower join office on lower.parent_id = office.id
    )
    select meeting_id, file_number, data ->> 'title' as title, host_organisation_id as host,
        coalesce((data -> 'secret' ->> 'declared')::boolean, false) as is_secret
      from registration where host_organisation_id in (select id from office)
      order by created_at desc, meeting_id limit ${most}`.execute(executor);
  return Promise.all(
    rows.map(async (row) => ({
      meetingId: MeetingId.parse(row.meeting_id),
      title: row.title,
      fileNumber: row.file_number,
      isSecret: row.is_secret,
      path: await organisationPath(executor, row.host),
    })),
  );
}
