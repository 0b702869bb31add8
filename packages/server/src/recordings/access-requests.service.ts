import type { Clock } from '@nhipcau/base';
import {
  AccessRequest,
  type AccessRequests,
  type AskAccess,
  type DecideAccess,
  type ErrorCode,
  MeetingId,
  type SessionInfo,
} from '@nhipcau/contracts';
import { type AccessRequestRefusal, accessState, checkAsk, checkDecision, type Place } from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import type { Database, Executor } from '../database/database.ts';
import type { Outbox } from '../notices/outbox.ts';
import { auditAct, meaningOf, type Worker } from '../staff/staff-parts.ts';
import { letterAbout } from './handover.service.ts';
import {
  authoriseAt,
  bodyOf,
  mayAt,
  type RecordedMeetingFacts,
  readRecordedMeeting,
} from './recorded-meeting.ts';
import type { RecordingLinks } from './recording-links.ts';

const DAY_MS = 86_400_000;
const LISTED = 500;

const codes: Readonly<Record<AccessRequestRefusal, ErrorCode>> = {
  secret: 'DOCUMENT_IS_SECRET',
  needless: 'ACCESS_REQUEST_NEEDLESS',
  settled: 'ACCESS_REQUEST_SETTLED',
};

export interface AccessRequestsParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly links: RecordingLinks;
}

/** Other bodies ask whoever keeps what was recorded; a person decides, with a reason (R-REC-05, R-REC-06). */
export class AccessRequestsService {
  readonly #parts: AccessRequestsParts;

  constructor(parts: AccessRequestsParts) {
    this.#parts = parts;
  }

