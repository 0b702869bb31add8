import { ContentLine } from '@nhipcau/contracts';
import { nextRecipientState, type RecipientEvent } from '@nhipcau/domain';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import type { Executor } from '../database/database.ts';

/** The notices of a meeting that count now, the newest version of each row. */
export const currentNotices = (executor: Executor, meetingId: string) =>
  executor
    .selectFrom('notice')
    .selectAll()
    .where('meeting_id', '=', meetingId)
    .where('superseded_at', 'is', null)
    .orderBy('at')
    .orderBy('id')
    .execute();
export type NoticeRecord = Awaited<ReturnType<typeof currentNotices>>[number];

export const recipientsOf = (executor: Executor, noticeId: string) =>
  executor.selectFrom('notice_recipient').selectAll().where('notice_id', '=', noticeId).execute();
export type RecipientRecord = Awaited<ReturnType<typeof recipientsOf>>[number];

export const linesOf = (content: unknown): ContentLine[] => z.array(ContentLine).parse(content);

/**
 * A later version takes its place: what has not left stays here, and nobody is called for it any more. What was told and
 * acknowledged remains as it was.
 */
export async function supersede(executor: Executor, noticeId: string, at: number): Promise<void> {
  await executor
    .updateTable('notice')
    .set({ superseded_at: sql`greatest(at, ${new Date(at)})` })
    .where('id', '=', noticeId)
    .execute();
  await executor
    .updateTable('outbox_letter')
    .set({ state: 'withdrawn', lease_until: null })
    .where('state', '=', 'waiting')
    .where('recipient_id', 'in', (query) =>
      query.selectFrom('notice_recipient').select('id').where('notice_id', '=', noticeId),
    )
    .execute();
  await executor
    .updateTable('notice_task')
    .set({ done_at: sql`greatest(created_at, ${new Date(at)})`, outcome: 'superseded' })
    .where('notice_id', '=', noticeId)
    .where('done_at', 'is', null)
    .execute();
}

/** Locks one recipient until the transaction ends; null when there is none. */
export const lockRecipient = (executor: Executor, recipientId: string) =>
  executor
    .selectFrom('notice_recipient')
    .selectAll()
    .where('id', '=', recipientId)
    .forUpdate()
    .executeTakeFirst();

interface Happened {
  readonly event: RecipientEvent;
  readonly at: number;
  readonly way?: string;
  readonly failure?: string;
}

/** Writes down what happened on the way to a recipient. */
export async function recordEvent(
  executor: Executor,
  recipientId: string,
  { event, at, way, failure }: Happened,
): Promise<RecipientRecord | null> {
  const row = await lockRecipient(executor, recipientId);
  if (!row) return null;
  const current = row.state === 'acknowledged' ? 'acknowledged' : stateOf(row.state);
  const state = nextRecipientState(current, event);
  const time = new Date(at);
  const hasLeft = event !== 'cameBack' && event !== 'gaveUp';
  await executor
    .updateTable('notice_recipient')
    .set({
      state,
      ...(hasLeft && row.sent_at === null ? { sent_at: time } : {}),
      ...(event === 'arrived' && row.delivered_at === null ? { delivered_at: time } : {}),
      ...(way !== undefined && hasLeft && !row.ways.includes(way) ? { ways: [...row.ways, way] } : {}),
      ...(failure === undefined ? {} : { failure: failure.slice(0, 60) }),
    })
    .where('id', '=', recipientId)
    .execute();
  return { ...row, state };
}

const stateOf = (state: string) =>
  z.enum(['due', 'sent', 'delivered', 'acknowledged', 'bounced', 'failed', 'telephoned']).parse(state);

interface NewTask {
  readonly kind: 'telephone' | 'fax' | 'document' | 'chat';
  readonly cause: 'prescribed' | 'fallback' | 'silence' | 'escalation' | 'unknownParty' | 'notStarted';
  readonly noticeId: string;
  readonly recipientId: string | null;
  readonly name: string;
  readonly phone: string | null;
  readonly at: number;
  readonly dueAt: Date | null;
}

/** A task for a person; one of its kind that is open already stays the only one. */
export async function addTask(executor: Executor, task: NewTask): Promise<void> {
  await executor
    .insertInto('notice_task')
    .values({
      id: uuidv7(),
      kind: task.kind,
      cause: task.cause,
      notice_id: task.noticeId,
      recipient_id: task.recipientId,
      name: task.name,
      phone: task.phone,
      created_at: new Date(task.at),
      due_at: task.dueAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** What was to be done for a recipient is settled by their own answer; that they have not begun, only by beginning. */
export async function closeTasksOf(
  executor: Executor,
  recipientId: string,
  { at, hasStarted }: { at: number; hasStarted: boolean },
): Promise<void> {
  await executor
    .updateTable('notice_task')
    .set({ done_at: sql`greatest(created_at, ${new Date(at)})`, outcome: 'answered' })
    .where('recipient_id', '=', recipientId)
    .where('done_at', 'is', null)
    .$if(!hasStarted, (query) => query.where('cause', '<>', 'notStarted'))
    .execute();
}
