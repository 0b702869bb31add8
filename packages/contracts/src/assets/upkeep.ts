import { z } from 'zod';
import { Instant, OrganisationId, SiteId } from '../ids.ts';
import { LocalDate } from '../regulation/calendar.ts';
import { Citation } from '../regulation/values.ts';
import { Feedback } from '../reports/feedback.ts';
import { Asset, AssetId } from './assets.ts';

const id = z.string().min(1).max(64);
const line = (min: number, max: number) => z.string().trim().min(min).max(max).normalize();
const blank = (value: unknown) => (typeof value === 'string' && value.trim() === '' ? null : value);
const optional = (max: number) => z.preprocess(blank, line(1, max).nullable()).default(null);
const Cost = z.int().min(0).max(1_000_000_000_000);

/** `overdue`: its day has passed; `soon`: within a month. */
export const UpkeepState = z.enum(['overdue', 'soon', 'later']);
export type UpkeepState = z.infer<typeof UpkeepState>;

/** Work that returns, on one device: when it is due and what was done last (R-AST-08, R-AST-09). */
export const UpkeepTask = z.strictObject({
  assetId: AssetId,
  code: z.string().max(40),
  kind: Asset.shape.kind,
  model: z.string().max(200),
  custodianId: OrganisationId,
  custodianName: z.string().max(200),
  siteName: z.string().max(200).nullable(),
  task: z.string().max(60),
  label: z.string().max(300),
  by: z.string().max(300),
  everyMonths: z.int(),
  dueOn: LocalDate,
  state: UpkeepState,
  doneOn: LocalDate.nullable(),
  /** Expected in the plan of the year; null: nobody said. */
  cost: Cost.nullable(),
  mayWrite: z.boolean(),
});
export type UpkeepTask = z.infer<typeof UpkeepTask>;

/** `GET /api/asset-upkeep`, the nearest first. */
export const UpkeepList = z.strictObject({
  today: LocalDate,
  tasks: z.array(UpkeepTask).max(30_000),
  rules: z
    .array(
      z.strictObject({
        task: z.string().max(60),
        label: z.string().max(300),
        by: z.string().max(300),
        everyMonths: z.int(),
        cite: z.array(Citation).max(5),
        note: z.string().max(400).nullable(),
      }),
    )
    .max(12),
  /** Who plans the year, by the text; null: it is silent. */
  plan: z.strictObject({ by: z.string().max(300), cite: z.array(Citation).max(5) }).nullable(),
});
export type UpkeepList = z.infer<typeof UpkeepList>;

/** `GET /api/asset-upkeep/overdue`: work whose day has passed, of devices this person looks after; the oldest first. */
export const OverdueUpkeep = z.strictObject({ count: z.int().min(0), tasks: z.array(UpkeepTask).max(10) });
export type OverdueUpkeep = z.infer<typeof OverdueUpkeep>;

/** `POST /api/assets/:assetId/upkeep`: work was done; `fault`: what was found and mended. */
export const RecordUpkeep = z.strictObject({
  /** Key of the profile, or `repair` for work that was not planned. */
  task: line(2, 60),
  doneOn: LocalDate,
  worker: line(2, 200),
  fault: optional(1_000),
  words: optional(1_000),
  cost: Cost.nullable().default(null),
});
export type RecordUpkeep = z.infer<typeof RecordUpkeep>;
/** `POST /api/assets/:assetId/upkeep-cost`: what the work of this year is expected to cost. */
export const PlanUpkeepCost = z.strictObject({
  task: line(2, 60),
  year: z.int().min(2020).max(2100),
  cost: Cost.nullable(),
});
export type PlanUpkeepCost = z.infer<typeof PlanUpkeepCost>;
/** What was done on a device, the newest first. */
const UpkeepRecord = z.strictObject({
  task: z.string().max(60),
  label: z.string().max(300),
  doneOn: LocalDate,
  worker: z.string().max(200),
  fault: z.string().max(1_000).nullable(),
  words: z.string().max(1_000).nullable(),
  cost: Cost.nullable(),
  byName: z.string().max(200),
  at: Instant,
});
/** `GET /api/assets/:assetId/upkeep` */
export const UpkeepHistory = z.strictObject({ records: z.array(UpkeepRecord).max(500) });
export type UpkeepHistory = z.infer<typeof UpkeepHistory>;

