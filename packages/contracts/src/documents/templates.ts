import { z } from 'zod';
import { Instant, MeetingId, OrganisationId } from '../ids.ts';
import { ProfileKey } from '../regulation/deadline.ts';
import { Citation } from '../regulation/values.ts';

/** A template larger than this is refused before it is opened. */
export const TEMPLATE_LIMIT_BYTES = 5 * 1024 * 1024;

const FieldName = z.string().regex(/^[A-Za-z][A-Za-z0-9.]{0,59}$/);

/** What may stand between braces in an own template of a form. */
export const TemplateField = z.strictObject({
  name: FieldName,
  /** `box`: ☒ or ☐; `list`: its row is repeated; `column`: only within its list. */
  kind: z.enum(['text', 'box', 'list', 'column']),
  /** What the form calls it. */
  label: z.string().max(2_000),
  /** The list of a column; null for others. */
  list: FieldName.nullable(),
});
export type TemplateField = z.infer<typeof TemplateField>;

/** Where something stands in a Word document, as its reader counts: paragraphs with text, from 1. */
const Place = z.strictObject({
  part: z.enum(['body', 'header', 'footer', 'notes']),
  paragraph: z.int().min(1),
  excerpt: z.string().max(200),
});

/** Why a template cannot be used, at one place of it. */
export const TemplateProblem = z.strictObject({
  kind: z.enum([
    'unknownField',
    'columnOutsideList',
    'fieldWithinList',
    'listNotClosed',
    'listNotOpened',
    'braceNotClosed',
    'braceNotOpened',
    'notAField',
  ]),
  /** What stands between the braces. */
  field: z.string().max(100),
  /** The field of this form that is written most like it; null where none is near. */
  nearest: FieldName.nullable(),
  /** The list a column belongs to. */
  list: FieldName.nullable(),
  place: Place,
});
export type TemplateProblem = z.infer<typeof TemplateProblem>;

/** A version of an own template. */
export const FormTemplate = z.strictObject({
  templateId: z.uuid(),
  version: z.int().min(1),
  fileName: z.string().max(300),
  note: z.string().max(500).nullable(),
  bytes: z.int().min(1),
  sha256: z.string().length(64),
  at: Instant,
  byName: z.string().max(200),
  /** Fields of the form that it does not show. */
  unused: z.array(FieldName).max(100),
});
export type FormTemplate = z.infer<typeof FormTemplate>;

/** `GET /api/form-templates`: forms of the locality with what an office prints them by. */
export const FormTemplates = z.strictObject({
  organisationId: OrganisationId,
  organisation: z.string().max(300),
  forms: z
    .array(
      z.strictObject({
        form: ProfileKey,
        name: z.string().max(300),
        cite: z.array(Citation).max(5),
        fields: z.array(TemplateField).max(200),
        /** In use; null: the shipped template, or that of a body above. */
        activeId: z.uuid().nullable(),
        /** A body above whose template is in use; null where none is. */
        inheritedFrom: z.string().max(300).nullable(),
        versions: z.array(FormTemplate).max(200),
      }),
    )
    .max(20),
  /** Meetings whose file may be looked at with a template, the newest first. */
  samples: z
    .array(
      z.strictObject({ meetingId: MeetingId, title: z.string().max(500), fileNumber: z.string().max(60) }),
    )
    .max(20),
  mayWrite: z.boolean(),
});
export type FormTemplates = z.infer<typeof FormTemplates>;

export const TemplateQuery = z.strictObject({ organisationId: OrganisationId.optional() });
export const TemplateMeta = z.strictObject({
  organisationId: OrganisationId,
  fileName: z.string().trim().min(1).max(300),
  note: z.string().trim().max(500).optional(),
});
export type TemplateMeta = z.infer<typeof TemplateMeta>;

/** `POST /api/form-templates/:form`: kept and in use, or every place that must be changed first. */
export const TemplateTaken = z.discriminatedUnion('taken', [
  z.strictObject({ taken: z.literal(true), templates: FormTemplates }),
  z.strictObject({
    taken: z.literal(false),
    problems: z.array(TemplateProblem).min(1).max(100),
    /** There are more than are listed. */
    more: z.boolean(),
  }),
]);
export type TemplateTaken = z.infer<typeof TemplateTaken>;

/** `POST /api/form-templates/:form/use`: a version, or null for the shipped template. */
export const UseTemplate = z.strictObject({
  organisationId: OrganisationId,
  templateId: z.uuid().nullable(),
  reason: z.string().trim().min(3).max(500),
});
export type UseTemplate = z.infer<typeof UseTemplate>;
