import type { FormItem, FormRule, Paper, PaperBlock } from '@nhipcau/contracts';
import { staffContentOf } from './form-contents.ts';
import type { FormFacts } from './form-facts.ts';
import { printable } from './print-words.ts';

/** A unit with its people, as PL III of Quảng Ninh asks for them. */
export interface UnitStaff {
  readonly name: string;
  readonly superior: string | null;
  readonly staff: FormFacts['staff'];
}

const upper = (text: string): string => text.toLocaleUpperCase('vi');

/**
 * The form about the people of a unit without any meeting: for one unit under its own head, for the whole register unit by unit,
 * each under its name.
 *
 * @rule DO-7 (R-DIR-12; QN Đ13.3, PL III)
 */
export function composeUnitContacts(form: FormRule, units: readonly UnitStaff[]): Paper {
  const [only] = units;
  const isOne = units.length === 1 && only !== undefined;
  return {
    form: form.key,
    header: isOne
      ? {
          superior: only.superior && upper(printable(only.superior)),
          issuer: upper(printable(only.name)),
          number: null,
        }
      : null,
    title: form.title.map(upper),
    subject: null,
    addressees: [],
    blocks: units.flatMap((unit) => [
      ...(isOne ? [] : [{ kind: 'heading' as const, text: printable(unit.name) }]),
      ...form.items.flatMap((item) => blockOf(item, unit.staff)),
    ]),
    dateLine: null,
    signatures: {
      left: null,
      right:
        isOne && form.right
          ? { title: form.right.title, note: form.right.note, lines: [], name: null }
          : null,
    },
    recipients: [],
  };
}

function blockOf(item: FormItem, staff: UnitStaff['staff']): PaperBlock[] {
  if (item.kind === 'heading') return [{ kind: 'heading', text: item.text }];
  if (item.kind !== 'field') return [];
  const parts = item.parts.map(({ label, note, content }) => ({
    key: content,
    label,
    note,
    value: staffContentOf(staff, content) ?? null,
  }));
  return [{ kind: 'field', mark: item.mark, parts }];
}
