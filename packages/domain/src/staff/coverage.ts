/** How far a commune can be reached. */
export type ConnectionState = 'none' | 'oneWay' | 'surveyed' | 'connected';

export interface CommuneConnection {
  readonly districtId: string;
  /** Null: nobody reported yet. */
  readonly state: ConnectionState | null;
  /** Day of a successful two-way test. */
  readonly testedOn: string | null;
}

export interface DistrictCoverage {
  readonly districtId: string;
  readonly communes: number;
  readonly twoWay: number;
  /** Whole per cent, rounded down: 100 means all. */
  readonly percent: number;
  readonly missing: number;
}

/** Reached both ways: said so, and a test proves it. */
const isTwoWay = ({ state, testedOn }: CommuneConnection): boolean =>
  state === 'connected' && testedOn !== null;

/**
 * Share of communes reached both ways, for each district; a commune counts only after a successful two-way test.
 *
 * @rule SF-13 (HB III.1, III.4)
 */
export function coverageByDistrict(communes: readonly CommuneConnection[]): DistrictCoverage[] {
  return [...Map.groupBy(communes, ({ districtId }) => districtId)].map(([districtId, own]) => {
    const twoWay = own.filter(isTwoWay).length;
    return {
      districtId,
      communes: own.length,
      twoWay,
      percent: Math.floor((twoWay * 100) / own.length),
      missing: own.filter(({ state }) => state === null).length,
    };
  });
}
