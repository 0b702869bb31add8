import { z } from 'zod';
import { Instant } from '../ids.ts';
import { FallbackSubject } from '../regulation/office/asset-rules.ts';
import { Citation } from '../regulation/values.ts';
import { Asset, AssetId } from './assets.ts';

const Device = z.strictObject({
  assetId: AssetId,
  code: z.string().max(40),
  kind: Asset.shape.kind,
  model: z.string().max(200),
  keeper: z.string().max(200).nullable(),
  custodianName: z.string().max(200),
});

/** `GET /api/incident-cases/:caseId/spares`: what can stand in for what failed, and what the site planned for it. */
export const CaseSpares = z.strictObject({
  spares: z.array(Device).max(500),
  /** What stands at the site. */
  devices: z.array(Device).max(500),
  loans: z
    .array(
      z.strictObject({
        loanId: z.string().max(64),
        spare: z.string().max(300),
        removed: z.string().max(300).nullable(),
        lentAt: Instant,
        returnedAt: Instant.nullable(),
        mayReturn: z.boolean(),
      }),
    )
    .max(100),
  plans: z.array(z.strictObject({ subject: FallbackSubject, plan: z.string().max(2_000) })).max(10),
  /** Who keeps spares ready, by the text. */
  rule: z.strictObject({ by: z.string().max(300), cite: z.array(Citation).max(5) }).nullable(),
});
export type CaseSpares = z.infer<typeof CaseSpares>;

/** `POST /api/asset-loans/:loanId/return`: the spare is given back; `removedBack`: what failed stands there again. */
export const ReturnSpare = z.strictObject({
  removedBack: z.boolean(),
  words: z.string().trim().min(3).max(300).normalize(),
});
export type ReturnSpare = z.infer<typeof ReturnSpare>;
