import { describe, expect, test } from 'vitest';
import type { LineState } from '../../room/room-state.ts';
import { translator } from '../../text/catalogue.ts';
import { vi } from '../../text/vi.ts';
import { lineWords, RETURNED_SHOWN_MS } from './line-words.ts';

const words = (line: LineState, over: { unreachable?: number; refusal?: string; now?: number } = {}) =>
  lineWords(
    { line, unreachable: over.unreachable ?? 0, refusal: over.refusal ?? null, now: over.now ?? 10_000 },
    translator(vi),
  );
const whole = (awayMs: number | null): LineState => ({ kind: 'whole', since: 10_000, awayMs });

describe('what a room tells of its line', () => {
  test('[R-CON-13] a lost connection is told with its duration, before anything else', () => {
    const lost: LineState = { kind: 'troubled', since: 4_000, step: null, attempt: 0 };
    expect(words(lost, { unreachable: 3 })).toEqual({
      tone: 'alarm',
      text: 'Mất kết nối – đang nối lại (6 giây)',
    });
  });

  test('a lost upper link is told while the room itself is connected', () => {
    expect(words(whole(null), { unreachable: 12 })).toMatchObject({
      tone: 'attention',
      text: expect.stringContaining('Mất tuyến nối MCU'),
    });
  });

  test('the return is told for a while, then nothing', () => {
    expect(words(whole(7_000))).toMatchObject({ tone: 'good', text: 'Đã nối lại sau 7 giây' });
    expect(words(whole(7_000), { now: 10_000 + RETURNED_SHOWN_MS })).toBeNull();
    expect(words(whole(null))).toBeNull();
  });

  test('a meeting that has not started is no failure', () => {
    const waiting: LineState = { kind: 'connecting', since: 0, attempt: 4 };
    expect(words(waiting, { refusal: 'MEETING_NOT_LIVE' })?.text).toContain('chưa bắt đầu');
    expect(words(waiting)?.text).toContain('đang thử lại');
  });
});
