import type { FormContent, RegistrationData } from '@nhipcau/contracts';
import { dateOf } from '../regulation/zone.ts';
import type { FormFacts } from './form-facts.ts';
import { countInWords, dayInWords, periodInWords, printable, shortDay, unbroken } from './print-words.ts';

type Reader = (facts: FormFacts) => string | null;

const data = (read: (data: RegistrationData) => string | null): Reader => {
  return ({ registration }) => read(registration.data);
};
const staffParts = { Name: 'name', Title: 'title', Email: 'email', Phone: 'phone' } as const;
const staffMembers = ['leader', 'main', 'support'] as const;

/**
 * What PL III of Quảng Ninh says of a unit's people, by the name of the content such as `mainPhone`.
 *
 * @returns undefined for contents of other forms
 */
export function staffContentOf(staff: FormFacts['staff'], content: FormContent): string | null | undefined {
  for (const who of staffMembers)
    for (const [ending, part] of Object.entries(staffParts))
      if (content === `${who}${ending}`) return textOf(staff[who]?.[part] ?? null);
  return undefined;
}

const member =
  (content: FormContent): Reader =>
  ({ staff }) =>
    staffContentOf(staff, content) ?? null;

/** The sites of a meeting without the one it is chaired from. */
export const satellitesOf = ({ sites, chairSiteId }: Pick<RegistrationData, 'sites' | 'chairSiteId'>) =>
  sites.filter(({ siteId }) => siteId !== chairSiteId);

const siteName = ({ sites }: FormFacts, siteId: RegistrationData['chairSiteId']): string | null =>
  siteId === null ? null : (sites.get(siteId)?.name ?? siteId);

const basisOf = ({ basis }: RegistrationData): string | null => {
  if (basis === null) return null;
  const day = basis.issuedOn === null ? '' : ` ngày ${shortDay(basis.issuedOn)}`;
  return `Văn bản số ${basis.number}${day}${basis.issuer ? ` của ${basis.issuer}` : ''}`;
};

const upstreamOf = ({ upstream }: RegistrationData): string | null =>
  upstream === null ? null : [upstream.document, upstream.body].filter(Boolean).join(' của ');

const technicianOf = ({ technician }: RegistrationData): string | null =>
  technician === null ? null : `${technician.name}, điện thoại ${technician.phone}`;

const decisionOf: Reader = ({ decision }) => {
  if (decision === null) return null;
  return decision.agreed ? 'Đồng ý, bố trí theo đăng ký' : 'Chưa bố trí được theo đăng ký';
};

const sitesInWords = (count: number): string | null =>
  count === 0 ? null : `${countInWords(count)} điểm cầu`;

const yesNo = (asked: boolean): string => (asked ? 'Có' : 'Không');

/** Where each content of a form comes from. */
const readers: Readonly<Record<FormContent, Reader>> = {
  fileNumber: ({ registration }) => registration.fileNumber,
  title: data(({ title }) => title),
  content: data(({ content, title }) => content ?? title),
  basis: data(basisOf),
  upstream: data(upstreamOf),
  hostName: ({ host }) => host.name,
  hostAddress: ({ host }) => host.address,
  venue: data(({ venue }) => venue),
  chairPerson: data(({ chairPerson }) => chairPerson),
  chairTitle: data(({ chairTitle }) => chairTitle),
  chairSite: (facts) => siteName(facts, facts.registration.data.chairSiteId),
  officialTime: ({ registration, profile }) => periodInWords(registration.data.official, profile.timeZone),
  rehearsalTime: ({ registration, profile }) =>
    registration.data.rehearsal && periodInWords(registration.data.rehearsal, profile.timeZone),
  technicianName: data(({ technician }) => technician?.name ?? null),
  technicianPhone: data(({ technician }) => technician?.phone ?? null),
  technician: data(technicianOf),
  siteCount: data(({ sites }) => sitesInWords(sites.length)),
  satelliteCount: data((one) => sitesInWords(satellitesOf(one).length)),
  satelliteNames: (facts) =>
    satellitesOf(facts.registration.data)
      .map(({ siteId }) => siteName(facts, siteId))
      .join('; '),
  script: data(({ script }) => script),
  staffRequest: data(({ staffRequest }) => staffRequest),
  headquartersRoom: data(({ technical }) => yesNo(technical.headquartersRoom)),
  recording: data(({ technical }) => yesNo(technical.recording)),
  otherSupport: data(({ technical }) => technical.other),
  urgentCause: data(({ urgentCause }) => urgentCause),
  decision: decisionOf,
  decisionReason: ({ decision }) => decision?.reason ?? null,
  decidedAt: ({ decision, profile }) => decision && dayInWords(dateOf(decision.at, profile.timeZone)),
  leaderName: member('leaderName'),
  leaderTitle: member('leaderTitle'),
  leaderEmail: member('leaderEmail'),
  leaderPhone: member('leaderPhone'),
  mainName: member('mainName'),
  mainTitle: member('mainTitle'),
  mainEmail: member('mainEmail'),
  mainPhone: member('mainPhone'),
  supportName: member('supportName'),
  supportTitle: member('supportTitle'),
  supportEmail: member('supportEmail'),
  supportPhone: member('supportPhone'),
};

/** What a form says under one of its labels; null where nothing was stated. */
export function contentOf(facts: FormFacts, content: FormContent): string | null {
  return textOf(readers[content](facts));
}

function textOf(said: string | null): string | null {
  const text = unbroken(printable(said ?? ''));
  return text === '' ? null : text;
}
