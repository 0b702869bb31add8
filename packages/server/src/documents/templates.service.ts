import { createHash } from 'node:crypto';
import {
  type FormRule,
  type FormTemplates,
  instant,
  type MeetingId,
  OrganisationId,
  type RegulationProfile,
  TEMPLATE_LIMIT_BYTES,
  type TemplateMeta,
  type TemplateTaken,
  type UseTemplate,
} from '@nhipcau/contracts';
import { bodiesServedBy, can, starterPaper, templateFieldsOf } from '@nhipcau/domain';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { organisationPath } from '../directory/organisation-path.ts';
import { authorise } from '../http/caller.ts';
import { holdersOf } from '../notices/parties.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';
import { auditAct, type StaffParts, type Worker } from '../staff/staff-parts.ts';
import type { FormsService } from './forms.service.ts';
import type { Press } from './press.ts';
import { type PrintedDocument, printedAs } from './printer.ts';
import {
  chosenTemplate,
  findTemplate,
  nextVersion,
  templateBytes,
  versionsOf,
} from './templates.repository.ts';

const MOST_PROBLEMS = 100;
const MOST_SAMPLES = 20;
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

export interface TemplatesParts extends StaffParts {
  readonly press: Press;
  readonly forms: Pick<FormsService, 'fillFor' | 'samplesFor'>;
}

/** Own templates of offices: brought, looked at with a real file, taken into use, given up again (rule DO-9). */
export class TemplatesService {
  readonly #parts: TemplatesParts;

  constructor(parts: TemplatesParts) {
    this.#parts = parts;
  }

