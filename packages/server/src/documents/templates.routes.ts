import {
  FormTemplates,
  MeetingId,
  TEMPLATE_LIMIT_BYTES,
  TemplateMeta,
  TemplateQuery,
  TemplateTaken,
  UseTemplate,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { defineRawRoute, defineRoute, defineUploadRoute, type RawReply, type Route } from '../http/route.ts';
import { auditedBy, workerOf } from '../staff/worker.ts';
import { sha256 } from './issued.repository.ts';
import type { PrintedDocument } from './printer.ts';
import { type TemplatesParts, TemplatesService } from './templates.service.ts';

const OfForm = z.strictObject({ form: z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/) });
const OfTemplate = z.strictObject({ templateId: z.uuid() });
const PER_MINUTE = 60;
const read = { action: 'document.print' } as const;
const write = { action: 'template.write' } as const;
const produces = 'application/octet-stream';

const raw = ({ bytes, contentType }: PrintedDocument): RawReply => ({
  bytes,
  contentType,
  etag: `"${sha256(bytes).toString('base64url')}"`,
  cacheControl: 'private, no-cache',
});

/** Own templates of forms. */
export function templateRoutes(parts: TemplatesParts): Route[] {
  const templates = new TemplatesService(parts);
  const audited = auditedBy(parts);
  return [
    defineRoute({
      method: 'GET',
      path: '/api/form-templates',
      summary: 'Forms of the locality with their fields, and what an office prints them by',
      allow: read,
      query: TemplateQuery,
      reply: FormTemplates,
      handle: ({ query, ...call }) => templates.list(query.organisationId, workerOf(call)),
    }),
    defineRawRoute({
      method: 'GET',
      path: '/api/form-templates/:form/starter.docx',
      summary: 'The shipped form with its fields, to begin an own template with',
      allow: read,
      perMinute: PER_MINUTE,
      params: OfForm,
      produces,
      handle: async ({ params }) => raw(await templates.starter(params.form)),
    }),
    defineUploadRoute({
      path: '/api/form-templates/:form',
      summary:
        'Bring an own template: kept when all its fields are known, else every place that must be changed',
      allow: write,
      perMinute: 20,
      params: OfForm,
      query: TemplateMeta,
      upload: { contentTypes: ['application/octet-stream'], limitBytes: TEMPLATE_LIMIT_BYTES },
      reply: TemplateTaken,
      handle: ({ params: { form }, query, body, ...call }) =>
        audited('template.add', form, call, (worker) => templates.add(form, query, body, worker)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/form-templates/:form/use',
      summary: 'Print a form by a version of an own template from now on, or by the shipped one again',
      allow: write,
      params: OfForm,
      body: UseTemplate,
      reply: FormTemplates,
      handle: ({ params: { form }, body, ...call }) =>
        audited('template.use', form, call, (worker) => templates.use(form, body, worker)),
    }),
    defineRawRoute({
      method: 'GET',
      path: '/api/own-templates/:templateId/content',
      summary: 'A version of an own template as it was brought',
      allow: read,
      perMinute: PER_MINUTE,
      params: OfTemplate,
      produces,
      handle: async ({ params, ...call }) => raw(await templates.content(params.templateId, workerOf(call))),
    }),
    defineRawRoute({
      method: 'GET',
      path: '/api/own-templates/:templateId/preview/:meetingId.docx',
      summary: 'A version of an own template filled with a real file',
      allow: read,
      perMinute: PER_MINUTE,
      params: OfTemplate.extend({ meetingId: MeetingId }),
      produces,
      handle: async ({ params: { templateId, meetingId }, ...call }) =>
        raw(await templates.preview(templateId, meetingId, workerOf(call))),
    }),
  ];
}
