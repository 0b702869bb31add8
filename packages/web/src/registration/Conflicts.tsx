import { type FreeSlot, instant } from '@nhipcau/contracts';
import { instantText } from '../regulation/sentences.ts';
import { conflictText, groupedConflicts } from '../schedule/conflict-text.ts';
import { useForm } from './form-context.tsx';

const MOST_SHOWN = 6;

/** Who has the rooms already, and the next times at which they are free: one press takes one. */
export function Conflicts() {
  const { checked, change, draft, speech } = useForm();
  const { t } = speech;
  /** Everything was found free at the same distance from the meeting, so the rehearsal moves along. */
  const take = (slot: FreeSlot) => {
    const by = slot.start - draft.official.start;
    const { rehearsal } = draft;
    change({
      official: slot,
      rehearsal: rehearsal && { start: instant(rehearsal.start + by), end: instant(rehearsal.end + by) },
    });
  };
  if (!checked || checked.conflicts.length === 0) return null;
  const groups = groupedConflicts(checked.conflicts);
  const more = groups.length - MOST_SHOWN;
  return (
    <div className="rf-conflicts" role="status">
      <h3>{t('file.conflicts')}</h3>
      <ul>
        {groups.slice(0, MOST_SHOWN).map((group) => {
          const [{ kind, resource, against, start }] = group;
          return (
            <li key={`${kind}${resource.resourceId}${start}`}>
              <span>{conflictText(group, speech)}</span>
              <span className="muted">
                {against !== null && `${against.title ?? t('conflict.hidden')}, `}
                {instantText(start, speech)}
              </span>
            </li>
          );
        })}
        {more > 0 && <li className="muted">{t('form.moreConflicts', { count: more })}</li>}
      </ul>
      {checked.freeSlots.length > 0 && (
        <>
          <h3>{t('conflict.alternatives')}</h3>
          <div className="rf-slots">
            {checked.freeSlots.map((slot) => (
              <button key={slot.start} type="button" className="button" onClick={() => take(slot)}>
                {instantText(slot.start, speech)}
              </button>
            ))}
          </div>
        </>
      )}
    </div>
  );
}
