import type { MeetingId } from '@nhipcau/contracts';
import type { RecordingWish } from '@nhipcau/domain';
import type { Executor } from '../database/database.ts';
import { findRegistration } from '../registration/registration.repository.ts';

/** What the file of a meeting says about a recording; a meeting without a file asks for none. */
export async function recordingWishOf(executor: Executor, meetingId: MeetingId): Promise<RecordingWish> {
  const registration = await findRegistration(executor, meetingId);
  return {
    isAsked: registration?.data.technical.recording === true,
    lateRequest: registration?.lateRequest ?? null,
  };
}
