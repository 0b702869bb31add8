import type { ExecutionReport } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Select, Table } from 'antd';
import { useState } from 'react';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { useLanguage } from '../text/language.tsx';
import { executionUrl, fetchExecution } from './calls.ts';

const formats = ['docx', 'pdf', 'xlsx'] as const;
const YEARS = 5;

/** How the regulation was kept in a year: what was late, by whom, violations, books. */
export function ExecutionPanel({ by }: { by: string }) {
  const { t } = useLanguage();
  const present = new Date().getFullYear();
  const [year, setYear] = useState(present);
  const query = useQuery({ queryKey: ['execution', year], queryFn: () => fetchExecution(year) });
  if (codeOf(query.error) === 'NOT_ALLOWED') return <Empty description={t('eval.executionWhole', { by })} />;
  return (
    <section aria-labelledby="eval-execution">
      <h2 id="eval-execution">{t('eval.execution', { by })}</h2>
      <div className="eval-acts">
        <Select
          aria-label={t('eval.year')}
          value={year}
          onChange={setYear}
          options={Array.from({ length: YEARS }, (_, back) => present - back).map((value) => ({
            value,
            label: t('eval.yearOf', { year: value }),
          }))}
        />
        {formats.map((format) => (
          <Button key={format} href={executionUrl(year, format)} download>
            {t('book.print', { format: format.toUpperCase() })}
          </Button>
        ))}
      </div>
      <LoadState query={query}>{(report) => <Report report={report} />}</LoadState>
    </section>
  );
}

function Report({ report: { duties, units, violations, linesLate } }: { report: ExecutionReport }) {
  const { t } = useLanguage();
  const shared = { size: 'small', pagination: false, scroll: { x: 600 } } as const;
  return (
    <>
      <h3>{t('eval.duties')}</h3>
      <Table
        {...shared}
        rowKey="duty"
        dataSource={duties}
        columns={[
          { key: 'duty', title: t('eval.duty'), dataIndex: 'duty' },
          { key: 'article', title: t('eval.article'), dataIndex: 'article' },
          { key: 'owed', title: t('eval.owed'), dataIndex: 'owed', align: 'right' },
          { key: 'late', title: t('eval.late'), dataIndex: 'late', align: 'right' },
          { key: 'waived', title: t('eval.waived'), dataIndex: 'waived', align: 'right' },
        ]}
      />
      <h3>{t('eval.units')}</h3>
      <Table
        {...shared}
        rowKey="name"
        dataSource={units}
        columns={[
          { key: 'name', title: t('eval.unit'), dataIndex: 'name' },
          { key: 'sessions', title: t('eval.sessions'), dataIndex: 'sessions', align: 'right' },
          { key: 'duties', title: t('eval.owed'), dataIndex: 'duties', align: 'right' },
          { key: 'late', title: t('eval.late'), dataIndex: 'late', align: 'right' },
        ]}
      />
      <h3>{t('eval.violations')}</h3>
      <Table
        {...shared}
        rowKey="label"
        dataSource={violations}
        columns={[
          { key: 'label', title: t('eval.violation'), dataIndex: 'label' },
          { key: 'found', title: t('eval.found'), dataIndex: 'found', align: 'right' },
          { key: 'open', title: t('eval.openViolations'), dataIndex: 'open', align: 'right' },
        ]}
      />
      <p>{t('eval.linesLate', { count: linesLate })}</p>
    </>
  );
}
