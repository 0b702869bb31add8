import type { Clock } from '@nhipcau/base';
import {
  type AnswerHandover,
  type ErrorCode,
  type GiveHandover,
  instant,
  type MeetingHandover,
  MeetingId,
  type SessionInfo,
} from '@nhipcau/contracts';
import {
  can,
  checkGive,
  checkReceipt,
  custodianOf,
  type RecordingHandoverRefusal,
  recordingHandoverPaper,
} from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import type { Database, Executor } from '../database/database.ts';
import type { Press } from '../documents/press.ts';
import type { PrintFormat } from '../documents/print-job.ts';
import { PRINTED_TIME } from '../documents/printed-time.ts';
import { type PrintedDocument, printedAs } from '../documents/printer.ts';
import type { LedgerService } from '../ledger/ledger.service.ts';
import type { Letter, Outbox } from '../notices/outbox.ts';
import { auditAct, type Worker } from '../staff/staff-parts.ts';
import {
  checksumsOf,
  checksumText,
  handoverItems,
  lockHandovers,
  readHandovers,
  type StoredHandover,
  sealOf,
} from './handover.repository.ts';
import { authoriseAt, mayAt, type RecordedMeetingFacts, readRecordedMeeting } from './recorded-meeting.ts';

export interface HandoverParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly ledger: Pick<LedgerService, 'fulfil' | 'timetable'>;
  readonly outbox: Outbox;
  readonly press: Pick<Press, 'print'>;
}

const codes: Readonly<Record<RecordingHandoverRefusal, ErrorCode>> = {
  nothing: 'RECORDING_HANDOVER_NOTHING',
  open: 'RECORDING_HANDOVER_OPEN',
  nobody: 'RECORDING_HANDOVER_NOBODY',
  medium: 'RECORDING_HANDOVER_MEDIUM',
  settled: 'RECORDING_HANDOVER_SETTLED',
  own: 'RECORDING_HANDOVER_OWN',
};

/** What was recorded goes to whom the text names, by a sheet with a receipt (R-REC-03, R-REC-04). */
export class HandoverService {
  readonly #parts: HandoverParts;

