import { OrganisationId } from '@nhipcau/contracts';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';

/** An organisation and all above it, the nearest first. Empty when there is none of this id. */
export async function organisationPath(
  executor: Executor,
  organisationId: string,
): Promise<OrganisationId[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive path (id, parent_id, depth) as (
      select id, parent_id, 0 from organisation where id = ${organisationId}
      union all
      select upper.id, upper.parent_id, depth + 1 from organisation upper join path on upper.id = path.parent_id
        where depth < 20
    )
    select id from path order by depth`.execute(executor);
  return rows.map(({ id }) => OrganisationId.parse(id));
}
