import type { Finding, RegistrationData, RegulationProfile } from '@nhipcau/contracts';
import { fault } from './finding.ts';

type FieldRule = RegulationProfile['office']['registration']['fields'][number];

/** Missing entries at single sites are named one by one up to here, then counted. */
const NAMED_SITES = 20;

const isText = (value: string | null): boolean => value !== null && value.trim() !== '';

/** Whether what a field stands for has been stated; those about single sites are asked elsewhere. */
function isStated(data: RegistrationData, field: FieldRule['field']): boolean {
  switch (field) {
    case 'venue':
    case 'content':
    case 'chairPerson':
    case 'chairTitle':
    case 'script':
    case 'staffRequest':
    case 'urgentCause':
      return isText(data[field]);
    case 'basis':
    case 'upstream':
    case 'rehearsal':
    case 'technician':
    case 'purpose':
    case 'invitation':
      return data[field] !== null;
    case 'sites':
      return data.sites.some(({ siteId }) => siteId !== data.chairSiteId);
    default:
      // A choice is always made: the form of the meeting, and which services are asked for.
      return true;
  }
}

/** Fields the form of this meeting has, with whether they are mandatory. */
export const fieldsOf = (
  profile: RegulationProfile,
  { kind }: Pick<RegistrationData, 'kind'>,
): readonly FieldRule[] =>
  profile.office.registration.fields.filter(({ kinds }) => kinds?.includes(kind) ?? true);

/**
 * What the locality's form demands and the registration does not say.
 *
 * @rule RE-7 (R-REG-03; BD PL I; HN Đ12.2a; QN Đ5.1.1; HB II.1.2 b2; VP Đ6.1 b2, Đ6.2 b2)
 */
export function checkFields(profile: RegulationProfile, data: RegistrationData): Finding[] {
  return fieldsOf(profile, data)
    .filter(({ required }) => required.includes(data.urgency))
    .flatMap((rule) => {
      const { field, label, cite } = rule;
      if (field.startsWith('sites.')) return missingAtSites(data, rule);
      return isStated(data, field) ? [] : [fault('fieldMissing', { field, facts: { label }, cite })];
    });
}

function missingAtSites(data: RegistrationData, { field, label, cite }: FieldRule): Finding[] {
  const missing = data.sites.flatMap((site, index) => {
    if (site.siteId === data.chairSiteId) return [];
    const isMissing =
      field === 'sites.attendance'
        ? site.attendance === null
        : !isText(field === 'sites.contactName' ? site.contactName : site.contactPhone);
    return isMissing ? [index] : [];
  });
  const name = field.slice('sites.'.length);
  const named = missing
    .slice(0, NAMED_SITES)
    .map((index) => fault('fieldMissing', { field: `sites.${index}.${name}`, facts: { label }, cite }));
  const rest = missing.length - named.length;
  return rest === 0
    ? named
    : [...named, fault('fieldMissingAtSites', { field: 'sites', facts: { label, count: rest }, cite })];
}
