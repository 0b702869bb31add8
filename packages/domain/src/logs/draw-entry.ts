import type {
  Fault,
  FaultCause,
  Grade,
  Instant,
  LogBook,
  LogField,
  LogSession,
  LogValues,
  LossClass,
  Quality,
  SiteRating,
} from '@nhipcau/contracts';
import { Temporal } from 'temporal-polyfill';
import { printable } from '../documents/print-words.ts';

/** A fault at a place, as a book speaks of it. */
export interface LoggedFault {
  readonly place: string;
  readonly from: Instant;
  /** Null: nobody saw it mended. */
  readonly to: Instant | null;
  readonly fault: Fault;
  readonly cause: FaultCause | null;
  readonly causeWords: string | null;
  readonly solution: string | null;
  readonly swap: { readonly removed: string; readonly installed: string } | null;
}

/** What is known of a session at one place, or of all of it for a keeper of the whole. */
export interface PlaceFacts {
  readonly session: LogSession;
  readonly timeZone: string;
  readonly duty: readonly { readonly name: string; readonly phone: string | null }[];
  readonly faults: readonly LoggedFault[];
  readonly lossClass: LossClass | null;
  readonly lossMs: number | null;
  readonly rating: SiteRating | null;
  readonly trial: {
    readonly outcome: 'passed' | 'failed' | null;
    readonly quality: Quality | null;
    readonly fault: string | null;
    readonly fix: string | null;
    readonly staff: string | null;
  } | null;
  /** Check items whose newest answer is that they failed. */
  readonly failedChecks: readonly { readonly item: string; readonly text: string }[];
  readonly isRecordingAsked: boolean;
}

const MINUTE_MS = 60_000;
const LONGEST = 1_500;
const grades: Readonly<Record<Grade, string>> = { good: 'tốt', fair: 'đạt', poor: 'kém' };
const qualities: Readonly<Record<Quality, string>> = {
  good: 'tốt',
  fair: 'khá',
  poor: 'kém',
  bad: 'rất kém',
  unknown: '',
};
const losses: Readonly<Record<LossClass, string>> = {
  none: 'không mất tín hiệu',
  short: 'mất tín hiệu ngắn',
  long: 'mất tín hiệu kéo dài',
  total: 'mất tín hiệu toàn phiên',
};
const observed: Readonly<Record<Fault['kind'], string>> = {
  siteDropped: 'Mất kết nối',
  siteMissing: 'Chưa kết nối trước giờ họp',
  slaveLate: 'MCU chưa nối vào hệ thống đúng hạn',
  linkDown: 'Đứt tuyến nối MCU',
  nodeLost: 'Mất MCU',
  workerDied: 'Bộ xử lý MCU khởi động lại',
  lineDegraded: 'Đường truyền kém',
  security: 'Sự cố an toàn thông tin',
  reported: '',
};

const joined = (parts: readonly (string | null)[], by = '; '): string =>
  parts.filter((part) => part !== null && part !== '').join(by);

