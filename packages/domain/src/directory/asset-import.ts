import { AssetCause, AssetKind, Funding, LocalDate, type RowFault } from '@nhipcau/contracts';
import { Faults, type ImportFacts, type SheetRow } from './import-check.ts';

/** What a sheet does not change of a device that is there: each has a step of its own, with consent or signatures. */
const steps = ['custodianId', 'siteId', 'room', 'cause'] as const;
const optional = { serial: 100, keeper: 200, room: 200, note: 500 } as const;

const serialOf = ({ cells }: SheetRow): string =>
  cells['serial'] ? `${cells['kind'] ?? ''} ${cells['serial']}` : '';

/** @rule DY-5 (R-DIR-09, R-AST-01, R-AST-02, R-AST-03) */
export function checkAssetRows(rows: readonly SheetRow[], facts: ImportFacts): RowFault[] {
  const faults = new Faults();
  faults.ids(rows);
  const owners = new Map(
    [...facts.assets].flatMap(([id, { kind, serial }]) => (serial === '' ? [] : [[`${kind} ${serial}`, id]])),
  );
  for (const row of rows) {
    checkFields(faults, row);
    checkReferences(faults, row, facts);
    checkSteps(faults, row, facts);
    const id = row.cells['id'] ?? '';
    const serial = serialOf(row);
    if (serial === '') continue;
    const owner = owners.get(serial);
    if (owner !== undefined && owner !== id)
      faults.add(row.row, 'serial', 'duplicateSerial', row.cells['serial']);
    if (owner === undefined) owners.set(serial, id);
  }
  return faults.all;
}

function checkFields(faults: Faults, row: SheetRow): void {
  faults.text(row, 'id', 40);
  faults.text(row, 'name', 200);
  faults.text(row, 'kind', 40);
  for (const [column, max] of Object.entries(optional)) faults.text(row, column, max, false);
  faults.oneOf(row, 'kind', AssetKind.options, 'unknownKind');
  faults.oneOf(row, 'funding', Funding.options, 'unknownValue');
  faults.oneOf(row, 'cause', AssetCause.options, 'unknownValue');
  const acquired = row.cells['acquiredOn'] ?? '';
  if (acquired !== '' && !LocalDate.safeParse(acquired).success)
    faults.add(row.row, 'acquiredOn', 'badDate', acquired);
}

function checkReferences(faults: Faults, { row, cells }: SheetRow, facts: ImportFacts): void {
  for (const column of ['ownerId', 'custodianId'] as const) {
    const unit = cells[column] ?? '';
    if (unit === '') faults.add(row, column, 'empty');
    else if (!facts.organisations.has(unit)) faults.add(row, column, 'unknownOrganisation', unit);
  }
  const site = cells['siteId'] ?? '';
  if (site !== '' && !facts.sites.has(site)) faults.add(row, 'siteId', 'unknownSite', site);
  if (site === '' && cells['room']) faults.add(row, 'siteId', 'empty');
}

/** What is new or was changed is judged by its text before it is put to use; what is there moves by steps. */
function checkSteps(faults: Faults, { row, cells }: SheetRow, facts: ImportFacts): void {
  const known = facts.assets.get(cells['id'] ?? '');
  const site = cells['siteId'] ?? '';
  if (!known) {
    if (site !== '' && cells['cause'] !== 'existing') faults.add(row, 'siteId', 'needsStep', site);
    return;
  }
  for (const column of steps)
    if ((cells[column] ?? '') !== known[column]) faults.add(row, column, 'needsStep', cells[column]);
}
