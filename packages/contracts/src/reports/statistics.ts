import { z } from 'zod';
import { OrganisationId, SiteId } from '../ids.ts';
import { LocalDate } from '../regulation/calendar.ts';
import { Urgency } from '../regulation/deadline.ts';

const count = z.int().min(0);
const name = z.string().max(300);

/** `then`: units as they were on the day of each session; `now`: what former units did stands with their heirs. */
export const UnitView = z.enum(['then', 'now']);
export type UnitView = z.infer<typeof UnitView>;

/** Query of `GET /api/statistics`; both days belong to the span. */
export const StatisticsQuery = z.strictObject({
  from: LocalDate,
  to: LocalDate,
  units: UnitView.default('then'),
});
export type StatisticsQuery = z.infer<typeof StatisticsQuery>;

/** Sessions as such. */
export const SessionFigures = z.strictObject({
  sessions: count,
  durationMs: count,
  urgent: count,
  recorded: count,
  rehearsals: count,
  /** Sites over all sessions. */
  sites: count,
  incidents: count,
  duties: count,
  lateDuties: count,
});
export type SessionFigures = z.infer<typeof SessionFigures>;

/** What sites took part in: one session of one site counts one. */
export const SiteFigures = z.strictObject({
  sessions: count,
  sessionMs: count,
  connectedMs: count,
  /** By the class of their losses of signal (rule MN-13). */
  lossNone: count,
  lossShort: count,
  lossLong: count,
  lossTotal: count,
  lossMs: count,
  /** Seconds of line in each word. */
  goodS: count,
  fairS: count,
  poorS: count,
  badS: count,
  /** Sessions the site has judged, and those it called fair or better in everything. */
  rated: count,
  ratedWell: count,
  incidents: count,
  attendance: count,
  /** Calls to the chair's screen, those that took too long, those that succeeded, and how long these took together. */
  bringUps: count,
  bringUpsLate: count,
  bringUpsDone: count,
  bringUpMs: count,
});
export type SiteFigures = z.infer<typeof SiteFigures>;

/** The parts of bringing a site up, in their order; the last four run side by side. */
export const BringUpPart = z.enum(['operator', 'layout', 'chairSees', 'chairHears', 'siteSees', 'siteHears']);
export type BringUpPart = z.infer<typeof BringUpPart>;

/** Calls of one site, district or operator. */
export const BringUpFigures = z.strictObject({
  name,
  /** Only of a site. */
  siteId: SiteId.nullable(),
  calls: count,
  late: count,
  done: count,
  /** Mean of those that succeeded. */
  meanMs: z.number().min(0).nullable(),
  /** Mean length of each part; null: never measured. */
  parts: z.record(BringUpPart, z.number().min(0).nullable()),
  /** The part that takes longest; null without any measurement. */
  slowest: BringUpPart.nullable(),
});
export type BringUpFigures = z.infer<typeof BringUpFigures>;

/** `GET /api/statistics`: closed sessions of a span, as far as this person may see them. */
export const Statistics = z.strictObject({
  from: LocalDate,
  to: LocalDate,
  units: UnitView,
  /** Sessions that units within reach hosted. */
  sessions: SessionFigures,
  sites: SiteFigures,
  months: z
    .array(
      z.strictObject({
        /** `2026-03` */
        month: z.string().regex(/^\d{4}-\d{2}$/),
        sessions: SessionFigures,
        sites: SiteFigures,
      }),
    )
    .max(130),
  kinds: z
    .array(
      z.strictObject({
        kind: z.string().max(60),
        name,
        urgency: Urgency.nullable(),
        sessions: count,
        durationMs: count,
        sites: count,
      }),
    )
    .max(200),
  hosts: z
    .array(
      z.strictObject({
        organisationId: OrganisationId.nullable(),
        name,
        sessions: count,
        durationMs: count,
        sites: count,
        urgent: count,
      }),
    )
    .max(5_000),
  /** Units whose sites took part. */
  takers: z
    .array(
      z.strictObject({
        organisationId: OrganisationId,
        name,
        /** The district it lies in; null above districts. */
        area: name.nullable(),
        /** A former unit without one heir: its figures stay with it. */
        unsettled: z.boolean(),
        figures: SiteFigures,
      }),
    )
    .max(20_000),
  bringUps: z.strictObject({
    limitMs: z.int().min(1).nullable(),
    all: BringUpFigures,
    sites: z.array(BringUpFigures).max(2_000),
    areas: z.array(BringUpFigures).max(200),
    operators: z.array(BringUpFigures).max(500),
  }),
});
export type Statistics = z.infer<typeof Statistics>;
