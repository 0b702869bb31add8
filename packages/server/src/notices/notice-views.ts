import type { Clock } from '@nhipcau/base';
import {
  AckWay,
  type ForeseenNotices,
  type Instant,
  instant,
  MeetingId,
  type Notice,
  type NoticeBoard,
  NoticeChannel,
  NoticeKind,
  type NoticeRecipient,
  NoticeTask,
  type NoticeTaskList,
  type OpenNoticesList,
  OrganisationId,
  type ReceivedNotice,
  type ReceivedNotices,
  RecipientState,
  RegistrationData,
  type RegulationProfile,
  type SessionInfo,
  SiteId,
  StandbyContact,
} from '@nhipcau/contracts';
import { can, isNotStarted, isSilent } from '@nhipcau/domain';
import { type Expression, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { Database, Executor } from '../database/database.ts';
import { organisationPath } from '../directory/organisation-path.ts';
import { authorise } from '../http/caller.ts';
import { grantedAt, visibleTo } from '../registration/visibility.ts';
import { findProfile, regulationInForce } from '../regulation/regulation.repository.ts';
import { type CurrentContactPoint, contactPointsOf } from './contact-points.ts';
import { linesOf, type NoticeRecord, type RecipientRecord } from './notices.repository.ts';
import { holdersOf } from './parties.ts';
import { startOf, termsOf } from './start-of-work.ts';

/** What the pages about notices show. */
export class NoticeViews {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database;
    this.#clock = clock;
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED */
  async board(meetingId: string, person: SessionInfo): Promise<NoticeBoard> {
    const file = await findFile(this.#database, meetingId);
    const place = {
      organisationPath: await organisationPath(this.#database, file.host_organisation_id),
      meetingId: MeetingId.parse(meetingId),
    };
    authorise(person, 'registration.read', place);
    const profile = await findProfile(this.#database, file.locality, file.regulation_version);
    const notices = await this.#database
      .selectFrom('notice')
      .selectAll()
      .where('meeting_id', '=', meetingId)
      .orderBy('at', 'desc')
      .orderBy('row_id')
      .limit(200)
      .execute();
    const recipients = await recipientsOfAll(
      this.#database,
      notices.map(({ id }) => id),
    );
    const limits = await limitsOf(this.#database, meetingId);
    const mayAct = can(person.grants, 'notice.send', place);
    return {
      meetingId: MeetingId.parse(meetingId),
      fileNumber: file.file_number,
      title: file.data.secret.declared ? file.file_number : file.data.title,
      urgency: file.data.urgency,
      start: file.data.official.start,
      notices: notices.map((notice) =>
        noticeOf(
          notice,
          recipients.filter(({ notice_id }) => notice_id === notice.id),
          { profile, limits, now: instant(this.#clock.now()) },
        ),
      ),
      tasks: await this.#tasks(sql<SqlBool>`registration.meeting_id = ${meetingId}`, mayAct),
      mayAct,
    };
  }

  /** Meetings whose notices wait for somebody, the soonest first. */
  async list(
    { view, search }: { view: 'open' | 'all'; search?: string | undefined },
    person: SessionInfo,
  ): Promise<OpenNoticesList> {
    const silent = sql<string>`count(*) filter (where notice.acknowledge and recipient.state in ('sent', 'delivered', 'bounced', 'failed'))`;
    const rows = await this.#database
      .selectFrom('notice')
      .innerJoin('registration', 'registration.meeting_id', 'notice.meeting_id')
      .innerJoin('notice_recipient as recipient', 'recipient.notice_id', 'notice.id')
      .where('notice.superseded_at', 'is', null)
      .where(visibleTo(person))
      // Whoever takes part sees the meeting; who was told what is read where the host is (see `board`).
      .where(grantedAt(person.grants, 'registration.read'))
      .$if(view === 'open', (query) => query.where('registration.ends_at', '>', new Date(this.#clock.now())))
      .$if(search !== undefined && search !== '', (query) =>
        query.where(
          sql<SqlBool>`fold_text(registration.file_number || ' ' || (registration.data ->> 'title')) like '%' || fold_text(${search ?? ''}) || '%'`,
        ),
      )
      .groupBy(['registration.meeting_id'])
      .select([
        'registration.meeting_id',
        'registration.file_number',
        'registration.data',
        'registration.starts_at',
        sql<string>`count(*)`.as('recipients'),
        sql<string>`count(*) filter (where recipient.state in ('acknowledged', 'telephoned'))`.as(
          'acknowledged',
        ),
        silent.as('silent'),
        sql<string>`count(*) filter (where recipient.state in ('bounced', 'failed'))`.as('failed'),
        sql<string>`(select count(*) from notice_task task join notice on notice.id = task.notice_id
          where notice.meeting_id = registration.meeting_id and task.done_at is null)`.as('tasks'),
      ])
      .orderBy('registration.starts_at')
      .limit(500)
      .execute();
    return {
      meetings: rows
        .map((row) => {
          const data = RegistrationData.parse(row.data);
          return {
            meetingId: MeetingId.parse(row.meeting_id),
            fileNumber: row.file_number,
            title: data.secret.declared ? row.file_number : data.title,
            urgency: data.urgency,
            start: instant(row.starts_at.getTime()),
            recipients: Number(row.recipients),
            acknowledged: Number(row.acknowledged),
            silent: Number(row.silent),
            failed: Number(row.failed),
            tasks: Number(row.tasks),
          };
        })
        .filter(({ silent: waiting, tasks }) => view === 'all' || waiting > 0 || tasks > 0),
    };
  }

  /** What the desk has to do, the soonest meeting first. */
  async tasks(person: SessionInfo): Promise<NoticeTaskList> {
    // Once a file is closed there is nothing left to call about.
    const tasks = await this.#tasks(
      sql<SqlBool>`(${grantedAt(person.grants, 'notice.send')}) and registration.state <> 'closed'`,
      true,
    );
    return { tasks, total: tasks.length };
  }

  /** One notice as its recipient sees it. @throws {AppError} NOTICE_UNKNOWN */
  async received(recipientId: string): Promise<ReceivedNotice> {
    const [notice] = await this.#receivedWhere(sql<SqlBool>`recipient.id = ${recipientId}`);
    if (!notice) throw new AppError('NOTICE_UNKNOWN');
    return notice;
  }

  /** Notices to the organisations and sites somebody works for; those that wait for them first. */
  async mine(person: SessionInfo): Promise<ReceivedNotices> {
    const own = person.grants.filter(({ inPlaceOf }) => inPlaceOf === undefined);
    const organisationIds = own.flatMap(({ scope }) =>
      scope.kind === 'organisation' ? [scope.organisationId] : [],
    );
    const siteIds = own.flatMap(({ scope }) => (scope.kind === 'site' ? [scope.siteId] : []));
    if (organisationIds.length + siteIds.length === 0) return { notices: [] };
    const notices = await this.#receivedWhere(sql<SqlBool>`notice.superseded_at is null
      and registration.ends_at > ${new Date(this.#clock.now() - DAY_MS)}
      and (recipient.organisation_id = any(${organisationIds}::text[]) or recipient.site_id = any(${siteIds}::text[])
        or recipient.site_id in (select id from site where organisation_id = any(${organisationIds}::text[])))`);
    const waits = ({ state, asksAcknowledgement }: ReceivedNotice) =>
      asksAcknowledgement && state !== 'acknowledged' && state !== 'telephoned';
    return { notices: [...notices.filter(waits), ...notices.filter((one) => !waits(one))] };
  }

  /** Which notices the regulation sends to the organisations somebody works for; the roles of a single meeting are not asked. */
  async foreseen(person: SessionInfo): Promise<ForeseenNotices> {
    const profile = await regulationInForce(this.#database, { now: instant(this.#clock.now()) });
    const own = new Set(
      person.grants.flatMap(({ scope, inPlaceOf }) =>
        scope.kind === 'organisation' && inPlaceOf === undefined ? [String(scope.organisationId)] : [],
      ),
    );
    const told = new Set<string>();
    for (const role of new Set(profile.office.notices.rows.flatMap(({ to }) => to))) {
      const holders = await holdersOf(this.#database, { profile, data: null }, role);
      if (holders.some(({ organisationId }) => organisationId !== null && own.has(organisationId)))
        told.add(role);
    }
    return {
      locality: profile.name,
      rows: profile.office.notices.rows.flatMap(({ name, to, cite }) =>
        to.some((role) => told.has(role)) ? [{ name, article: cite[0]?.article ?? '' }] : [],
      ),
    };
  }

  async #receivedWhere(condition: Expression<SqlBool>): Promise<ReceivedNotice[]> {
    const rows = await this.#database
      .selectFrom('notice_recipient as recipient')
      .innerJoin('notice', 'notice.id', 'recipient.notice_id')
      .innerJoin('registration', 'registration.meeting_id', 'notice.meeting_id')
      .selectAll('recipient')
      .select([
        'notice.meeting_id',
        'notice.name as notice_name',
        'notice.kind as notice_kind',
        'notice.at as notice_at',
        'notice.from_name',
        'notice.content',
        'notice.acknowledge',
        'notice.asks_start',
        'notice.asks_standby',
        'notice.acknowledge_by',
        'notice.superseded_at',
        'registration.file_number',
        'registration.data',
        'registration.locality',
        'registration.regulation_version',
      ])
      .where(condition)
      .orderBy('registration.starts_at')
      .orderBy('notice.at')
      .limit(500)
      .execute();
    const contacts = new Map<string, readonly CurrentContactPoint[]>();
    const found = [];
    for (const row of rows) {
      const key = `${row.locality} ${row.regulation_version}`;
      if (!contacts.has(key)) {
        const profile = await findProfile(this.#database, row.locality, row.regulation_version);
        contacts.set(key, profile ? await contactPointsOf(this.#database, profile) : []);
      }
      found.push(receivedOf(row, contacts.get(key) ?? []));
    }
    return found;
  }

  async #tasks(condition: Expression<SqlBool>, mayDo: boolean): Promise<NoticeTask[]> {
    const rows = await this.#database
      .selectFrom('notice_task as task')
      .innerJoin('notice', 'notice.id', 'task.notice_id')
      .innerJoin('registration', 'registration.meeting_id', 'notice.meeting_id')
      .selectAll('task')
      .select([
        'notice.meeting_id',
        'notice.name as notice_name',
        'notice.kind as notice_kind',
        'notice.content',
        'notice.asks_start',
        'notice.asks_standby',
        'registration.file_number',
        'registration.data',
        'registration.starts_at',
        'registration.locality',
        'registration.regulation_version',
      ])
      .where('task.done_at', 'is', null)
      .where(condition)
      .orderBy('registration.starts_at')
      .orderBy('task.created_at')
      .orderBy('task.name')
      .limit(500)
      .execute();
    const addressed = await addresseesOf(
      this.#database,
      rows.filter(({ name }) => name === ''),
    );
    return rows.map((row) => {
      const data = RegistrationData.parse(row.data);
      return {
        taskId: row.id,
        kind: z.enum(['telephone', 'fax', 'document', 'chat']).parse(row.kind),
        cause: NoticeTask.shape.cause.parse(row.cause),
        meetingId: MeetingId.parse(row.meeting_id),
        fileNumber: row.file_number,
        title: data.secret.declared ? row.file_number : data.title,
        start: instant(row.starts_at.getTime()),
        noticeName: row.notice_name,
        noticeKind: NoticeKind.parse(row.notice_kind),
        recipientId: row.recipient_id,
        recipientName: row.name || (addressed.get(row.notice_id) ?? ''),
        phone: row.phone,
        content: linesOf(row.content),
        createdAt: instant(row.created_at.getTime()),
        dueAt: timeOf(row.due_at),
        attempts: row.attempts,
        asksStart: row.asks_start,
        asksStandby: row.asks_standby,
        mayDo,
      };
    });
  }
}

const DAY_MS = 24 * 3_600_000;

const timeOf = (date: Date | null) => (date === null ? null : instant(date.getTime()));

async function findFile(executor: Executor, meetingId: string) {
  const file = await executor
    .selectFrom('registration')
    .select(['file_number', 'data', 'host_organisation_id', 'locality', 'regulation_version'])
    .where('meeting_id', '=', meetingId)
    .executeTakeFirst();
  if (!file) throw new AppError('MEETING_NOT_FOUND');
  return { ...file, data: RegistrationData.parse(file.data) };
}

const recipientsOfAll = async (executor: Executor, noticeIds: readonly string[]) =>
  noticeIds.length === 0
    ? []
    : executor
        .selectFrom('notice_recipient')
        .leftJoin('site', 'site.id', 'notice_recipient.site_id')
        .selectAll('notice_recipient')
        .where('notice_id', 'in', [...noticeIds])
        .orderBy('role')
        .orderBy('site.number')
        .orderBy('notice_recipient.name')
        .execute();

/** Whom one document for several goes to: their roles in the locality's words, by notice. */
async function addresseesOf(
  executor: Executor,
  tasks: readonly { notice_id: string; locality: string; regulation_version: number }[],
): Promise<ReadonlyMap<string, string>> {
  const named = new Map<string, string>();
  if (tasks.length === 0) return named;
  const rows = await executor
    .selectFrom('notice_recipient')
    .select(['notice_id', 'role', sql<string>`min(name)`.as('name')])
    .where(
      'notice_id',
      'in',
      tasks.map(({ notice_id }) => notice_id),
    )
    .where(sql<SqlBool>`planned_ways @> array['document']`)
    .groupBy(['notice_id', 'role'])
    .orderBy('role')
    .execute();
  for (const { notice_id, locality, regulation_version } of tasks) {
    const profile = await findProfile(executor, locality, regulation_version);
    const names = rows
      .filter((row) => row.notice_id === notice_id)
      .map(({ role, name }) => profile?.roles[role]?.name ?? name);
    named.set(notice_id, [...new Set(names)].join(', ').slice(0, 300));
  }
  return named;
}

async function limitsOf(executor: Executor, meetingId: string): Promise<ReadonlyMap<string, Date | null>> {
  const rows = await executor
    .selectFrom('deadline')
    .select(['deadline_id', 'due_at'])
    .where('meeting_id', '=', meetingId)
    .where('state', '<>', 'void')
    .execute();
  return new Map(rows.map((row) => [row.deadline_id, row.due_at]));
}

function noticeOf(
  notice: NoticeRecord,
  recipients: readonly RecipientRecord[],
  {
    profile,
    limits,
    now,
  }: {
    profile: RegulationProfile | null;
    limits: ReadonlyMap<string, Date | null>;
    now: Instant;
  },
): Notice {
  const row = profile?.office.notices.rows.find(({ id }) => id === notice.row_id);
  const dueAt =
    (row?.deadlines ?? []).map((id) => limits.get(id) ?? null).find((date) => date !== null) ?? null;
  const isSuperseded = notice.superseded_at !== null;
  return {
    noticeId: notice.id,
    rowId: notice.row_id,
    name: notice.name,
    version: notice.version,
    kind: NoticeKind.parse(notice.kind),
    at: instant(notice.at.getTime()),
    fromName: notice.from_name,
    dueAt: timeOf(dueAt),
    acknowledge: notice.acknowledge,
    asksStart: notice.asks_start,
    asksStandby: notice.asks_standby,
    acknowledgeBy: timeOf(notice.acknowledge_by),
    isSuperseded,
    content: linesOf(notice.content),
    recipients: recipients.map((one) => recipientOf(one, { profile, notice, isSuperseded, now })),
    cite: row?.cite ?? [],
  };
}

function recipientOf(
  row: RecipientRecord,
  {
    profile,
    notice,
    isSuperseded,
    now,
  }: { profile: RegulationProfile | null; notice: NoticeRecord; isSuperseded: boolean; now: Instant },
): NoticeRecipient {
  const state = RecipientState.parse(row.state);
  return {
    recipientId: row.id,
    role: row.role,
    roleName: profile?.roles[row.role]?.name ?? row.name,
    kind: z.enum(['organisation', 'site', 'accounts', 'public', 'nobody']).parse(row.kind),
    organisationId: row.organisation_id === null ? null : OrganisationId.parse(row.organisation_id),
    siteId: row.site_id === null ? null : SiteId.parse(row.site_id),
    name: row.name,
    phone: row.phone,
    state,
    sentAt: timeOf(row.sent_at),
    deliveredAt: timeOf(row.delivered_at),
    acknowledgedAt: timeOf(row.acknowledged_at),
    acknowledgedBy: row.acknowledged_by,
    acknowledgedVia: row.acknowledged_via === null ? null : AckWay.parse(row.acknowledged_via),
    startedAt: timeOf(row.started_at),
    duty: dutyOf(row),
    standby: z.array(StandbyContact).parse(row.standby),
    remindedAt: timeOf(row.reminded_at),
    escalatedAt: timeOf(row.escalated_at),
    ways: z.array(NoticeChannel).parse(row.ways),
    failure: row.failure,
    isSilent: isSilent({ state, isSuperseded }, notice.acknowledge && row.kind !== 'public'),
    isNotStarted: !isSuperseded && isNotStarted(startOf(row), termsOf(notice), now),
  };
}

const dutyOf = ({ duty_name, duty_phone }: Pick<RecipientRecord, 'duty_name' | 'duty_phone'>) =>
  duty_name === null || duty_phone === null ? null : { name: duty_name, phone: duty_phone };

interface ReceivedRow extends RecipientRecord {
  readonly notice_name: string;
  readonly notice_kind: string;
  readonly notice_at: Date;
  readonly from_name: string;
  readonly content: unknown;
  readonly acknowledge: boolean;
  readonly asks_start: boolean;
  readonly asks_standby: boolean;
  readonly acknowledge_by: Date | null;
  readonly superseded_at: Date | null;
  readonly file_number: string;
  readonly data: unknown;
}

function receivedOf(row: ReceivedRow, contacts: readonly CurrentContactPoint[]): ReceivedNotice {
  const data = RegistrationData.parse(row.data);
  return {
    recipientId: row.id,
    fileNumber: row.file_number,
    title: row.is_partner || data.secret.declared ? null : data.title,
    urgency: data.urgency,
    name: row.notice_name,
    kind: NoticeKind.parse(row.notice_kind),
    fromName: row.from_name,
    toName: row.name,
    at: instant(row.notice_at.getTime()),
    start: data.official.start,
    end: data.official.end,
    content: linesOf(row.content),
    acknowledgeBy: timeOf(row.acknowledge_by),
    state: RecipientState.parse(row.state),
    acknowledgedAt: timeOf(row.acknowledged_at),
    startedAt: timeOf(row.started_at),
    duty: dutyOf(row),
    standby: z.array(StandbyContact).parse(row.standby),
    asksAcknowledgement: row.acknowledge,
    asksStart: row.asks_start,
    asksStandby: row.asks_standby && row.kind === 'organisation',
    contacts: contacts.map(({ label, telephone, email, other }) => ({
      name: label,
      telephone,
      email,
      other,
    })),
    isSuperseded: row.superseded_at !== null,
  };
}
