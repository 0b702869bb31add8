import { OrganisationKind, RoomId, RoomKind, SharedKind, SiteId } from '@nhipcau/contracts';
import type { NodePlace, RoomAsker } from '@nhipcau/domain';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Executor } from '../database/database.ts';
import { prepared } from '../database/prepared.ts';

const OpenRoom = z.object({
  roomId: RoomId,
  siteId: SiteId,
  name: z.string(),
  kind: RoomKind,
  siteName: z.string(),
});
export type OpenRoom = z.infer<typeof OpenRoom>;

/** How much somebody said there is of a shared thing. */
const Limit = z.object({
  kind: SharedKind,
  resourceId: z.string(),
  available: z.number(),
  /** As people call it; empty for the number of meetings at once. */
  name: z.string(),
});

const Places = z.object({
  host: z.object({ levelCode: z.string(), kind: OrganisationKind }).nullable(),
  sites: z.array(z.object({ siteId: SiteId, name: z.string(), nodeId: z.string() })),
  rooms: z.array(OpenRoom),
  nodes: z.array(z.object({ nodeId: z.string(), parentId: z.string().nullable() })),
  limits: z.array(Limit),
});

/** What the directory says of the places of a meeting. */
export interface Places {
  /** Null: there is no such organisation. */
  readonly host: RoomAsker | null;
  /** The sites that there are, of those asked for. */
  readonly sites: readonly { readonly siteId: SiteId; readonly name: string; readonly nodeId: string }[];
  /** Open rooms of these sites, and those of the kinds a rule names wherever they are, in the order of their ids. */
  readonly rooms: readonly OpenRoom[];
  readonly nodes: readonly NodePlace[];
  /** What is not among them is not counted. */
  readonly limits: readonly z.infer<typeof Limit>[];
}

interface Asked {
  readonly hostOrganisationId: string;
  readonly siteIds: readonly SiteId[];
  readonly roomKinds: readonly RoomKind[];
}

/** Everything about the places of a meeting, in one question: a registration is checked at every key. */
export async function placesOf(
  executor: Executor,
  { hostOrganisationId, siteIds, roomKinds }: Asked,
): Promise<Places> {
  const ids = sql`${[...siteIds]}::text[]`;
  const { rows } = await sql<{ places: unknown }>`${prepared}
    select jsonb_build_object(
      'host', (select jsonb_build_object('levelCode', level_code, 'kind', kind)
        from organisation where id = ${hostOrganisationId}),
      'sites', (select coalesce(jsonb_agg(jsonb_build_object('siteId', id, 'name', name, 'nodeId', node_id)), '[]')
        from site where id = any(${ids})),
      'rooms', (select coalesce(jsonb_agg(jsonb_build_object('roomId', room.id, 'siteId', room.site_id,
          'name', room.name, 'kind', room.kind, 'siteName', site.name) order by room.id), '[]')
        from room join site on site.id = room.site_id
        where room.status = 'open' and (room.site_id = any(${ids}) or room.kind = any(${[...roomKinds]}::text[]))),
      'nodes', (select coalesce(jsonb_agg(jsonb_build_object('nodeId', id, 'parentId', parent_id)), '[]') from mcu_node),
      'limits', (select coalesce(jsonb_agg(jsonb_build_object('kind', c.resource_kind, 'resourceId', c.resource_id,
          'available', c.available, 'name', coalesce(case when c.resource_kind in ('link', 'linkRate')
            then n.name || ' – ' || upper.name else n.name end, ''))), '[]')
        from schedule_capacity c
        left join mcu_node n on n.id = c.resource_id and c.resource_kind <> 'session'
        left join mcu_node upper on upper.id = n.parent_id)
    ) as places`.execute(executor);
  return Places.parse(rows[0]?.places);
}
