import { z } from 'zod';
import { NodeId, OrganisationId, SiteId } from '../ids.ts';
import { LocalDate } from '../regulation/calendar.ts';
import { LineNetwork, TrafficMark } from '../regulation/office/asset-rules.ts';
import { Citation } from '../regulation/values.ts';

const line = (min: number, max: number) => z.string().trim().min(min).max(max).normalize();
const blank = (value: unknown) => (typeof value === 'string' && value.trim() === '' ? null : value);

/** A site's line, or the one that takes its place when it fails. */
export const LineUse = z.enum(['main', 'backup']);
export type LineUse = z.infer<typeof LineUse>;
/** How what travels over it is kept from others. */
export const LineProtection = z.enum(['none', 'vpn', 'encryption', 'vpnAndEncryption']);
export type LineProtection = z.infer<typeof LineProtection>;

/** `POST /api/sites/:siteId/lines`: the line of a site as it is from a day on (R-AST-13). */
export const RecordLine = z.strictObject({
  use: LineUse,
  network: LineNetwork,
  provider: line(2, 200),
  bandwidthKbps: z.int().min(64).max(100_000_000),
  protection: LineProtection,
  /** DSCP that the site's own router or the provider sets and keeps; null: none. */
  mark: TrafficMark.nullable(),
  since: LocalDate,
  note: z.preprocess(blank, line(1, 500).nullable()).default(null),
});
export type RecordLine = z.infer<typeof RecordLine>;

/** What of a line is not as the text has it. */
export const LineGap = z.enum(['missing', 'otherNetwork', 'unprotected', 'otherMark']);
export type LineGap = z.infer<typeof LineGap>;

const Line = RecordLine.extend({
  note: z.string().max(500).nullable(),
  byName: z.string().max(200),
  gaps: z.array(LineGap).max(4),
});
export const SiteLines = z.strictObject({
  siteId: SiteId,
  siteName: z.string().max(200),
  organisationId: OrganisationId,
  organisationName: z.string().max(200),
  main: Line.nullable(),
  backup: Line.nullable(),
  /** The mark its traffic ought to have, and by which words; null: the text says nothing. */
  priority: z
    .strictObject({
      label: z.string().max(300),
      mark: TrafficMark,
      cite: z.array(Citation).max(5),
      note: z.string().max(400).nullable(),
    })
    .nullable(),
  gaps: z.array(LineGap).max(4),
  mayWrite: z.boolean(),
});
export type SiteLines = z.infer<typeof SiteLines>;

/** `GET /api/site-lines?siteId=` */
export const LineList = z.strictObject({
  sites: z.array(SiteLines).max(10_000),
  /** What the text asks for; null: it is silent. */
  asked: z
    .strictObject({
      networks: z.array(LineNetwork).max(4),
      network: z.array(Citation).max(5),
      protection: z.strictObject({ label: z.string().max(300), cite: z.array(Citation).max(5) }).nullable(),
    })
    .nullable(),
  /** The mark each connected media node puts on what it sends; null: it cannot mark. */
  nodes: z
    .array(z.strictObject({ nodeId: NodeId, name: z.string().max(200), mark: TrafficMark.nullable() }))
    .max(64),
});
export type LineList = z.infer<typeof LineList>;
