import type {
  FormItem,
  FormRule,
  Paper,
  PaperBlock,
  RegulationProfile,
  TemplateField,
} from '@nhipcau/contracts';
import { TermKey } from '@nhipcau/contracts';
import { atStart, termsOf } from '../regulation/terms.ts';
import { dayInWords } from './print-words.ts';

/** What fills a template: values by the name of their field, rows by the name of their list. */
export interface TemplateData {
  readonly [field: string]: string | readonly Readonly<Record<string, string>>[];
}

/** Printed where nothing was stated, to be filled in by hand. */
const BLANK = '……………………';
const MOST_EDITS = 4;

type TableRule = Extract<FormItem, { kind: 'table' }>;

/** A form that lists the same twice tells the lists apart by a number. */
function listsOf({ items }: FormRule): { readonly name: string; readonly rule: TableRule }[] {
  const counts = new Map<string, number>();
  return items.flatMap((rule) => {
    if (rule.kind !== 'table') return [];
    const count = (counts.get(rule.of) ?? 0) + 1;
    counts.set(rule.of, count);
    return [{ name: count === 1 ? rule.of : `${rule.of}${count}`, rule }];
  });
}

/** The locality's words in a form's own sentences; fields of a meeting stay in their braces. */
type Say = (text: string) => string;
function termsIn(profile: RegulationProfile): Say {
  const terms = termsOf(profile);
  const blanks = new Map<string, string>(
    TermKey.options.flatMap((key): [string, string][] => [
      [key, terms[key]],
      [atStart(key), atStart(terms[key])],
    ]),
  );
  return (text) => text.replace(/\{(\w+)\}/g, (all, name: string) => blanks.get(name) ?? all);
}

const text = (name: string, label: string): TemplateField => ({ name, kind: 'text', label, list: null });

/** What every form has around its contents, as the shipped print has it. */
function frameOf({ header, subject, dateAt, left, right }: FormRule): TemplateField[] {
  return [
    ...(header ? [text('superior', 'Cơ quan cấp trên'), text('issuer', 'Cơ quan ban hành')] : []),
    ...(header?.symbol != null ? [text('number', 'Số, ký hiệu')] : []),
    text('title', 'Tên cuộc họp'),
    text('hostName', 'Đơn vị chủ trì'),
    ...(subject === null ? [] : [text('subject', 'Về việc')]),
    ...(dateAt === 'none' ? [] : [text('dateLine', 'Địa danh, ngày … tháng … năm …')]),
    ...(left?.opinion === true || right?.opinion === true
      ? [text('opinion', 'Ý kiến, ngày cho ý kiến')]
      : []),
  ];
}

/**
 * The fields an own template of a form may use: what the shipped form shows, by the names of its contents.
 *
 * @rule DO-9
 */
export function templateFieldsOf(form: FormRule, profile: RegulationProfile): TemplateField[] {
  const say = termsIn(profile);
  const contents = form.items.flatMap((item): TemplateField[] => {
    if (item.kind === 'field') return item.parts.map(({ content, label }) => text(content, say(label)));
    if (item.kind !== 'checks') return [];
    return item.boxes.map(({ content, label }) => ({
      name: `box.${content}`,
      kind: 'box',
      label: say(label),
      list: null,
    }));
  });
  const lists = listsOf(form).flatMap(({ name, rule }): TemplateField[] => [
    { name, kind: 'list', label: rule.columns.map(({ heading }) => say(heading)).join(', '), list: null },
    ...rule.columns.map(({ content, heading }) => ({
      name: content,
      kind: 'column' as const,
      label: say(heading),
      list: name,
    })),
  ]);
  const all = [...frameOf(form), ...contents, ...lists];
  return [...new Map(all.map((field) => [`${field.list ?? ''}/${field.name}`, field])).values()];
}

/**
 * What fills a template, taken from the paper that is printed as PDF and as XLSX: the values are the same because they are
 * those.
 *
 * @rule DO-9
 */
export function templateData(
  form: FormRule,
  paper: Paper,
  frame: { readonly title: string; readonly hostName: string },
): TemplateData {
  const data: Record<string, TemplateData[string]> = {
    ...frame,
    superior: paper.header?.superior ?? '',
    issuer: paper.header?.issuer ?? '',
    number: paper.header?.number ?? '',
    subject: paper.subject ?? '',
    dateLine: dateLineOf(paper),
    opinion: [paper.signatures.left, paper.signatures.right].flatMap((one) => one?.lines ?? []).join('\n'),
  };
  for (const item of form.items)
    if (item.kind === 'field') for (const { content } of item.parts) data[content] = '';
  for (const block of paper.blocks) Object.assign(data, saidIn(block));
  const tables = paper.blocks.filter((block) => block.kind === 'table');
  for (const [index, { name, rule }] of listsOf(form).entries()) data[name] = rowsOf(rule, tables[index]);
  return data;
}

