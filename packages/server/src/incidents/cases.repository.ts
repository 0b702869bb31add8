import {
  type CaseEvent,
  CaseEvent as CaseEvents,
  type CaseId,
  CaseId as CaseIds,
  FaultSession,
  IncidentType,
  type Instant,
  instant,
  LineFigures,
  MeetingId,
  NodeId,
  SiteId,
} from '@nhipcau/contracts';
import type { CaseEntry, CaseHead } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';
import type { FoundParty } from './case-parties.ts';

/** A case as it was opened. */
export interface CaseRecord extends CaseHead {
  readonly caseId: CaseId;
  readonly meetingId: MeetingId;
  readonly number: number;
  readonly subject: string;
  readonly siteId: SiteId | null;
  readonly nodeId: NodeId | null;
  readonly origin: 'system' | 'person';
  readonly byName: string | null;
  readonly before: LineFigures | null;
  readonly during: LineFigures | null;
}

export interface PartyRecord extends FoundParty {
  readonly party: number;
}

const heads = (executor: Executor) => executor.selectFrom('incident_case').selectAll('incident_case');
type HeadRow = Awaited<ReturnType<ReturnType<typeof heads>['execute']>>[number];

const headOf = (row: HeadRow): CaseRecord => ({
  caseId: CaseIds.parse(row.id),
  meetingId: MeetingId.parse(row.meeting_id),
  number: row.number,
  subject: row.subject,
  siteId: row.site_id === null ? null : SiteId.parse(row.site_id),
  nodeId: row.node_id === null ? null : NodeId.parse(row.node_id),
  type: IncidentType.parse(row.type),
  session: FaultSession.parse(row.session),
  origin: row.origin === 'system' ? 'system' : 'person',
  openedAt: instant(row.at.getTime()),
  acknowledgeBy: instant(row.acknowledge_by.getTime()),
  byName: row.by_name,
  isOfSite: row.site_id !== null,
  before: LineFigures.nullable().parse(row.before),
  during: LineFigures.nullable().parse(row.during),
});

const isOpen = sql<boolean>`not exists (
  select from incident_step where incident_step.case_id = incident_case.id and act = 'close')`;

/** Cases of a meeting, oldest first. */
export const casesOf = async (executor: Executor, meetingId: string): Promise<CaseRecord[]> =>
  (await heads(executor).where('meeting_id', '=', meetingId).orderBy('number').limit(1000).execute()).map(
    headOf,
  );

/** Cases of all meetings that nobody closed, newest first. */
export const openCases = async (executor: Executor): Promise<CaseRecord[]> =>
  (await heads(executor).where(isOpen).orderBy('at', 'desc').limit(1000).execute()).map(headOf);

/** Cases of a meeting that nobody closed, oldest first. */
export const openCasesOf = async (executor: Executor, meetingId: string): Promise<CaseRecord[]> =>
  (
    await heads(executor)
      .where('meeting_id', '=', meetingId)
      .where(isOpen)
      .orderBy('number')
      .limit(1000)
      .execute()
  ).map(headOf);

/** The case of a subject that is not closed yet. */
export async function openCaseOf(
  executor: Executor,
  meetingId: string,
  subject: string,
): Promise<CaseRecord | null> {
  const row = await heads(executor)
    .where('meeting_id', '=', meetingId)
    .where('subject', '=', subject)
    .where(isOpen)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? headOf(row) : null;
}

