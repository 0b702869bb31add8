import type { ReportCalendar, ReportDue } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Table } from 'antd';
import { PaymentBasis } from '../evaluation/PaymentBasis.tsx';
import { LoadState } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { fetchReportCalendar } from './calls.ts';
import { periodTexts } from './report-text.ts';

type Rule = ReportCalendar['reports'][number];

/** Which reports the locality's text asks for, each with its article. */
export function CalendarTable() {
  const t = useText();
  const query = useQuery({
    queryKey: ['report-calendar'],
    queryFn: ({ signal }) => fetchReportCalendar(signal),
  });
  const dueText = (due: ReportDue): string => {
    switch (due.kind) {
      case 'after':
        return t(due.offset.unit === 'workingDay' ? 'report.dueAfterWorking' : 'report.dueAfter', {
          n: due.offset.n,
        });
      case 'lastDay':
        return t('report.dueLastDay');
      case 'before':
        return t('report.dueBefore', { day: `${due.day}/${due.month}` });
      case 'open':
        return t('report.noLimit');
    }
  };
  return (
    <LoadState
      query={query}
      isEmpty={({ reports }) => reports.length === 0}
      empty={t('report.calendarSilent')}
    >
      {({ reports }) => (
        <>
          <PaymentBasis />
          <Table<Rule>
            size="middle"
            rowKey="rule"
            dataSource={reports}
            pagination={false}
            scroll={{ x: 'max-content' }}
            columns={[
              {
                key: 'name',
                title: t('report.name'),
                width: 300,
                render: (_, { name, note }) => (
                  <>
                    {name}
                    {note !== null && <div className="muted report-note">{note}</div>}
                  </>
                ),
              },
              {
                key: 'author',
                title: t('report.author'),
                render: (_, { author }) => author || t('report.eachUnit'),
              },
              {
                key: 'recipient',
                title: t('report.recipient'),
                render: (_, { recipient }) =>
                  recipient === null ? t('report.kept') : recipient === '' ? t('report.superior') : recipient,
              },
              {
                key: 'periods',
                title: t('report.due'),
                render: (_, { periods, onDemand }) => (
                  <>
                    {periods.map(({ period, due }) => (
                      <div key={period}>{`${t(periodTexts[period])}: ${dueText(due)}`}</div>
                    ))}
                    {onDemand && <div>{t('report.onDemand')}</div>}
                  </>
                ),
              },
              {
                key: 'cite',
                title: t('report.article'),
                width: 340,
                render: (_, { cite }) =>
                  cite.map(({ article, quote }) => (
                    <div key={quote} className="report-note">
                      <strong>{article}</strong> <q>{quote}</q>
                    </div>
                  )),
              },
            ]}
          />
        </>
      )}
    </LoadState>
  );
}
