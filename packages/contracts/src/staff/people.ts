import { z } from 'zod';
import { Instant, OrganisationId, SiteId } from '../ids.ts';
import { LocalDate } from '../regulation/calendar.ts';
import { OperatorDuty } from '../regulation/office/directory-rules.ts';
import { Citation } from '../regulation/values.ts';

const id = z.string().min(1).max(64);
const blank = (value: unknown) => (typeof value === 'string' && value.trim() === '' ? null : value);
const optional = <S extends z.ZodType>(schema: S) => z.preprocess(blank, schema.nullable()).default(null);
export const Telephone = z
  .string()
  .trim()
  .max(31)
  .regex(/^[0-9+][0-9 .()-]{2,30}$/);
const Email = z
  .string()
  .trim()
  .max(200)
  .regex(/^[^@\s]+@[^@\s]+$/);
export const PersonName = z.string().trim().normalize().min(2).max(200);

/** `POST /api/staff/operators`: somebody takes up a duty at a unit (R-DIR-12). */
export const AppointOperator = z.strictObject({
  organisationId: OrganisationId,
  /** Null: serves all sites of the unit. */
  siteId: SiteId.nullable(),
  duty: OperatorDuty,
  name: PersonName,
  title: optional(z.string().trim().normalize().max(200)),
  email: optional(Email),
  telephone: optional(Telephone),
  trainedOn: LocalDate.nullable(),
  fromOn: LocalDate,
});
export type AppointOperator = z.infer<typeof AppointOperator>;

/** `POST /api/staff/operators/:personId`: corrects what is known of a person in service. */
export const ChangeOperator = z.strictObject({
  revision: z.int().min(1),
  duty: OperatorDuty,
  name: PersonName,
  title: AppointOperator.shape.title,
  email: AppointOperator.shape.email,
  telephone: AppointOperator.shape.telephone,
  trainedOn: LocalDate.nullable(),
});
export type ChangeOperator = z.infer<typeof ChangeOperator>;

/** `POST /api/staff/operators/:personId/end`: the first day on which the person no longer serves (R-DIR-14). */
export const EndOperator = z.strictObject({
  endedOn: LocalDate,
  reason: optional(z.string().trim().max(300)),
});
/** `POST /api/staff/replacements/:leavingId`: who took over, and when the managing office was told. */
export const SettleReplacement = z.strictObject({
  successorId: id,
  notifiedOn: LocalDate.nullable(),
  notice: optional(z.string().trim().max(200)),
});

export const Operator = z.strictObject({
  personId: id,
  organisationId: OrganisationId,
  organisationName: z.string().max(200),
  siteId: SiteId.nullable(),
  siteName: z.string().max(200).nullable(),
  duty: OperatorDuty,
  name: z.string().max(200),
  title: z.string().max(200).nullable(),
  email: z.string().max(200).nullable(),
  telephone: z.string().max(60).nullable(),
  trainedOn: LocalDate.nullable(),
  fromOn: LocalDate,
  toOn: LocalDate.nullable(),
  revision: z.int().min(1),
  mayChange: z.boolean(),
});
export type Operator = z.infer<typeof Operator>;

/** `GET /api/staff/operators` */
export const ListOperators = z.strictObject({
  organisationId: OrganisationId.optional(),
  search: z.string().max(100).optional(),
  /** Also those whose service is over. */
  ended: z.stringbool().default(false),
});
export const OperatorList = z.strictObject({ operators: z.array(Operator).max(5_000) });

/** A unit below its minimum (R-DIR-13). */
export const Deficit = z.strictObject({
  organisationId: OrganisationId,
  organisationName: z.string().max(200),
  siteId: SiteId.nullable(),
  siteName: z.string().max(200).nullable(),
  label: z.string().max(300),
  required: z.int(),
  present: z.int(),
  untrained: z.int(),
  cite: z.array(Citation).max(5),
});
export const DeficitList = z.strictObject({
  deficits: z.array(Deficit).max(10_000),
  /** Units that the minima speak of. */
  unitCount: z.int(),
});
export type DeficitList = z.infer<typeof DeficitList>;

