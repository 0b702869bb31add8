import type { LocalDate } from '@nhipcau/contracts';
import { sql } from 'kysely';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { violates } from '../database/violations.ts';
import { holds } from './as-of.ts';

/** What the triggers of the directory are told for the rest of the transaction. */
export async function tell(
  trx: Executor,
  settings: Partial<Record<'since' | 'reform' | 'today', string>>,
): Promise<void> {
  for (const [name, value] of Object.entries(settings))
    await sql`select set_config(${`nhipcau.${name}`}, ${value}, true)`.execute(trx);
}

/**
 * Makes the rows of today what versions and edges say; how many changed.
 *
 * @throws {AppError} ORGANISATION_REPORTS_TO_ITSELF when the edges, all together, lead round in a circle on some day
 */
export async function project(trx: Executor, today: LocalDate): Promise<number> {
  await checkReporting(trx);
  if (!(await isBehind(trx, today))) return 0; // The revision does not rise for nothing.
  const { rows } = await sql<{
    changed: number;
  }>`select project_organisations(${today}::date) as changed`.execute(trx);
  return rows[0]?.changed ?? 0;
}

/** The database looks at the end of the transaction; asked for now, it answers in words. */
async function checkReporting(trx: Executor): Promise<void> {
  try {
    await sql`set constraints organisation_edge_no_circle immediate`.execute(trx);
  } catch (cause) {
    throw circleFailure(cause);
  }
}

const circleFailure = (cause: unknown): unknown =>
  violates(cause, 'organisation_edge_no_circle')
    ? new AppError('ORGANISATION_REPORTS_TO_ITSELF', {}, { cause })
    : cause;

/** Whether some row is not what its version and its edge of that day say. */
async function isBehind(trx: Executor, today: LocalDate): Promise<boolean> {
  const { rows } = await sql<{ behind: boolean }>`select exists (
    select from organisation o
      left join organisation_version v on v.organisation_id = o.id and ${holds('v', today)}
      left join organisation_edge e on e.child_id = o.id and e.tree = 'administrative' and ${holds('e', today)}
    where case
      when v.id is null then o.ended_on is null and o.begins_on is null
      else o.ended_on is not null or o.begins_on is not null
        or (o.code, o.name, o.level_code, o.kind, o.address, o.telephone, o.email, o.parent_id)
          is distinct from (v.code, v.name, v.level_code, v.kind, v.address, v.telephone, v.email, e.parent_id)
    end) as behind`.execute(trx);
  return rows[0]?.behind ?? true;
}

/** Number that rises with every change of the directory. */
export async function directoryRevision(executor: Executor): Promise<string> {
  const row = await executor.selectFrom('directory_revision').select('revision').executeTakeFirstOrThrow();
  return `${row.revision}`;
}

/** One change of the directory at a time; the others wait. */
export const lockDirectory = (trx: Executor) => sql`select pg_advisory_xact_lock(4163019)`.execute(trx);

export interface NewEdge {
  readonly tree: 'administrative' | 'reporting';
  readonly childId: string;
  readonly parentId: string | null;
  readonly from: LocalDate | null;
  readonly decree: string | null;
  readonly reformId?: string | undefined;
}

/**
 * Ends the edge that holds at `from` and begins another one.
 *
 * @throws {AppError} ORGANISATION_LOOP, ORGANISATION_UNKNOWN, ORGANISATION_CHANGE_REFUSED
 */
export async function setEdge(
  trx: Executor,
  { tree, childId, parentId, from, decree, reformId }: NewEdge,
): Promise<void> {
  try {
    await trx
      .updateTable('organisation_edge')
      .set({ valid_to: from, closed_by: reformId ?? null })
      .where('tree', '=', tree)
      .where('child_id', '=', childId)
      .where('valid_to', 'is', null)
      .execute();
    if (parentId === null) return;
    await trx
      .insertInto('organisation_edge')
      .values({
        tree,
        child_id: childId,
        parent_id: parentId,
        valid_from: from,
        decree,
        opened_by: reformId ?? null,
        closed_by: null,
      })
      .execute();
  } catch (cause) {
    throw edgeFailure(cause, childId);
  }
}

function edgeFailure(cause: unknown, organisationId: string): unknown {
  if (violates(cause, 'organisation_edge_no_loop') || violates(cause, 'organisation_edge_check'))
    return new AppError('ORGANISATION_LOOP', { organisationId }, { cause });
  if (violates(cause, 'organisation_edge_parent_id_fkey'))
    return new AppError('ORGANISATION_UNKNOWN', { organisationId }, { cause });
  if (violates(cause, 'organisation_edge_one_parent') || violates(cause, 'organisation_edge_check1'))
    return new AppError('ORGANISATION_CHANGE_REFUSED', { organisationId }, { cause });
  return cause;
}
