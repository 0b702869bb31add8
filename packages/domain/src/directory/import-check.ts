import {
  type OrganisationKind,
  OrganisationKind as OrganisationKinds,
  type RowFault,
  type RowFaultCode,
  Site,
} from '@nhipcau/contracts';
import { findLoops } from './loops.ts';

/** A row of an uploaded sheet, its cells by column; `row` as in the sheet. */
export interface SheetRow {
  readonly row: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** What the directory has that a sheet may refer to. */
export interface ImportFacts {
  readonly levels: readonly string[];
  readonly nodes: readonly string[];
  readonly organisations: ReadonlyMap<string, { code: string; parentId: string | null }>;
  readonly sites: ReadonlyMap<string, { number: number }>;
  /** Devices by their number in the inventory. */
  readonly assets: ReadonlyMap<string, AssetAsItStands>;
}

export interface AssetAsItStands {
  readonly kind: string;
  readonly serial: string;
  readonly custodianId: string;
  readonly siteId: string;
  readonly room: string;
  readonly cause: string;
}

const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;
const ROOM_KINDS = ['site', 'ppco', 'dic', 'party', 'napco', 'hallA', 'hq'];
const ROOM_STATES = ['open', 'closed'];

export class Faults {
  readonly all: RowFault[] = [];

  add(row: number, column: string, code: RowFaultCode, value = ''): void {
    this.all.push({ row, column, code, value: value.slice(0, 120) });
  }

  /** Text that must be there and not too long. */
  text({ row, cells }: SheetRow, column: string, max: number, needed = true): void {
    const value = cells[column] ?? '';
    if (value === '' && needed) this.add(row, column, 'empty');
    if (value.length > max) this.add(row, column, 'tooLong', value);
    if (value.startsWith('=')) this.add(row, column, 'formula', value);
  }

  oneOf({ row, cells }: SheetRow, column: string, allowed: readonly string[], code: RowFaultCode): void {
    const value = cells[column] ?? '';
    if (value !== '' && !allowed.includes(value)) this.add(row, column, code, value);
  }

  /** Ids are well-formed and each stands once in the sheet. */
  ids(rows: readonly SheetRow[]): void {
    const seen = new Set<string>();
    for (const { row, cells } of rows) {
      const id = cells['id'] ?? '';
      if (!ID.test(id)) this.add(row, 'id', id === '' ? 'empty' : 'badId', id);
      if (seen.has(id)) this.add(row, 'id', 'duplicateId', id);
      seen.add(id);
    }
  }

