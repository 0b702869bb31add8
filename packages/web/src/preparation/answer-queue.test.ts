import { type CheckAnswer, instant, MeetingId, SiteCheckSheet, SiteId } from '@nhipcau/contracts';
import { describe, expect, test } from 'vitest';
import { ApiFailure } from '../api/http.ts';
import { AnswerQueue } from './answer-queue.ts';
import { PassingAnswerStore } from './answer-store.ts';
import { nextOpen, withQueued } from './walk.ts';

const meetingId = MeetingId.parse('m');
const siteId = SiteId.parse('s');
const aSheet = (taken: readonly CheckAnswer[]): SiteCheckSheet =>
  SiteCheckSheet.parse({
    meetingId,
    fileNumber: '2026/0001',
    title: 'Hội nghị',
    startsAt: 1_000,
    siteId,
    number: 101,
    name: 'UBND xã Tu Lý',
    isChair: false,
    terminal: 'browser',
    state: 'checking',
    phases: [
      {
        phase: 'trial',
        name: 'Kiểm tra',
        opensAt: null,
        dueAt: 900,
        state: 'checking',
        cite: [],
        lines: ['power', 'sound'].map((key) => {
          const own = taken.findLast(({ item }) => item === key);
          return {
            key,
            group: 'power',
            text: `Kiểm tra ${key}`,
            kind: 'person',
            measure: 'none',
            limit: null,
            answeredBy: 'site',
            binding: 'rule',
            mayNotApply: false,
            fromChairSeat: false,
            faultTo: null,
            cite: [{ article: 'Đ1', quote: 'như trên' }],
            note: null,
            state: own?.outcome ?? 'open',
            value: null,
            resultNote: null,
            answeredAt: own?.answeredAt ?? null,
            byName: own ? 'Kỹ thuật viên' : null,
            tries: own ? 1 : 0,
            mayAnswer: true,
          };
        }),
      },
    ],
    frozen: null,
    changes: [],
    retests: [],
    history: [],
    outstanding: [],
    mayOrder: false,
  });
const anAnswer = (item: string, at: number): CheckAnswer => ({
  key: crypto.randomUUID(),
  phase: 'trial',
  item,
  outcome: 'passed',
  value: null,
  note: null,
  fromChairSeat: false,
  answeredAt: instant(at),
});

/** A server that can be cut off; it takes each key once. */
function world(store = new PassingAnswerStore()) {
  const taken: CheckAnswer[] = [];
  const line = { isCut: false, refuses: new Set<string>(), repliesLost: 0 };
  const fail = (code: string) => Promise.reject(new ApiFailure(code, 0));
  const queue = new AnswerQueue({
    meetingId,
    siteId,
    store,
    send: async (answer) => {
      if (line.isCut) return fail('DISCONNECTED');
      if (line.refuses.has(answer.item)) return fail('CHECK_OUT_OF_LIMIT');
      if (!taken.some(({ key }) => key === answer.key)) taken.push(answer);
      if (line.repliesLost > 0) {
        line.repliesLost -= 1;
        return fail('DISCONNECTED');
      }
      return aSheet(taken);
    },
    load: async () => (line.isCut ? fail('DISCONNECTED') : aSheet(taken)),
  });
  return { queue, line, taken, store };
}
const waiting = ({ queue }: ReturnType<typeof world>) =>
  queue.state.get().queued.map(({ answer, refused }) => [answer.item, refused]);

describe('[R-CHK-01] answers without a connection', () => {
  test('are kept on the device, shown at once, and sent in order with the time at which they were given', async () => {
    const one = world();
    await one.queue.open();
    one.line.isCut = true;
    await one.queue.answer(anAnswer('power', 10));
    await one.queue.answer(anAnswer('sound', 20));
    await one.queue.flush();
    const { sheet, queued, stopped } = one.queue.state.get();
    expect([stopped, queued.length, one.taken]).toEqual(['DISCONNECTED', 2, []]);
    const shown = sheet && withQueued(sheet, queued);
    expect(shown?.phases[0]?.lines.map(({ state }) => state)).toEqual(['passed', 'passed']);
    one.line.isCut = false;
    await one.queue.flush();
    expect(one.taken.map(({ item, answeredAt }) => [item, answeredAt])).toEqual([
      ['power', 10],
      ['sound', 20],
    ]);
    expect([waiting(one), one.queue.state.get().stopped]).toEqual([[], null]);
  });

  test('a reply that got lost does not make a second answer', async () => {
    const one = world();
    await one.queue.open();
    one.line.repliesLost = 1;
    await one.queue.answer(anAnswer('power', 10));
    await one.queue.flush();
    await one.queue.flush();
    expect([one.taken.length, waiting(one)]).toEqual([1, []]);
  });

  test('a refused answer stays with its reason and does not hold up the others', async () => {
    const one = world();
    await one.queue.open();
    one.line.refuses.add('power');
    await one.queue.answer(anAnswer('power', 10));
    await one.queue.answer(anAnswer('sound', 20));
    await one.queue.flush();
    await one.queue.flush();
    expect(one.taken.map(({ item }) => item)).toEqual(['sound']);
    expect(waiting(one)).toEqual([['power', 'CHECK_OUT_OF_LIMIT']]);
    await one.queue.dismiss(one.queue.state.get().queued[0]?.seq ?? 0);
    expect(waiting(one)).toEqual([]);
  });

  test('a page opened again without a connection shows what it knew', async () => {
    const store = new PassingAnswerStore();
    await world(store).queue.open();
    const again = world(store);
    again.line.isCut = true;
    await again.queue.open();
    expect(again.queue.state.get().sheet?.name).toBe('UBND xã Tu Lý');
  });
});

test('the guide goes to the next open item, round the end, and stops when there is none', () => {
  const lines = aSheet([anAnswer('sound', 1)]).phases[0]?.lines ?? [];
  expect([nextOpen(lines, 0), nextOpen(lines, 1), nextOpen(lines, -1)]).toEqual([0, 0, 0]);
  expect(nextOpen(aSheet([anAnswer('sound', 1), anAnswer('power', 1)]).phases[0]?.lines ?? [], 0)).toBeNull();
});