/** `POST /api/site-inspections`: somebody looked at a site (R-AST-14, R-AST-15). */
export const RecordInspection = z.strictObject({
  siteId: SiteId,
  kind: line(2, 60),
  /** Not of the plan. */
  isAdHoc: z.boolean().default(false),
  on: LocalDate,
  inspectors: line(3, 300),
  document: optional(100),
  results: z
    .array(z.strictObject({ key: line(1, 60), met: z.boolean(), words: optional(500) }))
    .min(1)
    .max(20),
  /** What has to be mended, by which day. */
  findings: z
    .array(z.strictObject({ words: line(3, 500), dueOn: LocalDate.nullable().default(null) }))
    .max(30)
    .default([]),
});
export type RecordInspection = z.infer<typeof RecordInspection>;
/** `POST /api/inspection-findings/:id/closing` */
export const CloseFinding = z.strictObject({ remedy: line(3, 500), closedOn: LocalDate });
export type CloseFinding = z.infer<typeof CloseFinding>;

export const InspectionFinding = z.strictObject({
  findingId: id,
  words: z.string().max(500),
  dueOn: LocalDate.nullable(),
  isLate: z.boolean(),
  remedy: z.string().max(500).nullable(),
  closedOn: LocalDate.nullable(),
  mayClose: z.boolean(),
});
export type InspectionFinding = z.infer<typeof InspectionFinding>;
export const SiteInspection = z.strictObject({
  inspectionId: id,
  siteId: SiteId,
  siteName: z.string().max(200),
  kind: z.string().max(60),
  label: z.string().max(300),
  isAdHoc: z.boolean(),
  on: LocalDate,
  inspectors: z.string().max(300),
  document: z.string().max(100).nullable(),
  results: z
    .array(
      z.strictObject({ label: z.string().max(300), met: z.boolean(), words: z.string().max(500).nullable() }),
    )
    .max(20),
  findings: z.array(InspectionFinding).max(30),
  byName: z.string().max(200),
});
export type SiteInspection = z.infer<typeof SiteInspection>;

/** A site that is to be looked at by a rule. */
export const InspectionDue = z.strictObject({
  siteId: SiteId,
  siteName: z.string().max(200),
  kind: z.string().max(60),
  label: z.string().max(300),
  lastOn: LocalDate.nullable(),
  /** Null: never looked at, now. */
  dueOn: LocalDate.nullable(),
  isDue: z.boolean(),
  openFindings: z.int().min(0),
  /** Keys that were not met when it was last looked at, in words: sites without a UPS are found by this (R-AST-15). */
  unmet: z.array(z.string().max(300)).max(20),
});
export type InspectionDue = z.infer<typeof InspectionDue>;
/** `GET /api/site-inspections` */
export const InspectionList = z.strictObject({
  rules: z
    .array(
      z.strictObject({
        kind: z.string().max(60),
        label: z.string().max(300),
        by: z.string().max(300),
        everyMonths: z.int(),
        items: z.array(z.strictObject({ key: z.string().max(60), label: z.string().max(300) })).max(20),
        cite: z.array(Citation).max(5),
        note: z.string().max(400).nullable(),
      }),
    )
    .max(6),
  sites: z.array(InspectionDue).max(20_000),
  inspections: z.array(SiteInspection).max(500),
  mayInspect: z.boolean(),
});
export type InspectionList = z.infer<typeof InspectionList>;

/** What a year brought at a site, put together for the yearly review (R-AST-16). */
export const SiteReviewLine = z.strictObject({
  siteId: SiteId,
  siteName: z.string().max(200),
  organisationName: z.string().max(200),
  devices: z.int().min(0),
  /** Years since the oldest was acquired. */
  oldestYears: z.int().min(0).nullable(),
  meetings: z.int().min(0),
  incidents: z.int().min(0),
  repairs: z.int().min(0),
  cost: Cost,
  openFindings: z.int().min(0),
  overdue: z.int().min(0),
});
export type SiteReviewLine = z.infer<typeof SiteReviewLine>;
/** `GET /api/asset-review?year=` */
export const AssetReview = z.strictObject({
  year: z.int(),
  rule: z.strictObject({ by: z.string().max(300), cite: z.array(Citation).max(5) }).nullable(),
  lines: z.array(SiteReviewLine).max(10_000),
  /** Problems in applying the regulation that units told in the year (R-RPT-08). */
  problems: z.array(Feedback).max(2_000),
  /** Written for this year; null: nobody did. */
  filed: z
    .strictObject({
      feedback: z.string().max(4_000),
      proposals: z.string().max(4_000),
      at: Instant,
      byName: z.string().max(200),
    })
    .nullable(),
  mayFile: z.boolean(),
});
export type AssetReview = z.infer<typeof AssetReview>;
/** `POST /api/asset-review?year=` */
export const FileReview = z.strictObject({ feedback: line(0, 4_000), proposals: line(3, 4_000) });
export type FileReview = z.infer<typeof FileReview>;
