import type { CheckAnswer, CheckItem } from '@nhipcau/contracts';
import type { Letter } from '../notices/outbox.ts';
import type { CheckedSite, CheckFile } from './check-file.ts';

/** A fault goes to whom the text names for it; without such a word to whoever runs the MCU (R-CHK-08; HN Đ12.2c). */
export function failedLetters(
  { registration }: CheckFile,
  site: CheckedSite,
  item: CheckItem,
  { key, note }: Pick<CheckAnswer, 'key' | 'note'>,
): Letter[] {
  return [
    {
      key: `check.failed:${key}`,
      meetingId: registration.meetingId,
      recipient: { kind: 'profileRole', role: item.faultTo ?? 'account:operator' },
      channel: 'inApp',
      template: 'check.failed',
      facts: {
        duty: item.text,
        place: site.name,
        reason: note,
        fileNumber: registration.fileNumber,
        startsAt: registration.data.official.start,
        path: `/chuan-bi/${registration.meetingId}/${site.siteId}`,
      },
      acknowledgeBy: null,
    },
  ];
}

/** The site is asked to test again, and why. */
export const retestLetters = (
  { registration }: CheckFile,
  site: CheckedSite,
  { phase, cause, at }: { phase: string; cause: string; at: number },
): Letter[] => [
  {
    key: `check.retest:${registration.meetingId}:${site.siteId}:${at}`,
    meetingId: registration.meetingId,
    recipient: { kind: 'site', siteId: site.siteId },
    channel: 'inApp',
    template: 'check.retest',
    facts: {
      duty: phase,
      place: site.name,
      reason: cause,
      fileNumber: registration.fileNumber,
      startsAt: registration.data.official.start,
      path: `/chuan-bi/${registration.meetingId}/${site.siteId}`,
    },
    acknowledgeBy: null,
  },
];
