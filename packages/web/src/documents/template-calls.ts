import { FormTemplates, TemplateTaken, type UseTemplate } from '@nhipcau/contracts';
import { fetchBytes } from '../api/bytes.ts';
import { callApi } from '../api/http.ts';

const UPLOAD_LIMIT_MS = 60_000;

export const fetchTemplates = (organisationId: string | undefined, signal?: AbortSignal) =>
  callApi(
    `/form-templates${organisationId === undefined ? '' : `?organisationId=${encodeURIComponent(organisationId)}`}`,
    { reply: FormTemplates, ...(signal ? { signal } : {}) },
  );

export const addTemplate = (
  form: string,
  { organisationId, file, note }: { organisationId: string; file: File; note: string },
) => {
  const query = new URLSearchParams({
    organisationId,
    fileName: file.name,
    ...(note === '' ? {} : { note }),
  });
  return callApi(`/form-templates/${form}?${query.toString()}`, {
    method: 'POST',
    file,
    limitMs: UPLOAD_LIMIT_MS,
    reply: TemplateTaken,
  });
};

export const chooseTemplate = (form: string, body: UseTemplate) =>
  callApi(`/form-templates/${form}/use`, { method: 'POST', body, reply: FormTemplates });

export const fetchStarter = (form: string) => fetchBytes(`/form-templates/${form}/starter.docx`);
export const fetchTemplate = (templateId: string) => fetchBytes(`/own-templates/${templateId}/content`);
export const fetchTemplatePreview = (templateId: string, meetingId: string) =>
  fetchBytes(`/own-templates/${templateId}/preview/${encodeURIComponent(meetingId)}.docx`);
