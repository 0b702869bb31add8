import type { CheckAnswer, MeetingId, SiteCheckSheet, SiteId } from '@nhipcau/contracts';
import { useEffect, useState } from 'react';
import { Store } from '../state/store.ts';
import { useStore } from '../state/use-store.ts';
import { AnswerQueue, type QueueState } from './answer-queue.ts';
import { openAnswerStore } from './answer-store.ts';
import { fetchSheet, sendAnswers } from './calls.ts';
import { withQueued } from './walk.ts';

/** How often we look for a connection and for what others answered. */
const FLUSH_EVERY_MS = 10_000;

export interface Checks extends Omit<QueueState, 'sheet'> {
  /** With the answers that wait here; null while nothing is known yet. */
  readonly sheet: SiteCheckSheet | null;
  answer(answer: CheckAnswer): void;
  dismiss(seq: number): void;
}

const nothing = new Store<QueueState>({ sheet: null, queued: [], stopped: null });

/** The checks of one site; answers outlive the connection and this page. */
export function useChecks(meetingId: MeetingId, siteId: SiteId): Checks {
  const [queue, setQueue] = useState<AnswerQueue | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setInterval> | null = null;
    let current = true;
    let opened: AnswerQueue | null = null;
    const flush = () => void opened?.flush();
    void openAnswerStore().then(async (store) => {
      if (!current) return;
      opened = new AnswerQueue({
        meetingId,
        siteId,
        store,
        send: (answer) => sendAnswers({ meetingId, siteId }, [answer]),
        load: () => fetchSheet(meetingId, siteId),
      });
      setQueue(opened);
      timer = setInterval(flush, FLUSH_EVERY_MS);
      await opened.open();
    });
    globalThis.addEventListener('online', flush);
    return () => {
      current = false;
      if (timer !== null) clearInterval(timer);
      globalThis.removeEventListener('online', flush);
    };
  }, [meetingId, siteId]);
  const state = useStore(queue?.state ?? nothing, (all) => all);
  return {
    ...state,
    sheet: state.sheet && withQueued(state.sheet, state.queued),
    answer: (answer) => void queue?.answer(answer),
    dismiss: (seq) => void queue?.dismiss(seq),
  };
}
