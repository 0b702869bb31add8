import { err, ok, type Result } from '@nhipcau/base';
import type {
  AnswerHandover,
  GiveHandover,
  HandoverItem,
  HandoverSheet,
  RecordingRules,
  RecordingState,
} from '@nhipcau/contracts';

export type RecordingHandoverRefusal = 'nothing' | 'open' | 'nobody' | 'medium' | 'settled' | 'own';

/**
 * To whom what was recorded goes: the body that holds the meeting, or the one of the chair's site where the text says so.
 * A meeting without a file has no host but its chair.
 *
 * @rule RD-11 (R-REC-03; BD Đ12.2, HN Đ14.3)
 */
export const receiverOf = <Id extends string>(
  { handover }: Pick<RecordingRules, 'handover'>,
  { host, chair }: { readonly host: Id | null; readonly chair: Id },
): Id => (handover?.to === 'chairSite' ? chair : (host ?? chair));

/**
 * Whether a sheet may be written now: there is something, no other waits for its answer, and what is secret goes by a drive
 * that has a mark.
 *
 * @rule RD-12 (R-REC-03, R-REC-06; HN Đ14.4)
 */
export function checkGive(
  give: Pick<GiveHandover, 'medium' | 'mark'>,
  facts: {
    readonly items: readonly HandoverItem[];
    readonly sheets: readonly Pick<HandoverSheet, 'answer'>[];
    readonly isSecret: boolean;
  },
): Result<null, RecordingHandoverRefusal> {
  if (facts.sheets.some(({ answer }) => answer === null)) return err('open');
  if (facts.items.length === 0) return err('nothing');
  if (give.medium === 'drive' ? give.mark === null : facts.isSecret) return err('medium');
  return ok(null);
}

/**
 * A sheet is answered once, by somebody else than who gave it, who has seen it as it is.
 *
 * @rule RD-13 (R-REC-03)
 */
export function checkReceipt(
  { seal }: Pick<AnswerHandover, 'seal'>,
  sheet: Pick<HandoverSheet, 'answer' | 'seal'>,
  { isGiver }: { readonly isGiver: boolean },
): Result<null, RecordingHandoverRefusal> {
  if (sheet.answer !== null || sheet.seal !== seal) return err('settled');
  return isGiver ? err('own') : ok(null);
}

/**
 * Whoever keeps the material: the unit that recorded it until a receipt is signed, the receiver from then on.
 *
 * @rule RD-14 (R-REC-04; HN Đ5.4)
 */
export const custodianOf = <Unit>(
  sheets: readonly {
    readonly answer: Pick<NonNullable<HandoverSheet['answer']>, 'kind'> | null;
    readonly to: Unit;
  }[],
  recorder: Unit,
): Unit => sheets.findLast(({ answer }) => answer?.kind === 'received')?.to ?? recorder;

/**
 * What was stored is handed over when the film as it is now stands on a sheet with a receipt.
 *
 * @rule RD-15 (R-REC-02, R-REC-03)
 */
export const withHandover = (
  state: RecordingState,
  filmSha256: string | null,
  sheets: readonly Pick<HandoverSheet, 'answer' | 'items'>[],
): RecordingState =>
  state === 'stored' &&
  sheets.some(
    ({ answer, items }) =>
      answer?.kind === 'received' &&
      items.some(({ part, sha256 }) => part === 'film' && sha256 === filmSha256),
  )
    ? 'handedOver'
    : state;
