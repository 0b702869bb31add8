import type { Clock } from '@nhipcau/base';
import { IssueForm, MeetingForms, MeetingId, OrganisationId } from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import { personOf } from '../http/caller.ts';
import { defineRawRoute, defineRoute, type RawReply, type Route } from '../http/route.ts';
import type { FormsService } from './forms.service.ts';
import { sha256 } from './issued.repository.ts';
import { PaperFormat, PrintFormat } from './print-job.ts';
import type { PrintedDocument } from './printer.ts';
import type { UnitContacts } from './unit-contacts.ts';

const OneMeeting = z.strictObject({ meetingId: MeetingId });
const FormKey = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/);
const OneForm = OneMeeting.extend({ form: FormKey });
const OneDocument = OneMeeting.extend({ documentId: z.uuid() });
/** A print costs a thread some hundredths of a second. */
const PRINTS_PER_MINUTE = 120;

const raw = ({ bytes, contentType }: PrintedDocument): RawReply => ({
  bytes,
  contentType,
  etag: `"${sha256(bytes).toString('base64url')}"`,
  cacheControl: 'private, no-cache',
});

/** Printing and issuing forms of a meeting. */
export const formRoutes = (
  forms: FormsService,
  contacts: UnitContacts,
  audit: { database: Database; clock: Clock },
): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/registrations/:meetingId/forms',
    summary: 'Forms that can be printed of a file now, and documents that were issued',
    allow: { action: 'document.print' },
    params: OneMeeting,
    reply: MeetingForms,
    handle: ({ params, caller }) => forms.list(params.meetingId, personOf(caller)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/registrations/:meetingId/forms/:form/issue',
    summary: 'Print a form for good, under a number and a day',
    allow: { action: 'notice.send' },
    params: OneForm,
    body: IssueForm,
    reply: MeetingForms,
    handle: ({ params: { meetingId, form }, body, caller, correlationId }) =>
      auditRefusals(
        audit,
        { actor: actorOf(caller), action: 'document.issue', meetingId, subject: form, correlationId },
        () => forms.issue(meetingId, form, body, { person: personOf(caller), correlationId }),
      ),
  }),
  ...PaperFormat.options.map((format) => printRoute(forms, format)),
  ...PrintFormat.options.map((format) => issuedRoute(forms, format)),
  ...PrintFormat.options.flatMap((format) => contactRoutes(contacts, format)),
];

/** The form about the people of units, which no meeting is needed for (QN Đ13.3). */
const contactRoutes = (contacts: UnitContacts, format: PrintFormat): Route[] =>
  (['/api/staff/contact-form', '/api/staff/units/:organisationId/contact-form'] as const).map((path) =>
    defineRawRoute({
      method: 'GET',
      path: `${path}.${format}`,
      summary: `The locality's form about the people of ${path.includes(':') ? 'a unit' : 'all units'}, ${format.toUpperCase()}`,
      allow: { action: 'staff.read' },
      perMinute: PRINTS_PER_MINUTE,
      params: z.strictObject({ organisationId: OrganisationId.optional() }),
      produces: producedAs(format),
      handle: async ({ params: { organisationId } }) =>
        raw(await contacts.print(organisationId ?? null, format)),
    }),
  );

const producedAs = (format: PaperFormat): string =>
  format === 'pdf' ? 'application/pdf' : 'application/octet-stream';

const printRoute = (forms: FormsService, format: PaperFormat): Route =>
  defineRawRoute({
    method: 'GET',
    path: `/api/registrations/:meetingId/forms/:form.${format}`,
    summary: `A form of the file as it stands, ${format.toUpperCase()}`,
    allow: { action: 'document.print' },
    perMinute: PRINTS_PER_MINUTE,
    params: OneForm,
    produces: producedAs(format),
    handle: async ({ params: { meetingId, form }, caller }) =>
      raw(await forms.printFor(meetingId, form, format, personOf(caller))),
  });

const issuedRoute = (forms: FormsService, format: PrintFormat): Route =>
  defineRawRoute({
    method: 'GET',
    path: `/api/registrations/:meetingId/documents/:documentId.${format}`,
    summary: `A document as it was issued, ${format.toUpperCase()}: always the same bytes`,
    allow: { action: 'document.print' },
    params: OneDocument,
    produces: producedAs(format),
    handle: async ({ params: { meetingId, documentId }, caller }) =>
      raw(await forms.reprint(meetingId, documentId, format, personOf(caller))),
  });
