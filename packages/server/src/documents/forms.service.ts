import type { Clock } from '@nhipcau/base';
import type { FormRule, IssueForm, MeetingForms, MeetingId, Paper, SessionInfo } from '@nhipcau/contracts';
import { can, composePaper, type FormFacts, type TemplateData, templateData } from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import { appendAudit } from '../audit/audit.repository.ts';
import type { Database, Executor } from '../database/database.ts';
import { isUniqueViolation } from '../database/violations.ts';
import { authorise } from '../http/caller.ts';
import { lockRegistration } from '../registration/registration.repository.ts';
import { authorisePrint, type FormFile, formOf, formsOf, mayIssue, readFormFile } from './form-access.ts';
import { insertIssued, issuedBytes, issuedOf } from './issued.repository.ts';
import { newestFiles } from './newest-files.ts';
import type { Press } from './press.ts';
import type { PaperFormat, PrintFormat } from './print-job.ts';
import { type PrintedDocument, type Printer, printedAs } from './printer.ts';
import { readFormFacts } from './read-form-facts.ts';
import { chosenTemplate, templateBytes } from './templates.repository.ts';

/** A form of a file: as it is printed, and what fills an own template. */
interface Composed {
  readonly paper: Paper;
  readonly data: TemplateData;
}

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
    format: PaperFormat,
    person: SessionInfo,
  ): Promise<PrintedDocument> {
    const file = await this.#open(meetingId, person);
    const bytes = await this.#printed(file, await this.#composed(file, formOf(file, form), null), format);
    return printedAs({ fileNumber: file.registration.fileNumber, form, format }, bytes);
  }

  /** A form of a file in a template that may not be in use yet. @throws {AppError} as `printFor` */
  async fillFor(
    meetingId: MeetingId,
    form: string,
    template: Buffer,
    person: SessionInfo,
  ): Promise<PrintedDocument> {
    const file = await this.#open(meetingId, person);
    // Also a form that makes no sense for the file now: it is looked at, not used.
    const rule = file.profile.office.forms.forms.find(({ key }) => key === form);
    if (!rule) throw new AppError('FORM_UNKNOWN', { form });
    const { data } = await this.#composed(file, rule, null);
    const bytes = await this.#press.fill(template, data);
    return printedAs({ fileNumber: file.registration.fileNumber, form, format: 'docx' }, bytes);
  }

  /** Files of an office and those below it that somebody may print, the newest first. */
  async samplesFor(
    organisationId: string,
    { grants }: SessionInfo,
    most: number,
  ): Promise<{ meetingId: MeetingId; title: string; fileNumber: string }[]> {
    const files = await newestFiles(this.#database, organisationId, most);
    return files
      .filter(
        ({ path, meetingId, isSecret }) =>
          !isSecret && can(grants, 'document.print', { organisationPath: path, meetingId }),
      )
      .map(({ meetingId, title, fileNumber }) => ({ meetingId, title, fileNumber }));
  }

  async print(meetingId: MeetingId, form: string, format: PrintFormat): Promise<PrintedDocument> {
    const file = await readFormFile(this.#database, meetingId);
    const { data, fileNumber, revision } = file.registration;
    if (data.secret.declared) throw new AppError('DOCUMENT_IS_SECRET', { meetingId });
    const issued = await issuedBytes(this.#database, { meetingId, form, revision }, format);
    const bytes =
      issued?.bytes ??
      (await this.#printed(file, await this.#composed(file, formOf(file, form), null), format));
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
    const composed = await this.#composed(file, rule, { number: order.number, on: order.issuedOn });
    const { paper } = composed;
    const pdf = await this.#printed(file, composed, 'pdf');
    const docx = await this.#printed(file, composed, 'docx');
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

  /** By the office's own template where it has one; the PDF keeps the layout of the regulation (rule DO-9). */
  async #printed(file: FormFile, { paper, data }: Composed, format: PaperFormat): Promise<Buffer> {
    if (format !== 'docx') return this.#press.print(paper, format);
    const place = { locality: file.profile.locality, form: paper.form };
    const chosen = await chosenTemplate(this.#database, file.hostPath, place);
    const template = chosen?.templateId ? await templateBytes(this.#database, chosen.templateId) : null;
    return template === null ? this.#press.print(paper, format) : this.#press.fill(template, data);
  }

  async #open(meetingId: MeetingId, person: SessionInfo): Promise<FormFile> {
    const file = await readFormFile(this.#database, meetingId);
    authorisePrint(file, person);
    return file;
  }

  async #composed(
    { registration, profile }: FormFile,
    rule: FormRule,
    issue: FormFacts['issue'],
  ): Promise<Composed> {
    const facts = await readFormFacts(this.#database, registration, profile, this.#clock.now());
    const paper = composePaper(profile.office.forms, rule, { ...facts, issue });
    const frame = { title: registration.data.title, hostName: facts.host.name };
    return { paper, data: templateData(rule, paper, frame) };
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