function saidIn(block: PaperBlock): Record<string, string> {
  if (block.kind === 'field')
    return Object.fromEntries(block.parts.map(({ key, value }) => [key, value ?? BLANK]));
  if (block.kind !== 'checks') return {};
  return Object.fromEntries(block.boxes.map(({ key, checked }) => [`box.${key}`, checked ? '☒' : '☐']));
}

const rowsOf = (
  { columns }: TableRule,
  table: Extract<PaperBlock, { kind: 'table' }> | undefined,
): Record<string, string>[] =>
  (table?.rows ?? []).map((cells) =>
    Object.fromEntries(columns.map(({ content }, index) => [content, cells[index] ?? ''])),
  );

/** As it is printed: `Bình Định, ngày 05 tháng 01 năm 2026`, dots while it has no day. */
const dateLineOf = ({ dateLine }: Paper): string =>
  dateLine === null
    ? ''
    : `${dateLine.place}, ${dateLine.on === null ? 'ngày …… tháng …… năm ………' : dayInWords(dateLine.on)}`;

const field = (name: string) => `{${name}}`;

/** The shipped form with its fields in place of values: what an office begins its own template with (rule DO-9). */
export function starterPaper(form: FormRule, profile: RegulationProfile): Paper {
  const say = termsIn(profile);
  const date: PaperBlock = { kind: 'paragraph', text: field('dateLine') };
  const blocks = starterBlocks(form, say);
  return {
    form: form.key,
    header: form.header && {
      superior: field('superior'),
      issuer: field('issuer'),
      number: form.header.symbol === null ? null : field('number'),
    },
    title: form.title.map((line) => say(line).toLocaleUpperCase('vi')),
    subject: form.subject === null ? null : field('subject'),
    addressees: form.addressees.map(say),
    blocks: [...(form.dateAt === 'head' ? [date] : []), ...blocks, ...(form.dateAt === 'foot' ? [date] : [])],
    dateLine: null,
    signatures: { left: signature(form.left), right: signature(form.right) },
    recipients: form.recipients.map(say),
  };
}

const signature = (rule: FormRule['left']): Paper['signatures']['left'] =>
  rule && { title: rule.title, note: rule.note, lines: rule.opinion ? [field('opinion')] : [], name: null };

function starterBlocks(form: FormRule, say: Say): PaperBlock[] {
  const names = listsOf(form).map(({ name }) => name);
  return form.items.map((item) => starterBlock(item, () => names.shift() ?? '', say));
}

function starterBlock(item: FormItem, nextList: () => string, say: Say): PaperBlock {
  switch (item.kind) {
    case 'paragraph':
    case 'heading':
      return { kind: item.kind, text: say(item.text) };
    case 'field':
      return {
        kind: 'field',
        mark: item.mark,
        parts: item.parts.map(({ content, label, note }) => ({
          key: content,
          label: say(label),
          note,
          value: field(content),
        })),
      };
    case 'checks': {
      const boxes = item.boxes.map(({ content, label }) => `${field(`box.${content}`)} ${say(label)}`);
      return {
        kind: 'paragraph',
        text: `${[item.mark, say(item.label), item.note ?? ''].filter(Boolean).join(' ')}: ${boxes.join('  ')}`,
      };
    }
    case 'table':
      return starterTable(item, nextList(), say);
  }
}

/** One row stands for all of the list: its first cell begins it, its last one ends it. */
const starterTable = ({ of, columns }: TableRule, list: string, say: Say): PaperBlock => ({
  kind: 'table',
  key: of,
  columns: columns.map(({ heading, width, align }) => ({ heading: say(heading), width, align })),
  rows: [
    columns.map(
      ({ content }, index) =>
        `${index === 0 ? `{#${list}}` : ''}${field(content)}${index === columns.length - 1 ? `{/${list}}` : ''}`,
    ),
  ],
});

/** The name that is written most like a wrong one; null where none is near. */
export function nearestName(wrong: string, names: readonly string[]): string | null {
  const plain = (name: string) =>
    name
      .toLowerCase()
      .normalize('NFD')
      .replace(/[^a-z0-9]/g, '');
  const asked = plain(wrong);
  const best = names
    .map((name) => ({ name, edits: editsBetween(asked, plain(name)) }))
    .toSorted((a, b) => a.edits - b.edits)[0];
  if (!best || best.edits > Math.min(MOST_EDITS, Math.max(1, asked.length / 2))) return null;
  return best.name;
}

/** Letters to put in, take out or change (Levenshtein). */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}
