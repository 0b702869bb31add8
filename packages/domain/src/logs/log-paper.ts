import type { LogBook, LogColumn, LogEntry, LogField, Paper, PaperBlock } from '@nhipcau/contracts';
import { Temporal } from 'temporal-polyfill';
import { printable, shortDay } from '../documents/print-words.ts';
import { dateOf } from '../regulation/zone.ts';

/** A book of so many columns lies on its side: upright a date and a number of three digits would not fit theirs. */
const WIDE_FROM = 7;

/** What a print of a book says beside its lines. */
export interface LogPaperFacts {
  readonly timeZone: string;
  readonly header: { readonly superior: string | null; readonly issuer: string } | null;
  /** Of a print for one meeting. */
  readonly meeting: { readonly title: string; readonly time: string; readonly host: string } | null;
  /** Of a print for a unit and a period. */
  readonly unit: {
    readonly name: string;
    readonly address: string | null;
    readonly phone: string | null;
    readonly email: string | null;
    readonly contact: string | null;
    readonly contactPhone: string | null;
    readonly period: string;
  } | null;
}

const answers: Readonly<Record<string, string>> = {
  normal: 'Bình thường',
  incident: 'Sự cố',
  broken: 'Hư hỏng',
  yes: 'Có',
  no: 'Không',
};
const choiceFields: readonly LogField[] = [
  'state',
  'recording',
  'camera',
  'codec',
  'microphone',
  'cables',
  'otherDevice',
];

/** A field as it is printed. */
export const valueInWords = (field: LogField, value: string | undefined): string =>
  value === undefined ? '' : choiceFields.includes(field) ? (answers[value] ?? value) : printable(value);

const box = (isTicked: boolean): string => (isTicked ? '☒' : '☐');

const clock = (at: Temporal.ZonedDateTime): string => at.toPlainTime().toString({ smallestUnit: 'minute' });

/** `08:00–10:30, 01/12/2026` */
export function sessionTime(
  { startedAt, endedAt }: Pick<LogEntry, 'startedAt' | 'endedAt'>,
  zone: string,
): string {
  if (startedAt === null) return '';
  const from = Temporal.Instant.fromEpochMilliseconds(startedAt).toZonedDateTimeISO(zone);
  const to =
    endedAt === null ? null : Temporal.Instant.fromEpochMilliseconds(endedAt).toZonedDateTimeISO(zone);
  return `${clock(from)}${to === null ? '' : `–${clock(to)}`}, ${shortDay(dateOf(startedAt, zone))}`;
}

const conditionOf = ({ values }: LogEntry): string => {
  const incident = printable(values.incident ?? '');
  return [
    `${box(values.state === 'normal')}\u00a0Bình\u00a0thường   ${box(values.state === 'incident')}\u00a0Sự\u00a0cố`,
    `Mô tả sự cố: ${incident === '' ? '……' : incident}`,
  ].join('\n');
};

const devicesOf = (book: LogBook, { values }: LogEntry): string =>
  book.fields
    .filter(({ field }) => book.devices.some((device) => device.field === field) || field === 'otherDevice')
    .map(({ field, label }) => {
      const value = values[field];
      return `${label}: ${box(value === 'normal')}\u00a0Bình\u00a0thường   ${box(value === 'broken')}\u00a0hư\u00a0hỏng`;
    })
    .join('\n');

const signedOf = ({ signatures, supplements }: LogEntry, zone: string): string =>
  [
    ...signatures.map(({ byName, at }) => `${byName} (${shortDay(dateOf(at, zone))})`),
    ...(supplements === null ? [] : [`Bổ sung: ${supplements.reason}`]),
  ].join('\n');

function cellOf(column: LogColumn, book: LogBook, entry: LogEntry, index: number, zone: string): string {
  switch (column) {
    case 'index':
      return String(index + 1);
    case 'title':
      return entry.title ?? (entry.fileNumber === null ? '' : `Phiên họp ${entry.fileNumber}`);
    case 'time':
      return sessionTime(entry, zone);
    case 'place':
      return entry.place;
    case 'session':
      return entry.session === 'official' ? 'Chính thức' : 'Thử';
    case 'condition':
      return conditionOf(entry);
    case 'devices':
      return devicesOf(book, entry);
    case 'signed':
      return signedOf(entry, zone);
    default:
      return valueInWords(column, entry.values[column]);
  }
}

