import { reportPeriodText } from '@nhipcau/domain';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { fetchDeadlines } from '../../regulation/ledger/calls.ts';
import { dutiesInOrder, type Owed } from '../../regulation/ledger/duties.ts';
import { useText } from '../../text/language.tsx';
import { DueTag } from '../DueTag.tsx';
import { LoadState } from '../LoadState.tsx';

const SHOWN = 7;
const REFRESH_MS = 20_000;

/** What is owed next: over all meetings one may see, and the reports one makes. */
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
      <LoadState
        query={due}
        isEmpty={({ lines, reports }) => lines.length + reports.length === 0}
        empty={t('ledger.none')}
      >
        {({ lines, reports }) => (
          <ul className="home-lines">
            {dutiesInOrder(reports, lines)
              .slice(0, SHOWN)
              .map((owed) => (
                <li key={'reportId' in owed ? owed.reportId : `${owed.meetingId} ${owed.deadlineId}`}>
                  <DutyLink owed={owed} />
                  {owed.dueAt !== null && <DueTag dueAt={owed.dueAt} />}
                </li>
              ))}
          </ul>
        )}
      </LoadState>
    </section>
  );
}

function DutyLink({ owed }: { owed: Owed }) {
  const duty = (
    <>
      <strong>{owed.duty}</strong> <span className="reg-chip">{owed.article}</span>
    </>
  );
  return 'reportId' in owed ? (
    <Link to="/bao-cao/$reportId" params={{ reportId: owed.reportId }}>
      {duty}
      <span className="muted">{`${owed.owes}, ${reportPeriodText(owed)}`}</span>
    </Link>
  ) : (
    <Link to="/quy-che/$meetingId" params={{ meetingId: owed.meetingId }}>
      {duty}
      <span className="muted">{owed.title}</span>
    </Link>
  );
}
