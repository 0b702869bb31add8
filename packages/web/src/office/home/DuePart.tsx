import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { fetchDeadlines } from '../../regulation/ledger/calls.ts';
import { useText } from '../../text/language.tsx';
import { DueTag } from '../DueTag.tsx';
import { LoadState } from '../LoadState.tsx';

const SHOWN = 7;
const REFRESH_MS = 20_000;

/** What is owed next, over all meetings one may see. */
export function DuePart() {
  const t = useText();
  const due = useQuery({
    queryKey: ['deadlines', 'home'],
    queryFn: ({ signal }) => fetchDeadlines({ view: 'due' }, null, signal),
    refetchInterval: REFRESH_MS,
  });
  return (
    <section className="panel home-part" aria-labelledby="home-due">
      <header>
        <h2 id="home-due">{t('home.due')}</h2>
        <Link to="/thoi-han">{t('home.all')}</Link>
      </header>
      <LoadState query={due} isEmpty={({ lines }) => lines.length === 0} empty={t('ledger.none')}>
        {({ lines }) => (
          <ul className="home-lines">
            {lines.slice(0, SHOWN).map(({ meetingId, deadlineId, duty, title, dueAt, article }) => (
              <li key={`${meetingId} ${deadlineId}`}>
                <Link to="/quy-che/$meetingId" params={{ meetingId }}>
                  <strong>{duty}</strong> <span className="reg-chip">{article}</span>
                  <span className="muted">{title}</span>
                </Link>
                {dueAt !== null && <DueTag dueAt={dueAt} />}
              </li>
            ))}
          </ul>
        )}
      </LoadState>
    </section>
  );
}
