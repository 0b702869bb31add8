import type {
  LineageRelation,
  LocalDate,
  OrganisationKind,
  RowFault,
  RowFaultCode,
} from '@nhipcau/contracts';
import { findLoops } from './loops.ts';

/** An organisation as it stands before the reform. */
export interface ReformUnit {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly levelCode: string;
  readonly kind: OrganisationKind;
  readonly parentId: string | null;
}

/** A row of the mapping sheet; `row` as in the sheet, the header being row 1. */
export interface ReformRow {
  readonly row: number;
  readonly oldCode: string;
  readonly oldName: string;
  readonly relation: LineageRelation | 'end';
  readonly newCode: string;
  readonly newName: string;
  readonly parentCode: string;
  readonly effectiveOn: LocalDate;
  readonly decree: string;
}

/** What a reform does, by the codes of its sheet. A unit that goes on keeps its id, whatever becomes of its name. */
export interface ReformPlan {
  readonly effectiveOn: LocalDate | null;
  readonly decree: string | null;
  readonly creates: readonly {
    code: string;
    name: string;
    levelCode: string;
    kind: OrganisationKind;
    parentCode: string | null;
    decree: string;
  }[];
  readonly renames: readonly { unit: ReformUnit; code: string; name: string; decree: string }[];
  readonly moves: readonly { unit: ReformUnit; parentCode: string; decree: string }[];
  readonly ends: readonly { unit: ReformUnit; successors: readonly string[]; decree: string }[];
  readonly lineage: readonly {
    unit: ReformUnit;
    toCode: string;
    relation: LineageRelation;
    decree: string;
  }[];
}

const same = (a: string, b: string): boolean => {
  const plain = (text: string) => text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
  return plain(a) === plain(b);
};
/** The unit goes on: it is only renamed or moved, or the successor carries its code. */
const goesOn = ({ relation, oldCode, newCode }: ReformRow): boolean =>
  relation === 'rename' || relation === 'transfer' || (relation !== 'end' && oldCode === newCode);

/**
 * What a mapping sheet does to the directory, or every row that cannot be taken.
 *
 * @rule DY-4 (R-DIR-01, R-DIR-09)
 */
export function planReform(
  rows: readonly ReformRow[],
  units: readonly ReformUnit[],
): { plan: ReformPlan; faults: RowFault[] } {
  const sheet = new Sheet(rows, units);
  sheet.checkRows();
  const plan = sheet.plan();
  sheet.checkPlan(plan);
  return { plan, faults: sheet.faults };
}

interface Draft {
  readonly creates: Map<string, ReformPlan['creates'][number]>;
  readonly renames: ReformPlan['renames'][number][];
  readonly moves: ReformPlan['moves'][number][];
  readonly ends: ReformPlan['ends'][number][];
  readonly lineage: ReformPlan['lineage'][number][];
}

class Sheet {
  readonly faults: RowFault[] = [];
  readonly #rows: readonly ReformRow[];
  readonly #units: readonly ReformUnit[];
  readonly #byCode: ReadonlyMap<string, ReformUnit>;

  constructor(rows: readonly ReformRow[], units: readonly ReformUnit[]) {
    this.#rows = rows;
    this.#units = units;
    this.#byCode = new Map(units.map((unit) => [unit.code, unit]));
  }

