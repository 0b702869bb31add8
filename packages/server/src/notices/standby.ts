import { RegistrationData, type StandbyContact } from '@nhipcau/contracts';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Executor } from '../database/database.ts';

/**
 * Puts what the power company answered into the contacts of the areas, for the time of the meeting (R-DIR-22): of the
 * organisation whose name the area says, else of the one above all those that take part.
 */
export async function keepStandby(
  trx: Executor,
  {
    recipientId,
    standby,
    at,
    by,
  }: { recipientId: string; standby: readonly StandbyContact[]; at: number; by: string },
): Promise<void> {
  if (standby.length === 0) return;
  const meeting = await trx
    .selectFrom('notice_recipient')
    .innerJoin('organisation', 'organisation.id', 'notice_recipient.organisation_id')
    .innerJoin('notice', 'notice.id', 'notice_recipient.notice_id')
    .innerJoin('registration', 'registration.meeting_id', 'notice.meeting_id')
    .select(['registration.data', 'organisation.parent_id'])
    .where('notice_recipient.id', '=', recipientId)
    .where('organisation.kind', '=', 'power')
    .executeTakeFirst();
  if (!meeting) return;
  const until = RegistrationData.parse(meeting.data).official.end;
  for (const { area, name, phone } of standby) {
    const areaId = (await areaOf(trx, area)) ?? meeting.parent_id;
    if (areaId === null || until <= at) continue;
    const contact = { area_id: areaId, unit: name, telephone: phone, valid_to: new Date(until) };
    const known = await trx
      .selectFrom('power_contact')
      .select('id')
      .where((eb) => eb.and(contact))
      .executeTakeFirst();
    if (!known)
      await trx
        .insertInto('power_contact')
        .values({ id: uuidv7(), ...contact, valid_from: new Date(at), at: new Date(at), by_name: by })
        .execute();
  }
}

/** A district named by the words of the answer: `Huyện Đà Bắc` means the organisation of which this is part of the name. */
async function areaOf(trx: Executor, area: string): Promise<string | null> {
  const found = await trx
    .selectFrom('organisation')
    .select('id')
    .where('kind', '=', 'peoplesCommittee')
    .where('level_code', '=', 'district')
    .where(sql<string>`fold_text(name)`, 'like', sql<string>`'%' || fold_text(${area}) || '%'`)
    .limit(2)
    .execute();
  return found.length === 1 ? (found[0]?.id ?? null) : null;
}
