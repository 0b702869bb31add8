import { type CostStatement, instant, MeetingId } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { statementPaper } from './finance-paper.ts';

const meeting = (note: string | null): CostStatement['meetings'][number] => ({
  meetingId: MeetingId.parse('m-1'),
  title: 'Giao ban tháng 3',
  startedAt: instant(Date.UTC(2026, 2, 5, 1)),
  host: 'UBND thành phố',
  shares: [],
  sites: [],
  mayAgree: false,
  note: note === null ? null : { words: note, byName: 'A', at: instant(0) },
  mayNote: false,
});
const notes = (meetings: CostStatement['meetings']) =>
  statementPaper(
    { month: '2026-03', rules: [], units: [], meetings },
    { issuer: 'Sở', place: 'Hà Nội' },
  ).blocks.flatMap((block) => (block.kind === 'table' && block.key === 'notes' ? block.rows : []));

test('[R-FIN-05] [FN-6] notes of costs stand with the statement of the month; without any there is no table for them', () => {
  expect(notes([meeting(null), meeting('Chi nước uống: 500.000 đồng')])).toEqual([
    ['05/03/2026', 'Giao ban tháng 3', 'UBND thành phố', 'Chi nước uống: 500.000 đồng'],
  ]);
  expect(notes([meeting(null)])).toEqual([]);
});
