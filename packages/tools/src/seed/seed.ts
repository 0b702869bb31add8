import { randomInt } from 'node:crypto';
import { instant, MeetingId, SiteId } from '@nhipcau/contracts';
import { hashPassword, insertMeeting, rulesFor } from '@nhipcau/server';
import { type Database, openDatabase } from '@nhipcau/server/database';
import {
  CHAIR_SITE,
  GOVERNMENT_SITE,
  SAMPLE_ACCOUNTS,
  SAMPLE_LEVELS,
  SAMPLE_LOCALITY,
  SAMPLE_MEETING_TITLE,
  SAMPLE_NODES,
  sampleDirectory,
} from './sample.ts';

/** Where a node is reached in this installation, and the key by which it proves itself. */
export interface NodeAddress {
  readonly nodeId: string;
  readonly linkUrl: string;
  readonly publicKey: string;
}

export const SAMPLE_MEETING_ID = MeetingId.parse('hoi-nghi-mau');

/** Letters and digits that are not mistaken for each other when read aloud. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
export const newPassword = (): string =>
  Array.from({ length: 14 }, (_, index) =>
    index % 5 === 4 ? '-' : ALPHABET.charAt(randomInt(ALPHABET.length)),
  ).join('');

/**
 * Fills an empty database with the sample installation; in one that has sites already only the nodes' addresses and
 * keys are brought up to date.
 *
 * @param password - of all sample accounts
 * @returns whether the sample was put in
 */
export async function seedSample(
  databaseUrl: string,
  { nodes, password, now }: { nodes: readonly NodeAddress[]; password: () => string; now: number },
): Promise<boolean> {
  const database = openDatabase(databaseUrl, () => {
    // The query in progress fails by itself and tells why.
  });
  try {
    const filled = await database.selectFrom('site').select('id').limit(1).executeTakeFirst();
    if (filled) {
      await updateNodes(database, nodes);
      return false;
    }
    await insertSample(database, nodes, await hashPassword(password()));
    await insertSampleMeeting(database, now);
    return true;
  } finally {
    await database.destroy();
  }
}

async function updateNodes(database: Database, nodes: readonly NodeAddress[]): Promise<void> {
  for (const { nodeId, linkUrl, publicKey } of nodes)
    await database
      .updateTable('mcu_node')
      .set({ link_url: linkUrl, public_key: publicKey })
      .where('id', '=', nodeId)
      .execute();
}

async function insertSample(
  database: Database,
  nodes: readonly NodeAddress[],
  passwordHash: string,
): Promise<void> {
  const { organisations, sites } = sampleDirectory();
  await database.transaction().execute(async (trx) => {
    await trx.insertInto('locality').values(SAMPLE_LOCALITY).execute();
    await trx
      .insertInto('level')
      .values([...SAMPLE_LEVELS])
      .execute();
    await trx
      .insertInto('organisation')
      .values(
        organisations.map(({ id, code, name, levelCode, kind, parentId }) => ({
          id,
          code,
          name,
          level_code: levelCode,
          kind,
          parent_id: parentId,
          address: null,
          telephone: null,
          email: null,
        })),
      )
      .execute();
    for (const { nodeId, name, role, parentId } of SAMPLE_NODES) {
      const address = nodes.find((node) => node.nodeId === nodeId);
      if (!address) throw new Error(`no address for node ${nodeId}`);
      await trx
        .insertInto('mcu_node')
        .values({
          id: nodeId,
          name,
          role,
          parent_id: parentId,
          link_url: address.linkUrl,
          room_url: null,
          public_key: address.publicKey,
        })
        .execute();
    }
    await trx
      .insertInto('site')
      .values(
        sites.map((site) => ({
          id: site.id,
          organisation_id: site.organisationId,
          number: site.number,
          name: site.name,
          level_code: site.levelCode,
          address: null,
          room: 'Phòng họp trực tuyến',
          terminal: 'browser',
          node_id: site.nodeId,
          network: 'tslcd',
          roles: site.roles,
          status: 'admitted',
          duty_title: site.dutyTitle,
          duty_phone: site.dutyPhone,
        })),
      )
      .execute();
    await trx
      .insertInto('user_account')
      .values(
        SAMPLE_ACCOUNTS.map(({ login, name, role, siteId }) => ({
          id: `u-${login}`,
          login,
          name,
          role,
          site_id: siteId,
          password_hash: passwordHash,
        })),
      )
      .execute();
  });
}

/** A meeting of all sites that a first-time visitor can start. */
async function insertSampleMeeting(database: Database, now: number): Promise<void> {
  const rules = await rulesFor(database, { now: instant(now) });
  const rows = await database.selectFrom('site').select(['id', 'level_code']).orderBy('number').execute();
  await insertMeeting(
    database,
    {
      meetingId: SAMPLE_MEETING_ID,
      title: SAMPLE_MEETING_TITLE,
      plannedStart: instant(now),
      chairSiteId: SiteId.parse(CHAIR_SITE),
      siteIds: rows.map((row) => SiteId.parse(row.id)),
      presenterIds: [
        GOVERNMENT_SITE,
        ...rows.filter((row) => row.level_code !== 'commune').map((row) => row.id),
      ]
        .filter((id, index, all) => all.indexOf(id) === index)
        .map((id) => SiteId.parse(id)),
      ...rules,
    },
    { at: now, person: null },
  );
}
