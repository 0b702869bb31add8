import { z } from 'zod';
import { LocalDate } from './calendar.ts';
import { Deadline, DeadlineKey, ProfileKey } from './deadline.ts';
import type { CheckRules } from './office/check-rules.ts';
import { OfficeRules } from './office/office.ts';
import { Parameters } from './parameters.ts';
import { Citation, LocalityCode, TimeOfDay } from './values.ts';

/** Words that localities say differently (R-PROF-06). */
export const TermKey = z.enum([
  'conference',
  'chairSite',
  'satelliteSite',
  'controlCentre',
  'rehearsal',
  'siteTechnician',
  'meeting',
  /** What a host hands in to hold a meeting. */
  'registration',
  'notice',
  /** The answer to a registration, and who gives it. */
  'approval',
  'approver',
  'operatingUnit',
  'host',
  'chairPerson',
  'contact',
]);
export type TermKey = z.infer<typeof TermKey>;

const Term = z.strictObject({ text: z.string().min(2).max(100), article: z.string().min(1).max(30) });
const Role = z.strictObject({ name: z.string().min(2).max(200), cite: z.array(Citation).min(1).max(5) });
const MeetingKind = z.strictObject({
  key: ProfileKey,
  name: z.string().min(3).max(200),
  cite: z.array(Citation).min(1).max(5),
  /** Held by the host and the participants themselves, without a step above them. */
  selfOrganised: z.boolean(),
});

/** The decision or draft a profile is taken from. */
const Instrument = z.strictObject({
  title: z.string().min(3).max(300),
  /** Null where the text leaves the number blank. */
  number: z.string().max(60).nullable(),
  /** Null where the text leaves the day blank. */
  issuedOn: LocalDate.nullable(),
  draft: z.boolean(),
  note: z.string().max(400).nullable(),
});

const shape = z.strictObject({
  locality: LocalityCode,
  name: z.string().min(2).max(100),
  version: z.int().min(1),
  instrument: Instrument,
  validFrom: LocalDate,
  /** Last day of this version; null while it is in force. */
  validTo: LocalDate.nullable(),
  timeZone: z.string().min(3).max(60),
  /** When a day counted in days ends. */
  dayCutoff: TimeOfDay,
  urgencyNames: z.strictObject({ planned: z.string().max(60), urgent: z.string().max(60) }),
  kinds: z.array(MeetingKind).min(1).max(20),
  roles: z.record(ProfileKey, Role),
  terms: z.record(TermKey, Term.nullable()),
  deadlines: z.record(DeadlineKey, z.array(Deadline).min(1).max(10).nullable()),
  parameters: Parameters,
  /** Grows with releases: the digitisation of the same text, see `format`. */
  office: OfficeRules,
  /** Of the document, not of the regulation: a release that reads more out of a text raises it. */
  format: z.int().min(1),
});

interface Fault {
  readonly path: (string | number)[];
  readonly message: string;
}

/** References of a deadline that lead nowhere. */
function* danglingIn(
  { owes, tells, when, reminders }: Deadline,
  { roles, kinds }: { roles: ReadonlySet<string>; kinds: ReadonlySet<string> },
): Generator<Fault> {
  for (const role of [...owes, ...tells])
    if (!roles.has(role)) yield { path: [], message: `role ${role} is not in roles` };
  for (const kind of when.kinds ?? [])
    if (!kinds.has(kind)) yield { path: ['when', 'kinds'], message: `kind ${kind} is not in kinds` };
  for (const [index, { unit }] of reminders.entries())
    if (unit === 'workingDay') yield { path: ['reminders', index], message: 'a reminder is a span of time' };
}

/** References of the checks that lead nowhere. */
function* danglingChecks(
  { phases }: CheckRules,
  { roles, ids }: { roles: ReadonlySet<string>; ids: ReadonlySet<string> },
): Generator<Fault> {
  for (const [index, { deadline, items }] of phases.entries()) {
    const path = ['office', 'checks', 'phases', index];
    if (deadline !== null && !ids.has(deadline))
      yield { path: [...path, 'deadline'], message: `deadline ${deadline} is not in deadlines` };
    for (const { key, faultTo } of items)
      if (faultTo !== null && !roles.has(faultTo))
        yield { path: [...path, 'items', key], message: `role ${faultTo} is not in roles` };
  }
}

function* danglingIncidents(
  { scenarios, routes }: z.infer<typeof shape>['office']['incidents'],
  { roles, kinds }: { roles: ReadonlySet<string>; kinds: ReadonlySet<string> },
): Generator<Fault> {
  const unknown = (path: Fault['path'], named: readonly string[]): Fault[] =>
    named
      .filter((role) => !roles.has(role))
      .map((role) => ({ path, message: `role ${role} is not in roles` }));
  for (const { key, contacts } of scenarios) yield* unknown(['office', 'incidents', key], contacts);
  for (const [index, { tells, next, kinds: meant }] of routes.entries()) {
    const path = ['office', 'incidents', 'routes', index];
    yield* unknown(path, [...tells, ...next]);
    for (const kind of meant ?? [])
      if (!kinds.has(kind)) yield { path, message: `kind ${kind} is not in kinds` };
  }
}

function* faultsOf(profile: z.infer<typeof shape>): Generator<Fault> {
  if (profile.validTo !== null && profile.validTo < profile.validFrom)
    yield { path: ['validTo'], message: 'before validFrom' };
  const kinds = new Set(profile.kinds.map(({ key }) => key));
  if (kinds.size !== profile.kinds.length) yield { path: ['kinds'], message: 'a kind of meeting twice' };
  const roles = new Set(Object.keys(profile.roles));
  const ids = new Set<string>();
  for (const [key, deadlines] of Object.entries(profile.deadlines))
    for (const [index, deadline] of (deadlines ?? []).entries()) {
      const path = ['deadlines', key, index];
      if (ids.has(deadline.id)) yield { path: [...path, 'id'], message: `deadline ${deadline.id} twice` };
      ids.add(deadline.id);
      for (const fault of danglingIn(deadline, { roles, kinds }))
        yield { path: [...path, ...fault.path], message: fault.message };
    }
  for (const role of profile.parameters['approval.by']?.value ?? [])
    if (!roles.has(role))
      yield { path: ['parameters', 'approval.by'], message: `role ${role} is not in roles` };
  for (const { role } of profile.office.live.contacts)
    if (!roles.has(role))
      yield { path: ['office', 'live', 'contacts'], message: `role ${role} is not in roles` };
  yield* danglingChecks(profile.office.checks, { roles, ids });
  yield* danglingIncidents(profile.office.incidents, { roles, kinds });
}

/**
 * A locality's regulation as data (R-PROF-01): every parameter of the matrix is there with its value and article, or
 * null, which switches the rule off.
 */
export const RegulationProfile = shape.superRefine((profile, context) => {
  for (const fault of faultsOf(profile)) context.addIssue({ code: 'custom', ...fault });
});
export type RegulationProfile = z.infer<typeof RegulationProfile>;
