import { SiteId } from '@nhipcau/contracts';
import { openDatabase } from '@nhipcau/server/database';
import { OFFICE_IDS } from '../seed/sample-locality.ts';

/** Numbers of simulated sites begin beyond those of any sample locality. */
const FIRST_NUMBER = 10_000;

/**
 * Puts further sites into a sample installation, for meetings that are larger than its locality.
 *
 * @param wanted - how many sites for each node
 */
export async function addSites(
  databaseUrl: string,
  wanted: Readonly<Record<string, number>>,
): Promise<SiteId[]> {
  const sites = Object.entries(wanted).flatMap(([nodeId, count]) =>
    Array.from({ length: count }, (_, index) => ({ nodeId, index })),
  );
  if (sites.length === 0) return [];
  const database = openDatabase(databaseUrl, () => {
    // The query in progress fails by itself and tells why.
  });
  try {
    await database
      .insertInto('site')
      .values(
        sites.map(({ nodeId, index }, at) => ({
          id: `do-tai-${nodeId}-${index + 1}`,
          organisation_id: OFFICE_IDS.committee,
          number: FIRST_NUMBER + at,
          name: `Điểm cầu đo tải ${at + 1}`,
          level_code: 'province',
          address: null,
          room: 'Phòng họp trực tuyến',
          terminal: 'browser',
          node_id: nodeId,
          network: 'tslcd',
          roles: ['satellite'],
          status: 'admitted',
          duty_title: 'Kỹ thuật viên phòng họp',
          duty_phone: `0900 000 ${String(at % 1000).padStart(3, '0')}`,
        })),
      )
      .execute();
    return sites.map(({ nodeId, index }) => SiteId.parse(`do-tai-${nodeId}-${index + 1}`));
  } finally {
    await database.destroy();
  }
}
