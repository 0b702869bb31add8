import { createHash } from 'node:crypto';
import { HandoverItem, HandoverSheet, instant, type MeetingId } from '@nhipcau/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Executor } from '../database/database.ts';

/** A sheet with whom it concerns; the sheet itself says names. */
export interface StoredHandover {
  readonly sheet: HandoverSheet;
  readonly meetingId: string;
  readonly givenById: string;
  readonly toOrganisationId: string;
}

/** Sheets of a meeting, oldest first, or the one with this id. */
export async function readHandovers(
  executor: Executor,
  by: { readonly meetingId: string } | { readonly handoverId: string },
): Promise<StoredHandover[]> {
  const rows = await executor
    .selectFrom('recording_handover')
    .selectAll()
    .$if('meetingId' in by, (query) => query.where('meeting_id', '=', 'meetingId' in by ? by.meetingId : ''))
    .$if('handoverId' in by, (query) => query.where('id', '=', 'handoverId' in by ? by.handoverId : ''))
    .orderBy('number')
    .execute();
  return rows.map((row) => ({
    meetingId: row.meeting_id,
    givenById: row.given_by,
    toOrganisationId: row.to_organisation_id,
    sheet: HandoverSheet.parse({
      handoverId: row.id,
      number: row.number,
      items: row.items,
      documents: row.documents,
      medium: row.medium,
      mark: row.mark,
      from: row.from_unit,
      to: row.to_unit,
      givenAt: row.given_at.getTime(),
      givenBy: row.given_name,
      note: row.note,
      seal: row.seal.toString('hex'),
      answer:
        row.answer === null || row.answered_at === null
          ? null
          : {
              kind: row.answer,
              at: row.answered_at.getTime(),
              byName: row.answered_name,
              position: row.answered_position,
              words: row.answered_words,
            },
    }),
  }));
}

/** One after the other: sheets of a meeting are numbered and only one waits for its answer. */
export const lockHandovers = async (trx: Executor, meetingId: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`recording_handover:${meetingId}`}, 0))`.execute(
    trx,
  );
};

const Sum = z.strictObject({ name: z.string(), sha256: z.string(), bytes: z.number() });

/** Every file of a source as `sha256sum` writes it, so that the receiver can check them all at once. */
export async function checksumsOf(
  executor: Executor,
  meetingId: string,
): Promise<{ readonly source: string; readonly files: z.infer<typeof Sum>[] }[]> {
  const rows = await executor
    .selectFrom('recording_segment')
    .innerJoin('recording', 'recording.id', 'recording_segment.recording_id')
    .leftJoin('site', 'site.id', 'recording_segment.site_id')
    .select([
      'recording_segment.id',
      'recording_segment.source',
      'recording_segment.sha256',
      'recording_segment.bytes',
      sql<string>`coalesce(site.name, recording_segment.site_id)`.as('site'),
    ])
    .where('recording.meeting_id', '=', meetingId)
    .where('recording_segment.stored_at', 'is not', null)
    .where('recording_segment.deleted_at', 'is', null)
    .orderBy('site.number')
    .orderBy('recording_segment.site_id')
    .orderBy('recording_segment.source')
    .orderBy('recording_segment.started_at')
    .execute();
  const groups = Map.groupBy(rows, ({ site, source }) => `${site} – ${sources[source] ?? source}`);
  return [...groups].map(([source, files]) => ({
    source,
    files: files.map(({ id, sha256, bytes }) => ({
      name: `${id}.mkv`,
      sha256: sha256.toString('hex'),
      bytes,
    })),
  }));
}

const sources: Readonly<Record<string, string>> = { camera: 'hình', mic: 'tiếng', content: 'trình chiếu' };

export const checksumText = (files: readonly { readonly name: string; readonly sha256: string }[]): string =>
  files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('');

/** What there is of a meeting to be handed over: the film and its sound, and on request everything as it came. */
export async function handoverItems(
  executor: Executor,
  meetingId: MeetingId,
  { originals }: { readonly originals: boolean },
): Promise<HandoverItem[]> {
  const film = await executor
    .selectFrom('film')
    .select(['video_bytes', 'video_sha256', 'audio_bytes', 'audio_sha256'])
    .where('meeting_id', '=', meetingId)
    .where('state', '=', 'ready')
    .executeTakeFirst();
  if (!film?.video_sha256 || !film.audio_sha256) return [];
  const items: z.input<typeof HandoverItem>[] = [
    {
      part: 'film',
      name: `${meetingId}.mp4`,
      files: 1,
      bytes: Number(film.video_bytes),
      sha256: film.video_sha256.toString('hex'),
    },
    {
      part: 'audio',
      name: `${meetingId}.m4a`,
      files: 1,
      bytes: Number(film.audio_bytes),
      sha256: film.audio_sha256.toString('hex'),
    },
  ];
  if (originals)
    for (const { source, files } of await checksumsOf(executor, meetingId))
      items.push({
        part: 'original',
        name: source,
        files: files.length,
        bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
        sha256: createHash('sha256').update(checksumText(files)).digest('hex'),
      });
  return HandoverItem.array().parse(items);
}

/** The digest under which a receipt stands: of everything the giver wrote. */
export const sealOf = (
  sheet: Omit<HandoverSheet, 'handoverId' | 'seal' | 'answer'>,
  meetingId: string,
): Buffer =>
  createHash('sha256')
    .update(
      JSON.stringify([
        meetingId,
        sheet.number,
        sheet.items.map(({ part, name, files, bytes, sha256 }) => [part, name, files, bytes, sha256]),
        sheet.documents,
        sheet.medium,
        sheet.mark,
        sheet.from,
        sheet.to,
        instant(sheet.givenAt),
        sheet.givenBy,
        sheet.note,
      ]),
    )
    .digest();
