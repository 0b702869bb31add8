import { type FreeSlot, type Instant, MeetingId, type Registration } from '@nhipcau/contracts';
import { slotText } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';
import type { Letter, Outbox } from '../notices/outbox.ts';
import { profileOf } from '../registration/files.ts';
import type { Move } from '../registration/move.ts';
import { findRegistration } from '../registration/registration.repository.ts';
import { slotsFor } from './availability.ts';
import { rangeText } from './booking-writer.ts';
import { wantedBy } from './demand.ts';

const SLOTS_TOLD = 5;

/** A meeting gave way to the one whose file number is the reason. */
export async function noteDisplacement(
  transaction: Executor,
  { registration, reason, at }: Move,
): Promise<void> {
  const by = await transaction
    .selectFrom('registration')
    .select('meeting_id')
    .where('file_number', '=', reason ?? '')
    .executeTakeFirst();
  if (!by) return;
  await transaction
    .insertInto('displacement')
    .values({
      at: new Date(at),
      by_meeting_id: by.meeting_id,
      meeting_id: registration.meetingId,
      local_use_id: null,
      during: rangeText(registration.data.official),
    })
    .execute();
}

/** Another use of a room gives way to a meeting. */
export async function displaceLocalUse(
  transaction: Executor,
  { localUseId, by, at }: { localUseId: string; by: Registration; at: number },
): Promise<void> {
  const use = await transaction
    .updateTable('local_use')
    .set({ state: 'displaced' })
    .where('id', '=', localUseId)
    .where('state', '=', 'booked')
    .returning(['starts_at', 'ends_at'])
    .executeTakeFirst();
  if (!use) return;
  await transaction.deleteFrom('booking').where('local_use_id', '=', localUseId).execute();
  await sql`insert into displacement (at, by_meeting_id, local_use_id, during)
    values (${new Date(at)}, ${by.meetingId}, ${localUseId}, tstzrange(${use.starts_at}, ${use.ends_at}))`.execute(
    transaction,
  );
}

interface Telling {
  readonly by: Registration;
  readonly at: number;
  readonly timeZone: string;
  readonly now: Instant;
  readonly outbox: Outbox;
}

/**
 * Tells the hosts of what gave way to this meeting, now that it stands, with the next free times of theirs.
 *
 * @rule SC-9 (R-SCH-03, R-SCH-04)
 */
export async function tellDisplaced(transaction: Executor, telling: Telling): Promise<void> {
  const rows = await transaction
    .selectFrom('displacement')
    .select(['id', 'meeting_id', 'local_use_id'])
    .where('by_meeting_id', '=', telling.by.meetingId)
    .where('told_at', 'is', null)
    .orderBy('id')
    .execute();
  for (const row of rows) {
    const { slots, letters } =
      row.meeting_id === null
        ? { slots: [], letters: await lettersOfUse(transaction, row.local_use_id ?? '', row.id, telling) }
        : await lettersOfMeeting(transaction, row.meeting_id, row.id, telling);
    await transaction
      .updateTable('displacement')
      .set({ slots: JSON.stringify(slots), told_at: new Date(telling.at) })
      .where('id', '=', row.id)
      .execute();
    await telling.outbox.put(transaction, letters);
  }
}

async function lettersOfMeeting(
  transaction: Executor,
  meetingId: string,
  id: string,
  { by, now, timeZone }: Telling,
): Promise<{ slots: FreeSlot[]; letters: Letter[] }> {
  const file = await findRegistration(transaction, meetingId);
  if (!file) return { slots: [], letters: [] };
  const profile = await profileOf(transaction, file);
  const wanted = await wantedBy(transaction, { meetingId: file.meetingId, data: file.data, profile });
  const slots = await slotsFor(transaction, wanted, { now, profile, limit: SLOTS_TOLD });
  const title = file.data.secret.declared ? null : file.data.title;
  const content = slots.map((slot, index) => ({
    label: `Khung giờ trống ${index + 1}`,
    text: slotText(slot, timeZone),
  }));
  const { hostOrganisationId } = file.data;
  const facts = { title, fileNumber: file.fileNumber, content, slots };
  return { slots, letters: twoWays(id, file.meetingId, hostOrganisationId, { ...facts, ...why(by) }) };
}

async function lettersOfUse(
  transaction: Executor,
  localUseId: string,
  id: string,
  { by }: Telling,
): Promise<Letter[]> {
  const use = await transaction
    .selectFrom('local_use')
    .select(['title', 'organisation_id'])
    .where('id', '=', localUseId)
    .executeTakeFirst();
  return use ? twoWays(id, null, use.organisation_id, { title: use.title, ...why(by) }) : [];
}

const why = (by: Registration) => ({
  notice: 'Nhường phòng họp',
  reason: `Phòng họp được ưu tiên cho hồ sơ ${by.fileNumber}`,
});

const twoWays = (
  id: string,
  meetingId: string | null,
  organisationId: string,
  facts: Letter['facts'],
): Letter[] =>
  (['inApp', 'email'] as const).map((channel) => ({
    key: `displacement:${id}:${channel}`,
    meetingId: meetingId === null ? null : MeetingId.parse(meetingId),
    recipient: { kind: 'organisation', organisationId },
    channel,
    template: 'schedule.displaced',
    facts,
    acknowledgeBy: null,
  }));
