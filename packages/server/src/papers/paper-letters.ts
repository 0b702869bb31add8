import { type MeetingPaper, type Registration, SiteId } from '@nhipcau/contracts';
import { sha256 } from '../documents/issued.repository.ts';
import type { Letter } from '../notices/outbox.ts';

interface Sent {
  readonly paper_id: string;
  readonly site_id: string;
}

/**
 * One letter to each site that was sent something new, with the names of the papers; the papers themselves are read in this
 * application, where their receipt is recorded. Of a meeting with state secrets nothing is written.
 *
 * @rule NT-8 (R-REG-12; QN Đ12.1)
 */
export function paperLetters(
  { meetingId, fileNumber, data }: Pick<Registration, 'meetingId' | 'fileNumber' | 'data'>,
  papers: readonly Pick<MeetingPaper, 'paperId' | 'name'>[],
  sent: readonly Sent[],
): Letter[] {
  if (data.secret.declared) return [];
  const names = new Map(papers.map(({ paperId, name }) => [paperId, name]));
  const bySite = new Map<string, string[]>();
  for (const { paper_id, site_id } of sent)
    bySite.set(site_id, [...(bySite.get(site_id) ?? []), paper_id].sort());
  return [...bySite].flatMap(([siteId, paperIds]) =>
    (['inApp', 'email'] as const).map((channel) => ({
      key: `papers:${meetingId}:${siteId}:${digestOf(paperIds)}:${channel}`,
      meetingId,
      recipient: { kind: 'site' as const, siteId: SiteId.parse(siteId) },
      channel,
      template: 'papers.issued',
      facts: {
        title: data.title,
        fileNumber,
        content: paperIds.map((paperId, index) => ({
          label: `Tài liệu ${index + 1}`,
          text: names.get(paperId) ?? '',
        })),
        path: `/dang-ky/${encodeURIComponent(meetingId)}`,
      },
      acknowledgeBy: null,
    })),
  );
}

const digestOf = (ids: readonly string[]): string =>
  sha256(Buffer.from(ids.join(' ')))
    .toString('hex')
    .slice(0, 32);
