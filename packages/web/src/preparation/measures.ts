import type { CheckItem, CheckLine, CheckMeasure, CheckValue } from '@nhipcau/contracts';
import type { PlainTextKey, Translate } from '../text/catalogue.ts';

const texts: Readonly<Record<CheckMeasure, PlainTextKey>> = {
  none: 'chk.value',
  presence: 'chk.value',
  audioStandard: 'chk.value',
  freeze: 'chk.value',
  unchanged: 'chk.value',
  address: 'chk.value.address',
  pictureSources: 'chk.value.pictureSources',
  pictureFormat: 'chk.value.pictureFormat',
  audioLoop: 'chk.value.audioLoop',
  noise: 'chk.value.noise',
  echoCancellation: 'chk.value.echoCancellation',
  callBandwidth: 'chk.value.callBandwidth',
  contentBandwidth: 'chk.value.contentBandwidth',
  lineGateway: 'chk.value.lineGateway',
  lineMcu: 'chk.value.lineMcu',
  cameraPositions: 'chk.value.cameraPositions',
};

export const measureText = (measure: CheckMeasure): PlainTextKey => texts[measure];

/** Whether there is a value beside the answer. */
export const isRead = ({ measure }: Pick<CheckLine, 'measure'>): boolean => texts[measure] !== 'chk.value';

/** `ít nhất 720` */
export function limitText({ min, max }: NonNullable<CheckItem['limit']>, t: Translate): string {
  return [
    ...(min === null ? [] : [t('chk.limit.min', { min })]),
    ...(max === null ? [] : [t('chk.limit.max', { max })]),
  ].join(', ');
}

/** What was typed, as the item takes it: a number where it has bounds, with a comma as well as a point. */
export function readValue(
  { limit, measure }: Pick<CheckLine, 'limit' | 'measure'>,
  typed: string,
): CheckValue {
  const text = typed.trim();
  if (text === '' || !isRead({ measure })) return null;
  const number = Number(text.replace(',', '.'));
  if (limit !== null) return Number.isFinite(number) ? number : null;
  return Number.isFinite(number) && measure !== 'address' ? number : text.slice(0, 300);
}
