import type { Report } from '@nhipcau/contracts';
import { Link } from '@tanstack/react-router';
import { Alert } from 'antd';
import { useText } from '../text/language.tsx';
import { ReportStateTag } from './ReportStateTag.tsx';

/** The reports this one is made of: who has handed in, and by name who has not. */
export function ReportParts({ parts }: Pick<Report, 'parts'>) {
  const t = useText();
  if (parts.length === 0) return null;
  const missing = parts.filter((part) => part.missing);
  return (
    <section aria-label={t('report.parts')}>
      <h2 className="report-title">
        {t('report.partsIn', { have: parts.length - missing.length, all: parts.length })}
      </h2>
      {missing.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('report.missing', { count: missing.length })}
          description={missing
            .map(({ author, late }) => (late ? `${author} (${t('report.late')})` : author))
            .join(', ')}
        />
      )}
      <ul className="report-parts">
        {parts
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
