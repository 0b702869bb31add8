import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Row = z.tuple([z.enum(['province', 'district', 'commune']), z.string(), z.string(), z.string()]);

/** A unit of the administrative division with its official statistics code. */
export interface Unit {
  readonly code: string;
  readonly name: string;
}
export interface District extends Unit {
  readonly communes: readonly Unit[];
}
export interface Province extends Unit {
  readonly districts: readonly District[];
}

const DATA = join(import.meta.dirname, '../../data');
export const UNITS_2024 = 'administrative-units-2024.csv';

/** All rows of a file of units: level, code, name, code of the unit above. */
export const readUnits = (file: string): z.infer<typeof Row>[] =>
  readFileSync(join(DATA, file), 'utf8')
    .split(/\r?\n/)
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => Row.parse(line.split(',')));

/** Reads one province with its districts and communes, in the order of their codes. */
export function readProvince(code: string, file = UNITS_2024): Province {
  const rows = readUnits(file);
  const below = (level: string, parent: string): Unit[] =>
    rows
      .filter(([rowLevel, , , rowParent]) => rowLevel === level && rowParent === parent)
      .map(([, unitCode, name]) => ({ code: unitCode, name: name.normalize('NFC') }))
      .sort((a, b) => a.code.localeCompare(b.code));
  const province = rows.find(([level, unitCode]) => level === 'province' && unitCode === code);
  if (!province) throw new Error(`province ${code} is not in ${file}`);
  const districts = below('district', code).map((unit) => ({
    ...unit,
    communes: below('commune', unit.code),
  }));
  return { code, name: province[2].normalize('NFC'), districts };
}
