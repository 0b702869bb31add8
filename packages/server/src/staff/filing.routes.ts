import { createHash } from 'node:crypto';
import { toCsv } from '@nhipcau/base';
import {
  AddPowerContact,
  ChangeContactPoint,
  Compliance,
  ConnectionStatus,
  ContactList,
  ContactPointList,
  DirectoryRules,
  FileDocument,
  OrganisationId,
  PostDocument,
  PowerContactList,
  PublishContacts,
  ReadPowerContacts,
  ReportConnection,
  SiteId,
  UnitDocumentList,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { defineRawRoute, defineRoute, type RawReply, type Route } from '../http/route.ts';
import type { ComplianceService } from './compliance.service.ts';
import type { ConnectionsService } from './connections.service.ts';
import type { ContactsService } from './contacts.service.ts';
import type { DocumentsService } from './documents.service.ts';
import { rulesNow, type StaffParts } from './staff-parts.ts';
import { type Audited, workerOf } from './worker.ts';

export interface FilingParts extends StaffParts {
  readonly documents: DocumentsService;
  readonly compliance: ComplianceService;
  readonly contacts: ContactsService;
  readonly connections: ConnectionsService;
  readonly audited: Audited;
}

export const filingRoutes = (parts: FilingParts): Route[] => [
  ...documentRoutes(parts),
  ...contactRoutes(parts),
  ...pointRoutes(parts),
  ...connectionRoutes(parts),
];

const documentRoutes = ({ database, clock, documents, compliance, audited }: FilingParts): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/staff/rules',
    summary: 'What the home locality’s regulation says of quotas, rooms, people and contacts',
    allow: { action: 'staff.read' },
    reply: z.strictObject({ rules: DirectoryRules }),
    handle: async () => ({ rules: (await rulesNow(database, clock)).rules }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/compliance',
    summary: 'What units owe the regulation',
    allow: { action: 'staff.read' },
    reply: Compliance,
    handle: (call) => compliance.read(workerOf(call)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/unit-documents/:organisationId/:kind',
    summary: 'Versions of a document of a unit',
    allow: { action: 'staff.read' },
    params: z.strictObject({ organisationId: OrganisationId, kind: z.string().max(40) }),
    reply: UnitDocumentList,
    handle: ({ params, ...call }) => documents.list(params, workerOf(call)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/unit-documents',
    summary: 'File house rules or a procedure',
    allow: { action: 'staff.write' },
    body: FileDocument,
    reply: z.strictObject({ documentId: z.string(), version: z.int() }),
    handle: ({ body, ...call }) =>
      audited('document.file', body.organisationId, call, (worker) => documents.file(body, worker)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/unit-documents/:documentId/posting',
    summary: 'Note that a document hangs in the room',
    allow: { action: 'staff.write' },
    params: z.strictObject({ documentId: z.string().max(64) }),
    body: PostDocument,
    reply: z.strictObject({}),
    handle: ({ params, body, ...call }) =>
      audited('document.post', params.documentId, call, async (worker) => {
        await documents.post(params.documentId, body, worker);
        return {};
      }),
  }),
];

const Version = z.strictObject({ version: z.coerce.number().int().min(1).optional() });

const contactRoutes = ({ contacts, audited }: FilingParts): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/contact-list',
    summary: 'The published list of contacts and its versions',
    allow: { action: 'staff.read' },
    query: Version,
    reply: ContactList,
    handle: ({ query, ...call }) => contacts.read(query.version, workerOf(call)),
  }),
  defineRawRoute({
    method: 'GET',
    path: '/api/contact-list.csv',
    summary: 'A version of the contact list as a table',
    allow: { action: 'staff.read' },
    query: Version,
    produces: 'text/csv',
    handle: async ({ query, ...call }) => {
      const { entries } = await contacts.read(query.version, workerOf(call));
      return csv([
        ['Đơn vị', 'Điểm cầu', 'Nhiệm vụ', 'Họ tên', 'Chức vụ', 'Điện thoại', 'Thư điện tử'],
        ...entries.map((one) => [
          one.organisation,
          one.site,
          dutyWords[one.duty],
          one.name,
          one.title,
          one.telephone,
          one.email,
        ]),
      ]);
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/contact-list',
    summary: 'Publish the register as the next version of the contact list',
    allow: { action: 'staff.read' },
    body: PublishContacts,
    reply: ContactList,
    handle: ({ body, ...call }) =>
      audited('contacts.publish', 'contact-list', call, (worker) => contacts.publish(body.note, worker)),
  }),
];

