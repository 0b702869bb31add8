import type { Report, ReportColumn, ReportRow } from '@nhipcau/contracts';
import { valueText } from '@nhipcau/domain';
import { Button, Table, Tooltip } from 'antd';
import { useState } from 'react';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { SearchField } from '../office/list/SearchField.tsx';
import { useText } from '../text/language.tsx';
import { CorrectDialog } from './CorrectDialog.tsx';
import { columnTexts } from './report-text.ts';

/** The rows of a report; what was corrected shows what was counted beside it. */
export function ReportRows({ report }: { report: Report }) {
  const t = useText();
  const [{ tim }] = useListFilter();
  const [cell, setCell] = useState<{ row: ReportRow; column: ReportColumn } | null>(null);
  const { rows, total, state, mayWrite } = report;
  // A line of the log of sessions is called what its content says: it stands there once.
  const isNamedByContent = report.columns.includes('content');
  const columns = report.columns.filter((column) => column !== 'content');
  const hasTotal = columns.some((column) => valueText(column, total[column]) !== '');
  const mayCorrect = mayWrite && (state === 'open' || state === 'returned');
  const value = (row: ReportRow, column: ReportColumn) => {
    const shown = valueText(column, row.cells[column]) || '–';
    const correction = row.corrections.find((one) => one.column === column);
    return (
      <span className={correction ? 'report-corrected' : undefined}>
        {mayCorrect ? (
          <Button
            type="text"
            size="small"
            aria-label={`${t('report.correct')}: ${row.name}, ${t(columnTexts[column])}`}
            onClick={() => setCell({ row, column })}
          >
            {shown}
          </Button>
        ) : (
          shown
        )}
        {correction && (
          <Tooltip title={`${correction.reason} (${correction.byName})`}>
            <small className="muted">
              {t('report.counted', { value: valueText(column, correction.counted) || '–' })}
            </small>
          </Tooltip>
        )}
      </span>
    );
  };
  return (
    <section aria-label={t('report.rows')}>
      <h2 className="report-title">{t('report.rows')}</h2>
      {rows.length > 20 && <SearchField label={t('report.searchRow')} />}
      {mayCorrect && <p className="muted">{t('report.correctHint')}</p>}
      <Table<ReportRow>
        size="small"
        rowKey="key"
        bordered
        dataSource={rows.filter(({ name, from }) => matches(tim, name, from ?? ''))}
        scroll={{ x: 'max-content' }}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        locale={{ emptyText: t('report.noRows') }}
        columns={[
          {
            key: 'name',
            title: t(isNamedByContent ? columnTexts.content : 'report.rowName'),
            fixed: 'left',
            width: isNamedByContent ? 320 : 230,
            render: (_, row) => (
              <>
                {isNamedByContent ? value(row, 'content') : row.name}
                {row.from !== null && <div className="muted report-note">{row.from}</div>}
              </>
            ),
          },
          ...columns.map((column) => ({
            key: column,
            title: t(columnTexts[column]),
            render: (_: unknown, row: ReportRow) => value(row, column),
          })),
        ]}
        {...(rows.length > 0 && hasTotal
          ? {
              summary: () => (
                <Table.Summary.Row>
                  <Table.Summary.Cell index={0}>
                    <strong>{t('report.total')}</strong>
                  </Table.Summary.Cell>
                  {columns.map((column, index) => (
                    <Table.Summary.Cell key={column} index={index + 1}>
                      <strong>{valueText(column, total[column])}</strong>
                    </Table.Summary.Cell>
                  ))}
                </Table.Summary.Row>
              ),
            }
          : {})}
      />
      {cell && <CorrectDialog reportId={report.reportId} {...cell} onClose={() => setCell(null)} />}
    </section>
  );
}
