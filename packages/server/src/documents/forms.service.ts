import type { Clock } from '@nhipcau/base';
import type { IssueForm, MeetingForms, MeetingId, Paper, SessionInfo } from '@nhipcau/contracts';
import { composePaper, type FormFacts } from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import { appendAudit } from '../audit/audit.repository.ts';
import type { Database, Executor } from '../database/database.ts';
import { isUniqueViolation } from '../database/violations.ts';
import { authorise } from '../http/caller.ts';
import { lockRegistration } from '../registration/registration.repository.ts';
import { authorisePrint, type FormFile, formOf, formsOf, mayIssue, readFormFile } from './form-access.ts';
import { insertIssued, issuedBytes, issuedOf } from './issued.repository.ts';
import type { Press } from './press.ts';
import type { PrintFormat } from './print-job.ts';
import { type PrintedDocument, type Printer, printedAs } from './printer.ts';
import { readFormFacts } from './read-form-facts.ts';

interface Worker {
  readonly person: SessionInfo;
  readonly correlationId: string;
}

/** Forms of meetings: which there are, their prints, and those that left the house. */
export class FormsService implements Printer {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #press: Press;

  constructor({ database, clock, press }: { database: Database; clock: Clock; press: Press }) {
    this.#database = database;
    this.#clock = clock;
    this.#press = press;
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED */
  async list(meetingId: MeetingId, person: SessionInfo): Promise<MeetingForms> {
    const file = await this.#open(meetingId, person);
    return {
      forms: formsOf(file).map(({ key, name, layout, header, cite }) => ({
        form: key,
        name,
        layout,
        numbered: header?.symbol != null,
        cite,
      })),
      issued: await issuedOf(this.#database, meetingId),
      mayIssue: mayIssue(file, person),
    };
  }

  /** A print of the file as it stands. @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED, FORM_UNKNOWN and those of the press */
  async printFor(
    meetingId: MeetingId,
    form: string,
    format: PrintFormat,
    person: SessionInfo,
  ): Promise<PrintedDocument> {
    const file = await this.#open(meetingId, person);
    const bytes = await this.#press.print(await this.#paperOf(file, form, null), format);
    return printedAs({ fileNumber: file.registration.fileNumber, form, format }, bytes);
  }

  async print(meetingId: MeetingId, form: string, format: PrintFormat): Promise<PrintedDocument> {
    const file = await readFormFile(this.#database, meetingId);
    const { data, fileNumber, revision } = file.registration;
    if (data.secret.declared) throw new AppError('DOCUMENT_IS_SECRET', { meetingId });
    const issued = await issuedBytes(this.#database, { meetingId, form, revision }, format);
    const bytes = issued?.bytes ?? (await this.#press.print(await this.#paperOf(file, form, null), format));
    return printedAs({ fileNumber, form, format }, bytes);
  }

  /**
   * Prints a form for good. Names, number and day are those of now; later prints of it are the same bytes.
   *
   * @throws {AppError} NOT_ALLOWED, FORM_UNKNOWN, FORM_NUMBER_REQUIRED, REGISTRATION_CHANGED_MEANWHILE,
   *   DOCUMENT_NUMBER_TAKEN, DOCUMENT_ISSUED_ALREADY
   * @rule DO-5
   */
  async issue(meetingId: MeetingId, form: string, order: IssueForm, worker: Worker): Promise<MeetingForms> {
    const file = await this.#open(meetingId, worker.person);
    authorise(worker.person, 'notice.send', { organisationPath: file.hostPath, meetingId });
    const rule = formOf(file, form);
    if ((rule.header?.symbol == null) !== (order.number === null))
      throw new AppError('FORM_NUMBER_REQUIRED', { form });
    const { revision } = file.registration;
    if (revision !== order.revision) throw new AppError('REGISTRATION_CHANGED_MEANWHILE', { revision });
    const paper = await this.#paperOf(file, form, { number: order.number, on: order.issuedOn });
    const pdf = await this.#press.print(paper, 'pdf');
    const docx = await this.#press.print(paper, 'docx');
    await this.#store(file, { name: rule.name, form, order, paper, pdf, docx }, worker);
    return this.list(meetingId, worker.person);
  }

  /** A document as it was issued. @throws {AppError} DOCUMENT_UNKNOWN, MEETING_NOT_FOUND, NOT_ALLOWED */
  async reprint(
    meetingId: MeetingId,
    documentId: string,
    format: PrintFormat,
    person: SessionInfo,
  ): Promise<PrintedDocument> {
    const file = await this.#open(meetingId, person);
    const issued = await issuedBytes(this.#database, { documentId }, format);
    if (issued === null || issued.meetingId !== meetingId)
      throw new AppError('DOCUMENT_UNKNOWN', { documentId });
    return printedAs({ fileNumber: file.registration.fileNumber, form: issued.form, format }, issued.bytes);
  }

  async #open(meetingId: MeetingId, person: SessionInfo): Promise<FormFile> {
    const file = await readFormFile(this.#database, meetingId);
    authorisePrint(file, person);
    return file;
  }

  async #paperOf(file: FormFile, form: string, issue: FormFacts['issue']): Promise<Paper> {
    const { registration, profile } = file;
    const facts = await readFormFacts(this.#database, registration, profile, this.#clock.now());
    return composePaper(profile.office.forms, formOf(file, form), { ...facts, issue });
  }

  async #store(
    { registration }: FormFile,
    made: { name: string; form: string; order: IssueForm; paper: Paper; pdf: Buffer; docx: Buffer },
    { person, correlationId }: Worker,
  ): Promise<void> {
    const { meetingId, revision, data } = registration;
    const { form, name, order } = made;
    const at = this.#clock.now();
    const documentId = uuidv7();
    await this.#writing(order, (trx) =>
      this.#insert(trx, {
        revision,
        meetingId,
        write: async () => {
          await insertIssued(trx, {
            ...made,
            documentId,
            meetingId,
            name,
            number: order.number,
            issuedOn: order.issuedOn,
            issuedAt: at,
            issuer: { userId: person.userId, name: person.name },
            revision,
            hostOrganisationId: data.hostOrganisationId,
          });
          await appendAudit(trx, {
            at,
            actor: { actorKind: 'user', actorId: person.userId, actorName: person.name },
            action: 'document.issue',
            meetingId,
            subject: order.number ?? form,
            facts: { documentId, form, revision, issuedOn: order.issuedOn },
            correlationId,
          });
        },
      }),
    );
  }

  /** While it was printed somebody may have changed the file: then nothing leaves the house. */
  async #insert(
    trx: Executor,
    { meetingId, revision, write }: { meetingId: MeetingId; revision: number; write: () => Promise<void> },
  ): Promise<void> {
    const now = await lockRegistration(trx, meetingId);
    if (now?.revision !== revision)
      throw new AppError('REGISTRATION_CHANGED_MEANWHILE', { revision: now?.revision ?? 0 });
    await write();
  }

  async #writing({ number }: IssueForm, write: (trx: Executor) => Promise<void>): Promise<void> {
    try {
      await this.#database.transaction().execute(write);
    } catch (cause) {
      throw refusalOf(cause, number) ?? cause;
    }
  }
}

/** What the database's refusal means; null for anything else that went wrong. */
function refusalOf(cause: unknown, number: string | null): AppError | null {
  if (isUniqueViolation(cause, 'issued_document_number'))
    return new AppError('DOCUMENT_NUMBER_TAKEN', { number }, { cause });
  if (isUniqueViolation(cause, 'issued_document_once'))
    return new AppError('DOCUMENT_ISSUED_ALREADY', {}, { cause });
  return null;
}
