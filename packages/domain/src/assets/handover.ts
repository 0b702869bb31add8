import type { HandoverSide } from '@nhipcau/contracts';

export interface SignedHandover {
  readonly state: 'open' | 'done' | 'withdrawn';
  /** Who signed for a side. */
  readonly giver: string | null;
  readonly receiver: string | null;
}

export type HandoverRefusal = 'closed' | 'signed' | 'sameHand';

/**
 * What a signature makes of a handover: with both it is done, and the receiving unit answers for the devices. Nobody signs
 * for both sides, and no side twice.
 *
 * @rule AS-5 (R-AST-02; VP Đ7-1, BD Đ4.1, HN Đ19.4, QN Đ13.1)
 */
export function signHandover(
  handover: SignedHandover,
  side: HandoverSide,
  userId: string,
): { readonly state: 'open' | 'done' } | { readonly refusal: HandoverRefusal } {
  if (handover.state !== 'open') return { refusal: 'closed' };
  const other = side === 'giver' ? handover.receiver : handover.giver;
  if (handover[side] !== null) return { refusal: 'signed' };
  if (other === userId) return { refusal: 'sameHand' };
  return { state: other === null ? 'open' : 'done' };
}
