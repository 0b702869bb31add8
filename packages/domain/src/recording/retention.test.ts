import type { RetentionRules } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { deletionsDue, type KeptMeeting } from './retention.ts';

const DAY = 86_400_000;
const rules: RetentionRules = [
  { class: 'ordinary', what: 'originals', days: 10 },
  { class: 'ordinary', what: 'film', days: 100 },
  { class: 'restricted', what: 'originals', days: 1 },
];
const kept: KeptMeeting = {
  class: 'ordinary',
  endedAt: 0,
  handedOverAt: null,
  isOwed: false,
  isHeld: false,
  has: { originals: true, film: true },
  keptAt: { originals: null, film: null },
};

test.each([
  ['one millisecond before its days', {}, 10 * DAY - 1, []],
  ['after its days', {}, 10 * DAY, ['originals']],
  ['both after the longer time', {}, 100 * DAY, ['originals', 'film']],
  ['of another class', { class: 'restricted' }, DAY, ['originals']],
  ['while it is held', { isHeld: true }, 100 * DAY, []],
  ['before a hand-over that is owed', { isOwed: true }, 100 * DAY, []],
  ['counted from the receipt', { isOwed: true, handedOverAt: 5 * DAY }, 15 * DAY, ['originals']],
  ['not yet, counted from the receipt', { isOwed: true, handedOverAt: 5 * DAY }, 15 * DAY - 1, []],
  ['of which there is no film', { has: { originals: true, film: false } }, 100 * DAY, []],
  ['that was kept on purpose', { keptAt: { originals: 10 * DAY, film: null } }, 15 * DAY, []],
] as const)('[R-REC-02] [RD-21] what was recorded, %s', (_, more, now, expected) => {
  expect(deletionsDue(rules, { ...kept, ...more }, now)).toEqual(expected);
});
