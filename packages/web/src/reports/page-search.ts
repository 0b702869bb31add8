import dayjs from 'dayjs';
import { z } from 'zod';

const day = z.iso.date().optional().catch(undefined);

/** What the statistics show, in their address. */
export const StatisticsSearch = z.object({
  tu: day,
  den: day,
  /** Units as they are today. */
  quy: z.literal('nay').optional().catch(undefined),
  xem: z.enum(['don-vi', 'chat-luong', 'su-co', '30-giay']).optional().catch(undefined),
  tim: z.string().max(100).optional().catch(undefined),
});
export type StatisticsSearch = z.infer<typeof StatisticsSearch>;

/** First and last day of the quarter in which a day lies. */
export function quarterOf(date: string): { from: string; to: string } {
  const at = dayjs(date);
  const first = at.startOf('year').add(Math.floor(at.month() / 3) * 3, 'month');
  return {
    from: first.format('YYYY-MM-DD'),
    to: first.add(3, 'month').subtract(1, 'day').format('YYYY-MM-DD'),
  };
}

/** Spans people ask for, the present one first. */
export function usualSpans(
  today: string,
): readonly { key: 'quarter' | 'lastQuarter' | 'year' | 'lastYear'; from: string; to: string }[] {
  const at = dayjs(today);
  const year = at.year();
  const present = quarterOf(today);
  return [
    { key: 'quarter', ...present },
    { key: 'lastQuarter', ...quarterOf(dayjs(present.from).subtract(1, 'day').format('YYYY-MM-DD')) },
    { key: 'year', from: `${year}-01-01`, to: `${year}-12-31` },
    { key: 'lastYear', from: `${year - 1}-01-01`, to: `${year - 1}-12-31` },
  ];
}
