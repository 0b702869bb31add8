import { type FreeSlot, instant, type RegistrationData } from '@nhipcau/contracts';

/**
 * The same meeting at another time: its rehearsal keeps its distance.
 *
 * @returns null when the slot is not as long as the meeting
 * @rule RE-29 (R-APR-06)
 */
export function movedTo(data: RegistrationData, slot: FreeSlot): RegistrationData | null {
  const { official, rehearsal } = data;
  if (slot.end - slot.start !== official.end - official.start) return null;
  const by = slot.start - official.start;
  return {
    ...data,
    official: { start: slot.start, end: slot.end },
    rehearsal: rehearsal && { start: instant(rehearsal.start + by), end: instant(rehearsal.end + by) },
  };
}
