import type { ParameterKey, RegulationProfile } from '@nhipcau/contracts';
import type { Translate } from '../text/catalogue.ts';

/** A parameter's value in words; null when what it says is in its quotation alone. */
export function ruleValue(
  { parameters, roles }: Pick<RegulationProfile, 'parameters' | 'roles'>,
  key: ParameterKey,
  t: Translate,
): string | null {
  switch (key) {
    case 'reg.mode': {
      const mode = parameters[key]?.value;
      return mode === undefined ? null : t(`reg.mode.${mode}`);
    }
    case 'channel.planned':
    case 'channel.urgent':
      return parameters[key]?.value.map((channel) => t(`reg.channel.${channel}`)).join(', ') ?? null;
    case 'approval.by':
      return parameters[key]?.value.map((role) => roles[role]?.name ?? role).join('; ') ?? null;
    case 'bringup.limit': {
      const seconds = parameters[key]?.value;
      return seconds === undefined ? null : t('reg.value.seconds', { n: seconds });
    }
    case 'cascade.allowed': {
      const allowed = parameters[key]?.value;
      return allowed === undefined ? null : t(allowed ? 'reg.value.cascade' : 'reg.value.single');
    }
    case 'rehearsal.stages': {
      const stages = parameters[key]?.value;
      return stages === undefined ? null : t('reg.value.stages', stages);
    }
    case 'video.format': {
      const lines = parameters[key]?.value ?? null;
      return lines === null ? null : t('reg.value.lines', { n: lines });
    }
    case 'staff.min': {
      const people = parameters[key]?.value ?? null;
      return people === null ? null : t('reg.value.people', { n: people });
    }
    case 'quota':
      return (
        parameters[key]?.value
          .map(({ label, sites }) =>
            t('reg.value.quota', { label, sites: sites ?? t('reg.value.unlimited') }),
          )
          .join('; ') ?? null
      );
    default:
      return null;
  }
}