const pointRoutes = ({ contacts, audited }: FilingParts): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/contact-points',
    summary: 'Official desks for registration and support',
    allow: { action: 'staff.read' },
    reply: ContactPointList,
    handle: (call) => contacts.points(workerOf(call)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/contact-points/:key',
    summary: 'Correct an official desk',
    allow: { action: 'directory.write' },
    params: z.strictObject({ key: z.string().max(40) }),
    body: ChangeContactPoint,
    reply: ContactPointList,
    handle: ({ params, body, ...call }) =>
      audited('contactPoint.change', params.key, call, (worker) =>
        contacts.changePoint(params.key, body, worker),
      ),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/power-contacts',
    summary: 'Standby of the power company; for a site those of its area',
    allow: { action: 'staff.read' },
    query: ReadPowerContacts,
    reply: PowerContactList,
    handle: ({ query }) => contacts.power(query),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/power-contacts',
    summary: 'Name the power company’s standby for an area',
    allow: { action: 'roster.write' },
    body: AddPowerContact,
    reply: PowerContactList,
    handle: ({ body, ...call }) =>
      audited('power.add', body.areaId, call, async (worker) => {
        await contacts.addPower(body, worker);
        return contacts.power({});
      }),
  }),
];

const connectionRoutes = ({ connections, audited }: FilingParts): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/connection-status',
    summary: 'State of connection of every commune and coverage of each district',
    allow: { action: 'staff.read' },
    reply: ConnectionStatus,
    handle: (call) => connections.read(workerOf(call)),
  }),
  defineRawRoute({
    method: 'GET',
    path: '/api/connection-status.csv',
    summary: 'The state of connection of every commune as a table; what is missing is marked',
    allow: { action: 'staff.read' },
    produces: 'text/csv',
    handle: async (call) => {
      const { communes } = await connections.read(workerOf(call));
      const mark = (value: string | null) => value ?? 'CHƯA CÓ SỐ LIỆU';
      return csv([
        [
          'Huyện',
          'Xã',
          'Trạng thái',
          'Hai chiều',
          'Đường truyền',
          'Thiết bị đầu cuối',
          'Hiển thị',
          'Âm thanh',
          'Nguồn điện',
          'Ngày thử',
        ],
        ...communes.map((one) => [
          one.districtName,
          one.name,
          one.state === null ? mark(null) : stateWords[one.state],
          one.state === null ? mark(null) : one.state === 'connected' ? 'Có' : 'Không',
          mark(one.line),
          mark(one.terminal),
          mark(one.display),
          mark(one.audio),
          mark(one.power),
          one.testedOn,
        ]),
      ]);
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/connection-reports/:siteId',
    summary: 'Report the state of connection of a commune’s site',
    allow: { action: 'roster.write' },
    params: z.strictObject({ siteId: SiteId }),
    body: ReportConnection,
    reply: ConnectionStatus,
    handle: ({ params, body, ...call }) =>
      audited('connection.report', params.siteId, call, async (worker) => {
        await connections.report(params.siteId, body, worker);
        return connections.read(worker);
      }),
  }),
];

/** Words of the tables that leave the house; pages have their own catalogue. */
const dutyWords = {
  leader: 'Lãnh đạo',
  main: 'Kỹ thuật chính',
  support: 'Kỹ thuật hỗ trợ',
  mcu: 'Điều khiển MCU',
  contact: 'Đầu mối',
} as const;
const stateWords = {
  none: 'Chưa kết nối',
  oneWay: 'Một chiều',
  surveyed: 'Đã khảo sát',
  connected: 'Hai chiều',
} as const;

export function csv(rows: readonly (readonly (string | number | null)[])[]): RawReply {
  const bytes = Buffer.from(toCsv(rows), 'utf8');
  return {
    contentType: 'text/csv; charset=utf-8',
    bytes,
    etag: `"${createHash('sha256').update(bytes).digest('base64url')}"`,
    cacheControl: 'private, no-store',
  };
}
