import { Link } from '@tanstack/react-router';
import { phaseText } from '../../access/phase-text.ts';
import { useConnection, useMeeting, useSites } from '../../live/use-live.ts';
import { isPresent } from '../../live/wall-groups.ts';
import { useLanguage } from '../../text/language.tsx';
import { Brand } from '../../ui/Brand.tsx';
import { clockText, timeOfDay } from '../../ui/durations.ts';
import { HoldButton } from '../../ui/HoldButton.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { LanguageSwitch, ThemeSwitch } from '../../ui/Switches.tsx';
import { useSecond } from '../../ui/use-now.ts';
import { useDesk } from './desk-context.ts';
import { RecordingControl } from './RecordingControl.tsx';

export function TopBar() {
  const { t } = useLanguage();
  const desk = useDesk();
  const meeting = useMeeting();
  return (
    <header className="app-bar console-bar">
      <Link to="/" className="brand-link" title={t('common.home')}>
        <Brand size={24} />
      </Link>
      <h1>{meeting?.title ?? ''}</h1>
      {meeting && <span className={`phase ${meeting.phase}`}>{t(phaseText[meeting.phase])}</span>}
      <Times />
      <span className="push" />
      <RecordingControl />
      {meeting?.phase === 'scheduled' && (
        <HoldButton
          className="primary"
          hint={t('meeting.holdHint')}
          onHeld={() => desk.give({ type: 'meeting.start' })}
        >
          {t('meeting.start')}
        </HoldButton>
      )}
      {meeting?.phase === 'live' && (
        <HoldButton hint={t('meeting.holdHint')} onHeld={() => desk.give({ type: 'meeting.end' })}>
          {t('meeting.end')}
        </HoldButton>
      )}
      {meeting?.phase === 'live' && (
        <Link className="button" to="/dieu-hanh/$meetingId/ket-noi" params={{ meetingId: meeting.meetingId }}>
          <Icon name="phone" />
          {t('connect.short')}
        </Link>
      )}
      {meeting?.phase === 'ended' && (
        <Link className="button" to="/ket-thuc/$meetingId" params={{ meetingId: meeting.meetingId }}>
          <Icon name="film" />
          {t('inc.ending')}
        </Link>
      )}
      {meeting && (
        <Link className="button" to="/dieu-hanh/$meetingId/so-do" params={{ meetingId: meeting.meetingId }}>
          <Icon name="map" />
          {t('map.short')}
        </Link>
      )}
      <button
        type="button"
        className="button quiet icon-only"
        aria-label={t('help.title')}
        title={t('help.title')}
        onClick={() => desk.store.set({ helpOpen: !desk.store.get().helpOpen })}
      >
        <Icon name="help" />
      </button>
      <LanguageSwitch />
      <ThemeSwitch />
    </header>
  );
}

function Times() {
  const { t, language } = useLanguage();
  const meeting = useMeeting();
  const sites = useSites();
  const connection = useConnection();
  useSecond();
  const now = connection.now();
  const started = meeting?.startedAt ?? null;
  const present = sites.filter(isPresent).length;
  return (
    <dl className="console-times">
      <div>
        <dt>{t('times.now')}</dt>
        <dd>{timeOfDay(now, language)}</dd>
      </div>
      {started !== null && (
        <div>
          <dt>{t('times.running')}</dt>
          <dd>{clockText((meeting?.endedAt ?? now) - started)}</dd>
        </div>
      )}
      <div>
        <dt>{t('times.connected')}</dt>
        <dd>{t('times.of', { present, total: sites.length })}</dd>
      </div>
    </dl>
  );
}
