import {
  instant,
  type Organisation,
  RegisteredSite,
  RegistrationData,
  type RegistrationRulesReply,
  type SiteId,
} from '@nhipcau/contracts';
import { dateOf, instantOf, shiftDate } from '@nhipcau/domain';
import { z } from 'zod';

/** What stands in the form: like the registration, but half a telephone number or no title may stand there while it is typed. */
export const DraftData = z.strictObject({
  ...RegistrationData.shape,
  title: z.string().max(300),
  sites: z
    .array(z.strictObject({ ...RegisteredSite.shape, contactPhone: z.string().max(40).nullable() }))
    .max(2_000),
  technician: z.strictObject({ name: z.string().max(300), phone: z.string().max(40) }).nullable(),
  basis: z
    .strictObject({
      number: z.string().max(300),
      issuedOn: z.string().max(10).nullable(),
      issuer: z.string().max(300).nullable(),
    })
    .nullable(),
  invitation: z.strictObject({ number: z.string().max(300), issuedOn: z.string().max(10) }).nullable(),
  upstream: z
    .strictObject({ body: z.string().max(300), document: z.string().max(300).nullable() })
    .nullable(),
});
export type DraftData = z.infer<typeof DraftData>;
export type DraftSite = DraftData['sites'][number];

const DEFAULT_LEAD_DAYS = 7;

/** A new registration: a week from now at eight, what the locality has only one of is chosen. */
export function emptyDraft(
  rules: RegistrationRulesReply,
  organisations: readonly Organisation[],
  { now, timeZone }: { now: number; timeZone: string },
): DraftData | null {
  // Whoever may register for several begins with one that may hold a meeting at all.
  const host = rules.hosts.find(({ kinds }) => kinds.length > 0) ?? rules.hosts[0];
  const kind = usualKind(
    rules,
    host?.kinds ?? [],
    organisations.find(({ organisationId }) => organisationId === host?.organisationId),
  );
  if (!kind || !host) return null;
  const date = shiftDate(dateOf(instant(now), timeZone), DEFAULT_LEAD_DAYS);
  return {
    title: '',
    content: null,
    kind: kind.key,
    urgency: 'planned',
    urgentCause: null,
    purpose: rules.purposes.length === 1 ? (rules.purposes[0]?.key ?? null) : null,
    form: 'online',
    hostOrganisationId: host.organisationId,
    chairBody: kind.chairBodies[0] ?? 'committee',
    chairPerson: null,
    chairTitle: null,
    venue: null,
    basis: null,
    official: { start: instantOf(date, '08:00', timeZone), end: instantOf(date, '11:00', timeZone) },
    rehearsal: null,
    chairSiteId: null,
    sites: [],
    script: null,
    technician: null,
    staffRequest: null,
    technical: {
      recording: false,
      slides: false,
      video: false,
      projector: false,
      speaking: false,
      storeMedia: false,
      headquartersRoom: false,
      other: null,
    },
    secret: { declared: false, protectionPlan: null },
    invitation: null,
    upstream: null,
  };
}

/** The kind of a meeting that changes its host: the present one where the new host may hold it, else its first. */
export const kindOfHost = (
  { hosts }: RegistrationRulesReply,
  hostId: string | null,
  present: string,
): string => {
  const permitted = hosts.find(({ organisationId }) => organisationId === hostId)?.kinds ?? [];
  return permitted.includes(present) ? present : (permitted[0] ?? present);
};

/** The first kind the host may hold; a department usually chairs its own meetings. */
const usualKind = (
  { kinds }: RegistrationRulesReply,
  permitted: readonly string[],
  host: Organisation | undefined,
) => {
  const open = kinds.filter(({ key }) => permitted.includes(key));
  const usual = open.length > 0 ? open : kinds;
  return (
    (host?.kind === 'peoplesCommittee'
      ? undefined
      : usual.find(({ chairBodies }) => chairBodies[0] === 'agency')) ?? usual[0]
  );
};

/** The registration that the form states, empty entries as nothing. */
const tidy = (draft: DraftData): DraftData => ({
  ...draft,
  basis:
    draft.basis && isBlank([draft.basis.number, draft.basis.issuer, draft.basis.issuedOn])
      ? null
      : draft.basis,
  technician:
    draft.technician && isBlank([draft.technician.name, draft.technician.phone]) ? null : draft.technician,
  invitation:
    draft.invitation && isBlank([draft.invitation.number, draft.invitation.issuedOn])
      ? null
      : draft.invitation,
  upstream: draft.upstream && isBlank([draft.upstream.body, draft.upstream.document]) ? null : draft.upstream,
  sites: draft.sites.map((site) => ({ ...site, contactPhone: site.contactPhone?.trim() || null })),
});

const isBlank = (texts: readonly (string | null)[]): boolean =>
  texts.every((one) => (one ?? '').trim() === '');

/** Entries that cannot be stored as they are, by path such as `technician.phone`; empty: all can. */
export function malformedIn(draft: DraftData): readonly string[] {
  return [...faultsIn(draft).keys()];
}

/** What keeps an entry from being stored. */
export type EntryFault = 'missing' | 'tooLong' | 'malformed';

/** The same with what is wrong with each: whoever reads it knows what to mend. */
export function faultsIn(draft: DraftData): ReadonlyMap<string, EntryFault> {
  const said = tidy(draft);
  const parsed = RegistrationData.safeParse(said);
  if (parsed.success) return new Map();
  return new Map(
    parsed.error.issues.map(({ path, code }) => [path.join('.'), faultOf(code, valueAt(said, path))]),
  );
}

const valueAt = (data: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, key) => (at instanceof Object ? Reflect.get(at, key) : undefined), data);

function faultOf(code: string, value: unknown): EntryFault {
  if (typeof value === 'string' && value.trim() === '') return 'missing';
  return code === 'too_big' && typeof value === 'string' ? 'tooLong' : 'malformed';
}

const UNTITLED = '…………';

/**
 * The part of the form that can be said already: entries still being typed are left out.
 *
 * @returns null when not even that can be stored
 */
export function statedIn(draft: DraftData): RegistrationData | null {
  const bad = malformedIn(draft);
  const has = (beginning: string) => bad.some((path) => path.startsWith(beginning));
  const said = tidy(draft);
  const parsed = RegistrationData.safeParse({
    ...said,
    title: has('title') ? UNTITLED : said.title,
    technician: has('technician') ? null : said.technician,
    basis: has('basis') ? null : said.basis,
    invitation: has('invitation') ? null : said.invitation,
    upstream: has('upstream') ? null : said.upstream,
    sites: said.sites.map((site, index) =>
      has(`sites.${index}.contactPhone`) ? { ...site, contactPhone: null } : site,
    ),
  });
  return parsed.success ? parsed.data : null;
}

/** Sites with others taken in; those there already stay as they are. */
export function withSites(sites: readonly DraftSite[], siteIds: readonly SiteId[]): DraftSite[] {
  const there = new Set(sites.map(({ siteId }) => siteId));
  const more = siteIds.filter((siteId) => !there.has(siteId));
  return [
    ...sites,
    ...more.map((siteId) => ({
      siteId,
      attendance: null,
      contactName: null,
      contactPhone: null,
      mayPresent: false,
    })),
  ];
}

/** Top-level entries in which two states of a registration differ. */
export function differences(mine: DraftData, theirs: DraftData): (keyof DraftData)[] {
  return DraftData.keyof().options.filter(
    (field) => JSON.stringify(mine[field]) !== JSON.stringify(theirs[field]),
  );
}
