import { useText } from '../text/language.tsx';
import { clockText } from '../ui/durations.ts';
import type { OrderInView } from './use-order.ts';

/** Below this nobody is told that the meeting is late or early; above that it is held at another time altogether. */
const TOLD_MS = 60_000;
const SAME_MEETING_MS = 12 * 60 * 60_000;

/** How long the segment still has, or by how much it is too long. */
export function Remaining({ remainingMs }: { remainingMs: number | null }) {
  const t = useText();
  if (remainingMs === null) return null;
  return remainingMs >= 0 ? (
    <span className={`order-remaining ${remainingMs < TOLD_MS ? 'short' : ''}`}>
      {t('order.remaining', { time: clockText(remainingMs) })}
    </span>
  ) : (
    <span className="order-remaining over" role="status">
      {t('order.overrun', { time: clockText(-remainingMs) })}
    </span>
  );
}

/** Which segment of how many, and how the meeting stands against its plan. */
export function OrderPlace({ order }: { order: OrderInView }) {
  const t = useText();
  const { place, segments, delayMs } = order;
  return (
    <span className="order-place">
      {place === 0 ? t('order.beforeFirst') : t('order.place', { n: place, all: segments.length })}
      {delayMs >= TOLD_MS && delayMs < SAME_MEETING_MS && (
        <span className="mark poor">{t('order.late', { time: clockText(delayMs) })}</span>
      )}
      {delayMs <= -TOLD_MS && delayMs > -SAME_MEETING_MS && (
        <span className="mark good">{t('order.early', { time: clockText(-delayMs) })}</span>
      )}
    </span>
  );
}