const CELL = 2_000;

function tableOf(book: LogBook, entries: readonly LogEntry[], zone: string): PaperBlock {
  const rowOf = (entry: LogEntry, index: number): string[] =>
    book.print.columns.map(({ column }) =>
      printable(cellOf(column, book, entry, index, zone)).slice(0, CELL),
    );
  const chairs = entries.filter(({ isChair }) => isChair);
  const others = entries.filter(({ isChair }) => !isChair);
  return {
    kind: 'table',
    key: book.key,
    columns: book.print.columns.map(({ heading, width, align }) => ({ heading, width, align })),
    rows:
      book.print.of === 'meeting'
        ? [['I. Điểm cầu chính'], ...chairs.map(rowOf), ['II. Điểm cầu phụ'], ...others.map(rowOf)]
        : entries.map(rowOf),
  };
}

const part = (key: string, label: string, value: string | null) => ({
  key,
  label,
  note: null,
  value: value === null || value === '' ? null : printable(value),
});

function headOf({ meeting, unit }: LogPaperFacts): PaperBlock[] {
  if (meeting !== null)
    return [
      { kind: 'field', mark: '', parts: [part('title', 'Nội dung cuộc họp', meeting.title)] },
      { kind: 'field', mark: '', parts: [part('time', 'Thời gian tổ chức', meeting.time)] },
      { kind: 'field', mark: '', parts: [part('host', 'Đơn vị chủ trì', meeting.host)] },
    ];
  if (unit === null) return [];
  return [
    { kind: 'field', mark: '1.', parts: [part('name', 'Tên đơn vị', unit.name)] },
    { kind: 'field', mark: '2.', parts: [part('address', 'Địa chỉ', unit.address)] },
    { kind: 'field', mark: '3.', parts: [part('phone', 'Điện thoại đơn vị', unit.phone)] },
    {
      kind: 'field',
      mark: '4.',
      parts: [part('email', 'E-mail (của đơn vị hoặc lãnh đạo phụ trách CNTT)', unit.email)],
    },
    {
      kind: 'field',
      mark: '5.',
      parts: [
        part('contact', 'Tên cán bộ liên hệ', unit.contact),
        part('contactPhone', 'ĐT', unit.contactPhone),
      ],
    },
  ];
}

/** Names under a print of a single line; over several each line names its own. */
function signaturesOf({ signers }: LogBook, entries: readonly LogEntry[]): Paper['signatures'] {
  const [only] = entries;
  const one = entries.length === 1 ? only : undefined;
  const [first, second] = signers.map(({ post, title }) => ({
    title,
    note: '(Ký, ghi rõ họ tên)',
    lines: [],
    name: one?.signatures.find((signature) => signature.post === post)?.byName ?? null,
  }));
  return second === undefined ? { left: null, right: first ?? null } : { left: first ?? null, right: second };
}

/**
 * A book in print: BD PL II for a meeting, QN PL I and the others for a unit and a period; every format is made from it.
 *
 * @rule LB-5 (R-LOG-01 … R-LOG-05; BD PL II; QN PL I, Đ4.3; VP Đ7-6)
 */
export const logPaper = (book: LogBook, entries: readonly LogEntry[], facts: LogPaperFacts): Paper => ({
  form: book.key,
  landscape: book.print.columns.length >= WIDE_FROM,
  header:
    facts.header === null
      ? null
      : {
          superior: facts.header.superior?.toLocaleUpperCase('vi') ?? null,
          issuer: facts.header.issuer.toLocaleUpperCase('vi'),
          number: null,
        },
  title: book.print.title,
  subject: facts.unit === null ? null : facts.unit.period,
  addressees: [],
  blocks: [...headOf(facts), tableOf(book, entries, facts.timeZone)],
  dateLine: null,
  signatures: signaturesOf(book, entries),
  recipients: [],
});
