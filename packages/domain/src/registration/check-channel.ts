import type { Finding, Instant, Reception, RegistrationData, RegulationProfile } from '@nhipcau/contracts';
import { fault, warning } from './finding.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Channels the regulation takes for this urgency; null: it does not say. */
export const channelsOf = (
  profile: RegulationProfile,
  urgency: RegistrationData['urgency'],
): readonly Reception['channel'][] | null => {
  const parameter = profile.parameters[urgency === 'planned' ? 'channel.planned' : 'channel.urgent'];
  return parameter?.value ?? null;
};

/**
 * By which way it came in, and from whom. What a host states in this application itself is the electronic document of
 * the regulation (R-REG-18) and has no reception.
 *
 * @rule RE-12, RE-13 (R-REG-05, R-REG-06; BD Đ8.1, Đ8.2c; HN Đ12.2a; QN Đ12.2, Đ12.4; HB II.2.2 b1; VP Đ6.2 b1)
 */
export function checkChannel(
  profile: RegulationProfile,
  data: RegistrationData,
  reception: Reception | null,
  now: Instant,
): Finding[] {
  const allowed = channelsOf(profile, data.urgency);
  const parameter = profile.parameters[data.urgency === 'planned' ? 'channel.planned' : 'channel.urgent'];
  const cite = parameter?.cite ?? [];
  if (reception === null) {
    const byTelephone = data.urgency === 'urgent' && allowed?.length === 1 && allowed[0] === 'telephone';
    return byTelephone ? [warning('alsoTelephone', { cite })] : [];
  }
  const { channel } = reception;
  const findings = [...checkSender(profile, reception), ...checkReceivedAt(reception, now)];
  if (allowed !== null && !allowed.includes(channel) && !isNotification(profile, data))
    findings.push(fault('channelNotAllowed', { field: 'reception.channel', facts: { channel }, cite }));
  return findings;
}

/** Where a meeting is told of and not asked for outside the text's own entry, no channel is laid down (HN Đ11.1). */
const isNotification = (profile: RegulationProfile, { kind }: RegistrationData): boolean =>
  profile.parameters['reg.mode']?.value === 'request' &&
  profile.office.registration.kinds[kind]?.entry === 'notification';

function checkSender(profile: RegulationProfile, { channel, sender, call }: Reception): Finding[] {
  if (channel === 'telephone') {
    if (call === null) return [fault('callMissing', { field: 'reception.call' })];
    return call.readBack ? [] : [fault('readBackMissing', { field: 'reception.call.readBack' })];
  }
  const rule = profile.office.registration.senders.find((one) => one.channel === channel);
  if (!rule) return [];
  const { domains, cite } = rule;
  if (sender === null || sender === '') return [fault('senderMissing', { field: 'reception.sender', cite })];
  return domains.some((domain) => isMailboxOf(sender, domain))
    ? []
    : [
        fault('senderNotOfficial', {
          field: 'reception.sender',
          facts: { domains: domains.join(', ') },
          cite,
        }),
      ];
}

/** One mailbox of the domain or of one below it; nothing that merely ends or begins alike. */
function isMailboxOf(sender: string, domain: string): boolean {
  const host = /^[^\s@<>"(),;:]+@([a-z0-9.-]+)$/i.exec(sender.trim())?.[1]?.toLowerCase();
  return host === domain || host?.endsWith(`.${domain}`) === true;
}

function checkReceivedAt({ receivedAt }: Reception, now: Instant): Finding[] {
  if (receivedAt > now) return [fault('receivedInFuture', { field: 'reception.receivedAt' })];
  return now - receivedAt > DAY_MS ? [warning('receivedLongAgo', { field: 'reception.receivedAt' })] : [];
}
