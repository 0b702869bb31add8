import { type Instant, instant } from '@nhipcau/contracts';
import type { NoticeRecord, RecipientRecord } from './notices.repository.ts';

const instantOf = (date: Date | null): Instant | null => (date === null ? null : instant(date.getTime()));

/** What a recipient has said so far, as the domain asks for it. */
export const startOf = ({
  acknowledged_at,
  started_at,
}: Pick<RecipientRecord, 'acknowledged_at' | 'started_at'>) => ({
  acknowledgedAt: instantOf(acknowledged_at),
  startedAt: instantOf(started_at),
});

/** When a notice went, by when its work must be under way, and whether it asks to be told. */
export const termsOf = ({
  at,
  acknowledge_by,
  asks_start,
}: Pick<NoticeRecord, 'at' | 'acknowledge_by' | 'asks_start'>) => ({
  at: instant(at.getTime()),
  acknowledgeBy: instantOf(acknowledge_by),
  asksStart: asks_start,
});
