import { z } from 'zod';
import { Network } from '../../directory/directory.ts';
import { EndpointKind } from '../../security/endpoints.ts';
import { ProfileKey } from '../deadline.ts';
import { Citation } from '../values.ts';
import { UnitScope } from './directory-rules.ts';

const cite = z.array(Citation).min(1).max(5);
const note = z.string().max(400).nullable().default(null);
const label = z.string().min(2).max(300);

/** What the system itself notices of a prohibition; the others are told by people. */
export const Detection = z.enum(['sharedAccount', 'unapprovedDevice', 'deviceMoved', 'configurationChanged']);
export type Detection = z.infer<typeof Detection>;

/** A prohibition of the text: a kind of violation (R-SEC-12). */
export const Prohibition = z.strictObject({
  key: ProfileKey,
  label,
  detectedBy: Detection.nullable().default(null),
  cite,
});
export type Prohibition = z.infer<typeof Prohibition>;

/** What a locality's regulation says of the security of its system. */
export const SecurityRules = z.strictObject({
  /** Which endpoints join without more; where the text is silent only the terminals of the sites (R-MCU-11). */
  endpoints: z.strictObject({
    admitted: z.array(EndpointKind).min(1).max(4),
    cite: z.array(Citation).max(5),
    note,
  }),
  /** Lines over which meetings with state secrets run; null where the text knows no such meetings (R-SEC-07). */
  secret: z.strictObject({ lines: z.array(Network).min(1).max(4), cite, note }).nullable(),
  /** What the owner of a system has in writing, looked at every year (R-SEC-03, R-SEC-02). */
  papers: z.array(z.strictObject({ key: ProfileKey, label, scope: UnitScope, cite, note })).max(10),
  /** Who looks for weaknesses, and how often (R-SEC-10). */
  review: z.strictObject({ by: label, everyMonths: z.int().min(1).max(60), cite, note }).nullable(),
  violations: z.array(Prohibition).max(30),
});
export type SecurityRules = z.infer<typeof SecurityRules>;

/** Where the text says nothing of security: the terminals of the sites join, and nothing is prohibited by name. */
export const silentSecurity: z.input<typeof SecurityRules> = {
  endpoints: { admitted: ['siteTerminal'], cite: [] },
  secret: null,
  papers: [],
  review: null,
  violations: [],
};
