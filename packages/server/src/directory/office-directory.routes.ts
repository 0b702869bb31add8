import type { Clock } from '@nhipcau/base';
import {
  ChangeOrganisation,
  ChangeRoom,
  ChangeSite,
  CreateOrganisation,
  CreateRoom,
  CreateSite,
  EndOrganisation,
  ImportPreview,
  ImportResult,
  LocalDate,
  OrganisationChanged,
  OrganisationDetail,
  OrganisationId,
  OrganisationPage,
  OrganisationQuery,
  Reform,
  ReformList,
  ReformPreview,
  RoomId,
  RoomList,
  RoomQuery,
  ScheduleReform,
  ServedPage,
  ServedQuery,
  SheetKind,
  SiteChanged,
  SiteDetail,
  SiteId,
  SitePage,
  SiteQuery,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import type { Caller } from '../http/caller.ts';
import { defineRawRoute, defineRoute, defineUploadRoute, type Route } from '../http/route.ts';
import type { ImportsService } from './imports.service.ts';
import { listOrganisationPage, organisationDetail } from './organisation-lists.ts';
import type { OrganisationsService } from './organisations.service.ts';
import type { ReformsService } from './reforms.service.ts';
import { servedPage } from './served-sites.ts';
import { siteDetail } from './site-detail.ts';
import { listRooms, listSitePage } from './site-lists.ts';
import type { SitesService } from './sites.service.ts';

const sheets = {
  contentTypes: [
    'application/octet-stream',
    'text/csv',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ],
  limitBytes: 10_485_760,
};
const fileName = z.string().trim().min(1).max(200);
const ofOrganisation = z.strictObject({ organisationId: OrganisationId });

export interface DirectoryServices {
  readonly database: Database;
  readonly clock: Clock;
  readonly organisations: OrganisationsService;
  readonly sites: SitesService;
  readonly imports: ImportsService;
  readonly reforms: ReformsService;
}

export const officeDirectoryRoutes = (services: DirectoryServices): Route[] => [
  ...readingRoutes(services),
  ...changingRoutes(services),
  ...siteRoutes(services),
  ...importRoutes(services),
  ...reformRoutes(services),
];

const readingRoutes = ({ database, organisations }: DirectoryServices): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/directory/organisations',
    summary: 'Organisations as of a day: roots, children of one (`parent`), or what matches',
    allow: { action: 'directory.read' },
    query: OrganisationQuery,
    reply: OrganisationPage,
    handle: ({ query }) =>
      listOrganisationPage(database, { ...query, asOf: query.asOf ?? organisations.today }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/directory/organisations/:organisationId',
    summary: 'One organisation as of a day, with every version, its place in the trees and its lineage',
    allow: { action: 'directory.read' },
    params: ofOrganisation,
    query: z.strictObject({ asOf: LocalDate.optional() }),
    reply: OrganisationDetail,
    handle: ({ params, query }) =>
      organisationDetail(database, params.organisationId, query.asOf ?? organisations.today),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/directory/sites',
    summary: 'Sites page by page; `search` ignores marks, knows abbreviations and finds numbers',
    allow: { action: 'directory.read' },
    query: SiteQuery,
    reply: SitePage,
    handle: ({ query }) => listSitePage(database, query),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/directory/sites/:siteId',
    summary: 'One site with its rooms, its history and whether it may chair',
    allow: { action: 'directory.read' },
    params: z.strictObject({ siteId: SiteId }),
    reply: SiteDetail,
    handle: ({ params }) => siteDetail(database, params.siteId, organisations.today),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/directory/rooms',
    summary: 'Meeting rooms, those the regulation names first',
    allow: { action: 'directory.read' },
    query: RoomQuery,
    reply: RoomList,
    handle: async ({ query }) => ({ rooms: await listRooms(database, query) }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/directory/served',
    summary: 'MCUs of the cascade and the sites each served on a day',
    allow: { action: 'directory.read' },
    query: ServedQuery,
    reply: ServedPage,
    handle: ({ query }) => servedPage(database, { ...query, asOf: query.asOf ?? organisations.today }),
  }),
];

/** A refused change is recorded under the name of the change. */
const recorded = <T>(
  { database, clock }: DirectoryServices,
  line: { caller: Caller; correlationId: string },
  action: string,
  act: () => Promise<T>,
): Promise<T> =>
  auditRefusals(
    { database, clock },
    { actor: actorOf(line.caller), action, correlationId: line.correlationId },
    act,
  );

