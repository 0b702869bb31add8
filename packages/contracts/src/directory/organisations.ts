import { z } from 'zod';
import { OrganisationId, SiteId } from '../ids.ts';
import { LocalDate } from '../regulation/calendar.ts';
import { OrganisationKind } from './directory.ts';

/** Who is above whom; to whom figures are reported. Which MCU serves a site is the third tree, kept with the site. */
export const DirectoryTree = z.enum(['administrative', 'reporting']);
export type DirectoryTree = z.infer<typeof DirectoryTree>;

/** First day on which it holds and first on which it no longer does; null: since before the records, until further notice. */
const validity = { validFrom: LocalDate.nullable(), validTo: LocalDate.nullable() };

const name = z.string().trim().min(1).max(200);
const decree = z.string().trim().min(3).max(200);
const code = z.string().trim().min(1).max(40);

/** A tier as long as it exists. */
export const DatedLevel = z.strictObject({
  code: z.string().max(40),
  rank: z.int().min(0),
  name: z.string().max(100),
  ...validity,
});
export type DatedLevel = z.infer<typeof DatedLevel>;

/** One line of a list or of the tree, as of the day asked for. */
export const OrganisationLine = z.strictObject({
  organisationId: OrganisationId,
  code: z.string().max(40),
  name: z.string().max(200),
  levelCode: z.string().max(40),
  kind: OrganisationKind,
  parentId: OrganisationId.nullable(),
  childCount: z.int().min(0),
  siteCount: z.int().min(0),
});
export type OrganisationLine = z.infer<typeof OrganisationLine>;

/** `GET /api/directory/organisations`; without `parent` and `search` the roots of the tree. */
export const OrganisationQuery = z.strictObject({
  asOf: LocalDate.optional(),
  tree: DirectoryTree.default('administrative'),
  parent: OrganisationId.optional(),
  search: z.string().max(100).optional(),
  level: z.string().max(40).optional(),
  kind: OrganisationKind.optional(),
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export type OrganisationQuery = z.infer<typeof OrganisationQuery>;

export const OrganisationPage = z.strictObject({
  asOf: LocalDate,
  levels: z.array(DatedLevel).max(20),
  organisations: z.array(OrganisationLine).max(500),
  /** Told with the first page. */
  total: z.int().min(0).nullable(),
  next: z.string().max(300).nullable(),
});
export type OrganisationPage = z.infer<typeof OrganisationPage>;

export const OrganisationVersion = z.strictObject({
  ...validity,
  code: z.string().max(40),
  name: z.string().max(200),
  levelCode: z.string().max(40),
  kind: OrganisationKind,
  address: z.string().max(300).nullable(),
  telephone: z.string().max(40).nullable(),
  email: z.string().max(200).nullable(),
  decree: z.string().max(200).nullable(),
});
export type OrganisationVersion = z.infer<typeof OrganisationVersion>;

const Named = z.strictObject({ organisationId: OrganisationId, name: z.string().max(200) });

export const LineageRelation = z.enum(['merge', 'split', 'rename', 'transfer']);
export type LineageRelation = z.infer<typeof LineageRelation>;

/** `GET /api/directory/organisations/:organisationId?asOf=` */
export const OrganisationDetail = z.strictObject({
  organisationId: OrganisationId,
  asOf: LocalDate,
  /** As it was on that day; null before its beginning and after its end. */
  now: OrganisationVersion.nullable(),
  /** Organisations above it on that day, the nearest first. */
  path: z.array(Named).max(20),
  /** To whom it reports on that day, when that is not its superior. */
  reportsTo: Named.nullable(),
  versions: z.array(OrganisationVersion).max(500),
  edges: z
    .array(
      z.strictObject({
        tree: DirectoryTree,
        parent: Named,
        ...validity,
        decree: z.string().max(200).nullable(),
      }),
    )
    .max(500),
  lineage: z
    .array(
      z.strictObject({
        direction: z.enum(['from', 'to']),
        other: Named,
        relation: LineageRelation,
        onDay: LocalDate,
        decree: z.string().max(200),
      }),
    )
    .max(1000),
  sites: z
    .array(
      z.strictObject({
        siteId: SiteId,
        number: z.int(),
        name: z.string().max(200),
        status: z.string().max(20),
      }),
    )
    .max(500),
});
export type OrganisationDetail = z.infer<typeof OrganisationDetail>;

/** `POST /api/directory/organisations` */
export const CreateOrganisation = z.strictObject({
  code,
  name,
  levelCode: z.string().max(40),
  kind: OrganisationKind,
  parentId: OrganisationId.nullable(),
  address: z.string().trim().max(300).nullable(),
  telephone: z.string().trim().max(40).nullable(),
  email: z.email().max(200).nullable(),
  /** First day; null: since before the records. */
  since: LocalDate.nullable(),
});
export type CreateOrganisation = z.infer<typeof CreateOrganisation>;

/** `POST /api/directory/organisations/:organisationId/change`: what is absent stays as it is. */
export const ChangeOrganisation = z.strictObject({
  from: LocalDate,
  decree: decree.nullable(),
  code: code.optional(),
  name: name.optional(),
  levelCode: z.string().max(40).optional(),
  kind: OrganisationKind.optional(),
  address: z.string().trim().max(300).nullable().optional(),
  telephone: z.string().trim().max(40).nullable().optional(),
  email: z.email().max(200).nullable().optional(),
  parentId: OrganisationId.nullable().optional(),
  /** To whom it reports its figures; null: to its superior. */
  reportsToId: OrganisationId.nullable().optional(),
});
export type ChangeOrganisation = z.infer<typeof ChangeOrganisation>;

export const OrganisationChanged = z.strictObject({ organisationId: OrganisationId });

/** `POST /api/directory/organisations/:organisationId/end`: its last day is the one before. */
export const EndOrganisation = z.strictObject({ from: LocalDate, decree: decree.nullable() });
export type EndOrganisation = z.infer<typeof EndOrganisation>;
