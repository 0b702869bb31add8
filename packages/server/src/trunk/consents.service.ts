import type { Clock } from '@nhipcau/base';
import {
  type ExternalConsent,
  instant,
  LocalDate,
  type MeetingId,
  PaperFormat,
  type PeerId,
  type WriteConsent,
} from '@nhipcau/contracts';
import { safeFileName } from '@nhipcau/domain';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import { type AuditActor, appendAudit } from '../audit/audit.repository.ts';
import type { LiveMeetings } from '../conference/live-meetings.ts';
import type { Database, Executor } from '../database/database.ts';
import { isUniqueViolation } from '../database/violations.ts';
import { sha256 } from '../documents/issued.repository.ts';
import { paperFormatOf } from '../papers/paper-format.ts';
import { findSystem, systemOfPeer } from './external.repository.ts';
import type { Acting } from './peers.service.ts';
import { actingAs, meetingOf } from './trunk-access.ts';

export interface ConsentsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly meetings: LiveMeetings;
}

const consentsQuery = (executor: Executor, meetingId: MeetingId) =>
  executor
    .selectFrom('external_consent')
    .select([
      'id',
      'system_id',
      'consented_by',
      'document_number',
      'note',
      'written_at',
      'written_by',
      'paper_name',
      'paper_format',
      sql<string>`document_on::text`.as('document_on'),
      sql<number | null>`octet_length(paper)`.as('paper_size'),
    ])
    .where('meeting_id', '=', meetingId)
    .where('withdrawn_at', 'is', null);
type ConsentRow = Awaited<ReturnType<ReturnType<typeof consentsQuery>['execute']>>[number];

const consentOf = (row: ConsentRow): ExternalConsent => ({
  consentId: row.id,
  consentedBy: row.consented_by,
  documentNumber: row.document_number,
  documentOn: LocalDate.parse(row.document_on),
  note: row.note,
  writtenAt: instant(row.written_at.getTime()),
  writtenBy: row.written_by,
  paper:
    row.paper_name === null || row.paper_size === null
      ? null
      : { name: row.paper_name, format: PaperFormat.parse(row.paper_format), sizeBytes: row.paper_size },
});

/** Consents of those who answer for other systems, each for one meeting and with its document (rules TK-16, TK-17). */
export class ConsentsService {
  readonly #options: ConsentsOptions;
  /** What goes on with a linked installation by a consent that is taken back. */
  onWithdrawn: (meetingId: MeetingId, peerId: PeerId, acting: Acting) => Promise<void> = async () => {};

  constructor(options: ConsentsOptions) {
    this.#options = options;
  }

