import { reportPeriodText } from '@nhipcau/domain';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useLanguage } from '../text/language.tsx';
import { limitText } from '../ui/durations.ts';
import { fetchReports } from './calls.ts';
import { ReportStateTag } from './ReportStateTag.tsx';
import './reports.css';

const MOST_SHOWN = 5;

/** Reports this person has to make, the next limit first, where limits are looked for. */
export function DueReports() {
  const { t, language } = useLanguage();
  const { data } = useQuery({
    queryKey: ['reports', 'mine', 'yes'],
    queryFn: ({ signal }) => fetchReports({ view: 'mine', open: 'yes' }, signal),
  });
  const due = (data?.reports ?? []).filter(({ state }) => state === 'open' || state === 'returned');
  if (due.length === 0) return null;
  return (
    <section className="report-due" aria-label={t('report.dueReports')}>
      <h2 className="report-title">
        {t('report.dueReports')} <Link to="/bao-cao">{t('report.allOf', { count: due.length })}</Link>
      </h2>
      <ul className="report-parts">
        {due.slice(0, MOST_SHOWN).map((report) => (
          <li key={report.reportId}>
            <Link to="/bao-cao/$reportId" params={{ reportId: report.reportId }}>
              {`${report.name}, ${reportPeriodText(report)}`}
            </Link>{' '}
            <span className="muted">
              {report.author}
              {report.dueAt !== null && ` · ${limitText(report.dueAt, language)}`}
            </span>{' '}
            <ReportStateTag report={report} />
          </li>
        ))}
      </ul>
    </section>
  );
}