  #fault(row: number, column: string, code: RowFaultCode, value = ''): void {
    this.faults.push({ row, column, code, value: value.slice(0, 120) });
  }

  checkRows(): void {
    const first = this.#rows[0];
    const seen = new Set<string>();
    const names = new Map<string, string>();
    for (const row of this.#rows) {
      const unit = this.#byCode.get(row.oldCode);
      if (!unit) this.#fault(row.row, 'oldCode', 'unknownUnit', row.oldCode);
      else if (row.oldName !== '' && !same(row.oldName, unit.name))
        this.#fault(row.row, 'oldName', 'nameDiffers', row.oldName);
      if (first && row.effectiveOn !== first.effectiveOn)
        this.#fault(row.row, 'effectiveOn', 'dateDiffers', row.effectiveOn);
      if ((row.relation === 'end') !== (row.newCode === ''))
        this.#fault(row.row, 'relation', 'relationUnfit', row.relation);
      const key = `${row.oldCode} ${row.newCode}`;
      if (seen.has(key)) this.#fault(row.row, 'oldCode', 'duplicateId', row.oldCode);
      seen.add(key);
      if (row.newCode === '' || row.newName === '') continue;
      const name = names.get(row.newCode);
      if (name !== undefined && !same(name, row.newName))
        this.#fault(row.row, 'newName', 'nameDiffers', row.newName);
      names.set(row.newCode, name ?? row.newName);
    }
  }

  plan(): ReformPlan {
    const draft: Draft = { creates: new Map(), renames: [], moves: [], ends: [], lineage: [] };
    for (const [oldCode, rows] of Map.groupBy(this.#rows, (row) => row.oldCode)) {
      const unit = this.#byCode.get(oldCode);
      if (!unit) continue;
      for (const row of rows) {
        if (goesOn(row)) this.#goOn(unit, row, draft);
        else if (row.relation !== 'end') this.#succeed(unit, row, row.relation, draft);
      }
      if (rows.some(goesOn)) continue;
      const successors = rows.flatMap(({ newCode }) => (newCode === '' ? [] : [newCode]));
      draft.ends.push({ unit, successors, decree: rows[0]?.decree ?? '' });
    }
    const plan = {
      ...draft,
      effectiveOn: this.#rows[0]?.effectiveOn ?? null,
      decree: this.#rows[0]?.decree ?? null,
      creates: [...draft.creates.values()],
    };
    return { ...plan, moves: [...plan.moves, ...this.#orphans(plan)] };
  }

  #goOn(unit: ReformUnit, { newCode, newName, parentCode, decree }: ReformRow, draft: Draft): void {
    const name = newName === '' ? unit.name : newName;
    if (name !== unit.name || newCode !== unit.code)
      draft.renames.push({ unit, code: newCode, name, decree });
    if (parentCode !== '' && parentCode !== this.#codeOf(unit.parentId))
      draft.moves.push({ unit, parentCode, decree });
  }

  /** Goes into another unit, which is opened by the first row that names it. */
  #succeed(unit: ReformUnit, row: ReformRow, relation: LineageRelation, { creates, lineage }: Draft): void {
    const { newCode, newName, parentCode, decree } = row;
    lineage.push({ unit, toCode: newCode, relation, decree });
    const isThere =
      this.#byCode.has(newCode) || this.#rows.some((other) => goesOn(other) && other.newCode === newCode);
    if (isThere || creates.has(newCode)) return;
    if (newName === '') this.#fault(row.row, 'newName', 'nameMissing', newCode);
    creates.set(newCode, {
      code: newCode,
      name: newName,
      levelCode: unit.levelCode,
      kind: unit.kind,
      parentCode: parentCode === '' ? this.#codeOf(unit.parentId) : parentCode,
      decree,
    });
  }

  #codeOf(id: string | null): string | null {
    return this.#units.find((unit) => unit.id === id)?.code ?? null;
  }

  /** What stood below a unit with one successor follows it there. */
  #orphans({ ends, moves }: ReformPlan): ReformPlan['moves'] {
    const endOf = new Map(ends.map((end) => [end.unit.id, end]));
    const settled = new Set([...endOf.keys(), ...moves.map(({ unit }) => unit.id)]);
    return this.#units.flatMap((unit) => {
      const end = unit.parentId === null ? undefined : endOf.get(unit.parentId);
      const [successor] = end?.successors ?? [];
      if (!end || settled.has(unit.id)) return [];
      if (end.successors.length === 1 && successor !== undefined)
        return [{ unit, parentCode: successor, decree: end.decree }];
      const row = this.#rows.find(({ oldCode }) => oldCode === end.unit.code)?.row ?? 1;
      this.#fault(row, 'oldCode', 'childrenRemain', unit.name);
      return [];
    });
  }

  checkPlan({ creates, renames, moves, ends }: ReformPlan): void {
    const ended = new Set(ends.map(({ unit }) => unit.id));
    const after = new Map(this.#units.filter(({ id }) => !ended.has(id)).map((unit) => [unit.code, unit.id]));
    for (const { unit, code } of renames) {
      after.delete(unit.code);
      after.set(code, unit.id);
    }
    for (const { code } of creates) after.set(code, `+${code}`);
    const rowOf = (find: (row: ReformRow) => boolean): number => this.#rows.find(find)?.row ?? 1;
    for (const row of this.#rows)
      if (this.#byCode.has(row.oldCode) && row.newCode !== '' && !after.has(row.newCode))
        this.#fault(row.row, 'newCode', 'targetEnds', row.newCode);
    const parentOf = new Map(
      this.#units.filter(({ id }) => !ended.has(id)).map(({ id, parentId }) => [id, parentId]),
    );
    for (const { unit, parentCode } of moves) {
      const parent = after.get(parentCode);
      if (parent === undefined)
        this.#fault(
          rowOf(({ oldCode }) => oldCode === unit.code),
          'parentCode',
          'unknownParent',
          parentCode,
        );
      else parentOf.set(unit.id, parent);
    }
    for (const { code, parentCode } of creates) {
      const parent = parentCode === null ? null : after.get(parentCode);
      if (parent === undefined)
        this.#fault(
          rowOf(({ newCode }) => newCode === code),
          'parentCode',
          'unknownParent',
          parentCode ?? '',
        );
      parentOf.set(`+${code}`, parent ?? null);
    }
    const looped = new Set(findLoops(parentOf));
    for (const { unit } of moves)
      if (looped.has(unit.id))
        this.#fault(
          rowOf(({ oldCode }) => oldCode === unit.code),
          'parentCode',
          'loop',
          unit.name,
        );
  }
}
