import type { DirectoryRules } from '@nhipcau/contracts';

interface PersonFields {
  readonly title: string | null;
  readonly email: string | null;
  readonly telephone: string | null;
}

/**
 * Fields that the locality prescribes and that are empty (R-DIR-12).
 *
 * @rule SF-14 (BD Đ16.1c; QN PL III; HN Đ12.2a)
 */
export const missingFields = (
  { operatorFields }: Pick<DirectoryRules, 'operatorFields'>,
  person: PersonFields,
): ('title' | 'email' | 'telephone')[] =>
  operatorFields.required.filter((field) => (person[field] ?? '').trim() === '');
