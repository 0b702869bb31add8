import { RegistrationData } from '@nhipcau/contracts';

/** What decides on the course a file takes: it is settled with the registration, another is a new one. */
const settled = ['kind', 'urgency', 'hostOrganisationId', 'chairBody'] as const;

/** Top-level fields in which two states of a registration differ. */
export const changedFields = (
  before: RegistrationData,
  after: RegistrationData,
): (keyof RegistrationData)[] =>
  RegistrationData.keyof().options.filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );

/**
 * Fields that may no longer be changed once the meeting is registered.
 *
 * @rule RE-20 (R-REG-17)
 */
export const settledAmong = (changed: readonly (keyof RegistrationData)[]): (keyof RegistrationData)[] =>
  settled.filter((field) => changed.includes(field));
