import { instant, type MeetingScript, type ScriptSegment } from '@nhipcau/contracts';
import { segmentEnd, timedFrom } from '@nhipcau/domain';

type Segments = readonly ScriptSegment[];

/** A further segment after the last, by the chair until somebody says otherwise. */
export function withNew(segments: Segments, script: MeetingScript, newId: () => string): ScriptSegment[] {
  const last = segments.at(-1);
  return [
    ...segments,
    {
      segmentId: newId(),
      title: '',
      plannedAt: last ? segmentEnd(last) : script.startsAt,
      durationMinutes: 15,
      speakerSiteId: script.chairSiteId,
      speaker: null,
      layout: 'full',
      floor: script.chairSiteId === null ? [] : [script.chairSiteId],
      contentSiteId: null,
      cameraPreset: null,
    },
  ];
}

/** The segment at `from` put to `to`; all follow each other from the first instant on. */
export function moved(segments: Segments, from: number, to: number): ScriptSegment[] {
  const segment = segments[from];
  const first = segments[0];
  if (!segment || !first || to < 0 || to >= segments.length || from === to) return [...segments];
  const rest = segments.toSpliced(from, 1).toSpliced(to, 0, segment);
  return timedFrom(rest, first.plannedAt);
}

/** A segment changed; those after it move when its length did. */
export function changed(segments: Segments, index: number, patch: Partial<ScriptSegment>): ScriptSegment[] {
  const before = segments[index];
  if (!before) return [...segments];
  const after = { ...before, ...patch };
  // Whoever gives a site the word opens its microphone.
  if (patch.speakerSiteId && !after.floor.includes(patch.speakerSiteId))
    after.floor = [
      patch.speakerSiteId,
      ...after.floor.filter((siteId) => siteId !== before.speakerSiteId),
    ].slice(0, 6);
  const shift = segmentEnd(after) - segmentEnd(before);
  return segments.map((segment, at) => {
    if (at === index) return after;
    return at > index && shift !== 0
      ? { ...segment, plannedAt: instant(segment.plannedAt + shift) }
      : segment;
  });
}

export const without = (segments: Segments, index: number): ScriptSegment[] => {
  const first = segments[0];
  return first ? timedFrom(segments.toSpliced(index, 1), first.plannedAt) : [];
};

const ZONE_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;

/** `08:15` of an instant; the country has one zone and no summer time. */
export const clockOf = (at: number): string => new Date(at + ZONE_MS).toISOString().slice(11, 16);

/** The instant of a time of day on the day of the meeting; null for text that is none. */
export function instantOf(clock: string, startsAt: number): number | null {
  const parts = /^(\d{1,2}):(\d{2})$/.exec(clock.trim());
  const [hours, minutes] = [Number(parts?.[1]), Number(parts?.[2])];
  if (!parts || hours > 23 || minutes > 59) return null;
  const midnight = Math.floor((startsAt + ZONE_MS) / DAY_MS) * DAY_MS - ZONE_MS;
  return midnight + (hours * 60 + minutes) * 60_000;
}
