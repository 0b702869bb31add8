import { Site } from '@nhipcau/contracts';
import type { Selectable } from 'kysely';
import type { Tables } from '../database/tables.ts';

/** A site as the directory tells it. */
export const siteOf = (row: Selectable<Tables['site']>): Site =>
  Site.parse({
    siteId: row.id,
    organisationId: row.organisation_id,
    number: row.number,
    name: row.name,
    levelCode: row.level_code,
    address: row.address,
    room: row.room,
    terminal: row.terminal,
    nodeId: row.node_id,
    network: row.network,
    roles: row.roles,
    status: row.status,
    dutyTitle: row.duty_title,
    dutyPhone: row.duty_phone,
  });
