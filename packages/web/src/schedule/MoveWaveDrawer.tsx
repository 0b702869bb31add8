import type { MeetingId, RehearsalWave } from '@nhipcau/contracts';
import type { Dayjs } from 'dayjs';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { useText } from '../text/language.tsx';
import { handsAt, pickedInstant } from '../ui/zone.ts';
import { moveWave } from './calls.ts';
import { TimeFields } from './TimeFields.tsx';

/** Another time for one rehearsal wave. */
export function MoveWaveDrawer({
  meetingId,
  wave,
  onClose,
}: {
  meetingId: MeetingId;
  wave: RehearsalWave;
  onClose: () => void;
}) {
  const t = useText();
  const { stage, groupId, groupName, start, end } = wave;
  return (
    <ActDrawer<{ from: Dayjs; to: Dayjs }>
      title={t('schedule.waves.moveTitle', { stage, name: groupName ?? t('schedule.waves.all') })}
      isOpen
      onClose={onClose}
      initial={{ from: handsAt(start), to: handsAt(end) }}
      submit={t('schedule.waves.move')}
      act={({ from, to }) =>
        moveWave(meetingId, { stage, groupId, start: pickedInstant(from), end: pickedInstant(to) })
      }
    >
      <TimeFields />
      <p className="muted">{t('schedule.waves.about')}</p>
    </ActDrawer>
  );
}
