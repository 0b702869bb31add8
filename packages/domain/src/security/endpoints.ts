import type { EndpointKind, SecurityRules } from '@nhipcau/contracts';

export type EndpointRefusal =
  /** The text does not admit the kind, and the operating unit did not enable it. */
  | { readonly kind: 'notAdmitted' }
  /** Of a meeting with state secrets only the terminals of the sites are part. */
  | { readonly kind: 'secret' };

/**
 * Whether an endpoint of this kind may join; null when nothing stands against it.
 *
 * @param enabled - kinds that the operating unit let in besides those of the text
 * @rule AC-25 (R-MCU-11; BD Đ3.1; HN Đ3.4, Đ6.8), AC-16 (HN Đ5.2)
 */
export function endpointRefusal(
  { endpoints }: Pick<SecurityRules, 'endpoints'>,
  kind: EndpointKind,
  { enabled, isSecret }: { enabled: readonly EndpointKind[]; isSecret: boolean },
): EndpointRefusal | null {
  if (isSecret && kind !== 'siteTerminal') return { kind: 'secret' };
  return endpoints.admitted.includes(kind) || enabled.includes(kind) ? null : { kind: 'notAdmitted' };
}
