import { z } from 'zod';
import { Instant, OrganisationId, SiteId } from '../ids.ts';
import { LocalDate } from '../regulation/calendar.ts';
import { Citation } from '../regulation/values.ts';
import { Asset, AssetEvent, AssetId, VerdictKind } from './assets.ts';

const id = z.string().min(1).max(64);
const line = (min: number, max: number) => z.string().trim().min(min).max(max).normalize();

/** `POST /api/asset-handovers`: devices change hands (R-AST-02). */
export const OpenHandover = z.strictObject({
  assetIds: z.array(AssetId).min(1).max(200),
  toId: OrganisationId,
  /** Who will keep them there. */
  keeper: line(2, 200).nullable().default(null),
  on: LocalDate,
  note: line(1, 500).nullable().default(null),
});
export type OpenHandover = z.infer<typeof OpenHandover>;

export const HandoverSide = z.enum(['giver', 'receiver']);
export type HandoverSide = z.infer<typeof HandoverSide>;
/** `POST /api/asset-handovers/:handoverId/signature`: the hand of one side, with the title under which it signs. */
export const SignHandover = z.strictObject({ side: HandoverSide, title: line(2, 200) });
export type SignHandover = z.infer<typeof SignHandover>;
/** `POST /api/asset-handovers/:handoverId/withdrawal`: while a signature is missing. */
export const WithdrawHandover = z.strictObject({ reason: line(3, 300) });

const Signature = z.strictObject({ name: z.string().max(200), title: z.string().max(200), at: Instant });
export const HandoverState = z.enum(['open', 'done', 'withdrawn']);
export const Handover = z.strictObject({
  handoverId: id,
  fromId: OrganisationId,
  fromName: z.string().max(200),
  toId: OrganisationId,
  toName: z.string().max(200),
  keeper: z.string().max(200).nullable(),
  on: LocalDate,
  note: z.string().max(500).nullable(),
  state: HandoverState,
  giver: Signature.nullable(),
  receiver: Signature.nullable(),
  assets: z
    .array(
      z.strictObject({
        assetId: AssetId,
        code: z.string().max(40),
        kind: Asset.shape.kind,
        model: z.string().max(200),
        serial: z.string().max(100).nullable(),
      }),
    )
    .max(200),
  maySign: z.array(HandoverSide).max(2),
  mayWithdraw: z.boolean(),
});
export type Handover = z.infer<typeof Handover>;
/** `GET /api/asset-handovers`, the newest first. */
export const HandoverList = z.strictObject({
  handovers: z.array(Handover).max(500),
  cite: z.array(Citation).max(5),
});
export type HandoverList = z.infer<typeof HandoverList>;

/** A setting of a device, by its name in the technical sheet (R-AST-06). */
export const SheetField = z.enum([
  'address',
  'displayMode',
  'audioIn',
  'audioOut',
  'pictureQuality',
  'cameraControl',
  'presets',
  'pictureSources',
  'pictureFormat',
  'callBandwidth',
  'contentBandwidth',
  'echoCancellation',
  'inputLevel',
  'outputLevel',
  'equaliser',
  'feedbackControl',
  'roomNoise',
]);
export type SheetField = z.infer<typeof SheetField>;
export const SheetFields = z.partialRecord(SheetField, line(1, 200));
export type SheetFields = z.infer<typeof SheetFields>;

/** `POST /api/assets/:assetId/requests`: the device is to stand elsewhere, or to be set otherwise (R-AST-03, R-AST-04). */
export const AskForAsset = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('relocation'),
    siteId: SiteId,
    room: line(1, 200).nullable().default(null),
    reason: line(3, 500),
  }),
  z.strictObject({
    kind: z.literal('configuration'),
    fields: SheetFields.refine((fields) => Object.keys(fields).length > 0, { message: 'nothing to change' }),
    reason: line(3, 500),
  }),
]);
export type AskForAsset = z.infer<typeof AskForAsset>;
/** `POST /api/asset-requests/:requestId/decision` */
export const DecideRequest = z.strictObject({
  granted: z.boolean(),
  words: line(1, 500).nullable().default(null),
});
export type DecideRequest = z.infer<typeof DecideRequest>;

export const RequestState = z.enum(['asked', 'granted', 'refused', 'done']);
export type RequestState = z.infer<typeof RequestState>;
export const AssetRequest = z.strictObject({
  requestId: id,
  assetId: AssetId,
  assetName: z.string().max(300),
  kind: z.enum(['relocation', 'configuration']),
  state: RequestState,
  custodianName: z.string().max(200),
  fromSite: z.string().max(200).nullable(),
  fromRoom: z.string().max(200).nullable(),
  toSiteId: SiteId.nullable(),
  toSite: z.string().max(200).nullable(),
  toRoom: z.string().max(200).nullable(),
  /** What stands in the sheet now and what shall stand there. */
  changes: z
    .array(
      z.strictObject({
        field: SheetField,
        before: z.string().max(200).nullable(),
        after: z.string().max(200),
      }),
    )
    .max(20),
  reason: z.string().max(500),
  askedAt: Instant,
  askedBy: z.string().max(200),
  decidedAt: Instant.nullable(),
  decidedBy: z.string().max(200).nullable(),
  words: z.string().max(500).nullable(),
  /** Who consents, in the words of the text. */
  consenter: z.string().max(300),
  cite: z.array(Citation).max(5),
  mayDecide: z.boolean(),
  mayFinish: z.boolean(),
});
export type AssetRequest = z.infer<typeof AssetRequest>;
/** `GET /api/asset-requests`, those that wait first. */
export const AssetRequestList = z.strictObject({ requests: z.array(AssetRequest).max(1_000) });
export type AssetRequestList = z.infer<typeof AssetRequestList>;

/** `POST /api/assets/:assetId/sheet`: the settings as they are to be from now on. */
export const FileSheet = z.strictObject({ fields: SheetFields });
export type FileSheet = z.infer<typeof FileSheet>;

/** `GET /api/assets/:assetId` */
export const AssetDetail = z.strictObject({
  asset: Asset,
  history: z.array(AssetEvent).max(500),
  verdicts: z
    .array(
      z.strictObject({
        kind: VerdictKind,
        passed: z.boolean(),
        by: z.string().max(300),
        document: z.string().max(100).nullable(),
        on: LocalDate,
        words: z.string().max(1_000).nullable(),
        byName: z.string().max(200),
      }),
    )
    .max(200),
  /** The settings that count: the newest sheet; null: none was filed. */
  sheet: z
    .strictObject({
      version: z.int().min(1),
      fields: SheetFields,
      at: Instant,
      byName: z.string().max(200),
      code: z.string().max(12),
    })
    .nullable(),
  /** What the terminal of the site reported last, and what of it is not what the sheet says. */
  measured: z
    .strictObject({
      at: Instant,
      fields: SheetFields,
      changes: z
        .array(
          z.strictObject({
            field: SheetField,
            before: z.string().max(200).nullable(),
            after: z.string().max(200),
          }),
        )
        .max(20),
    })
    .nullable(),
  requests: z.array(AssetRequest).max(200),
  may: z.strictObject({
    write: z.boolean(),
    judge: z.boolean(),
    /** The sheet is changed without asking: where the text asks for no consent, or none stands yet. */
    sheet: z.boolean(),
    /** It is moved without asking. */
    place: z.boolean(),
  }),
});
export type AssetDetail = z.infer<typeof AssetDetail>;
