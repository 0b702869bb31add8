import type { HeldGrant, RegulationProfile } from '@nhipcau/contracts';

/**
 * The bodies of the text for which somebody works whose rights reach over the whole installation: those whose part in this
 * locality is taken by accounts of that role. Rights over everything are not duties of everybody.
 *
 * @rule FG-20, DO-11
 */
export const bodiesServedBy = (
  parties: RegulationProfile['office']['notices']['parties'],
  grants: readonly HeldGrant[],
): string[] =>
  Object.entries(parties)
    .filter(([, rules]) =>
      rules.some(
        (rule) =>
          rule.kind === 'accounts' &&
          grants.some(({ role, scope }) => role === rule.role && scope.kind === 'installation'),
      ),
    )
    .map(([body]) => body);
