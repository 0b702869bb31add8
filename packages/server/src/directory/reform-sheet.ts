import { LocalDate, OrganisationKind, type RowFault } from '@nhipcau/contracts';
import type { ReformRow, ReformUnit } from '@nhipcau/domain';
import type { Executor } from '../database/database.ts';
import { reformColumns, relationWords } from './sheet-columns.ts';
import { fieldRows, plain } from './sheet-rows.ts';
import type { Sheet } from './spreadsheet/sheet.ts';

/** `2025-07-01` and `01/07/2025` are the same day. */
function dayOfCell(cell: string): LocalDate | null {
  const vietnamese = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(cell);
  const [, day, month, year] = vietnamese ?? [];
  const text = vietnamese ? `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}` : cell;
  const parsed = LocalDate.safeParse(text);
  return parsed.success ? parsed.data : null;
}

/** The rows of a mapping sheet that can be read, and why the others cannot. */
export function reformRows(sheet: Sheet): { rows: ReformRow[]; faults: RowFault[]; count: number } {
  const read = fieldRows(sheet, reformColumns);
  const faults = [...read.faults];
  const rows = read.rows.flatMap(({ row, cells }): ReformRow[] => {
    const cell = (field: string) => cells[field] ?? '';
    const add = (column: string, code: RowFault['code']) =>
      faults.push({ row, column, code, value: cell(column).slice(0, 120) });
    const relation = relationWords[plain(cell('relation'))];
    const effectiveOn = dayOfCell(cell('effectiveOn'));
    if (!relation) add('relation', 'unknownRelation');
    if (!effectiveOn) add('effectiveOn', 'badDate');
    if (cell('decree').length < 3) add('decree', 'empty');
    if (cell('newName').length > 200) add('newName', 'tooLong');
    if (cell('newCode').length > 40) add('newCode', 'tooLong');
    for (const field of Object.keys(cells)) if (cell(field).startsWith('=')) add(field, 'formula');
    if (!relation || !effectiveOn) return [];
    return [
      {
        row,
        relation,
        effectiveOn,
        oldCode: cell('oldCode'),
        oldName: cell('oldName'),
        newCode: cell('newCode'),
        newName: cell('newName'),
        parentCode: cell('parentCode'),
        decree: cell('decree').slice(0, 200),
      },
    ];
  });
  return { rows, faults, count: read.rows.length };
}

/** Organisations that are there today, as a reform finds them. */
export async function unitsOfToday(executor: Executor): Promise<ReformUnit[]> {
  const rows = await executor
    .selectFrom('organisation')
    .select(['id', 'code', 'name', 'level_code', 'kind', 'parent_id'])
    .where('ended_on', 'is', null)
    .where('begins_on', 'is', null)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    name: row.name,
    levelCode: row.level_code,
    kind: OrganisationKind.parse(row.kind),
    parentId: row.parent_id,
  }));
}
