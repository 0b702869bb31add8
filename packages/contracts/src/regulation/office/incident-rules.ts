import { z } from 'zod';
import { ProfileKey, Urgency } from '../deadline.ts';
import { Citation } from '../values.ts';

const line = z.string().min(3).max(300);
const cite = z.array(Citation).min(1).max(5);

/** What a fault concerns; by it whoever answers for it is told (R-INC-01). */
export const IncidentType = z.enum(['call', 'quality', 'line', 'device', 'power', 'control', 'security']);
export type IncidentType = z.infer<typeof IncidentType>;

/** A fault of the preparation is found by a check; of the session while the meeting runs. */
export const FaultSession = z.enum(['preparation', 'session']);
export type FaultSession = z.infer<typeof FaultSession>;

/** What is done when something fails, prepared before it does (R-PLN-06). */
export const IncidentScenario = z.strictObject({
  key: ProfileKey,
  name: line,
  /** Faults for which these steps are shown. */
  types: z.array(IncidentType).min(1).max(7),
  /** By what it is noticed. */
  trigger: line,
  /** In this order. */
  steps: z.array(line).min(1).max(12),
  /** Roles that are called. */
  contacts: z.array(ProfileKey).min(1).max(6),
  cite,
});
export type IncidentScenario = z.infer<typeof IncidentScenario>;

/** Who is told of which fault. Of several routes that fit, the first counts. */
export const IncidentRoute = z.strictObject({
  types: z.array(IncidentType).min(1).max(7),
  /** Null: at any urgency. */
  urgency: Urgency.nullable().default(null),
  /** Null: before the meeting and during it. */
  session: FaultSession.nullable().default(null),
  /** Kinds of meeting; null: all. */
  kinds: z.array(ProfileKey).min(1).max(10).nullable().default(null),
  /** Roles told at once. */
  tells: z.array(ProfileKey).min(1).max(6),
  /** Roles told when those stay silent. */
  next: z.array(ProfileKey).max(6).default([]),
  cite,
});
export type IncidentRoute = z.infer<typeof IncidentRoute>;

/** What is done about faults in a locality, filed with its regulation and reviewed with it. */
export const IncidentRules = z.strictObject({
  scenarios: z.array(IncidentScenario).max(20),
  routes: z.array(IncidentRoute).max(30).default([]),
  /** So long somebody may take to answer; the texts say "at once". */
  acknowledgeSeconds: z.int().min(10).max(3600).default(120),
  /** The chair at the site is told of what lasts longer (R-INC-03); null: the text does not ask for it. */
  tellChair: z
    .strictObject({ afterSeconds: z.int().min(0).max(3600), cite })
    .nullable()
    .default(null),
  /** A site that will not be back in time reports that it takes no further part (R-INC-04). */
  interruption: z.strictObject({ cite }).nullable().default(null),
});
export type IncidentRules = z.infer<typeof IncidentRules>;
