import { instant, type MeetingId, type RehearsalWave } from '@nhipcau/contracts';
import dayjs, { type Dayjs } from 'dayjs';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { useText } from '../text/language.tsx';
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
      initial={{ from: dayjs(start), to: dayjs(end) }}
      submit={t('schedule.waves.move')}
      act={({ from, to }) =>
        moveWave(meetingId, { stage, groupId, start: instant(from.valueOf()), end: instant(to.valueOf()) })
      }
    >
      <TimeFields />
      <p className="muted">{t('schedule.waves.about')}</p>
    </ActDrawer>
  );
}
