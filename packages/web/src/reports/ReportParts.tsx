import type { Report } from '@nhipcau/contracts';
import { Link } from '@tanstack/react-router';
import { Alert } from 'antd';
import { useText } from '../text/language.tsx';
import { ReportStateTag } from './ReportStateTag.tsx';

/** The reports this one is made of: who has handed in, and by name who has not. */
export function ReportParts({ parts }: Pick<Report, 'parts'>) {
  const t = useText();
  if (parts.length === 0) return null;
  const straight = parts.filter(({ under }) => under === null);
  const missing = parts.filter((part) => part.missing);
  const cameLate = parts.filter((part) => part.late && !part.missing);
  const nameOf = ({ author, under }: Report['parts'][number]) =>
    under === null ? author : t('report.under', { author, under });
  return (
    <section aria-label={t('report.parts')}>
      <h2 className="report-title">
        {t('report.partsIn', {
          have: straight.filter((part) => !part.missing).length,
          all: straight.length,
        })}
      </h2>
      {missing.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('report.missing', { count: missing.length })}
          description={missing
            .map((part) => (part.late ? `${nameOf(part)} – ${t('report.late')}` : nameOf(part)))
            .join(', ')}
        />
      )}
      {cameLate.length > 0 && <p>{t('report.cameLate', { units: cameLate.map(nameOf).join(', ') })}</p>}
      <ul className="report-parts">
        {straight
          .filter((part) => !part.missing)
          .map((part) => (
            <li key={part.reportId}>
              <Link to="/bao-cao/$reportId" params={{ reportId: part.reportId }}>
                {part.author}
              </Link>{' '}
              <ReportStateTag report={part} />
            </li>
          ))}
      </ul>
    </section>
  );
}
