import {
  type AcknowledgeNotice,
  ForeseenNotices,
  NoticeTaskList,
  ReceivedNotice,
  ReceivedNotices,
} from '@nhipcau/contracts';
import { callApi } from '../../api/http.ts';

export const fetchReceived = (signal?: AbortSignal) =>
  callApi('/notices/received', { reply: ReceivedNotices, ...(signal ? { signal } : {}) });

export const fetchForeseen = (signal?: AbortSignal) =>
  callApi('/notices/foreseen', { reply: ForeseenNotices, ...(signal ? { signal } : {}) });

export const fetchTasks = (signal?: AbortSignal) =>
  callApi('/notices/tasks', { reply: NoticeTaskList, ...(signal ? { signal } : {}) });

export const acknowledge = (recipientId: string, answer: AcknowledgeNotice) =>
  callApi(`/notices/recipients/${encodeURIComponent(recipientId)}/acknowledge`, {
    method: 'POST',
    body: answer,
    reply: ReceivedNotice,
  });
