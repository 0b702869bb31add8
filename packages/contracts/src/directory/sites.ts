import { z } from 'zod';
import { NodeId, OrganisationId, SiteId } from '../ids.ts';
import { LocalDate } from '../regulation/calendar.ts';
import { Citation } from '../regulation/values.ts';
import { OrganisationKind, Site, SiteStatus } from './directory.ts';

/** One line of the list of sites. */
export const SiteLine = z.strictObject({
  siteId: SiteId,
  number: z.int().min(1),
  name: z.string().max(200),
  levelCode: z.string().max(40),
  organisationId: OrganisationId,
  organisationName: z.string().max(200),
  nodeId: NodeId,
  network: Site.shape.network,
  terminal: Site.shape.terminal,
  roles: Site.shape.roles,
  status: SiteStatus,
});
export type SiteLine = z.infer<typeof SiteLine>;

/** `GET /api/directory/sites`; words are looked for without marks, abbreviations as well as written out. */
export const SiteQuery = z.strictObject({
  search: z.string().max(100).optional(),
  level: z.string().max(40).optional(),
  status: SiteStatus.optional(),
  node: NodeId.optional(),
  role: z.enum(['chair', 'satellite', 'relay']).optional(),
  kind: OrganisationKind.optional(),
  /** Sites of this organisation and of all below it. */
  under: OrganisationId.optional(),
  sort: z.enum(['name', 'number']).default('name'),
  cursor: z.string().max(600).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type SiteQuery = z.infer<typeof SiteQuery>;

export const SitePage = z.strictObject({
  sites: z.array(SiteLine).max(500),
  /** How many there are; told with the first page, null with those that follow. */
  total: z.int().min(0).nullable(),
  next: z.string().max(600).nullable(),
});
export type SitePage = z.infer<typeof SitePage>;

/** Function of a room in the regulation: whose room it is. */
export const RoomKind = z.enum(['site', 'ppco', 'dic', 'party', 'napco', 'hallA', 'hq']);
export type RoomKind = z.infer<typeof RoomKind>;

export const RoomId = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]*$/)
  .brand<'RoomId'>();
export type RoomId = z.infer<typeof RoomId>;

/** A meeting room at a site, with a calendar of its own. */
export const Room = z.strictObject({
  roomId: RoomId,
  siteId: SiteId,
  siteName: z.string().max(200),
  name: z.string().min(1).max(200),
  kind: RoomKind,
  seats: z.int().min(1).max(10_000).nullable(),
  status: z.enum(['open', 'closed']),
});
export type Room = z.infer<typeof Room>;

/** `GET /api/directory/rooms?kind=&site=` */
export const RoomList = z.strictObject({ rooms: z.array(Room).max(1000) });
export const RoomQuery = z.strictObject({ kind: RoomKind.optional(), site: SiteId.optional() });

/** Whether a site may chair by the locality's text (R-DIR-04). */
export const ChairAnswer = z.strictObject({
  may: z.enum(['yes', 'onRequest', 'no']),
  cite: z.array(Citation).max(5),
});
export type ChairAnswer = z.infer<typeof ChairAnswer>;

/** `GET /api/directory/sites/:siteId` */
export const SiteDetail = z.strictObject({
  site: Site,
  path: z.array(z.strictObject({ organisationId: OrganisationId, name: z.string().max(200) })).max(20),
  rooms: z.array(Room).max(50),
  chair: ChairAnswer,
  history: z
    .array(
      z.strictObject({
        validFrom: LocalDate.nullable(),
        validTo: LocalDate.nullable(),
        name: z.string().max(200),
        organisationName: z.string().max(200),
        levelCode: z.string().max(40),
        nodeId: NodeId,
        status: SiteStatus,
      }),
    )
    .max(500),
});
export type SiteDetail = z.infer<typeof SiteDetail>;

const siteFields = {
  organisationId: OrganisationId,
  number: Site.shape.number,
  name: z.string().trim().min(1).max(200),
  levelCode: z.string().max(40),
  address: z.string().trim().max(300).nullable(),
  terminal: Site.shape.terminal,
  nodeId: NodeId,
  network: Site.shape.network,
  roles: Site.shape.roles.min(1),
  dutyTitle: z.string().trim().max(200).nullable(),
  dutyPhone: z.string().trim().max(40).nullable(),
};
const roomName = z.string().trim().min(1).max(200);

/** `POST /api/directory/sites`: a site and its first room. It is proposed; it is admitted where the regulation asks. */
export const CreateSite = z.strictObject({ ...siteFields, room: roomName });
export type CreateSite = z.infer<typeof CreateSite>;

/** `POST /api/directory/sites/:siteId/change`: what the site is from today on. */
export const ChangeSite = z.strictObject({ ...siteFields, status: SiteStatus });
export type ChangeSite = z.infer<typeof ChangeSite>;

const roomFields = { name: roomName, kind: RoomKind, seats: Room.shape.seats };

/** `POST /api/directory/rooms` */
export const CreateRoom = z.strictObject({ siteId: SiteId, ...roomFields });
export type CreateRoom = z.infer<typeof CreateRoom>;

/** `POST /api/directory/rooms/:roomId/change` */
export const ChangeRoom = z.strictObject({ ...roomFields, status: Room.shape.status });
export type ChangeRoom = z.infer<typeof ChangeRoom>;

export const SiteChanged = z.strictObject({ siteId: SiteId });

/** `GET /api/directory/served`: which MCU served which site on a day, the third tree (R-DIR-01). */
export const ServedQuery = z.strictObject({
  asOf: LocalDate.optional(),
  /** Sites of this MCU; without it and without words only the MCUs. */
  node: NodeId.optional(),
  search: z.string().max(100).optional(),
  cursor: z.string().max(600).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export type ServedQuery = z.infer<typeof ServedQuery>;

export const ServedSite = z.strictObject({
  siteId: SiteId,
  number: z.int().min(1),
  name: z.string().max(200),
  organisationName: z.string().max(200),
  nodeId: NodeId,
  status: SiteStatus,
});
export type ServedSite = z.infer<typeof ServedSite>;

export const ServedPage = z.strictObject({
  asOf: LocalDate,
  /** Every MCU of the cascade, those above before those below. */
  nodes: z
    .array(
      z.strictObject({
        nodeId: NodeId,
        name: z.string().max(200),
        role: z.enum(['master', 'slave']),
        parentId: NodeId.nullable(),
        siteCount: z.int().min(0),
      }),
    )
    .max(64),
  sites: z.array(ServedSite).max(500),
  total: z.int().min(0),
  next: z.string().max(600).nullable(),
});
export type ServedPage = z.infer<typeof ServedPage>;
