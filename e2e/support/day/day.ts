import type { EndingStep, RegistrationData } from '@nhipcau/contracts';
import type { SampleLocalityCode } from '@nhipcau/tools';

/** The week of every day journey: a Monday to a Friday without a holiday (calendar of 2026). */
export const MONDAY = '2026-12-07';
export const TUESDAY = '2026-12-08';
export const WEDNESDAY = '2026-12-09';
export const THURSDAY = '2026-12-10';
export const FRIDAY = '2026-12-11';
/** One working day after the meeting. */
export const MONDAY_AFTER = '2026-12-14';

/** `2026-12-11 07:30` in Việt Nam as an instant. */
export const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}:00+07:00`);

/** An instant as the texts speak of it: `2026-12-08 24:00` is the end of that day. */
export function said(instant: number | null): string | null {
  if (instant === null) return null;
  const local = (ms: number) => new Date(ms + 7 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
  const text = local(instant);
  return text.endsWith(' 00:00') ? `${local(instant - 60_000).slice(0, 10)} 24:00` : text;
}

/**
 * A day of a locality by its regulation: who does what by when, written down by hand from §6 of the requirements.
 * Nothing here is computed with what is under test.
 */
export interface Day {
  readonly locality: SampleLocalityCode;
  /** Who registers, and whether somebody decides. */
  readonly clerk: string;
  readonly isDecided: boolean;
  readonly data: Partial<RegistrationData>;
  readonly chair: string;
  /** Where the sample's technician sits; its room is a browser, and asks to speak. */
  readonly terminal: string;
  /** Its line drops in the meeting. */
  readonly dropped: string;
  readonly others: readonly string[];
  /** When it is registered, decided and told. */
  readonly registeredAt: string;
  readonly decidedAt: string;
  readonly toldAt: string;
  /** Every duty of the meeting's file and its limit; null: the text sets none. */
  readonly limits: Readonly<Record<string, string | null>>;
  /** Every notice, to the roles that are told. */
  readonly notices: Readonly<Record<string, readonly string[]>>;
  /** Whom nobody tells in time, the duty that is then late by itself, and when they are told; null: no such limit. */
  readonly missed: { readonly role: string; readonly duty: string; readonly toldAt: string } | null;
  /** Phases of the checks, in order: when the sites answer them. */
  readonly checks: readonly { readonly phase: string; readonly at: string }[];
  readonly rehearsedAt: string;
  /** The connection begins, and the system is said to be ready. */
  readonly connectedAt: string;
  readonly readyAt: string;
  /** Steps of the order of connection. */
  readonly steps: readonly string[];
  /** Centre calls, satellites wait. */
  readonly isCalled: boolean;
  /** Roles told of a call that drops, and of the fault that the desk takes down. */
  readonly dropTells: readonly string[];
  readonly fault: { readonly type: string; readonly label: string; readonly tells: readonly string[] };
  /** Steps after the meeting, in order; none: the text has none. */
  readonly ending: readonly EndingStep[];
  /** Books with their lines (`book: place …`) and until when they are to be written. */
  readonly books: Readonly<Record<string, number>>;
  readonly booksDue: string | null;
}
