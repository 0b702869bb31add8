import { hoaBinh, vinhPhuc } from './localities/cascade.ts';
import { binhDinh, haNoi, quangNinh } from './localities/single-mcu.ts';
import type { SampleLocality } from './sample-locality.ts';

/** The five localities whose regulations are shipped; each sample installation is one of them. */
export const SAMPLE_LOCALITIES = {
  'hoa-binh': hoaBinh,
  'vinh-phuc': vinhPhuc,
  'binh-dinh': binhDinh,
  'ha-noi': haNoi,
  'quang-ninh': quangNinh,
} as const satisfies Record<string, SampleLocality>;
export type SampleLocalityCode = keyof typeof SAMPLE_LOCALITIES;
export const DEFAULT_LOCALITY: SampleLocalityCode = 'hoa-binh';

const isSample = (code: string): code is SampleLocalityCode => Object.hasOwn(SAMPLE_LOCALITIES, code);

/** @throws {Error} one line that names the localities there are */
export function sampleLocalityCode(code: string): SampleLocalityCode {
  if (isSample(code)) return code;
  throw new Error(`locality ${code}: there are ${Object.keys(SAMPLE_LOCALITIES).join(', ')}`);
}

/** @throws {Error} one line that names the localities there are */
export const sampleLocality = (code: string): SampleLocality => SAMPLE_LOCALITIES[sampleLocalityCode(code)];
