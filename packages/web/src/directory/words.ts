import type {
  LineageRelation,
  OrganisationKind,
  RoomKind,
  RowFaultCode,
  Site,
  SiteStatus,
} from '@nhipcau/contracts';
import type { PlainTextKey } from '../text/catalogue.ts';

export const kindText = (kind: OrganisationKind): PlainTextKey => `dir.kind.${kind}`;
export const statusText = (status: SiteStatus): PlainTextKey => `dir.status.${status}`;
export const roleText = (role: Site['roles'][number]): PlainTextKey => `dir.role.${role}`;
export const networkText = (network: Site['network']): PlainTextKey => `dir.network.${network}`;
export const terminalText = (terminal: Site['terminal']): PlainTextKey => `dir.terminal.${terminal}`;
export const roomKindText = (kind: RoomKind): PlainTextKey => `dir.roomKind.${kind}`;
export const relationText = (relation: LineageRelation): PlainTextKey => `dir.relation.${relation}`;
export const faultText = (code: RowFaultCode): PlainTextKey => `fault.${code}`;

export const statusColour: Readonly<Record<SiteStatus, string>> = {
  proposed: 'gold',
  admitted: 'blue',
  suspended: 'orange',
  closed: 'default',
};

/** `2025-07-01` as it is written in both languages here: 01/07/2025. */
export const dayText = (day: string): string => day.split('-').reverse().join('/');

/** Signs between parts of a line, drawn rather than spoken. */
export const ARROW = ' › ';
export const DOT = ' · ';

const columns = {
  acquiredOn: 'column.acquiredOn',
  address: 'column.address',
  cause: 'column.cause',
  custodianId: 'column.custodianId',
  funding: 'column.funding',
  keeper: 'column.keeper',
  note: 'column.note',
  ownerId: 'column.ownerId',
  serial: 'column.serial',
  code: 'column.code',
  decree: 'column.decree',
  dutyPhone: 'column.dutyPhone',
  dutyTitle: 'column.dutyTitle',
  effectiveOn: 'column.effectiveOn',
  email: 'column.email',
  id: 'column.id',
  kind: 'column.kind',
  levelCode: 'column.levelCode',
  name: 'column.name',
  network: 'column.network',
  newCode: 'column.newCode',
  newName: 'column.newName',
  nodeId: 'column.nodeId',
  number: 'column.number',
  oldCode: 'column.oldCode',
  oldName: 'column.oldName',
  organisationId: 'column.organisationId',
  parentCode: 'column.parentCode',
  parentId: 'column.parentId',
  relation: 'column.relation',
  roles: 'column.roles',
  room: 'column.room',
  seats: 'column.seats',
  siteId: 'column.siteId',
  status: 'column.status',
  telephone: 'column.telephone',
  terminal: 'column.terminal',
} as const satisfies Readonly<Record<string, PlainTextKey>>;
const isColumn = (field: string): field is keyof typeof columns => Object.hasOwn(columns, field);

/** Heading of a sheet's column; null for one we do not know. */
export const columnText = (field: string): PlainTextKey | null => (isColumn(field) ? columns[field] : null);
