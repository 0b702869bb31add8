import type { Finding } from '@nhipcau/contracts';
import { Alert } from 'antd';
import type { Speech } from '../regulation/sentences.ts';
import { findingText } from './finding-text.ts';

const MOST_SHOWN = 12;

/** What the regulation objects to, then what it warns of, each with its articles. */
export function FindingList({ findings, speech }: { findings: readonly Finding[]; speech: Speech }) {
  const { t } = speech;
  const errors = findings.filter(({ severity }) => severity === 'error');
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  if (findings.length === 0) return <Alert type="success" showIcon title={t('finding.none')} />;
  return (
    <div className="apr-findings">
      {errors.length > 0 && (
        <Alert
          type="error"
          showIcon
          title={t('finding.errors')}
          description={<Lines of={errors} speech={speech} />}
        />
      )}
      {warnings.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('finding.warnings')}
          description={<Lines of={warnings} speech={speech} />}
        />
      )}
    </div>
  );
}

function Lines({ of, speech }: { of: readonly Finding[]; speech: Speech }) {
  return (
    <ul className="apr-lines">
      {of.slice(0, MOST_SHOWN).map((finding) => (
        <li key={`${finding.code} ${finding.field}`}>
          {findingText(finding, speech)}
          {finding.cite.slice(0, 2).map(({ article, quote }) => (
            <abbr key={article} className="reg-chip" title={quote}>
              {article}
            </abbr>
          ))}
        </li>
      ))}
      {of.length > MOST_SHOWN && <li className="muted">{`+${of.length - MOST_SHOWN}`}</li>}
    </ul>
  );
}