  /** @throws {AppError} NOT_ALLOWED, NOT_FOUND */
  async list(asked: string | undefined, { person }: Worker): Promise<FormTemplates> {
    const { database, forms } = this.#parts;
    const profile = await this.#profile();
    const organisationId = asked ?? (await ownOffice(database, profile, person));
    const { path, name } = await this.#office(organisationId);
    authorise(person, 'document.print', { organisationPath: path });
    const versions = await versionsOf(database, { organisationId, locality: profile.locality });
    const list = [];
    for (const rule of profile.office.forms.forms) {
      const chosen = await chosenTemplate(database, path, { locality: profile.locality, form: rule.key });
      const isOwn = chosen?.organisationId === organisationId;
      list.push({
        form: rule.key,
        name: rule.name,
        cite: rule.cite,
        fields: templateFieldsOf(rule, profile),
        activeId: chosen?.templateId ?? null,
        inheritedFrom: chosen?.templateId && !isOwn ? (await this.#office(chosen.organisationId)).name : null,
        versions: versions.get(rule.key) ?? [],
      });
    }
    return {
      organisationId: OrganisationId.parse(organisationId),
      organisation: name,
      forms: list,
      samples: await forms.samplesFor(organisationId, person, MOST_SAMPLES),
      mayWrite: can(person.grants, 'template.write', { organisationPath: path }),
    };
  }

  /** The shipped form with its fields, to begin with. @throws {AppError} FORM_UNKNOWN */
  async starter(form: string): Promise<PrintedDocument> {
    const profile = await this.#profile();
    const bytes = await this.#parts.press.print(starterPaper(ruleOf(profile, form), profile), 'docx');
    return printedAs({ fileNumber: 'mau', form, format: 'docx' }, bytes);
  }

  /**
   * Keeps a version when every field of it can be filled, else says what must be changed; nothing is in use yet.
   *
   * @throws {AppError} NOT_ALLOWED, FORM_UNKNOWN, TEMPLATE_UNREADABLE, TEMPLATE_TOO_LARGE, TEMPLATE_HAS_MACROS, TEMPLATE_FETCHES
   */
  async add(form: string, meta: TemplateMeta, bytes: Buffer, worker: Worker): Promise<TemplateTaken> {
    const { database, clock, press } = this.#parts;
    const { organisationId, fileName, note = null } = meta;
    const { path } = await this.#office(organisationId);
    authorise(worker.person, 'template.write', { organisationPath: path });
    const profile = await this.#profile();
    const rule = ruleOf(profile, form);
    if (bytes.length > TEMPLATE_LIMIT_BYTES)
      throw new AppError('TEMPLATE_TOO_LARGE', { limit: TEMPLATE_LIMIT_BYTES });
    if (/\.(docm|dotm)$/i.test(fileName)) throw new AppError('TEMPLATE_HAS_MACROS');
    const { problems, unused } = await press.check(bytes, templateFieldsOf(rule, profile));
    if (problems.length > 0)
      return {
        taken: false,
        problems: problems.slice(0, MOST_PROBLEMS),
        more: problems.length > MOST_PROBLEMS,
      };
    const place = { organisationId, locality: profile.locality, form };
    const at = clock.now();
    await database.transaction().execute(async (trx) => {
      const version = await nextVersion(trx, place);
      const id = uuidv7();
      await trx
        .insertInto('form_template')
        .values({
          id,
          organisation_id: organisationId,
          locality: profile.locality,
          form,
          version,
          file_name: fileName,
          note: note === '' ? null : note,
          content: bytes,
          hash: createHash('sha256').update(bytes).digest(),
          unused: JSON.stringify(unused),
          at: new Date(at),
          by_name: worker.person.name,
        })
        .execute();
      await auditAct(trx, worker, {
        at,
        action: 'template.add',
        subject: id,
        facts: { form, version, fileName },
      });
    });
    return { taken: true, templates: await this.list(organisationId, worker) };
  }

  /** From now on the form is printed by this version, or by the shipped template. @throws {AppError} NOT_ALLOWED, FORM_UNKNOWN, TEMPLATE_UNKNOWN */
  async use(
    form: string,
    { organisationId, templateId, reason }: UseTemplate,
    worker: Worker,
  ): Promise<FormTemplates> {
    const { database, clock } = this.#parts;
    const { path } = await this.#office(organisationId);
    authorise(worker.person, 'template.write', { organisationPath: path });
    const { locality } = await this.#profile();
    if (templateId !== null) {
      const found = await findTemplate(database, templateId);
      if (found?.organisationId !== organisationId || found.form !== form || found.locality !== locality)
        throw new AppError('TEMPLATE_UNKNOWN');
    } else ruleOf(await this.#profile(), form);
    const at = clock.now();
    await database.transaction().execute(async (trx) => {
      await trx
        .insertInto('form_template_use')
        .values({
          organisation_id: organisationId,
          locality,
          form,
          template_id: templateId,
          reason,
          at: new Date(at),
          by_name: worker.person.name,
        })
        .execute();
      await auditAct(trx, worker, {
        at,
        action: 'template.use',
        subject: templateId ?? form,
        facts: { form, organisationId, reason },
      });
    });
    return this.list(organisationId, worker);
  }

  /** A version as it was brought. @throws {AppError} TEMPLATE_UNKNOWN, NOT_ALLOWED */
  async content(templateId: string, worker: Worker): Promise<PrintedDocument> {
    const { fileName, bytes } = await this.#open(templateId, worker);
    return { fileName, contentType: DOCX, bytes };
  }

  /** A version filled with a real file. @throws {AppError} TEMPLATE_UNKNOWN, NOT_ALLOWED, FORM_UNKNOWN and those of the press */
  async preview(templateId: string, meetingId: MeetingId, worker: Worker): Promise<PrintedDocument> {
    const { form, bytes } = await this.#open(templateId, worker);
    return this.#parts.forms.fillFor(meetingId, form, bytes, worker.person);
  }

  async #open(templateId: string, { person }: Worker) {
    const found = await findTemplate(this.#parts.database, templateId);
    if (!found) throw new AppError('TEMPLATE_UNKNOWN');
    const { path } = await this.#office(found.organisationId);
    authorise(person, 'document.print', { organisationPath: path });
    const bytes = await templateBytes(this.#parts.database, templateId);
    if (bytes === null) throw new AppError('TEMPLATE_UNKNOWN');
    return { ...found, bytes };
  }

  #profile(): Promise<RegulationProfile> {
    const { database, clock } = this.#parts;
    return regulationInForce(database, { now: instant(clock.now()) });
  }

  async #office(organisationId: string): Promise<{ path: OrganisationId[]; name: string }> {
    const { database } = this.#parts;
    const row = await database
      .selectFrom('organisation')
      .select('name')
      .where('id', '=', organisationId)
      .executeTakeFirst();
    if (!row) throw new AppError('NOT_FOUND', { organisationId });
    return { path: await organisationPath(database, organisationId), name: row.name };
  }
}

function ruleOf(profile: RegulationProfile, form: string): FormRule {
  const rule = profile.office.forms.forms.find(({ key }) => key === form);
  if (!rule) throw new AppError('FORM_UNKNOWN', { form });
  return rule;
}

/**
 * The body somebody works for; who works for the installation begins with the one they serve, else with its uppermost committee.
 *
 * @rule DO-11
 */
async function ownOffice(
  executor: Executor,
  profile: RegulationProfile,
  { grants }: Worker['person'],
): Promise<string> {
  for (const { scope } of grants) if (scope.kind === 'organisation') return scope.organisationId;
  for (const body of bodiesServedBy(profile.office.notices.parties, grants)) {
    const [holder] = await holdersOf(executor, { profile, data: null }, body);
    if (holder?.organisationId) return holder.organisationId;
  }
  const row = await executor
    .selectFrom('organisation')
    .innerJoin('level', 'level.code', 'organisation.level_code')
    .select('organisation.id')
    .where('organisation.level_code', '<>', 'central')
    .orderBy('level.rank')
    .orderBy(sql`organisation.kind <> 'peoplesCommittee'`)
    .orderBy('organisation.id')
    .executeTakeFirstOrThrow();
  return row.id;
}