const changingRoutes = (services: DirectoryServices): Route[] => [
  defineRoute({
    method: 'POST',
    path: '/api/directory/organisations',
    summary: 'A new organisation',
    allow: { action: 'directory.write' },
    body: CreateOrganisation,
    reply: OrganisationChanged,
    handle: (call) =>
      recorded(services, call, 'organisation.create', () =>
        services.organisations.create(call.body, call.caller),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/directory/organisations/:organisationId/change',
    summary: 'Another name, level, kind, address or superior from a day on',
    allow: { action: 'directory.write' },
    params: ofOrganisation,
    body: ChangeOrganisation,
    reply: OrganisationChanged,
    handle: (call) =>
      recorded(services, call, 'organisation.change', () =>
        services.organisations.change(call.params.organisationId, call.body, call.caller),
      ),
  }),
];

const siteRoutes = (services: DirectoryServices): Route[] => [
  defineRoute({
    method: 'POST',
    path: '/api/directory/organisations/:organisationId/end',
    summary: 'The day from which an organisation is no more',
    allow: { action: 'directory.write' },
    params: ofOrganisation,
    body: EndOrganisation,
    reply: OrganisationChanged,
    handle: (call) =>
      recorded(services, call, 'organisation.end', () =>
        services.organisations.end(call.params.organisationId, call.body, call.caller),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/directory/sites',
    summary: 'A proposed site with its first room',
    allow: { action: 'directory.write' },
    body: CreateSite,
    reply: SiteChanged,
    handle: (call) =>
      recorded(services, call, 'site.create', () => services.sites.create(call.body, call.caller)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/directory/sites/:siteId/change',
    summary: 'What a site is from today on; suspending, resuming and closing it as well',
    allow: { action: 'directory.write' },
    params: z.strictObject({ siteId: SiteId }),
    body: ChangeSite,
    reply: SiteChanged,
    handle: (call) =>
      recorded(services, call, 'site.change', () =>
        services.sites.change(call.params.siteId, call.body, call.caller),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/directory/rooms',
    summary: 'A further room of a site',
    allow: { action: 'directory.write' },
    body: CreateRoom,
    reply: SiteChanged,
    handle: (call) =>
      recorded(services, call, 'room.create', () => services.sites.createRoom(call.body, call.caller)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/directory/rooms/:roomId/change',
    summary: 'Name, function and seats of a room, and whether it is open',
    allow: { action: 'directory.write' },
    params: z.strictObject({ roomId: RoomId }),
    body: ChangeRoom,
    reply: SiteChanged,
    handle: (call) =>
      recorded(services, call, 'room.change', () =>
        services.sites.changeRoom(call.params.roomId, call.body, call.caller),
      ),
  }),
];

const importRoutes = (services: DirectoryServices): Route[] => [
  defineUploadRoute({
    path: '/api/directory/imports',
    summary: 'What a sheet of organisations, sites or rooms would change; changes nothing',
    allow: { action: 'directory.import' },
    perMinute: 30,
    query: z.strictObject({ kind: SheetKind, fileName }),
    upload: sheets,
    reply: ImportPreview,
    handle: (call) =>
      recorded(services, call, 'directory.import.preview', () =>
        services.imports.preview({ ...call.query, bytes: call.body }, call.caller),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/directory/imports/:batchId/confirm',
    summary: 'Writes what the preview showed, once',
    allow: { action: 'directory.import' },
    params: z.strictObject({ batchId: z.string().max(64) }),
    reply: ImportResult,
    handle: (call) =>
      recorded(services, call, 'directory.import', () =>
        services.imports.confirm(call.params.batchId, call.caller),
      ),
  }),
  defineRawRoute({
    method: 'GET',
    path: '/api/directory/exports/:kind',
    summary: 'All organisations, sites or rooms as CSV or XLSX, in the columns an import takes',
    allow: { action: 'directory.read' },
    perMinute: 30,
    params: z.strictObject({ kind: SheetKind }),
    query: z.strictObject({ format: z.enum(['csv', 'xlsx']).default('xlsx') }),
    produces: 'application/octet-stream',
    handle: async ({ params, query, correlationId }) => {
      const { bytes, contentType } = await services.imports.export(params.kind, query.format);
      return { contentType, bytes, etag: `"${correlationId}"`, cacheControl: 'no-store' };
    },
  }),
];

const reformRoutes = (services: DirectoryServices): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/directory/reforms',
    summary: 'Reforms of the administrative division, the newest day first',
    allow: { action: 'directory.read' },
    reply: ReformList,
    handle: () => services.reforms.list(),
  }),
  defineUploadRoute({
    path: '/api/directory/reforms/preview',
    summary: 'What a mapping sheet of a reform would do; changes nothing',
    allow: { action: 'directory.import' },
    perMinute: 30,
    query: z.strictObject({ fileName }),
    upload: sheets,
    reply: ReformPreview,
    handle: (call) =>
      recorded(services, call, 'directory.reform.preview', () =>
        services.reforms.preview(call.query.fileName, call.body, call.caller),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/directory/reforms',
    summary: 'Lays a previewed reform down for its day',
    allow: { action: 'directory.import' },
    body: ScheduleReform,
    reply: Reform,
    handle: (call) =>
      recorded(services, call, 'directory.reform.schedule', () =>
        services.reforms.schedule(call.body, call.caller),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/directory/reforms/:reformId/withdraw',
    summary: 'Takes back a reform whose day has not come',
    allow: { action: 'directory.import' },
    params: z.strictObject({ reformId: z.string().max(64) }),
    reply: Reform,
    handle: (call) =>
      recorded(services, call, 'directory.reform.withdraw', () =>
        services.reforms.withdraw(call.params.reformId, call.caller),
      ),
  }),
];
