import { z } from 'zod';
import { Instant, SiteId } from '../ids.ts';
import { Citation } from '../regulation/values.ts';

export const PAPER_LIMIT_BYTES = 5_242_880;
export const PAPERS_PER_MEETING = 20;

/** What a paper may be; found from its bytes, not from its name. */
export const PaperFormat = z.enum(['pdf', 'docx', 'odt']);
export type PaperFormat = z.infer<typeof PaperFormat>;

/** An invitation or a paper of a meeting (R-REG-12). */
export const MeetingPaper = z.strictObject({
  paperId: z.uuid(),
  /** Under which it is saved, with its ending. */
  name: z.string().min(1).max(160),
  format: PaperFormat,
  sizeBytes: z.int().min(1).max(PAPER_LIMIT_BYTES),
  /** Of the bytes, hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  uploadedAt: Instant,
  uploadedBy: z.string().max(200),
  /** When it first left for a site; null while it can still be taken back. */
  issuedAt: Instant.nullable(),
});
export type MeetingPaper = z.infer<typeof MeetingPaper>;

/** How far the papers have come with one invited site. */
export const SitePapers = z.strictObject({
  siteId: SiteId,
  name: z.string().max(200),
  /** `sent`: something of it is not yet received; `received`: all that was sent. */
  state: z.enum(['notSent', 'sent', 'received']),
  sent: z.int().min(0),
  received: z.int().min(0),
  lastSentAt: Instant.nullable(),
  lastReceivedAt: Instant.nullable(),
  receivedBy: z.string().max(200).nullable(),
});
export type SitePapers = z.infer<typeof SitePapers>;

/** The papers of a meeting and who has them. */
export const MeetingPapers = z.strictObject({
  papers: z.array(MeetingPaper).max(PAPERS_PER_MEETING),
  sites: z.array(SitePapers).max(2000),
  /** Whether this person hands them in and issues them. */
  mayIssue: z.boolean(),
  /** Sites of the meeting for which this person receives. */
  receivesFor: z.array(SiteId).max(2000),
  /** Where the regulation makes them a duty before the meeting counts as noticed; null: they are possible. */
  requiredBy: z.array(Citation).nullable(),
});
export type MeetingPapers = z.infer<typeof MeetingPapers>;

/** The papers sent to one site, for whoever opens the link of its notice. */
export const ReceivedPapers = z.strictObject({
  papers: z.array(MeetingPaper.extend({ receivedAt: Instant.nullable() })).max(PAPERS_PER_MEETING),
});
export type ReceivedPapers = z.infer<typeof ReceivedPapers>;
