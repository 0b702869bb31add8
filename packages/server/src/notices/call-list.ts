import { type CallLine, CallList, instant, RegistrationData, type SessionInfo } from '@nhipcau/contracts';
import { sql } from 'kysely';
import { AppError } from '../app-error.ts';
import type { Database, Executor } from '../database/database.ts';
import { organisationPath } from '../directory/organisation-path.ts';
import { authorise } from '../http/caller.ts';

/**
 * The units of a meeting that are told by telephone: who was called by whom, when, who took it, and who is still missing.
 *
 * @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED
 * @rule NT-9 (R-REG-06; BD Đ8.2c, QN Đ5.1.2, Đ12.4)
 */
export async function callList(
  database: Database,
  meetingId: string,
  person: SessionInfo,
): Promise<CallList> {
  const file = await database
    .selectFrom('registration')
    .select(['file_number', 'data', 'reception', 'host_organisation_id', 'meeting_id'])
    .where('meeting_id', '=', meetingId)
    .executeTakeFirst();
  if (!file) throw new AppError('MEETING_NOT_FOUND');
  const path = await organisationPath(database, file.host_organisation_id);
  authorise(person, 'registration.read', { organisationPath: path });
  const data = RegistrationData.parse(file.data);
  return CallList.parse({
    meetingId: file.meeting_id,
    fileNumber: file.file_number,
    title: data.secret.declared ? file.file_number : data.title,
    start: data.official.start,
    reception: data.secret.declared ? null : file.reception,
    lines: (await callRows(database, meetingId)).map(lineOf).sort(byNeed),
  });
}

/** Recipients whose first way is the telephone, and those whom somebody had to call after all. */
const callRows = (executor: Executor, meetingId: string) =>
  executor
    .selectFrom('notice_recipient as recipient')
    .innerJoin('notice', 'notice.id', 'recipient.notice_id')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('notice_task')
          .leftJoin('user_account', 'user_account.id', 'notice_task.done_by')
          .select([
            'notice_task.attempts',
            'notice_task.note',
            'notice_task.done_at',
            'notice_task.due_at',
            'notice_task.phone as called_phone',
            'notice_task.outcome',
            'user_account.name as caller',
          ])
          .whereRef('notice_task.recipient_id', '=', 'recipient.id')
          .where('notice_task.kind', '=', 'telephone')
          .where('notice_task.cause', '<>', 'escalation')
          .orderBy(sql`notice_task.outcome = 'told'`, (order) => order.desc().nullsLast())
          .orderBy('notice_task.created_at', 'desc')
          .limit(1)
          .as('call'),
      (join) => join.onTrue(),
    )
    .select([
      'recipient.id',
      'recipient.name',
      'recipient.phone',
      'recipient.state',
      'recipient.acknowledged_at',
      'recipient.acknowledged_by',
      'recipient.acknowledged_via',
      'notice.name as notice_name',
      'notice.acknowledge_by',
      'call.attempts',
      'call.note',
      'call.done_at',
      'call.due_at',
      'call.called_phone',
      'call.outcome',
      'call.caller',
    ])
    .where('notice.meeting_id', '=', meetingId)
    .where('notice.superseded_at', 'is', null)
    .where('recipient.kind', 'in', ['organisation', 'site', 'nobody'])
    .where((eb) =>
      eb.or([eb(sql`recipient.planned_ways[1]`, '=', 'telephone'), eb('call.attempts', 'is not', null)]),
    )
    .orderBy('recipient.name')
    .limit(5_000)
    .execute();
type CallRow = Awaited<ReturnType<typeof callRows>>[number];

function lineOf(row: CallRow): CallLine {
  const wasTold =
    row.outcome === 'told' || row.acknowledged_via === 'telephone' || row.state === 'telephoned';
  const isKnown = wasTold || row.acknowledged_at !== null;
  const at = row.outcome === 'told' ? row.done_at : row.acknowledged_at;
  const due = row.due_at ?? row.acknowledge_by;
  return {
    recipientId: row.id,
    name: row.name,
    noticeName: row.notice_name,
    phone: row.called_phone ?? row.phone,
    state: wasTold ? 'told' : isKnown ? 'answered' : 'missing',
    attempts: row.attempts ?? 0,
    note: isKnown ? null : row.note,
    calledAt: isKnown && at !== null ? instant(at.getTime()) : null,
    calledBy: row.outcome === 'told' ? row.caller : null,
    spokenTo: row.acknowledged_by,
    dueAt: due === null ? null : instant(due.getTime()),
  };
}

const rank = { missing: 0, told: 1, answered: 2 } as const;
const collator = new Intl.Collator('vi');
const byNeed = (a: CallLine, b: CallLine): number =>
  rank[a.state] - rank[b.state] || collator.compare(a.name, b.name);
