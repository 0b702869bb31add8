import { z } from 'zod';
import { OrganisationId, SiteId } from '../ids.ts';
import { LocalDate } from '../regulation/calendar.ts';
import { FallbackSubject } from '../regulation/office/asset-rules.ts';
import { Citation } from '../regulation/values.ts';

/** `POST /api/sites/:siteId/fallback-plans`: what is done when a device, the line or the power fails (R-AST-12). */
export const FileFallback = z.strictObject({
  subject: FallbackSubject,
  plan: z.string().trim().min(3).max(2_000).normalize(),
  filedOn: LocalDate,
});
export type FileFallback = z.infer<typeof FileFallback>;

const Plan = z.strictObject({
  subject: FallbackSubject,
  label: z.string().max(300),
  /** Null: owed and not filed. */
  plan: z.string().max(2_000).nullable(),
  filedOn: LocalDate.nullable(),
  byName: z.string().max(200).nullable(),
  /** The text asks for it and it is missing, or nobody looked at it for a year. */
  isDue: z.boolean(),
  cite: z.array(Citation).max(5),
});
/** A site with what it has and owes for the case that something fails. */
export const SiteFallback = z.strictObject({
  siteId: SiteId,
  siteName: z.string().max(200),
  organisationId: OrganisationId,
  organisationName: z.string().max(200),
  plans: z.array(Plan).max(10),
  mayWrite: z.boolean(),
});
export type SiteFallback = z.infer<typeof SiteFallback>;
/** `GET /api/fallback-plans?siteId=` */
export const FallbackList = z.strictObject({
  sites: z.array(SiteFallback).max(10_000),
  /** Articles and words of what is asked for; empty: the text asks for nothing. */
  asked: z
    .array(
      z.strictObject({
        subject: FallbackSubject,
        label: z.string(),
        by: z.string(),
        cite: z.array(Citation),
      }),
    )
    .max(10),
});
export type FallbackList = z.infer<typeof FallbackList>;
