import type { ContactPointRule, RegulationProfile } from '@nhipcau/contracts';
import type { Executor } from '../database/database.ts';

export type CurrentContactPoint = ContactPointRule & { readonly isChanged: boolean };

/** The official desks of a locality: as its text prints them, unless an officer corrected one (R-DIR-21). */
export async function contactPointsOf(
  executor: Executor,
  profile: RegulationProfile,
): Promise<CurrentContactPoint[]> {
  const changed = new Map(
    (await executor.selectFrom('contact_point').selectAll().execute()).map((row) => [row.key, row]),
  );
  return profile.office.directory.contactPoints.map((point) => {
    const { telephone, email, other } = changed.get(point.key) ?? point;
    return { ...point, telephone, email, other, isChanged: changed.has(point.key) };
  });
}
