import { type Conflict, type Resource, SharedKind } from '@nhipcau/contracts';
import type { Speech } from '../regulation/sentences.ts';
import type { Language } from '../text/language.tsx';

const MOST_NAMED = 4;

/** A thing of the calendar as people call it: places and persons by their names, what has none by its kind. */
function resourceName({ kind, name }: Resource, { t }: Speech): string {
  if (kind === 'session') return t('schedule.sessions');
  return kind === 'control' ? t('schedule.control', { site: name }) : name;
}

/** Ports, streams, kilobits or sessions: of what shared things are counted in. */
export const unitOf = (kind: SharedKind, { t }: Pick<Speech, 't'>): string => t(`schedule.capacity.${kind}`);

/** What is taken by one other meeting at one time: the conflict of each thing. */
export type ConflictGroup = readonly [Conflict, ...Conflict[]];

/** A meeting in twelve rooms that wants what another has is one conflict to people, not twelve. */
export function groupedConflicts(conflicts: readonly Conflict[]): ConflictGroup[] {
  const groups = new Map<string, [Conflict, ...Conflict[]]>();
  for (const conflict of conflicts) {
    const { kind, against, start, end, mayDisplace, resource, cite } = conflict;
    const key = JSON.stringify([
      kind,
      // A limit and the rule of a room are said for each by itself.
      kind === 'booked' ? null : [resource.kind, resource.resourceId],
      against,
      start,
      end,
      mayDisplace,
      cite.map(({ article }) => article),
    ]);
    const group = groups.get(key);
    if (group) group.push(conflict);
    else groups.set(key, [conflict]);
  }
  return [...groups.values()];
}

/** What stands in the way, without who has it. */
export function conflictText(group: ConflictGroup, speech: Speech): string {
  const { t, language } = speech;
  const [{ kind, resource, capacity }] = group;
  const names = group.map((one) => resourceName(one.resource, speech));
  const rest = names.length - MOST_NAMED;
  const named = names.slice(0, MOST_NAMED).join(', ');
  const name = rest > 0 ? t('conflict.andMore', { names: named, count: rest }) : named;
  const shared = SharedKind.safeParse(resource.kind);
  if (kind === 'capacity' && capacity && shared.success)
    return t('conflict.capacity', {
      name,
      needed: amount(capacity.needed, language),
      available: amount(capacity.available, language),
      unit: unitOf(shared.data, speech),
    });
  return t(kind === 'roomRule' ? 'conflict.roomRule' : 'conflict.booked', { name });
}

/** A number as it is written in the language: `12.345`. */
export const amount = (value: number, language: Language): string =>
  value.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB');
