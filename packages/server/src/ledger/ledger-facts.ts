import { instant, type MeetingFacts, MeetingState, Reception, RegistrationData } from '@nhipcau/contracts';
import { meetingFactsOf } from '@nhipcau/domain';
import type { Executor } from '../database/database.ts';

/** A file as far as its ledger needs it. */
export interface LedgerFile {
  readonly meetingId: string;
  readonly fileNumber: string;
  readonly title: string;
  readonly locality: string;
  readonly version: number;
  readonly state: MeetingState;
  readonly hostOrganisationId: string;
  readonly facts: MeetingFacts;
}

const files = (executor: Executor) =>
  executor
    .selectFrom('registration')
    .innerJoin('user_account', 'user_account.id', 'registration.created_by')
    .leftJoin('meeting', 'meeting.id', 'registration.meeting_id')
    .select([
      'registration.meeting_id',
      'registration.file_number',
      'registration.locality',
      'registration.regulation_version',
      'registration.state',
      'registration.data',
      'registration.reception',
      'registration.created_at',
      'registration.registered_at',
      'registration.confirmed_at',
      'user_account.name as registered_by',
      'meeting.ended_at',
    ])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('recording')
          .select('recording.id')
          .whereRef('recording.meeting_id', '=', 'registration.meeting_id'),
      ).as('is_recorded'),
    );

type Row = Awaited<ReturnType<ReturnType<typeof files>['execute']>>[number];

/** One file with what was reported and let go; null when there is none. */
export async function findLedgerFile(executor: Executor, meetingId: string): Promise<LedgerFile | null> {
  const row = await files(executor).where('registration.meeting_id', '=', meetingId).executeTakeFirst();
  return row ? fileOf(executor, row) : null;
}

/** Files whose limits still count: registered, not called off, not closed. */
export async function openFileIds(executor: Executor): Promise<string[]> {
  const rows = await executor
    .selectFrom('registration')
    .select('meeting_id')
    .where('state', 'not in', ['draft', 'refused', 'cancelled', 'closed'])
    .orderBy('meeting_id')
    .execute();
  return rows.map((row) => row.meeting_id);
}

async function fileOf(executor: Executor, row: Row): Promise<LedgerFile> {
  const data = RegistrationData.parse(row.data);
  const createdAt = instant(row.created_at.getTime());
  const stated = meetingFactsOf(
    {
      data,
      reception: row.reception === null ? null : Reception.parse(row.reception),
      registeredAt: row.registered_at && instant(row.registered_at.getTime()),
      confirmedAt: row.confirmed_at && instant(row.confirmed_at.getTime()),
    },
    createdAt,
  );
  return {
    meetingId: row.meeting_id,
    fileNumber: row.file_number,
    title: data.title,
    locality: row.locality,
    version: row.regulation_version,
    state: MeetingState.parse(row.state),
    hostOrganisationId: data.hostOrganisationId,
    facts: {
      ...stated,
      recorded: row.is_recorded === true,
      end: row.ended_at ? instant(row.ended_at.getTime()) : stated.end,
      done: await reportsOf(executor, row.meeting_id),
      waivers: await waiversOf(executor, row.meeting_id),
      registeredBy: row.registered_by,
    },
  };
}

async function reportsOf(executor: Executor, meetingId: string): Promise<MeetingFacts['done']> {
  const rows = await executor
    .selectFrom('deadline_report')
    .select(['deadline_id', 'at'])
    .where('meeting_id', '=', meetingId)
    .execute();
  return Object.fromEntries(rows.map((row) => [row.deadline_id, instant(row.at.getTime())]));
}

async function waiversOf(executor: Executor, meetingId: string): Promise<MeetingFacts['waivers']> {
  const rows = await executor
    .selectFrom('deadline_waiver')
    .select(['deadline_id', 'at', 'by_name', 'reason'])
    .where('meeting_id', '=', meetingId)
    .execute();
  return Object.fromEntries(
    rows.map((row) => [
      row.deadline_id,
      { by: row.by_name, at: instant(row.at.getTime()), reason: row.reason },
    ]),
  );
}