/** Somebody who left, and where the replacement stands. */
export const Replacement = z.strictObject({
  leavingId: id,
  leavingName: z.string().max(200),
  organisationId: OrganisationId,
  organisationName: z.string().max(200),
  duty: OperatorDuty,
  endedOn: LocalDate,
  dueOn: LocalDate.nullable(),
  successorId: id.nullable(),
  successorName: z.string().max(200).nullable(),
  notifiedOn: LocalDate.nullable(),
  state: z.enum(['noSuccessor', 'notNotified', 'settled']),
  isLate: z.boolean(),
  mayChange: z.boolean(),
});
export type Replacement = z.infer<typeof Replacement>;
const TrainingNeed = z.strictObject({
  needId: id,
  personId: id,
  name: z.string().max(200),
  organisationName: z.string().max(200),
  cause: z.enum(['replacement', 'appointment']),
  openedOn: LocalDate,
  doneOn: LocalDate.nullable(),
  mayChange: z.boolean(),
});
/** `GET /api/staff/replacements` */
export const ReplacementList = z.strictObject({
  replacements: z.array(Replacement).max(5_000),
  needs: z.array(TrainingNeed).max(5_000),
  /** Whom the text wants told; null where it is silent. */
  notify: z.string().max(300).nullable(),
});

const Span = z.strictObject({ from: Instant, to: Instant });
/** `POST /api/staff/roster` */
export const AddShift = z
  .strictObject({
    personId: id,
    startsAt: Instant,
    endsAt: Instant,
    note: optional(z.string().trim().max(200)),
  })
  .refine(({ startsAt, endsAt }) => startsAt < endsAt, { path: ['endsAt'], message: 'ends before it begins' })
  .refine(({ startsAt, endsAt }) => endsAt - startsAt <= 7 * 86_400_000, {
    path: ['endsAt'],
    message: 'longer than a week',
  });
export type AddShift = z.infer<typeof AddShift>;
/** `GET /api/staff/roster?organisationId=&from=&to=`: at most 62 days. */
export const ReadRoster = z
  .strictObject({
    organisationId: OrganisationId,
    from: z.coerce.number().pipe(Instant),
    to: z.coerce.number().pipe(Instant),
  })
  .refine(({ from, to }) => from < to && to - from <= 62 * 86_400_000, {
    path: ['to'],
    message: 'bad period',
  });
const Shift = z.strictObject({
  shiftId: id,
  personId: id,
  name: z.string().max(200),
  telephone: z.string().max(60).nullable(),
  startsAt: Instant,
  endsAt: Instant,
  note: z.string().max(200).nullable(),
});
export const Roster = z.strictObject({
  organisationId: OrganisationId,
  organisationName: z.string().max(200),
  /** Articles that oblige it; empty: it keeps a roster of its own will. */
  obliged: z.array(Citation).max(10),
  shifts: z.array(Shift).max(2_000),
  gaps: z.array(Span).max(2_000),
  /** Whole per cent, rounded down. */
  coveredPercent: z.int().min(0).max(100),
  /** Who is reachable now (R-INC-01). */
  now: z.array(z.strictObject({ name: z.string(), telephone: z.string().nullable() })).max(20),
  people: z.array(z.strictObject({ personId: id, name: z.string(), duty: OperatorDuty })).max(500),
  mayChange: z.boolean(),
});
export type Roster = z.infer<typeof Roster>;
/** `GET /api/staff/roster-gaps?from=&to=`: obliged units and how much of the period nobody covers. */
export const RosterUnits = z.strictObject({
  units: z
    .array(
      z.strictObject({
        organisationId: OrganisationId,
        name: z.string().max(200),
        levelCode: z.string().max(40),
        coveredPercent: z.int().min(0).max(100),
        gapMinutes: z.int().min(0),
        firstGapAt: Instant.nullable(),
      }),
    )
    .max(5_000),
});
