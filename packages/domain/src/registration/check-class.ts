import type { Finding, RegistrationData, RegulationProfile } from '@nhipcau/contracts';
import type { DirectoryFacts } from './check-sites.ts';
import { fault } from './finding.ts';

type Hosts = NonNullable<RegulationProfile['office']['registration']['kinds'][string]>['hosts'];

const mayHost = (rule: Hosts, { host }: Pick<DirectoryFacts, 'host'>): boolean =>
  rule === null ||
  (host !== null &&
    (rule.levels?.includes(host.levelCode) ?? true) &&
    (rule.kinds?.includes(host.kind) ?? true));

/**
 * Kinds of meeting that an organisation may hold, in the order of the regulation.
 *
 * @rule RE-15 (R-PROF-07)
 */
export const kindsFor = (
  { kinds, office }: Pick<RegulationProfile, 'kinds' | 'office'>,
  host: NonNullable<DirectoryFacts['host']>,
): string[] =>
  kinds
    .map(({ key }) => key)
    .filter((key) => mayHost(office.registration.kinds[key]?.hosts ?? null, { host }));

/**
 * Kind, chairing body and host fit each other, and the purpose is one of the locality's.
 *
 * @rule RE-15, RE-16, RE-17 (R-PROF-07, R-REG-10, R-REG-16, R-NTC-07; BD Đ13)
 */
export function checkClass(
  profile: RegulationProfile,
  data: RegistrationData,
  directory: DirectoryFacts,
): Finding[] {
  const { kinds, purposes, venueFrom } = profile.office.registration;
  const rule = kinds[data.kind];
  if (!rule) return [fault('kindUnknown', { field: 'kind', facts: { kind: data.kind } })];
  const findings: Finding[] = [];
  if (directory.host === null) findings.push(fault('hostUnknown', { field: 'hostOrganisationId' }));
  else if (!mayHost(rule.hosts, directory))
    findings.push(fault('hostNotEntitled', { field: 'hostOrganisationId', cite: rule.cite }));
  if (!rule.chairBodies.includes(data.chairBody))
    findings.push(
      fault('chairBodyUnfit', { field: 'chairBody', facts: { chairBody: data.chairBody }, cite: rule.cite }),
    );
  if (rule.inbound && data.chairBody === 'upstream' && data.upstream === null)
    findings.push(fault('upstreamMissing', { field: 'upstream', cite: rule.cite }));
  if (data.purpose !== null && !purposes.some(({ key }) => key === data.purpose))
    findings.push(fault('purposeUnknown', { field: 'purpose', facts: { purpose: data.purpose } }));
  for (const { chairBody, hosts, cite } of venueFrom)
    if (chairBody === data.chairBody) {
      if (directory.host !== null && !mayHost(hosts, directory))
        findings.push(fault('hostNotOfficeOfChair', { field: 'hostOrganisationId', cite }));
      if (data.venue === null || data.venue === '')
        findings.push(fault('venueMissing', { field: 'venue', cite }));
    }
  return findings;
}

/**
 * State secrets: only where the regulation knows such meetings, never without a plan for their protection, and over the
 * lines that may carry them.
 *
 * @rule RE-18 (R-REG-13, R-SEC-07; HN Đ5.2, Đ11.5)
 */
export function checkSecret(
  profile: RegulationProfile,
  { secret, sites }: RegistrationData,
  directory: DirectoryFacts,
): Finding[] {
  if (!secret.declared) return [];
  const rule = profile.parameters.secret;
  if (rule === null) return [fault('secretNotAllowed', { field: 'secret' })];
  const { lines, cite } = profile.office.security.secret ?? { lines: null, cite: rule.cite };
  const exposed = sites.flatMap(({ siteId }, index) => {
    const network = directory.sites.get(siteId)?.network;
    return network === undefined || lines === null || lines.includes(network)
      ? []
      : [fault('secretLineForbidden', { field: `sites.${index}`, facts: { siteId, line: network }, cite })];
  });
  return [
    ...(secret.protectionPlan === null || secret.protectionPlan.trim() === ''
      ? [fault('protectionPlanMissing', { field: 'secret.protectionPlan', cite: rule.cite })]
      : []),
    ...exposed.slice(0, 50),
  ];
}
