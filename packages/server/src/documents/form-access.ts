import type { FormRule, MeetingId, RegulationProfile, SessionInfo } from '@nhipcau/contracts';
import { can } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { organisationPath } from '../directory/organisation-path.ts';
import { authorise } from '../http/caller.ts';
import { profileOf } from '../registration/files.ts';
import { clearanceOf, type Standing } from '../registration/permit.ts';
import { actorsOf, findRegistration } from '../registration/registration.repository.ts';

/** A file and the regulation it goes by. */
export interface FormFile extends Standing {
  readonly profile: RegulationProfile;
}

/** @throws {AppError} MEETING_NOT_FOUND */
export async function readFormFile(executor: Executor, meetingId: MeetingId): Promise<FormFile> {
  const registration = await findRegistration(executor, meetingId);
  if (!registration) throw new AppError('MEETING_NOT_FOUND', { meetingId });
  return {
    registration,
    actors: (await actorsOf(executor, [meetingId])).get(meetingId) ?? [],
    hostPath: await organisationPath(executor, registration.data.hostOrganisationId),
    profile: await profileOf(executor, registration),
  };
}

/**
 * Printing shows everything a file says: whoever may know only when and where a meeting is prints nothing of it.
 *
 * @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED
 * @rule DO-4 (R-SEC-07, R-SEC-09)
 */
export function authorisePrint(file: FormFile, person: SessionInfo): void {
  const { meetingId } = file.registration;
  const clearance = clearanceOf(file, person);
  if (clearance === 'nothing') throw new AppError('MEETING_NOT_FOUND', { meetingId });
  authorise(person, 'document.print', { organisationPath: file.hostPath, meetingId });
  if (clearance === 'metadata') throw new AppError('NOT_ALLOWED', { action: 'document.print' });
}

export const mayIssue = ({ registration, hostPath }: FormFile, { grants }: SessionInfo): boolean =>
  can(grants, 'notice.send', { organisationPath: hostPath, meetingId: registration.meetingId });

/** The forms of a locality that make sense for this file now. */
export const formsOf = ({ registration: { state, data }, profile }: FormFile): FormRule[] =>
  profile.office.forms.forms.filter(
    ({ states, urgency }) => states.includes(state) && urgency.includes(data.urgency),
  );

/** @throws {AppError} FORM_UNKNOWN */
export function formOf(file: FormFile, key: string): FormRule {
  const form = formsOf(file).find((one) => one.key === key);
  if (!form) throw new AppError('FORM_UNKNOWN', { form: key });
  return form;
}
