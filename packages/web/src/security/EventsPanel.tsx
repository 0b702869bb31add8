import type { NoticedEvent, SecurityEventList } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { LoadState } from '../office/LoadState.tsx';
import { timeText } from '../staff/dates.ts';
import { useText } from '../text/language.tsx';
import { fetchSecurityEvents, handleSecurityEvent } from './calls.ts';
import { HandledTable } from './HandledTable.tsx';

const REFRESH_MS = 10_000;

/** Attempts on the system and changes to it, with the plan for them and what was done (R-MON-06). */
export function EventsPanel() {
  const t = useText();
  const query = useQuery({
    queryKey: ['security', 'events'],
    queryFn: fetchSecurityEvents,
    refetchInterval: REFRESH_MS,
  });
  return (
    <LoadState query={query}>
      {(list) => (
        <>
          {list.plan !== null && (
            <details className="security-plan">
              <summary>{t('security.event.plan', { name: list.plan.name })}</summary>
              <ol>
                {list.plan.steps.map((step) => (
                  <li key={step}>{step}</li>
                ))}
              </ol>
            </details>
          )}
          <EventTable list={list} />
        </>
      )}
    </LoadState>
  );
}

function EventTable({ list: { events, mayWrite } }: { list: SecurityEventList }) {
  const t = useText();
  return (
    <HandledTable<NoticedEvent>
      rows={events}
      rowKey="eventId"
      idOf={({ eventId }) => eventId}
      mayWrite={mayWrite}
      empty={t('security.event.none')}
      dismiss={t('security.event.dismiss')}
      handle={handleSecurityEvent}
      columns={[
        {
          title: t('security.event.what'),
          render: (_, { kind, subject }) => (
            <span className="accounts-name">
              {t(`security.event.${kind}`)}
              <small>{subject}</small>
            </span>
          ),
        },
        {
          title: t('security.event.when'),
          width: 190,
          render: (_, { count, lastAt }) => (
            <span className="accounts-name">
              {timeText(lastAt)}
              {count > 1 && <small>{t('security.event.times', { n: count })}</small>}
            </span>
          ),
        },
        {
          title: t('security.event.meeting'),
          width: 150,
          render: (_, { meetingId }) =>
            meetingId !== null && (
              <Link to="/su-co/$meetingId" params={{ meetingId }}>
                {t('security.event.incidents')}
              </Link>
            ),
        },
      ]}
    />
  );
}