/** @param lock - nobody else acts on it until the end of the transaction */
export async function findCase(
  executor: Executor,
  caseId: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<CaseRecord | null> {
  if (lock)
    await sql`select pg_advisory_xact_lock(hashtextextended(${`incident ${caseId}`}, 125))`.execute(executor);
  const row = await heads(executor).where('id', '=', caseId).executeTakeFirst();
  return row ? headOf(row) : null;
}

/** Opens a case under the next number of its meeting; the caller holds the meeting by `lockCases`. */
export async function insertCase(
  executor: Executor,
  head: Omit<CaseRecord, 'number' | 'isOfSite'> & {
    readonly userId: string | null;
    readonly key: string | null;
  },
): Promise<void> {
  await executor
    .insertInto('incident_case')
    .values({
      id: head.caseId,
      meeting_id: head.meetingId,
      number: sql<number>`(select coalesce(max(number), 0) + 1 from incident_case where meeting_id = ${head.meetingId})`,
      subject: head.subject,
      // A guest of another installation is in no directory of ours: its case is known by its subject.
      site_id: sql<string | null>`(select id from site where id = ${head.siteId})`,
      node_id: sql<string | null>`(select id from mcu_node where id = ${head.nodeId})`,
      type: head.type,
      origin: head.origin,
      session: head.session,
      at: new Date(head.openedAt),
      acknowledge_by: new Date(head.acknowledgeBy),
      by_name: head.byName,
      user_id: head.userId,
      before: head.before === null ? null : JSON.stringify(head.before),
      during: head.during === null ? null : JSON.stringify(head.during),
      key: head.key,
    })
    .execute();
}

/** Cases of a meeting are numbered by one at a time. */
export const lockCases = (executor: Executor, meetingId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`incidents of ${meetingId}`}, 125))`.execute(executor);

/** Parties that are new to the case, after those it has. */
export async function insertParties(
  executor: Executor,
  caseId: string,
  parties: readonly FoundParty[],
  { first, at }: { first: number; at: number },
): Promise<void> {
  if (parties.length === 0) return;
  await executor
    .insertInto('incident_party')
    .values(
      parties.map((party, index) => ({
        case_id: caseId,
        number: first + index,
        role: party.role,
        role_name: party.roleName,
        kind: party.kind,
        organisation_id: party.organisationId,
        site_id: party.siteId,
        account_role: party.accountRole,
        name: party.name,
        person: party.person,
        phone: party.phone,
        is_next: party.isNext,
        at: new Date(at),
      })),
    )
    .execute();
}

/** By case, in the order in which they were named. */
export async function partiesOf(
  executor: Executor,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, readonly PartyRecord[]>> {
  if (caseIds.length === 0) return new Map();
  const rows = await executor
    .selectFrom('incident_party')
    .selectAll()
    .where('case_id', 'in', [...caseIds])
    .orderBy('number')
    .execute();
  return Map.groupBy(
    rows.map((row) => ({ ...partyOf(row), caseId: row.case_id })),
    ({ caseId }) => caseId,
  );
}

const kinds = ['organisation', 'site', 'accounts', 'nobody'] as const;
const partyOf = (row: {
  number: number;
  role: string;
  role_name: string;
  kind: string;
  organisation_id: string | null;
  site_id: string | null;
  account_role: string | null;
  name: string;
  person: string | null;
  phone: string | null;
  is_next: boolean;
}): PartyRecord => ({
  party: row.number,
  role: row.role,
  roleName: row.role_name,
  kind: kinds.find((kind) => kind === row.kind) ?? 'nobody',
  organisationId: row.organisation_id,
  siteId: row.site_id,
  accountRole: row.account_role,
  name: row.name,
  person: row.person,
  phone: row.phone,
  isNext: row.is_next,
});

/** @returns false when the same request, by its key, was stored before */
export async function insertStep(
  executor: Executor,
  caseId: string,
  event: CaseEvent,
  {
    at,
    byName = '',
    userId = null,
    key = null,
  }: { at: Instant; byName?: string; userId?: string | null; key?: string | null },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await executor
    .insertInto('incident_step')
    .values({
      case_id: caseId,
      at: new Date(at),
      key,
      act: event.act,
      event: JSON.stringify(event),
      by_name: byName,
      user_id: userId,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export interface StepRecord extends CaseEntry {
  readonly userId: string | null;
}

/** By case, oldest first. */
export async function stepsOf(
  executor: Executor,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, readonly StepRecord[]>> {
  if (caseIds.length === 0) return new Map();
  const rows = await executor
    .selectFrom('incident_step')
    .select(['case_id', 'at', 'event', 'by_name', 'user_id'])
    .where('case_id', 'in', [...caseIds])
    .orderBy('id')
    .execute();
  return Map.groupBy(
    rows.map((row) => ({
      caseId: row.case_id,
      at: instant(row.at.getTime()),
      event: CaseEvents.parse(row.event),
      byName: row.by_name,
      userId: row.user_id,
    })),
    ({ caseId }) => caseId,
  );
}

/** The newest piece of a line's record that was over at an instant, or the first that began after it. */
export async function figuresOf(
  executor: Executor,
  { meetingId, kind, subject }: { meetingId: string; kind: 'site' | 'link'; subject: string },
  when: { readonly before: number } | { readonly after: number },
): Promise<LineFigures | null> {
  const row = await executor
    .selectFrom('line_bucket')
    .select(['at', 'quality', 'rtt_ms', 'jitter_ms', 'loss'])
    .where('meeting_id', '=', meetingId)
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .$if('before' in when, (query) =>
      query.where('at', '<=', new Date('before' in when ? when.before : 0)).orderBy('at', 'desc'),
    )
    .$if('after' in when, (query) =>
      query.where('at', '>=', new Date('after' in when ? when.after : 0)).orderBy('at'),
    )
    .limit(1)
    .executeTakeFirst();
  return row
    ? LineFigures.parse({
        at: row.at.getTime(),
        quality: row.quality,
        rttMs: row.rtt_ms,
        jitterMs: row.jitter_ms,
        loss: row.loss,
      })
    : null;
}
