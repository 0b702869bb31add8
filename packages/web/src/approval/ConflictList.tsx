import type { Conflict, FreeSlot, MeetingId } from '@nhipcau/contracts';
import { Alert, Button, Checkbox } from 'antd';
import { instantText, type Speech } from '../regulation/sentences.ts';
import { conflictText, groupedConflicts } from '../schedule/conflict-text.ts';
import { periodText } from './period.ts';

interface Shown {
  readonly conflicts: readonly Conflict[];
  readonly freeSlots: readonly FreeSlot[];
  /** Meetings chosen to give way. */
  readonly displaced: readonly MeetingId[];
  readonly onDisplaced: ((displaced: MeetingId[]) => void) | null;
  /** Confirms at one of the free times; null where nobody can. */
  readonly onSlot: ((slot: FreeSlot) => void) | null;
  readonly speech: Speech;
}

/** What stands in the way at that time, who would have to give way, and when it would be free. */
export function ConflictList({ conflicts, freeSlots, displaced, onDisplaced, onSlot, speech }: Shown) {
  const { t } = speech;
  if (conflicts.length === 0) return <Alert type="success" showIcon title={t('file.noConflict')} />;
  return (
    <div className="apr-findings">
      <Alert
        type="error"
        showIcon
        title={t('file.conflicts')}
        description={
          <ul className="apr-lines">
            {groupedConflicts(conflicts).map((group) => (
              <li
                key={`${group[0].resource.kind} ${group[0].resource.resourceId} ${group[0].start} ${group[0].against?.meetingId}`}
              >
                <strong>{conflictText(group, speech)}</strong>
                <Against
                  conflict={group[0]}
                  displaced={displaced}
                  onDisplaced={onDisplaced}
                  speech={speech}
                />
              </li>
            ))}
          </ul>
        }
      />
      {freeSlots.length > 0 && (
        <Alert
          type="info"
          title={t('conflict.alternatives')}
          description={
            <ul className="apr-slots">
              {freeSlots.map((slot) => (
                <li key={slot.start}>
                  {onSlot === null ? (
                    periodText(slot, speech)
                  ) : (
                    <Button size="small" onClick={() => onSlot(slot)}>
                      {t('conflict.confirmAt', { time: periodText(slot, speech) })}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          }
        />
      )}
    </div>
  );
}

function Against({
  conflict: { against, start, end, mayDisplace, cite },
  displaced,
  onDisplaced,
  speech,
}: Pick<Shown, 'displaced' | 'onDisplaced' | 'speech'> & { conflict: Conflict }) {
  const { t } = speech;
  const id = against?.meetingId ?? null;
  return (
    <div className="muted">
      {against !== null && (
        <>
          {against.title ?? t('conflict.hidden')}
          {!against.isFirm && ` (${t('conflict.tentative')})`}
          {', '}
        </>
      )}
      <time dateTime={new Date(start).toISOString()} title={instantText(start, speech)}>
        {periodText({ start, end }, speech)}
      </time>
      {cite.slice(0, 2).map(({ article, quote }) => (
        <abbr key={article} className="reg-chip" title={quote}>
          {article}
        </abbr>
      ))}
      {mayDisplace && id !== null && onDisplaced !== null && (
        <Checkbox
          checked={displaced.includes(id)}
          onChange={({ target }) =>
            onDisplaced(target.checked ? [...displaced, id] : displaced.filter((one) => one !== id))
          }
        >
          {t('conflict.displace')}
        </Checkbox>
      )}
    </div>
  );
}
