import {
  type AcknowledgeNotice,
  CallList,
  type DoNoticeTask,
  Inbox,
  NoticeBoard,
  NoticeParties,
  NoticeTaskList,
  OpenNoticesList,
  ReceivedNotice,
  ReceivedNotices,
  type SetNoticeParty,
} from '@nhipcau/contracts';
import { callApi } from '../api/http.ts';

const signalled = (signal?: AbortSignal) => (signal ? { signal } : {});

export const fetchOpenNotices = (
  { view, search }: { view: 'open' | 'all'; search: string },
  signal?: AbortSignal,
) =>
  callApi(`/notices?view=${view}${search === '' ? '' : `&search=${encodeURIComponent(search)}`}`, {
    reply: OpenNoticesList,
    ...signalled(signal),
  });

export const fetchBoard = (meetingId: string, signal?: AbortSignal) =>
  callApi(`/notices/meetings/${encodeURIComponent(meetingId)}`, { reply: NoticeBoard, ...signalled(signal) });

export const fetchCalls = (meetingId: string, signal?: AbortSignal) =>
  callApi(`/notices/meetings/${encodeURIComponent(meetingId)}/calls`, {
    reply: CallList,
    ...signalled(signal),
  });

export const fetchNoticeTasks = (signal?: AbortSignal) =>
  callApi('/notices/tasks', { reply: NoticeTaskList, ...signalled(signal) });

export const doTask = (taskId: string, body: DoNoticeTask) =>
  callApi(`/notices/tasks/${encodeURIComponent(taskId)}`, { method: 'POST', body, reply: NoticeTaskList });

export const fetchReceivedNotices = (signal?: AbortSignal) =>
  callApi('/notices/received', { reply: ReceivedNotices, ...signalled(signal) });

export const answerNotice = (recipientId: string, body: AcknowledgeNotice) =>
  callApi(`/notices/recipients/${encodeURIComponent(recipientId)}/acknowledge`, {
    method: 'POST',
    body,
    reply: ReceivedNotice,
  });

export const remindRecipient = (recipientId: string) =>
  callApi(`/notices/recipients/${encodeURIComponent(recipientId)}/remind`, { method: 'POST', reply: null });

export const fetchLinked = (token: string, signal?: AbortSignal) =>
  callApi(`/acknowledgements/${encodeURIComponent(token)}`, { reply: ReceivedNotice, ...signalled(signal) });

export const answerLinked = (token: string, body: AcknowledgeNotice) =>
  callApi(`/acknowledgements/${encodeURIComponent(token)}`, { method: 'POST', body, reply: ReceivedNotice });

export const fetchInbox = (signal?: AbortSignal) => callApi('/inbox', { reply: Inbox, ...signalled(signal) });

export const openMessage = (messageId: string) =>
  callApi(`/inbox/${encodeURIComponent(messageId)}/read`, { method: 'POST', reply: Inbox });

export const openAllMessages = () => callApi('/inbox/read', { method: 'POST', reply: Inbox });

export const fetchParties = (signal: AbortSignal) =>
  callApi('/notices/parties', { reply: NoticeParties, signal });
export const setParty = (role: string, body: SetNoticeParty) =>
  callApi(`/notices/parties/${encodeURIComponent(role)}`, { method: 'POST', body, reply: NoticeParties });
