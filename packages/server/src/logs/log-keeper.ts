import { type ConferenceEvent, type Instant, instant, type LogSession } from '@nhipcau/contracts';
import { limitOf, OwnCalendar } from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import type { Executor } from '../database/database.ts';
import { readCaseMeeting } from '../incidents/case-meeting.ts';
import { resolveParties } from '../notices/parties.ts';
import type { PhaseFollower } from '../registration/conference-phases.ts';
import { readWorkingCalendar } from '../regulation/regulation.repository.ts';
import { Units } from '../staff/units.ts';

/**
 * With the end of a session every keeper has a line in each book of the locality that speaks of such a session.
 *
 * @rule LB-1 (R-LOG-01; BD Đ12.3, QN Đ4.3, Đ13.8, Đ14.6, VP Đ7-6)
 */
export class LogKeeper implements PhaseFollower {
  async followed(trx: Executor, { meetingId, body, at }: ConferenceEvent): Promise<void> {
    if (body.type !== 'meeting.ended') return;
    const rehearsal = await trx
      .selectFrom('rehearsal')
      .select('meeting_id')
      .where('conference_id', '=', meetingId)
      .executeTakeFirst();
    await openLines(trx, {
      meetingId: rehearsal?.meeting_id ?? meetingId,
      conferenceId: meetingId,
      session: rehearsal === undefined ? 'official' : 'rehearsal',
      at,
    });
  }
}

/**
 * Opens the lines of a session that is over; those it has already stay. A rehearsal may end whose conference nobody started.
 */
export async function openLines(
  trx: Executor,
  {
    meetingId,
    conferenceId,
    session,
    at,
  }: {
    readonly meetingId: string;
    readonly conferenceId: string;
    readonly session: LogSession;
    readonly at: Instant;
  },
): Promise<void> {
  const { profile, data } = await readCaseMeeting(trx, meetingId);
  if (profile === null || data === null) return;
  const books = profile.office.logs.books.filter(({ sessions }) => sessions.includes(session));
  if (books.length === 0) return;
  const units = await Units.read(trx);
  const calendar = new OwnCalendar(await readWorkingCalendar(trx), {
    locality: profile.locality,
    organisationId: null,
  });
  const lines = [];
  for (const book of books) {
    const { dueAt } = limitOf(
      { triggerAt: at, direction: 'after', offset: { n: book.workingDays, unit: 'workingDay' } },
      calendar,
      profile,
    );
    const line = (siteId: string | null, organisationId: string, place: string) => ({
      id: uuidv7(),
      book: book.key,
      meeting_id: meetingId,
      session,
      conference_id: conferenceId,
      site_id: siteId,
      organisation_id: organisationId,
      place,
      unit: units.nameOf(organisationId),
      opened_at: new Date(at),
      due_at: new Date(dueAt),
    });
    if (book.bySites)
      for (const { siteId } of data.sites) {
        const site = units.site(siteId);
        if (site) lines.push(line(siteId, site.organisationId, site.name));
      }
    for (const { organisationId, name } of await resolveParties(trx, { profile, data }, book.byParties))
      if (organisationId !== null) lines.push(line(null, organisationId, name));
  }
  if (lines.length === 0) return;
  await trx
    .insertInto('log_entry')
    .values(lines)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** When a line that is opened now is due. */
export async function supplementDue(
  trx: Executor,
  {
    locality,
    workingDays,
    now,
    rules,
  }: {
    readonly locality: string;
    readonly workingDays: number;
    readonly now: Instant;
    readonly rules: Parameters<typeof limitOf>[2];
  },
): Promise<Instant> {
  const calendar = new OwnCalendar(await readWorkingCalendar(trx), { locality, organisationId: null });
  const { dueAt } = limitOf(
    { triggerAt: instant(now), direction: 'after', offset: { n: workingDays, unit: 'workingDay' } },
    calendar,
    rules,
  );
  return dueAt;
}
