import { Feedback, type FeedbackState, instant } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { feedbackPaper, nextFeedbackState } from './feedback.ts';

test.each([
  ['open', 'compile', 'compiled'],
  ['open', 'answer', 'answered'],
  ['compiled', 'compile', null],
  ['compiled', 'answer', 'answered'],
  ['answered', 'compile', null],
  ['answered', 'answer', null],
] as const)('[FG-18] [R-RPT-08] %s, %s: %s', (state: FeedbackState, act, next) => {
  expect(nextFeedbackState(state, act)).toBe(next);
});

test('[FG-19] [R-RPT-08] the year’s problems are printed with unit, article, words and what became of them', () => {
  const said = { at: instant(2), byName: 'Trực ban', words: '12/BC-STTTT' };
  const one = Feedback.parse({
    feedbackId: 'f',
    organisationId: 'o',
    unit: 'UBND xã Tu Lý',
    article: 'Đ8.1',
    words: 'Ba ngày làm việc là quá dài',
    at: 1,
    byName: 'Văn thư',
    state: 'answered',
    compiled: said,
    answered: { ...said, words: 'Đã sửa đổi' },
  });
  const { title, blocks } = feedbackPaper({
    year: 2026,
    desk: 'Sở TT&TT',
    place: 'Quy Nhơn',
    feedback: [one],
  });
  expect(title[0]).toContain('2026');
  expect(blocks).toMatchObject([
    {
      rows: [['1', 'UBND xã Tu Lý', 'Đ8.1', one.words, 'Đã trả lời; văn bản 12/BC-STTTT; Đã sửa đổi']],
    },
  ]);
});
