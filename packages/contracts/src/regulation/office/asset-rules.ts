import { z } from 'zod';
import { ProfileKey } from '../deadline.ts';
import { Citation } from '../values.ts';
import { UnitScope } from './directory-rules.ts';

const cite = z.array(Citation).min(1).max(5);
/** Empty where the text is silent and the period is ours. */
const citeOrOurs = z.array(Citation).max(5);
const label = z.string().min(2).max(300);
const note = z.string().max(400).nullable().default(null);

/** What is inventoried (R-AST-01). */
export const AssetKind = z.enum([
  'vcs',
  'camera',
  'connectionBox',
  'microphone',
  'cables',
  'display',
  'projector',
  'audio',
  'network',
  'ups',
  'laptop',
  'token',
  'other',
]);
export type AssetKind = z.infer<typeof AssetKind>;

/** Why a device is not what it was when it was last looked at; `existing`: it was used before the inventory began. */
export const AssetCause = z.enum(['existing', 'new', 'replaced', 'repaired', 'upgraded']);
export type AssetCause = z.infer<typeof AssetCause>;

/** Whose consent is asked: the unit that owns the device, the unit that has it in its care, or whoever runs the system. */
export const Consenter = z.enum(['owner', 'custodian', 'operating']);
export type Consenter = z.infer<typeof Consenter>;

const Consent = z.strictObject({ by: Consenter, label, cite, note }).nullable();

/** Work that returns (R-AST-08, R-AST-09). */
export const UpkeepRule = z.strictObject({
  key: ProfileKey,
  label,
  /** Kinds of devices; null: of all. */
  kinds: z.array(AssetKind).min(1).nullable(),
  everyMonths: z.int().min(1).max(60),
  by: label,
  cite: citeOrOurs,
  note,
});
export type UpkeepRule = z.infer<typeof UpkeepRule>;

/** Somebody looks at sites: what, and how often (R-AST-14, R-AST-15). */
export const InspectionRule = z.strictObject({
  key: ProfileKey,
  label,
  by: label,
  everyMonths: z.int().min(1).max(60),
  items: z
    .array(z.strictObject({ key: ProfileKey, label }))
    .min(1)
    .max(20),
  cite,
  note,
});
export type InspectionRule = z.infer<typeof InspectionRule>;

export const FallbackSubject = z.enum(['device', 'line', 'power']);
export type FallbackSubject = z.infer<typeof FallbackSubject>;

/** What carries a site's line (R-AST-13). */
export const LineNetwork = z.enum(['tslcd', 'cityWan', 'privateChannel', 'internet']);
export type LineNetwork = z.infer<typeof LineNetwork>;

/** DSCP, the six bits of an IP header by which a network tells traffic apart. */
export const TrafficMark = z.int().min(0).max(63);

/** What the text says of lines. */
const LineRules = z.strictObject({
  /** Networks the text names for the conferences. */
  networks: z.array(LineNetwork).min(1).max(4),
  network: cite,
  /** An Internet line needs a VPN or encryption; null: the text does not say so. */
  protection: z.strictObject({ label, cite }).nullable(),
  /** Whose traffic goes first, and by which mark; the first whose scope fits counts. */
  priority: z
    .array(z.strictObject({ label, scope: UnitScope, mark: TrafficMark, cite: citeOrOurs, note }))
    .max(6),
});

/** What a locality's regulation says of devices: custody, consent, care, inspection, fallback. */
export const AssetRules = z.strictObject({
  /** Whoever is given a device answers for it. */
  custody: z.strictObject({ cite }).nullable(),
  /** Null: the text asks for no consent to a move (R-AST-03). */
  relocation: Consent,
  /** Null: for no change of settings (R-AST-04). */
  configuration: Consent,
  /** Opinion before purchase, upgrade and connection (R-AST-10). */
  opinion: z.strictObject({ by: label, causes: z.array(AssetCause).min(1).max(4), cite, note }).nullable(),
  /** Security inspection before use (R-AST-11). */
  inspection: z
    .strictObject({
      by: label,
      kinds: z.array(AssetKind).min(1),
      causes: z.array(AssetCause).min(1).max(4),
      cite,
      note,
    })
    .nullable(),
  /** Rules of care shown to whoever serves the room (R-AST-09). */
  care: z.strictObject({ rules: z.array(label).min(1).max(12), cite }).nullable(),
  upkeep: z.array(UpkeepRule).max(12),
  inspections: z.array(InspectionRule).max(6),
  /** What each site has in writing for the case that it fails (R-AST-12). */
  fallback: z
    .array(z.strictObject({ subject: FallbackSubject, label, by: label, scope: UnitScope, cite, note }))
    .max(6),
  /** Whoever keeps spare devices ready (R-INC-06); null: the fallback plan of the unit. */
  spares: z.strictObject({ by: label, cite }).nullable(),
  /** Yearly plan of maintenance with its cost (R-AST-08). */
  plan: z.strictObject({ by: label, cite }).nullable(),
  /** The system is reviewed every year, and what should be better is proposed (R-AST-16). */
  review: z.strictObject({ by: label, cite }).nullable(),
  /** Null: the text does not speak of lines. */
  lines: LineRules.nullable(),
});
export type AssetRules = z.infer<typeof AssetRules>;

export const silentAssets: AssetRules = {
  custody: null,
  relocation: null,
  configuration: null,
  opinion: null,
  inspection: null,
  care: null,
  upkeep: [],
  inspections: [],
  fallback: [],
  spares: null,
  plan: null,
  review: null,
  lines: null,
};