  constructor(parts: HandoverParts) {
    this.#parts = parts;
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED */
  async ofMeeting(meetingId: MeetingId, person: SessionInfo): Promise<MeetingHandover> {
    const { database } = this.#parts;
    const facts = await readRecordedMeeting(database, meetingId);
    authoriseAt(person, 'recording.read', facts.places);
    const { rules, units, receiverId } = facts;
    const stored = await readHandovers(database, { meetingId });
    const sheets = stored.map(({ sheet }) => sheet);
    return {
      meetingId,
      isSecret: facts.meeting.isSecret,
      articles: articlesOf(facts),
      withDocuments: rules.handover?.withDocuments ?? false,
      due: await this.#dueOf(facts),
      custodian: custodianOf(sheets, facts.recorder),
      to: receiverId === null ? null : units.nameOf(receiverId),
      ready: await handoverItems(database, meetingId, { originals: true }),
      sheets,
      mayGive: mayAt(person, 'recording.handOver', facts.places),
      mayAnswer: stored.some((one) => one.sheet.answer === null && this.#mayAnswer(one, facts, person)),
    };
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED, RECORDING_HANDOVER_… */
  async give(meetingId: MeetingId, give: GiveHandover, worker: Worker): Promise<MeetingHandover> {
    const { database, clock, outbox } = this.#parts;
    await database.transaction().execute(async (trx) => {
      await lockHandovers(trx, meetingId);
      const facts = await readRecordedMeeting(trx, meetingId);
      authoriseAt(worker.person, 'recording.handOver', facts.places);
      if (await isKnown(trx, give.key)) return;
      const { receiverId, units, meeting } = facts;
      if (receiverId === null) throw new AppError('RECORDING_HANDOVER_NOBODY');
      const sheets = (await readHandovers(trx, { meetingId })).map(({ sheet }) => sheet);
      const items = await handoverItems(trx, meetingId, give);
      const checked = checkGive(give, { items, sheets, isSecret: meeting.isSecret });
      if (!checked.ok) throw new AppError(codes[checked.error]);
      const sheet = {
        number: (sheets.at(-1)?.number ?? 0) + 1,
        items,
        documents: give.documents,
        medium: give.medium,
        mark: give.medium === 'drive' ? give.mark : null,
        from: facts.recorder,
        to: units.nameOf(receiverId),
        givenAt: instant(clock.now()),
        givenBy: worker.person.name,
        note: give.note,
      };
      await trx
        .insertInto('recording_handover')
        .values({
          id: uuidv7(),
          key: give.key,
          meeting_id: meetingId,
          number: sheet.number,
          items: JSON.stringify(items),
          documents: sheet.documents,
          medium: sheet.medium,
          mark: sheet.mark,
          from_unit: sheet.from,
          to_organisation_id: receiverId,
          to_unit: sheet.to,
          note: sheet.note,
          given_at: new Date(sheet.givenAt),
          given_by: worker.person.userId,
          given_name: sheet.givenBy,
          seal: sealOf(sheet, meetingId),
        })
        .execute();
      await auditAct(trx, worker, {
        at: sheet.givenAt,
        action: 'recording.handOver',
        subject: String(sheet.number),
        meetingId,
        facts: { to: receiverId, medium: sheet.medium, files: items.map(({ sha256 }) => sha256) },
      });
      await outbox.put(trx, [
        letterAbout(facts, {
          key: `recording.given:${meetingId}:${sheet.number}`,
          template: 'recording.given',
          recipient: { kind: 'organisation', organisationId: receiverId },
          reason: null,
        }),
      ]);
    });
    return this.ofMeeting(meetingId, worker.person);
  }

  /**
   * The receipt, or why it goes back. With the receipt the duty of the ledger is done, at this instant.
   *
   * @throws {AppError} RECORDING_HANDOVER_UNKNOWN, NOT_ALLOWED, RECORDING_HANDOVER_SETTLED, RECORDING_HANDOVER_OWN
   */
  async answer(handoverId: string, answer: AnswerHandover, worker: Worker): Promise<MeetingHandover> {
    const { database } = this.#parts;
    const known = await this.#find(database, handoverId);
    const meetingId = MeetingId.parse(known.meetingId);
    await database.transaction().execute(async (trx) => {
      await lockHandovers(trx, meetingId);
      const stored = await this.#find(trx, handoverId);
      const facts = await readRecordedMeeting(trx, meetingId);
      if (!this.#mayAnswer(stored, facts, worker.person))
        throw new AppError('NOT_ALLOWED', { action: 'recording.receive' });
      const isGiver = stored.givenById === worker.person.userId;
      const checked = checkReceipt(answer, stored.sheet, { isGiver });
      if (!checked.ok) throw new AppError(codes[checked.error]);
      await this.#settle(trx, { stored, facts, answer, worker });
    });
    return this.ofMeeting(meetingId, worker.person);
  }

  /** @throws {AppError} RECORDING_HANDOVER_UNKNOWN, NOT_ALLOWED and those of the press */
  async print(handoverId: string, format: PrintFormat, person: SessionInfo): Promise<PrintedDocument> {
    const { database, press } = this.#parts;
    const { meetingId, sheet } = await this.#find(database, handoverId);
    const facts = await readRecordedMeeting(database, meetingId);
    authoriseAt(person, 'recording.read', facts.places);
    const { meeting, startedAt } = facts;
    const written = new Intl.DateTimeFormat('vi-VN', {
      timeZone: meeting.profile?.timeZone ?? 'Asia/Ho_Chi_Minh',
      ...PRINTED_TIME,
    });
    const paper = recordingHandoverPaper(sheet, {
      superior: null,
      meeting: meeting.title,
      heldAt: startedAt === null ? '……' : written.format(startedAt),
      articles: articlesOf(facts),
      timeOf: (at) => written.format(at),
    });
    return printedAs(
      { fileNumber: meeting.fileNumber ?? meetingId, form: `ban-giao-${sheet.number}`, format },
      await press.print(paper, format),
    );
  }

  /** Checksums of every file as it came, for `sha256sum -c`. @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED */
  async checksums(meetingId: MeetingId, person: SessionInfo): Promise<string> {
    const { database } = this.#parts;
    const { places } = await readRecordedMeeting(database, meetingId);
    authoriseAt(person, 'recording.read', places);
    const film = await handoverItems(database, meetingId, { originals: false });
    const originals = (await checksumsOf(database, meetingId)).flatMap(({ files }) => files);
    return checksumText([...film, ...originals]);
  }

  async #settle(
    trx: Executor,
    {
      stored: { sheet, meetingId },
      facts,
      answer,
      worker,
    }: { stored: StoredHandover; facts: RecordedMeetingFacts; answer: AnswerHandover; worker: Worker },
  ): Promise<void> {
    const { clock, ledger, outbox } = this.#parts;
    const at = Math.max(clock.now(), sheet.givenAt);
    const { userId, name } = worker.person;
    await trx
      .updateTable('recording_handover')
      .set({
        answer: answer.kind,
        answered_at: new Date(at),
        answered_by: userId,
        answered_name: name,
        answered_position: answer.position,
        answered_words: answer.words,
      })
      .where('id', '=', sheet.handoverId)
      .where('answer', 'is', null)
      .execute();
    await auditAct(trx, worker, {
      at,
      action: `recording.${answer.kind}`,
      subject: String(sheet.number),
      meetingId,
      facts: { seal: sheet.seal },
    });
    if (answer.kind === 'received')
      for (const deadlineId of await dutiesOf(trx, facts))
        await ledger.fulfil(trx, { meetingId, deadlineId, at, by: name });
    await outbox.put(trx, [
      letterAbout(facts, {
        key: `recording.${answer.kind}:${meetingId}:${sheet.number}`,
        template: `recording.${answer.kind}`,
        recipient: { kind: 'profileRole', role: 'account:operator' },
        reason: answer.words,
      }),
    ]);
  }

  #mayAnswer(
    { toOrganisationId }: StoredHandover,
    { units }: RecordedMeetingFacts,
    { grants }: SessionInfo,
  ): boolean {
    return can(grants, 'recording.receive', { organisationPath: units.pathOf(toOrganisationId) });
  }

  async #find(executor: Executor, handoverId: string): Promise<StoredHandover> {
    const [found] = await readHandovers(executor, { handoverId });
    if (!found) throw new AppError('RECORDING_HANDOVER_UNKNOWN');
    return found;
  }

  async #dueOf({ meeting: { meetingId } }: RecordedMeetingFacts): Promise<MeetingHandover['due']> {
    const timetable = await this.#parts.ledger.timetable(meetingId);
    const entry = timetable?.entries.find(({ key }) => key === 'rec.handover');
    if (!entry) return null;
    const { duty, dueAt, state, cite } = entry;
    return { duty, dueAt, state, article: cite[0]?.article ?? '' };
  }
}

