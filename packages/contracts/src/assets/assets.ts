import { z } from 'zod';
import { Instant, OrganisationId, SiteId } from '../ids.ts';
import { LocalDate } from '../regulation/calendar.ts';
import { AssetCause, AssetKind, AssetRules } from '../regulation/office/asset-rules.ts';

const id = z.string().min(1).max(64);
const line = (min: number, max: number) => z.string().trim().min(min).max(max).normalize();
const blank = (value: unknown) => (typeof value === 'string' && value.trim() === '' ? null : value);
const optional = (max: number) => z.preprocess(blank, line(1, max).nullable()).default(null);

export const AssetId = id.brand<'AssetId'>();
export type AssetId = z.infer<typeof AssetId>;

/**
 * Where a device is in its life: in a store; in use at a site; kept ready for an incident; standing in for a device that
 * failed; being repaired; out of the inventory.
 */
export const AssetState = z.enum(['store', 'inUse', 'spare', 'lent', 'repair', 'retired']);
export type AssetState = z.infer<typeof AssetState>;

/** Where the money came from. */
export const Funding = z.enum(['state', 'leased', 'self', 'office']);
export type Funding = z.infer<typeof Funding>;

/** `POST /api/assets`: a device comes into the inventory (R-AST-01). */
export const RegisterAsset = z.strictObject({
  /** Number of the inventory, unique. */
  code: line(2, 40),
  kind: AssetKind,
  model: line(1, 200),
  serial: optional(100),
  ownerId: OrganisationId,
  custodianId: OrganisationId,
  /** The person who keeps it. */
  keeper: optional(200),
  funding: Funding,
  acquiredOn: LocalDate.nullable().default(null),
  cause: AssetCause.default('new'),
  note: optional(500),
});
export type RegisterAsset = z.infer<typeof RegisterAsset>;

/** `POST /api/assets/:assetId`: corrects what is written of a device; place, state and custody have steps of their own. */
export const ChangeAsset = RegisterAsset.omit({ custodianId: true, cause: true }).extend({
  revision: z.int().min(1),
});
export type ChangeAsset = z.infer<typeof ChangeAsset>;

/** `POST /api/assets/:assetId/placing`: it stands at a site and is used there. */
export const PlaceAsset = z.strictObject({ siteId: SiteId, room: optional(200) });
export type PlaceAsset = z.infer<typeof PlaceAsset>;

/** `POST /api/assets/:assetId/state`: out of use. `back`: what came of a repair. */
export const MoveAsset = z.strictObject({
  to: z.enum(['store', 'spare', 'repair', 'retired']),
  reason: line(3, 300),
  /** Set when it comes out of repair: repaired, upgraded or replaced. */
  cause: AssetCause.nullable().default(null),
});
export type MoveAsset = z.infer<typeof MoveAsset>;

/** What must be known of a device before it is used, besides what is written of it. */
export const VerdictKind = z.enum(['opinion', 'inspection']);
export type VerdictKind = z.infer<typeof VerdictKind>;
/** `POST /api/assets/:assetId/verdicts` (R-AST-10, R-AST-11) */
export const RecordVerdict = z.strictObject({
  kind: VerdictKind,
  passed: z.boolean(),
  by: line(2, 300),
  document: optional(100),
  on: LocalDate,
  /** Standards it meets, or what was found. */
  words: optional(1_000),
});
export type RecordVerdict = z.infer<typeof RecordVerdict>;

/** Why a device may not be used now; null: nothing stands against it. */
export const UseRefusal = z.enum(['opinionMissing', 'inspectionMissing', 'inspectionFailed']);
export type UseRefusal = z.infer<typeof UseRefusal>;

export const Asset = z.strictObject({
  assetId: AssetId,
  code: z.string().max(40),
  kind: AssetKind,
  model: z.string().max(200),
  serial: z.string().max(100).nullable(),
  ownerId: OrganisationId,
  ownerName: z.string().max(200),
  custodianId: OrganisationId,
  custodianName: z.string().max(200),
  keeper: z.string().max(200).nullable(),
  siteId: SiteId.nullable(),
  siteName: z.string().max(200).nullable(),
  room: z.string().max(200).nullable(),
  state: AssetState,
  funding: Funding,
  acquiredOn: LocalDate.nullable(),
  note: z.string().max(500).nullable(),
  refusal: UseRefusal.nullable(),
  /** Something about it is asked and not yet answered. */
  isAsked: z.boolean(),
  revision: z.int().min(1),
  mayWrite: z.boolean(),
});
export type Asset = z.infer<typeof Asset>;

/** `GET /api/assets` */
export const ListAssets = z.strictObject({
  siteId: SiteId.optional(),
  organisationId: OrganisationId.optional(),
});
export const AssetList = z.strictObject({
  assets: z.array(Asset).max(10_000),
  rules: AssetRules,
  mayRegister: z.boolean(),
});
export type AssetList = z.infer<typeof AssetList>;

/** What happened to a device, oldest first. */
export const AssetEvent = z.strictObject({
  eventId: id,
  at: Instant,
  what: z.enum([
    'registered',
    'changed',
    'placed',
    'stored',
    'made spare',
    'sent to repair',
    'retired',
    'handed over',
    'asked',
    'granted',
    'refused',
    'opinion',
    'inspection',
    'sheet',
    'lent',
    'given back',
    'upkeep',
  ]),
  words: z.string().max(1_000),
  byName: z.string().max(200),
});
export type AssetEvent = z.infer<typeof AssetEvent>;