  /** Of a meeting: all of them for who decides or may read, otherwise the own. @throws {AppError} MEETING_NOT_FOUND */
  async ofMeeting(meetingId: MeetingId, person: SessionInfo): Promise<AccessRequests> {
    const facts = await readRecordedMeeting(this.#parts.database, meetingId);
    const rows = await requests(this.#parts.database)
      .where('recording_request.meeting_id', '=', meetingId)
      .orderBy('recording_request.at', 'desc')
      .limit(LISTED)
      .execute();
    const seesAll = mayAt(person, 'recording.read', facts.places);
    return {
      requests: rows
        .filter(({ user_id }) => seesAll || user_id === person.userId)
        .map((row) => this.#view(row, facts, person)),
    };
  }

  /** @throws {AppError} MEETING_NOT_FOUND, DOCUMENT_IS_SECRET, FILM_MISSING, ACCESS_REQUEST_OPEN, ACCESS_REQUEST_NEEDLESS */
  async ask(meetingId: MeetingId, ask: AskAccess, worker: Worker): Promise<AccessRequests> {
    const { database, clock, outbox } = this.#parts;
    const { person } = worker;
    await database
      .transaction()
      .execute(async (trx) => {
        const facts = await readRecordedMeeting(trx, meetingId);
        const checked = checkAsk({
          isSecret: facts.meeting.isSecret,
          maySee: mayAt(person, 'recording.watch', facts.places),
        });
        if (!checked.ok) throw new AppError(codes[checked.error], { meetingId });
        if (!(await isRecorded(trx, meetingId))) throw new AppError('FILM_MISSING');
        const at = clock.now();
        const requestId = uuidv7();
        const body = bodyOf(person);
        const { numInsertedOrUpdatedRows } = await trx
          .insertInto('recording_request')
          .values({
            id: requestId,
            key: ask.key,
            meeting_id: meetingId,
            organisation_id: body,
            organisation: body === null ? facts.recorder : facts.units.nameOf(body),
            user_id: person.userId,
            by_name: person.name,
            position: ask.position,
            purpose: ask.purpose,
            part: ask.part,
            at: new Date(at),
          })
          .onConflict((conflict) => conflict.column('key').doNothing())
          .executeTakeFirstOrThrow();
        if (numInsertedOrUpdatedRows === 0n) return;
        await auditAct(trx, worker, {
          at,
          action: 'recording.request',
          subject: requestId,
          meetingId,
          facts: { part: ask.part },
        });
        const [keeper] = facts.places.toReversed().flatMap(({ organisationPath }) => organisationPath ?? []);
        if (keeper !== undefined)
          await outbox.put(trx, [
            letterAbout(facts, {
              key: `recording.asked:${requestId}`,
              template: 'recording.asked',
              recipient: { kind: 'organisation', organisationId: keeper },
              reason: ask.purpose,
            }),
          ]);
      })
      .catch((cause: unknown) => {
        throw meaningOf(cause, { recording_request_open: 'ACCESS_REQUEST_OPEN' });
      });
    return this.ofMeeting(meetingId, person);
  }

  /** @throws {AppError} ACCESS_REQUEST_UNKNOWN, NOT_ALLOWED, ACCESS_REQUEST_SETTLED */
  async decide(requestId: string, decision: DecideAccess, worker: Worker): Promise<AccessRequests> {
    const { database, clock, outbox, links } = this.#parts;
    const { person } = worker;
    const { meetingId, userId } = await database.transaction().execute(async (trx) => {
      const row = await requests(trx)
        .where('recording_request.id', '=', requestId)
        .forUpdate('recording_request')
        .executeTakeFirst();
      if (!row) throw new AppError('ACCESS_REQUEST_UNKNOWN');
      const facts = await readRecordedMeeting(trx, row.meeting_id);
      authoriseAt(person, 'recording.decide', decidersOf(facts));
      const at = Math.max(clock.now(), row.at.getTime());
      const checked = checkDecision(decision, stateOf(row, at));
      if (!checked.ok) throw new AppError(codes[checked.error]);
      await trx
        .updateTable('recording_request')
        .set(
          decision.kind === 'end'
            ? { ended_at: new Date(at) }
            : {
                decision: decision.kind === 'grant' ? 'granted' : 'refused',
                refusal: decision.kind === 'refuse' ? decision.refusal : null,
                decided_at: new Date(at),
                decided_by: person.userId,
                decided_name: person.name,
                words: decision.words,
                until: decision.kind === 'grant' ? new Date(at + decision.days * DAY_MS) : null,
              },
        )
        .where('id', '=', requestId)
        .execute();
      if (decision.kind === 'end')
        await trx
          .updateTable('recording_copy')
          .set({ expires_at: new Date(at) })
          .where('request_id', '=', requestId)
          .execute();
      await auditAct(trx, worker, {
        at,
        action: `recording.request.${decision.kind}`,
        subject: requestId,
        meetingId: row.meeting_id,
        facts: { words: decision.words },
      });
      await outbox.put(trx, [
        letterAbout(facts, {
          key: `recording.decided:${requestId}:${decision.kind}`,
          template: 'recording.decided',
          recipient: { kind: 'user', userId: row.user_id },
          reason: decision.words,
        }),
      ]);
      return { meetingId: MeetingId.parse(row.meeting_id), userId: row.user_id };
    });
    if (decision.kind === 'end') links.withdraw(meetingId, userId);
    return this.ofMeeting(meetingId, person);
  }

  /**
   * What this person was granted and may fetch now.
   *
   * @throws {AppError} ACCESS_REQUEST_UNKNOWN of others, ACCESS_REQUEST_SETTLED when it is not or no longer granted
   */
  async granted(
    requestId: string,
    { userId }: SessionInfo,
  ): Promise<{ meetingId: MeetingId; part: 'film' | 'audio'; until: number; organisation: string }> {
    const row = await requests(this.#parts.database)
      .where('recording_request.id', '=', requestId)
      .where('recording_request.user_id', '=', userId)
      .executeTakeFirst();
    if (!row) throw new AppError('ACCESS_REQUEST_UNKNOWN');
    if (stateOf(row, this.#parts.clock.now()) !== 'granted' || row.until === null)
      throw new AppError('ACCESS_REQUEST_SETTLED');
    return {
      meetingId: MeetingId.parse(row.meeting_id),
      part: row.part === 'audio' ? 'audio' : 'film',
      until: row.until.getTime(),
      organisation: row.organisation,
    };
  }

  #view(row: Row, facts: RecordedMeetingFacts, person: SessionInfo): AccessRequest {
    const state = stateOf(row, this.#parts.clock.now());
    return AccessRequest.parse({
      requestId: row.id,
      meetingId: row.meeting_id,
      title: facts.meeting.title,
      fileNumber: facts.meeting.fileNumber,
      organisation: row.organisation,
      byName: row.by_name,
      position: row.position,
      purpose: row.purpose,
      part: row.part,
      at: row.at.getTime(),
      state,
      decision:
        row.decided_at === null
          ? null
          : {
              at: row.decided_at.getTime(),
              byName: row.decided_name,
              refusal: row.refusal,
              words: row.words,
              until: row.until?.getTime() ?? null,
            },
      isOwn: row.user_id === person.userId,
      mayDecide:
        (state === 'asked' || state === 'granted') && mayAt(person, 'recording.decide', decidersOf(facts)),
    });
  }
}

/** Once it is handed over only whoever received it gives it to others. */
const decidersOf = ({ places }: RecordedMeetingFacts): readonly Place[] => places.slice(-1);

const requests = (executor: Executor) => executor.selectFrom('recording_request').selectAll();
type Row = Awaited<ReturnType<ReturnType<typeof requests>['executeTakeFirstOrThrow']>>;

const stateOf = (row: Pick<Row, 'decision' | 'until' | 'ended_at'>, now: number): AccessRequest['state'] =>
  accessState(
    {
      decision: row.decision === 'granted' || row.decision === 'refused' ? row.decision : null,
      until: row.until?.getTime() ?? null,
      endedAt: row.ended_at?.getTime() ?? null,
    },
    now,
  );

const isRecorded = async (executor: Executor, meetingId: string): Promise<boolean> =>
  (await executor
    .selectFrom('recording')
    .select('id')
    .where('meeting_id', '=', meetingId)
    .executeTakeFirst()) !== undefined;
