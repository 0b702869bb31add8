import type { RegistrationDetail, SessionInfo } from '@nhipcau/contracts';
import { mayEver } from '@nhipcau/domain';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Tag } from 'antd';
import { actorWords, actText, stateTone } from '../approval/finding-text.ts';
import { FormsPanel } from '../documents/FormsPanel.tsx';
import { PapersPanel } from '../papers/PapersPanel.tsx';
import { RecordingsPanel } from '../recordings/RecordingsPanel.tsx';
import { fetchTimetable } from '../regulation/calls.ts';
import { instantText, type Speech } from '../regulation/sentences.ts';
import { SecretMeansPanel } from '../security/SecretMeansPanel.tsx';
import { useLanguage } from '../text/language.tsx';
import { ZONE } from '../ui/zone.ts';
import { DueList } from './DueList.tsx';
import { FileActs } from './FileActs.tsx';
import { FileFacts } from './FileFacts.tsx';
import { OtherTimes } from './OtherTimes.tsx';

/** A file as it stands: where it is on its way, what it states, what happened, what is owed. */
export function FileView({ detail, session }: { detail: RegistrationDetail; session: SessionInfo }) {
  const { t, language } = useLanguage();
  const { registration, approval, mayChange } = detail;
  const { meetingId, state, data } = registration;
  const speech: Speech = { t, language, timeZone: ZONE };
  const isKnown = registration.confirmedAt !== null;
  // Of a meeting with state secrets others see when and where, under its number.
  const isWithheld = data.secret.declared && data.title === registration.fileNumber;
  const isOpen =
    registration.registeredAt !== null &&
    !data.secret.declared &&
    mayEver(session.grants, 'registration.read');
  const timetable = useQuery({
    queryKey: ['timetable', meetingId],
    queryFn: ({ signal }) => fetchTimetable(meetingId, signal),
    enabled: state !== 'draft' && mayEver(session.grants, 'registration.read'),
    retry: false,
  });
  return (
    <div className="rf-columns">
      <div className="rf-sections">
        <section className="panel rf-section" aria-label={t('form.state')}>
          <div className="rf-title">
            <h2>{data.title}</h2>
            <Tag color={stateTone[state]} className="rf-state">
              {t(`file.state.${state}`)}
            </Tag>
          </div>
          <StateSteps detail={detail} />
          {(state === 'registered' || state === 'underReview') && approval && (
            <p>
              {approval.decideBy === null
                ? t('form.becomes.registered', { role: approval.role })
                : t('form.becomes.registeredBy', {
                    role: approval.role,
                    due: instantText(approval.decideBy, speech),
                  })}
            </p>
          )}
          <OtherTimes
            detail={detail}
            mayRegister={mayEver(session.grants, 'registration.write')}
            speech={speech}
          />
          <FileActs detail={detail} />
          <nav className="rf-links" aria-label={t('form.links')}>
            {mayChange && state !== 'draft' && (
              <Link className="button" to="/dang-ky/$meetingId" params={{ meetingId }} search={{ sua: true }}>
                {t('form.edit')}
              </Link>
            )}
            {mayEver(session.grants, 'registration.write') && (
              <Link
                className="button"
                to="/dang-ky/$meetingId"
                params={{ meetingId: 'moi' }}
                search={{ tu: meetingId }}
              >
                {t('form.again')}
              </Link>
            )}
            <Link className="button" to="/quy-che/$meetingId" params={{ meetingId }}>
              {t('reg.meetingOpen')}
            </Link>
            {isKnown && (
              <Link className="button" to="/phan-cong-truc/$meetingId" params={{ meetingId }}>
                {t('duty.title')}
              </Link>
            )}
            {isKnown && mayEver(session.grants, 'registration.read') && (
              <Link className="button" to="/thong-bao/$meetingId" params={{ meetingId }}>
                {t('form.notices')}
              </Link>
            )}
          </nav>
        </section>
        <FileFacts detail={detail} speech={speech} />
        {isWithheld && <p className="panel rf-empty">{t('form.withheld')}</p>}
        {data.secret.declared && !isWithheld && mayEver(session.grants, 'registration.read') && (
          <SecretMeansPanel meetingId={meetingId} />
        )}
        {state !== 'draft' && mayEver(session.grants, 'recording.read') && (
          <RecordingsPanel meetingId={meetingId} speech={speech} />
        )}
        {isOpen && <PapersPanel meetingId={meetingId} speech={speech} />}
        {!isWithheld && mayEver(session.grants, 'document.print') && (
          <section className="panel rf-section" aria-label={t('forms.title')}>
            <h2>{t('forms.title')}</h2>
            <FormsPanel meetingId={meetingId} revision={registration.revision} />
          </section>
        )}
      </div>
      <aside className="rf-aside still">
        <section className="panel rf-section" aria-label={t('file.history')}>
          <h2>{t('file.history')}</h2>
          <ol className="rf-moves">
            {detail.moves.map(({ seq, at, act, actorName, inPlaceOf, reason, changed }) => (
              <li key={seq}>
                <strong>{actText(act, speech)}</strong>
                <span className="muted">{`${actorWords({ actorName, inPlaceOf }, speech)}, ${instantText(at, speech)}`}</span>
                {changed.length > 0 && <span>{t('form.changedCount', { count: changed.length })}</span>}
                {reason !== null && <q>{reason}</q>}
              </li>
            ))}
          </ol>
        </section>
        {timetable.data && <DueList timetable={timetable.data} speech={speech} />}
      </aside>
    </div>
  );
}

const way = [
  'draft',
  'registered',
  'confirmed',
  'noticed',
  'rehearsed',
  'ready',
  'live',
  'ended',
  'closed',
] as const;

/** The way of a meeting with the steps it has taken. */
function StateSteps({ detail: { moves, registration } }: { detail: RegistrationDetail }) {
  const { t } = useLanguage();
  const taken = new Set(moves.map(({ to }) => to));
  const isStopped = registration.state === 'refused' || registration.state === 'cancelled';
  return (
    <ol className={`rf-steps ${isStopped ? 'stopped' : ''}`} aria-label={t('form.steps')}>
      {way.map((state) => (
        <li
          key={state}
          className={taken.has(state) ? 'taken' : ''}
          aria-current={registration.state === state ? 'step' : undefined}
        >
          {t(`file.state.${state}`)}
        </li>
      ))}
    </ol>
  );
}