  /** A value that belongs to one only: of those in the sheet and of those already there under another id. */
  unique(
    rows: readonly SheetRow[],
    column: string,
    code: RowFaultCode,
    taken: ReadonlyMap<string, string>,
  ): void {
    const owners = new Map<string, string>();
    for (const { row, cells } of rows) {
      const [value, id] = [cells[column] ?? '', cells['id'] ?? ''];
      if (value === '') continue;
      const owner = owners.get(value) ?? taken.get(value);
      if (owner !== undefined && owner !== id) this.add(row, column, code, value);
      owners.set(value, id);
    }
  }
}

const wholeNumber = (value: string, max: number): boolean =>
  /^\d{1,6}$/.test(value) && Number(value) >= 1 && Number(value) <= max;

/** @rule DY-5 (R-DIR-01, R-DIR-09) */
export function checkOrganisationRows(rows: readonly SheetRow[], facts: ImportFacts): RowFault[] {
  const faults = new Faults();
  const kinds: readonly OrganisationKind[] = OrganisationKinds.options;
  faults.ids(rows);
  const inSheet = new Map(rows.map(({ cells }) => [cells['id'] ?? '', cells['parentId'] || null]));
  for (const row of rows) {
    faults.text(row, 'code', 40);
    faults.text(row, 'name', 200);
    faults.text(row, 'levelCode', 40);
    faults.text(row, 'kind', 40);
    faults.text(row, 'address', 300, false);
    faults.text(row, 'telephone', 40, false);
    faults.text(row, 'email', 200, false);
    faults.oneOf(row, 'levelCode', facts.levels, 'unknownLevel');
    faults.oneOf(row, 'kind', kinds, 'unknownKind');
    const parent = row.cells['parentId'] ?? '';
    if (parent !== '' && !inSheet.has(parent) && !facts.organisations.has(parent))
      faults.add(row.row, 'parentId', 'unknownParent', parent);
  }
  const codes = new Map([...facts.organisations].map(([id, { code }]) => [code, id]));
  faults.unique(rows, 'code', 'duplicateCode', codes);
  const parents = new Map([...facts.organisations].map(([id, { parentId }]) => [id, parentId]));
  for (const [id, parent] of inSheet) parents.set(id, parent);
  const looped = new Set(findLoops(parents));
  for (const { row, cells } of rows)
    if (looped.has(cells['id'] ?? '')) faults.add(row, 'parentId', 'loop', cells['parentId']);
  return faults.all;
}

/** @rule DY-5 (R-DIR-02, R-DIR-09) */
export function checkSiteRows(rows: readonly SheetRow[], facts: ImportFacts): RowFault[] {
  const faults = new Faults();
  faults.ids(rows);
  for (const row of rows) {
    const { cells } = row;
    faults.text(row, 'name', 200);
    faults.text(row, 'levelCode', 40);
    faults.text(row, 'nodeId', 64);
    faults.text(row, 'organisationId', 64);
    faults.text(row, 'room', 200, false);
    faults.text(row, 'address', 300, false);
    faults.text(row, 'dutyTitle', 200, false);
    faults.text(row, 'dutyPhone', 40, false);
    faults.oneOf(row, 'levelCode', facts.levels, 'unknownLevel');
    faults.oneOf(row, 'nodeId', facts.nodes, 'unknownNode');
    faults.oneOf(row, 'terminal', Site.shape.terminal.options, 'unknownValue');
    faults.oneOf(row, 'network', Site.shape.network.options, 'unknownValue');
    const owner = cells['organisationId'] ?? '';
    if (owner !== '' && !facts.organisations.has(owner))
      faults.add(row.row, 'organisationId', 'unknownOrganisation', owner);
    if (!wholeNumber(cells['number'] ?? '', 99_999))
      faults.add(row.row, 'number', 'notANumber', cells['number']);
    const roles = (cells['roles'] ?? '').split(/[,;|\s]+/).filter((role) => role !== '');
    const unknown = roles.find((role) => !['chair', 'satellite', 'relay'].includes(role));
    if (unknown !== undefined) faults.add(row.row, 'roles', 'unknownValue', unknown);
  }
  const numbers = new Map([...facts.sites].map(([id, { number }]) => [`${number}`, id]));
  faults.unique(rows, 'number', 'duplicateNumber', numbers);
  return faults.all;
}

/** @rule DY-5 (R-DIR-02, R-DIR-09) */
export function checkRoomRows(rows: readonly SheetRow[], facts: ImportFacts): RowFault[] {
  const faults = new Faults();
  faults.ids(rows);
  for (const row of rows) {
    const { cells } = row;
    faults.text(row, 'name', 200);
    faults.text(row, 'siteId', 64);
    faults.oneOf(row, 'kind', ROOM_KINDS, 'unknownKind');
    faults.oneOf(row, 'status', ROOM_STATES, 'unknownValue');
    const site = cells['siteId'] ?? '';
    if (site !== '' && !facts.sites.has(site)) faults.add(row.row, 'siteId', 'unknownSite', site);
    const seats = cells['seats'] ?? '';
    if (seats !== '' && !wholeNumber(seats, 10_000)) faults.add(row.row, 'seats', 'notANumber', seats);
  }
  return faults.all;
}