  /** Standing consents of a meeting, by system. */
  async ofMeeting(meetingId: MeetingId): Promise<ReadonlyMap<string, ExternalConsent>> {
    const rows = await consentsQuery(this.#options.database, meetingId).execute();
    return new Map(rows.map((row) => [row.system_id, consentOf(row)]));
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED, MEETING_ENDED, EXTERNAL_UNKNOWN, CONSENT_GIVEN */
  async write(meetingId: MeetingId, consent: WriteConsent, acting: Acting): Promise<void> {
    await this.#meeting(meetingId, acting);
    await this.record(meetingId, consent, { name: acting.person.name, actor: actingAs(acting) }, acting);
  }

  /** As `write`, where the right was looked at already. */
  async record(
    meetingId: MeetingId,
    { systemId, consentedBy, documentNumber, documentOn, note }: WriteConsent,
    by: { readonly name: string; readonly actor: AuditActor },
    { correlationId }: Pick<Acting, 'correlationId'>,
  ): Promise<void> {
    const { database, clock } = this.#options;
    try {
      await database.transaction().execute(async (trx) => {
        const system = await findSystem(trx, systemId);
        if (system === null) throw new AppError('EXTERNAL_UNKNOWN', { systemId });
        await trx
          .insertInto('external_consent')
          .values({
            id: uuidv7(),
            meeting_id: meetingId,
            system_id: systemId,
            consented_by: consentedBy,
            document_number: documentNumber,
            document_on: documentOn,
            note,
            written_at: new Date(clock.now()),
            written_by: by.name,
            paper_name: null,
            paper_format: null,
            paper: null,
            paper_digest: null,
            withdrawn_by: null,
            withdrawn_reason: null,
          })
          .execute();
        await appendAudit(trx, {
          at: clock.now(),
          actor: by.actor,
          action: 'external.consent',
          meetingId,
          subject: system.name,
          facts: { documentNumber, documentOn },
          correlationId,
        });
      });
    } catch (cause) {
      if (isUniqueViolation(cause, 'external_consent_one'))
        // biome-ignore lint/style/useErrorCause: the cause is the third argument of AppError
        throw new AppError('CONSENT_GIVEN', { systemId }, { cause });
      throw cause;
    }
  }

  /** The document itself. @throws {AppError} as `write`, and CONSENT_UNKNOWN, CONSENT_HAS_PAPER, PAPER_REFUSED */
  async attach(
    meetingId: MeetingId,
    consentId: string,
    { fileName, bytes }: { readonly fileName: string; readonly bytes: Buffer },
    acting: Acting,
  ): Promise<void> {
    await this.#meeting(meetingId, acting);
    const format = paperFormatOf(bytes);
    const ending = /\.([^.]+)$/.exec(fileName.trim())?.[1]?.toLowerCase();
    if (format === null || ending !== format)
      throw new AppError('PAPER_REFUSED', { reason: format === null ? 'content' : 'name' });
    await this.#change(meetingId, consentId, acting, 'external.consentPaper', async (trx, { paper }) => {
      if (paper !== null) throw new AppError('CONSENT_HAS_PAPER', { consentId });
      const name = safeFileName(fileName, format);
      const digest = sha256(bytes);
      await trx
        .updateTable('external_consent')
        .set({ paper_name: name, paper_format: format, paper: bytes, paper_digest: digest })
        .where('id', '=', consentId)
        .execute();
      return { name, sha256: digest.toString('hex') };
    });
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED, PAPER_UNKNOWN */
  async paper(
    meetingId: MeetingId,
    consentId: string,
    acting: Acting,
  ): Promise<{ bytes: Buffer; digest: Buffer }> {
    const { database } = this.#options;
    await meetingOf(this.#options, meetingId, acting);
    const row = await database
      .selectFrom('external_consent')
      .select(['paper', 'paper_digest'])
      .where('id', '=', consentId)
      .where('meeting_id', '=', meetingId)
      .executeTakeFirst();
    if (!row?.paper || !row.paper_digest) throw new AppError('PAPER_UNKNOWN', { consentId });
    return { bytes: row.paper, digest: row.paper_digest };
  }

  /** Taken back: what goes on by it ends at once (rule TK-17). @throws {AppError} as `write`, and CONSENT_UNKNOWN */
  async withdraw(meetingId: MeetingId, consentId: string, reason: string, acting: Acting): Promise<void> {
    const { clock, database } = this.#options;
    await this.#meeting(meetingId, acting);
    const systemId = await this.#change(
      meetingId,
      consentId,
      acting,
      'external.consentWithdrawn',
      async (trx) => {
        await trx
          .updateTable('external_consent')
          .set({
            withdrawn_at: new Date(clock.now()),
            withdrawn_by: acting.person.name,
            withdrawn_reason: reason,
          })
          .where('id', '=', consentId)
          .execute();
        return { reason };
      },
    );
    const system = await findSystem(database, systemId);
    if (system?.route.kind === 'trunk') await this.onWithdrawn(meetingId, system.route.peerId, acting);
  }

  /** What allows to invite an installation into a meeting. @throws {AppError} EXTERNAL_UNKNOWN, CONSENT_MISSING */
  async required(meetingId: MeetingId, peerId: PeerId): Promise<ExternalConsent> {
    const system = await systemOfPeer(this.#options.database, peerId);
    if (system === null) throw new AppError('EXTERNAL_UNKNOWN', { peerId });
    const consent = (await this.ofMeeting(meetingId)).get(system.systemId);
    if (!consent) throw new AppError('CONSENT_MISSING', { system: system.name });
    return consent;
  }

  async #meeting(meetingId: MeetingId, acting: Acting): Promise<void> {
    const { state } = await meetingOf(this.#options, meetingId, acting);
    if (state.phase === 'ended') throw new AppError('MEETING_ENDED');
  }

  /** @returns the system that the consent is about */
  async #change(
    meetingId: MeetingId,
    consentId: string,
    acting: Acting,
    action: string,
    change: (trx: Executor, consent: ExternalConsent) => Promise<Record<string, unknown>>,
  ): Promise<string> {
    const { database, clock } = this.#options;
    return database.transaction().execute(async (trx) => {
      const row = await consentsQuery(trx, meetingId)
        .where('id', '=', consentId)
        .forUpdate()
        .executeTakeFirst();
      if (!row) throw new AppError('CONSENT_UNKNOWN', { consentId });
      const facts = await change(trx, consentOf(row));
      await appendAudit(trx, {
        at: clock.now(),
        actor: actingAs(acting),
        action,
        meetingId,
        subject: consentId,
        facts,
        correlationId: acting.correlationId,
      });
      return row.system_id;
    });
  }
}
