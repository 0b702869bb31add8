import { messageIdOf } from './database-outbox.ts';

/** What a report says of one letter. */
export interface ReadReport {
  readonly outcome: 'delivered' | 'bounced' | 'delayed' | 'unknown';
  /** By which the letter is found; null when none of ours is named. */
  readonly messageId: string | null;
  /** Enhanced status, such as `5.1.1`. */
  readonly status: string | null;
}

const OURS = new RegExp(`[0-9a-f]{40}@${messageIdOf('').split('@')[1]}`);
const outcomes: Readonly<Record<string, ReadReport['outcome']>> = {
  failed: 'bounced',
  delayed: 'delayed',
  delivered: 'delivered',
  relayed: 'delivered',
  expanded: 'delivered',
};

/**
 * Reads a report of delivery (RFC 3464) as it came. Only a `multipart/report` with a field `Action` counts: a person's reply
 * that quotes our letter is no report.
 */
export function readDeliveryReport(raw: string): ReadReport {
  const text = raw
    .slice(0, 200_000)
    .replace(/\r\n/g, '\n')
    .replace(/\n[ \t]+/g, ' ');
  const head = text.split('\n\n', 1)[0] ?? '';
  const isReport = /^content-type:\s*multipart\/report\b.*delivery-status/im.test(head);
  if (!isReport) return { outcome: 'unknown', messageId: null, status: null };
  const action = /^action:\s*([a-z]+)/im.exec(text)?.[1]?.toLowerCase() ?? '';
  const envelope = /^original-envelope-id:.*$/im.exec(text)?.[0] ?? '';
  const body = text.slice(head.length);
  const quoted = [...body.matchAll(/^message-id:.*$/gim)].map(([line]) => line);
  const found = [envelope, ...quoted].map((line) => OURS.exec(line)?.[0]).find((id) => id !== undefined);
  return {
    outcome: outcomes[action] ?? 'unknown',
    messageId: found ?? null,
    status: /^status:\s*(\d\.\d{1,3}\.\d{1,3})/im.exec(text)?.[1] ?? null,
  };
}
