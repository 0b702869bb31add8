import { z } from 'zod';
import { Grade } from '../ending/ending.ts';
import { Instant, MeetingId, SiteId } from '../ids.ts';
import { CheckOutcome } from '../preparation/check-outcome.ts';
import { Citation } from '../regulation/values.ts';
import { SheetField, SheetFields } from './asset-acts.ts';
import { AssetId } from './assets.ts';

/** What somebody read at a sound system of the room, for a check (R-AST-07). */
export const AudioReading = z.strictObject({ assetId: AssetId, fields: SheetFields });
export type AudioReading = z.infer<typeof AudioReading>;

/** A sound system of a room: how it is to be set. */
export const AudioSet = z.strictObject({
  assetId: AssetId,
  code: z.string().max(40),
  model: z.string().max(200),
  room: z.string().max(200).nullable(),
  /** Its standard values: the settings of its sheet that concern sound; empty: none were filed. */
  standard: SheetFields,
});
export type AudioSet = z.infer<typeof AudioSet>;

/** One setting as it ought to be and as it was read. */
export const AudioLine = z.strictObject({
  field: SheetField,
  standard: z.string().max(200).nullable(),
  current: z.string().max(200).nullable(),
  /** Both are known and are not the same. */
  differs: z.boolean(),
});
export type AudioLine = z.infer<typeof AudioLine>;

/** A sound system with what was read of it. */
export const ComparedAudio = AudioSet.omit({ standard: true }).extend({ lines: z.array(AudioLine).max(20) });
export type ComparedAudio = z.infer<typeof ComparedAudio>;

/** `GET /api/sites/:siteId/audio`: sound of the rooms of a site: standard values, and how it was in each session. */
export const SiteAudio = z.strictObject({
  siteId: SiteId,
  siteName: z.string().max(200),
  sets: z.array(AudioSet).max(50),
  /** The newest first. */
  sessions: z
    .array(
      z.strictObject({
        meetingId: MeetingId,
        fileNumber: z.string().max(100).nullable(),
        startsAt: Instant,
        /** How the site's operator rated the sound after the session; null: not yet. */
        rating: z
          .strictObject({
            grade: Grade,
            note: z.string().nullable(),
            byName: z.string().max(200),
            at: Instant,
          })
          .nullable(),
        /** What was read before it; null: nobody did. */
        check: z
          .strictObject({
            outcome: CheckOutcome,
            at: Instant,
            byName: z.string().max(200),
            read: z.array(ComparedAudio).max(50),
          })
          .nullable(),
      }),
    )
    .max(200),
  /** Where the text asks for it; empty: it does not. */
  cite: z.array(Citation).max(5),
});
export type SiteAudio = z.infer<typeof SiteAudio>;
