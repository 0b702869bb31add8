import type { Citation, DirectoryRules, OperatorDuty } from '@nhipcau/contracts';
import { inScope, type Unit } from './unit-scope.ts';

/** A person as the minima count them. */
export interface StaffMember {
  readonly organisationId: string;
  /** Null: serves the whole unit. */
  readonly siteId: string | null;
  readonly duty: OperatorDuty;
  readonly isTrained: boolean;
}

export interface UnitWithSites extends Unit {
  readonly siteIds: readonly string[];
}

export interface StaffingDeficit {
  readonly organisationId: string;
  /** Null: the unit as a whole. */
  readonly siteId: string | null;
  readonly label: string;
  readonly required: number;
  readonly present: number;
  /** People who would count were they trained. */
  readonly untrained: number;
  readonly cite: readonly Citation[];
}

/** Units that work at sites and those that serve them without one, such as a telecom enterprise. */
const isObliged = ({ siteIds, kind }: UnitWithSites): boolean => siteIds.length > 0 || kind === 'telecom';

/**
 * Who is below the staffing minimum of the text (R-DIR-13). Of several rules that count the same duties of a unit the
 * first that fits counts, as texts name the special case before the general one.
 *
 * @rule SF-7 (BD Đ16.1c; HN Đ19.3; QN Đ10, Đ13.2; HB III.3, III.4; VP Đ11-2, Đ12-3)
 */
export function staffingDeficits(
  { staffing }: Pick<DirectoryRules, 'staffing'>,
  units: readonly UnitWithSites[],
  people: readonly StaffMember[],
): StaffingDeficit[] {
  const byUnit = Map.groupBy(people, ({ organisationId }) => organisationId);
  return units.filter(isObliged).flatMap((unit) => {
    const own = byUnit.get(unit.organisationId) ?? [];
    const taken = new Set<string>();
    return staffing.flatMap((rule) => {
      const duties = rule.duties.join(' ');
      if (taken.has(duties) || !inScope(rule.scope, unit)) return [];
      taken.add(duties);
      const places = rule.per === 'site' ? unit.siteIds : [null];
      return places.flatMap((siteId) => {
        const able = own.filter(
          (person) =>
            rule.duties.includes(person.duty) &&
            (siteId === null || person.siteId === null || person.siteId === siteId),
        );
        const present = able.filter(({ isTrained }) => isTrained || !rule.trained).length;
        if (present >= rule.count) return [];
        const { label, count: required, cite } = rule;
        const untrained = able.length - present;
        return [{ organisationId: unit.organisationId, siteId, label, required, present, untrained, cite }];
      });
    });
  });
}
