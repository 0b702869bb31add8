import { err, ok, type Result } from '@nhipcau/base';
import type {
  Instant,
  LogAct,
  LogBook,
  LogCorrection,
  LogField,
  LogSignature,
  LogValues,
  SignerPost,
} from '@nhipcau/contracts';

/** An act on a line as it is stored; `counted` is what the system said of a corrected field at that time. */
export type LogRecord = { readonly at: Instant; readonly userId: string; readonly byName: string } & (
  | {
      readonly act: 'correct';
      readonly field: LogField;
      readonly value: string;
      readonly counted: string;
      readonly reason: string;
    }
  | { readonly act: 'sign'; readonly post: SignerPost; readonly digest: string }
  | { readonly act: 'return'; readonly reason: string }
);

export interface LogStanding {
  readonly state: 'open' | 'signed' | 'confirmed';
  readonly corrections: readonly LogCorrection[];
  /** Of the present round; sent back, a line has none. */
  readonly signatures: readonly LogSignature[];
  readonly next: SignerPost | null;
  readonly returned: { readonly reason: string; readonly byName: string; readonly at: Instant } | null;
}

/**
 * Where a line stands after everything that was done with it.
 *
 * @rule LB-4 (R-LOG-02, R-LOG-06; BD Đ12.3, QN Đ4.3)
 */
export function logStanding(
  { signers }: Pick<LogBook, 'signers'>,
  records: readonly LogRecord[],
): LogStanding {
  const corrections: LogCorrection[] = [];
  let signatures: LogSignature[] = [];
  let returned: LogStanding['returned'] = null;
  for (const record of records) {
    const { at, userId, byName } = record;
    if (record.act === 'correct') {
      const { field, value, counted, reason } = record;
      corrections.push({ field, value, counted, reason, at, byName });
    } else if (record.act === 'sign') signatures.push({ post: record.post, at, userId, byName });
    else {
      signatures = [];
      returned = { reason: record.reason, byName, at };
    }
  }
  const next = signers[signatures.length]?.post ?? null;
  return {
    state: next === null ? 'confirmed' : signatures.length === 0 ? 'open' : 'signed',
    corrections,
    signatures,
    next,
    returned: signatures.length === 0 ? returned : null,
  };
}

/** What counts: as counted, and the newest correction of each field over it. @rule LB-3 (R-LOG-06) */
export const correctedValues = (
  counted: LogValues,
  corrections: readonly Pick<LogCorrection, 'field' | 'value'>[],
): LogValues => ({
  ...counted,
  ...Object.fromEntries(corrections.map(({ field, value }) => [field, value])),
});

const choices: Readonly<Partial<Record<LogField, readonly string[]>>> = {
  state: ['normal', 'incident'],
  recording: ['yes', 'no'],
  camera: ['normal', 'broken'],
  codec: ['normal', 'broken'],
  microphone: ['normal', 'broken'],
  cables: ['normal', 'broken'],
  otherDevice: ['normal', 'broken'],
};

/** Answers of a field that has two; undefined: it is text. */
export const choicesOf = (field: LogField): readonly string[] | undefined => choices[field];

export type LogRefusal =
  | 'confirmed'
  | 'signed'
  | 'notSigned'
  | 'notConfirmed'
  | 'unknownField'
  | 'unknownAnswer'
  | 'samePerson'
  | 'changed'
  | 'supplemented';

export interface LogFacts {
  readonly book: Pick<LogBook, 'fields' | 'signers'>;
  readonly standing: LogStanding;
  /** Digest of what would be signed now. */
  readonly digest: string;
  readonly userId: string;
  readonly isSupplemented: boolean;
}

/**
 * Whether an act fits a line: corrected until the first signature, signed in the order of the text by different people, sent
 * back by whoever would sign next, never changed after that.
 *
 * @rule LB-3, LB-4 (R-LOG-06; BD Đ6.5, Đ12.3; QN Đ4.3)
 */
export function checkLogAct(act: LogAct, facts: LogFacts): Result<LogAct, LogRefusal> {
  const { book, standing, digest, userId, isSupplemented } = facts;
  if (act.act === 'supplement') {
    if (standing.state !== 'confirmed') return err('notConfirmed');
    return isSupplemented ? err('supplemented') : ok(act);
  }
  if (standing.state === 'confirmed') return err('confirmed');
  switch (act.act) {
    case 'correct': {
      if (standing.state === 'signed') return err('signed');
      if (!book.fields.some(({ field }) => field === act.field)) return err('unknownField');
      const answers = choicesOf(act.field);
      return answers && !answers.includes(act.value) ? err('unknownAnswer') : ok(act);
    }
    case 'sign':
      if (standing.signatures.some((one) => one.userId === userId)) return err('samePerson');
      return act.digest === digest ? ok(act) : err('changed');
    case 'return':
      return standing.state === 'signed' ? ok(act) : err('notSigned');
  }
}

/** What is signed of a line. */
export interface LogContent {
  readonly entryId: string;
  readonly book: string;
  readonly meetingId: string;
  readonly session: string;
  readonly siteId: string | null;
  readonly organisationId: string;
  readonly place: string;
  readonly supplements: string | null;
  readonly counted: LogValues;
  readonly values: LogValues;
  readonly corrections: readonly LogCorrection[];
}

/** Always the same text for the same content, whatever way it went through a database: its digest is what is signed. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : part,
  );