const articlesOf = ({ rules, meeting }: RecordedMeetingFacts): string[] => [
  ...new Set(
    [
      ...(meeting.profile?.deadlines['rec.handover'] ?? []).flatMap(({ cite }) => cite),
      ...(rules.handover?.cite ?? []),
      ...(rules.custodian?.cite ?? []),
    ].map(({ article }) => article),
  ),
];

const isKnown = async (trx: Executor, key: string): Promise<boolean> =>
  (await trx.selectFrom('recording_handover').select('id').where('key', '=', key).executeTakeFirst()) !==
  undefined;

/** Duties of the ledger that a receipt fulfils. */
async function dutiesOf(trx: Executor, { meeting }: RecordedMeetingFacts): Promise<string[]> {
  const ids = (meeting.profile?.deadlines['rec.handover'] ?? []).map(({ id }) => id);
  if (ids.length === 0 || meeting.data === null) return [];
  const rows = await trx
    .selectFrom('deadline')
    .select('deadline_id')
    .where('meeting_id', '=', meeting.meetingId)
    .where('deadline_id', 'in', ids)
    .execute();
  return rows.map((row) => row.deadline_id);
}

/** Word of a step; what the meeting is about is not in it when that is a state secret. */
export const letterAbout = (
  { meeting: { meetingId, title, fileNumber, isSecret, data } }: Pick<RecordedMeetingFacts, 'meeting'>,
  {
    key,
    template,
    recipient,
    reason,
  }: { key: string; template: string; recipient: Letter['recipient']; reason: string | null },
): Letter => ({
  key,
  // Letters belong to files; a meeting that operators planned among themselves has none.
  meetingId: data === null ? null : MeetingId.parse(meetingId),
  recipient,
  channel: 'inApp',
  template,
  facts: {
    title: isSecret ? null : title,
    fileNumber: fileNumber ?? '',
    reason,
    path: `/ban-ghi/${encodeURIComponent(meetingId)}`,
  },
  acknowledgeBy: null,
});
