import { instant, type MeetingRules } from '@nhipcau/contracts';
import { type SlaveStanding, slaveStanding } from '@nhipcau/domain';
import { useConnection, useLive, useWholeMeeting } from '../live/use-live.ts';
import { useLanguage } from '../text/language.tsx';
import { clockText, dateAndTime, timeOfDay } from '../ui/durations.ts';
import { useSecond } from '../ui/use-now.ts';

const tones: Readonly<Record<SlaveStanding, string>> = {
  pending: '',
  inTime: 'good',
  joinedLate: 'poor',
  missing: 'bad',
};

/** The MCUs of the units: joined to the master since when, or late, by the hour that the text names (R-CON-02). */
export function ConnectSlaves({ rules: { slaveLinks: rule } }: { rules: MeetingRules }) {
  const { t, language } = useLanguage();
  const connection = useConnection();
  const connecting = useLive('connecting', (live) => live.connecting());
  const nodes = useLive('nodes', (live) => live.nodes());
  useSecond();
  const meeting = useWholeMeeting();
  const slaves = nodes.filter(({ parentId, isSpare }) => parentId !== null && !isSpare);
  const isFollowed = meeting !== null && (meeting.startedAt ?? 0) < meeting.plannedStart;
  if (rule === null || !isFollowed || connecting === null || slaves.length === 0) return null;
  const now = instant(connection.now());
  return (
    <section className="panel connect-slaves" aria-labelledby="connect-slaves-title">
      <h2 id="connect-slaves-title">{t('connect.slaves')}</h2>
      <p className="muted">
        {t('connect.slavesDue', {
          time: dateAndTime(rule.dueAt, language),
          article: rule.cite.map(({ article }) => article).join(', '),
        })}
        <br />
        {t('connect.slavesBy', { by: rule.by.join(', ') })}
      </p>
      <ul>
        {slaves.map(({ nodeId, name }) => {
          const joinedAt = connecting.slaves.find(({ childId }) => childId === nodeId)?.joinedAt ?? null;
          const standing = slaveStanding(joinedAt, rule.dueAt, now);
          return (
            <li key={nodeId}>
              <strong>{name}</strong>
              <span className={`mark ${tones[standing]}`}>
                {t(`connect.slave.${standing}`, {
                  time: joinedAt === null ? '' : timeOfDay(joinedAt, language),
                  late: clockText((joinedAt ?? now) - rule.dueAt),
                  left: clockText(rule.dueAt - now),
                  to: rule.tells.join(', '),
                })}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
