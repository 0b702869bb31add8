import { type IssueForm, MeetingForms, type MeetingId } from '@nhipcau/contracts';
import { fetchBytes } from '../api/bytes.ts';
import { callApi } from '../api/http.ts';

/** `xlsx`: only of a file as it stands. */
export type PrintFormat = 'pdf' | 'docx' | 'xlsx';

/** What is to be printed: a form of the file as it stands, or a document that was issued. */
export type Printable =
  | { readonly kind: 'form'; readonly form: string; readonly name: string }
  | { readonly kind: 'issued'; readonly documentId: string; readonly form: string; readonly name: string };

const fileOf = (meetingId: MeetingId): string => `/registrations/${encodeURIComponent(meetingId)}`;

export const fetchForms = (meetingId: MeetingId, signal?: AbortSignal) =>
  callApi(`${fileOf(meetingId)}/forms`, { reply: MeetingForms, ...(signal ? { signal } : {}) });

export const issueForm = (meetingId: MeetingId, form: string, body: IssueForm) =>
  callApi(`${fileOf(meetingId)}/forms/${form}/issue`, { method: 'POST', body, reply: MeetingForms });

/** The bytes of a print. @throws {ApiFailure} */
export const fetchPrint = (
  meetingId: MeetingId,
  what: Printable,
  format: PrintFormat,
  signal?: AbortSignal,
): Promise<Blob> =>
  fetchBytes(
    what.kind === 'form'
      ? `${fileOf(meetingId)}/forms/${what.form}.${format}`
      : `${fileOf(meetingId)}/documents/${what.documentId}.${format}`,
    signal,
  );
