import { FormTemplate } from '@nhipcau/contracts';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';

/** Whose template of which form. */
export interface TemplatePlace {
  readonly organisationId: string;
  readonly locality: string;
  readonly form: string;
}

/** What an office, or the nearest body above it that chose something, prints a form by; null: nobody chose. */
export async function chosenTemplate(
  executor: Executor,
  path: readonly string[],
  { locality, form }: Pick<TemplatePlace, 'locality' | 'form'>,
): Promise<{ readonly organisationId: string; readonly templateId: string | null } | null> {
  if (path.length === 0) return null;
  const rows = await executor
    .selectFrom('form_template_use')
    .distinctOn('organisation_id')
    .select(['organisation_id', 'template_id'])
    .where('organisation_id', 'in', [...path])
    .where('locality', '=', locality)
    .where('form', '=', form)
    .orderBy('organisation_id')
    .orderBy('id', 'desc')
    .execute();
  for (const organisationId of path) {
    const chosen = rows.find((row) => row.organisation_id === organisationId);
    if (chosen) return { organisationId, templateId: chosen.template_id };
  }
  return null;
}

export async function templateBytes(executor: Executor, templateId: string): Promise<Buffer | null> {
  const row = await executor
    .selectFrom('form_template')
    .select('content')
    .where('id', '=', templateId)
    .executeTakeFirst();
  return row?.content ?? null;
}

/** Where a template belongs; null when there is none of this id. */
export async function findTemplate(
  executor: Executor,
  templateId: string,
): Promise<(TemplatePlace & { readonly fileName: string; readonly version: number }) | null> {
  const row = await executor
    .selectFrom('form_template')
    .select(['organisation_id', 'locality', 'form', 'file_name', 'version'])
    .where('id', '=', templateId)
    .executeTakeFirst();
  if (!row) return null;
  const { organisation_id: organisationId, file_name: fileName, ...rest } = row;
  return { organisationId, fileName, ...rest };
}

/** Versions of an office, the newest first. */
export async function versionsOf(
  executor: Executor,
  { organisationId, locality }: Pick<TemplatePlace, 'organisationId' | 'locality'>,
): Promise<Map<string, FormTemplate[]>> {
  const rows = await executor
    .selectFrom('form_template')
    .select(['id', 'form', 'version', 'file_name', 'note', 'hash', 'unused', 'at', 'by_name'])
    .select(sql<number>`octet_length(content)`.as('bytes'))
    .where('organisation_id', '=', organisationId)
    .where('locality', '=', locality)
    .orderBy('version', 'desc')
    .limit(1_000)
    .execute();
  const found = rows.map((row) => ({
    form: row.form,
    template: FormTemplate.parse({
      templateId: row.id,
      version: row.version,
      fileName: row.file_name,
      note: row.note,
      bytes: row.bytes,
      sha256: row.hash.toString('hex'),
      at: row.at.getTime(),
      byName: row.by_name,
      unused: row.unused,
    }),
  }));
  return new Map(
    [...Map.groupBy(found, ({ form }) => form)].map(([form, list]) => [
      form,
      list.map(({ template }) => template).slice(0, 200),
    ]),
  );
}

/** The number of the next version; whoever asks holds the place until the transaction ends. */
export async function nextVersion(executor: Executor, place: TemplatePlace): Promise<number> {
  const { organisationId, locality, form } = place;
  const key = `template:${organisationId}:${locality}:${form}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(executor);
  const row = await executor
    .selectFrom('form_template')
    .select((query) => query.fn.max('version').as('version'))
    .where('organisation_id', '=', organisationId)
    .where('locality', '=', locality)
    .where('form', '=', form)
    .executeTakeFirst();
  return (row?.version ?? 0) + 1;
}
