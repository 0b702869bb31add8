import { z } from 'zod';
import { Instant } from '../ids.ts';
import { LocalDate } from '../regulation/calendar.ts';
import { RowFault } from './imports.ts';

const count = z.int().min(0);

/** What a reform touches, counted on the day of the preview. */
export const ReformEffects = z.strictObject({
  created: count,
  renamed: count,
  moved: count,
  ended: count,
  sites: count,
  accounts: count,
  staff: count,
  openMeetings: count,
});
export type ReformEffects = z.infer<typeof ReformEffects>;

const ReformChange = z.strictObject({
  act: z.enum(['create', 'rename', 'move', 'end']),
  code: z.string().max(40),
  name: z.string().max(200),
  /** New name, new superior, or successors. */
  becomes: z.string().max(600),
});
export type ReformChange = z.infer<typeof ReformChange>;

/** `POST /api/directory/reforms/preview?fileName=` (bytes of the mapping sheet). */
export const ReformPreview = z.strictObject({
  batchId: z.string().max(64),
  fileName: z.string().max(200),
  rows: count,
  effectiveOn: LocalDate.nullable(),
  decree: z.string().max(200).nullable(),
  faults: z.array(RowFault).max(2000),
  faultCount: count,
  effects: ReformEffects,
  changes: z.array(ReformChange).max(500),
  /** Titles of meetings not yet held that name something this reform ends. */
  meetings: z.array(z.strictObject({ title: z.string().max(300), startsAt: Instant })).max(50),
});
export type ReformPreview = z.infer<typeof ReformPreview>;

/** `POST /api/directory/reforms`: puts a previewed sheet down for its day. */
export const ScheduleReform = z.strictObject({
  batchId: z.string().max(64),
  name: z.string().trim().min(3).max(300),
});
export type ScheduleReform = z.infer<typeof ScheduleReform>;

export const Reform = z.strictObject({
  reformId: z.string().max(64),
  name: z.string().max(300),
  decree: z.string().max(200),
  effectiveOn: LocalDate,
  state: z.enum(['scheduled', 'applied', 'withdrawn']),
  createdAt: Instant,
  settledAt: Instant.nullable(),
  effects: ReformEffects,
});
export type Reform = z.infer<typeof Reform>;

/** `GET /api/directory/reforms` */
export const ReformList = z.strictObject({ reforms: z.array(Reform).max(200) });
export type ReformList = z.infer<typeof ReformList>;
