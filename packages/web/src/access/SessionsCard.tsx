import type { AccountSecurity, SessionLine } from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Tag } from 'antd';
import { actText } from '../audit/act-text.ts';
import { codeOf } from '../office/LoadState.tsx';
import { useLanguage, useText } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { FailureText, failureKey } from '../ui/FailureText.tsx';
import { agentName } from './agent-name.ts';
import { endOwnSession } from './calls.ts';

/** Where the account is signed in now; a warning when that is more than one place. */
export function SessionsCard({ security }: { security: AccountSecurity }) {
  const t = useText();
  const queries = useQueryClient();
  const ending = useMutation({ mutationFn: endOwnSession, onSuccess: () => queries.invalidateQueries() });
  const places = new Set(security.sessions.map(({ ip }) => ip));
  return (
    <section className="account-card" aria-label={t('account.sessions')}>
      <h2>{t('account.sessions')}</h2>
      {places.size > 1 && <Alert type="warning" showIcon title={t('account.parallel')} />}
      <ul className="account-rows">
        {security.sessions.map((session) => (
          <li key={session.id}>
            <SessionWords session={session} />
            {!session.current && (
              <Button onClick={() => ending.mutate(session.id)}>{t('account.sessionEnd')}</Button>
            )}
          </li>
        ))}
      </ul>
      <FailureText code={codeOf(ending.error)} />
    </section>
  );
}

export function SessionWords({ session }: { session: SessionLine }) {
  const { t, language } = useLanguage();
  const { ip, userAgent, assurance, lastActiveAt, current, locked } = session;
  return (
    <span>
      {agentName(userAgent) ?? t('account.unknownAgent')}{' '}
      {current && <Tag color="blue">{t('account.sessionCurrent')}</Tag>}
      {locked && <Tag>{t('account.sessionLocked')}</Tag>}
      <small>
        {[
          ip,
          t(`assurance.${assurance}`),
          t('account.sessionActive', { time: dateAndTime(lastActiveAt, language) }),
        ]
          .filter((word) => word !== null)
          .join(' · ')}
      </small>
    </span>
  );
}

/** The latest that happened to the account. */
export function EventsCard({ security }: { security: AccountSecurity }) {
  const { t, language } = useLanguage();
  return (
    <section className="account-card" aria-label={t('account.events')}>
      <h2>{t('account.events')}</h2>
      {security.events.length === 0 && <p className="muted">{t('account.eventsNone')}</p>}
      <ul className="account-rows">
        {security.events.slice(0, 10).map(({ at, action, outcome, code, ip }) => (
          <li key={`${at} ${action} ${ip}`}>
            <span>
              {actText(action, t)}
              {outcome === 'refused' && <Tag color="red">{t('audit.outcome.refused')}</Tag>}
              <small>
                {[dateAndTime(at, language), ip, code === null ? null : t(failureKey(code))]
                  .filter((word) => word !== null)
                  .join(' · ')}
              </small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