const clockOf = (at: Instant, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(timeZone)
    .toPlainTime()
    .toString({ smallestUnit: 'minute' });

/** Minutes, rounded up: a loss of seconds is not nothing. */
const minutesOf = (ms: number): number => Math.ceil(ms / MINUTE_MS);

function faultInWords({ place, from, to, fault, causeWords }: LoggedFault, timeZone: string): string {
  const what = fault.kind === 'reported' ? fault.detail : observed[fault.kind];
  const span =
    to === null ? `từ ${clockOf(from, timeZone)}` : `${clockOf(from, timeZone)}–${clockOf(to, timeZone)}`;
  return `${joined([place, what], ': ')} (${span})${causeWords === null ? '' : `, nguyên nhân: ${causeWords}`}`;
}

const remedyOf = ({ solution, swap }: LoggedFault): string =>
  joined([solution, swap === null ? null : `thay ${swap.removed} bằng ${swap.installed}`]);

const qualityOf = ({ session, rating, lossClass, lossMs, trial }: PlaceFacts): string =>
  session === 'rehearsal'
    ? trial === null
      ? ''
      : joined([
          trial.outcome === null ? null : trial.outcome === 'passed' ? 'Đạt' : 'Chưa đạt',
          trial.quality === null || trial.quality === 'unknown'
            ? null
            : `đường truyền ${qualities[trial.quality]}`,
        ])
    : joined([
        rating === null
          ? null
          : `hình ảnh ${grades[rating.picture]}, âm thanh ${grades[rating.sound]}, đường truyền ${grades[rating.line]}`,
        lossClass === null
          ? null
          : `${losses[lossClass]}${lossMs === null || lossMs === 0 ? '' : ` ${minutesOf(lossMs)} phút`}`,
      ]);

/** Words without their marks, to find a device in what people wrote. */
const folded = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();

function isBroken(field: LogField, book: Pick<LogBook, 'devices'>, facts: PlaceFacts): boolean {
  const { devices } = book;
  const isOf = (device: LogBook['devices'][number], text: string): boolean =>
    device.words.some((word) => new RegExp(`(^|[^a-z])${folded(word)}($|[^a-z])`).test(text));
  const own = devices.find((device) => device.field === field);
  if (own && facts.failedChecks.some(({ item }) => own.checks.includes(item))) return true;
  return facts.faults.some((one) => {
    if (one.cause !== 'device' && one.swap === null) return false;
    const text = folded(joined([one.fault.detail, one.causeWords, one.swap?.removed ?? null], ' '));
    const named = devices.filter((device) => isOf(device, text));
    return named.length === 0 ? field === 'otherDevice' : named.some((device) => device.field === field);
  });
}

const nameAndPhone = ({ name, phone }: PlaceFacts['duty'][number]): string => joined([name, phone], ', ');

function dutyOf({ duty, trial, session }: PlaceFacts): string {
  if (duty.length > 0) return duty.map(nameAndPhone).join('\n');
  return session === 'rehearsal' ? (trial?.staff ?? '') : '';
}

/** What the system itself says of a field; empty where it knows nothing. */
function fieldOf(field: LogField, book: LogBook, facts: PlaceFacts): string {
  const { faults, trial, lossClass, timeZone, session } = facts;
  const isTrial = session === 'rehearsal' && trial !== null;
  switch (field) {
    case 'duty':
      return dutyOf(facts);
    case 'technician':
    case 'support': {
      const one = facts.duty[field === 'technician' ? 0 : 1];
      return one === undefined ? '' : nameAndPhone(one);
    }
    case 'state':
      return faults.length > 0 || (lossClass !== null && lossClass !== 'none') || trial?.outcome === 'failed'
        ? 'incident'
        : 'normal';
    case 'incident':
      return joined(
        [...faults.map((fault) => faultInWords(fault, timeZone)), isTrial ? trial.fault : null],
        '\n',
      );
    case 'handling':
      return joined([...faults.map(remedyOf), isTrial ? trial.fix : null], '\n');
    case 'quality':
      return qualityOf(facts);
    case 'recording':
      return facts.isRecordingAsked ? 'yes' : 'no';
    case 'remarks':
      return facts.rating?.note ?? '';
    case 'camera':
    case 'codec':
    case 'microphone':
    case 'cables':
    case 'otherDevice':
      return isBroken(field, book, facts) ? 'broken' : 'normal';
  }
}

/**
 * A line of a book as the system fills it in from the live log, faults, checks, duty sheet and ratings.
 *
 * @rule LB-2 (R-LOG-01 … R-LOG-05; BD PL II, QN PL I, Đ4.3, VP Đ7-6)
 */
export const drawEntry = (book: LogBook, facts: PlaceFacts): LogValues =>
  Object.fromEntries(
    book.fields.map(({ field }) => [field, printable(fieldOf(field, book, facts)).slice(0, LONGEST)]),
  );
