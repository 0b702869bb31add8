import './reports.css';
import type { ReportLine, ReportQuery } from '@nhipcau/contracts';
import { reportPeriodText } from '@nhipcau/domain';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Select, Table, Tabs } from 'antd';
import { LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { OfficePage } from '../office/OfficePage.tsx';
import { useLanguage } from '../text/language.tsx';
import { limitText } from '../ui/durations.ts';
import { CalendarTable } from './CalendarTable.tsx';
import { fetchReports } from './calls.ts';
import { DemandDialog } from './DemandDialog.tsx';
import { FeedbackPanel } from './FeedbackPanel.tsx';
import { ReportStateTag } from './ReportStateTag.tsx';
import { stateTexts } from './report-text.ts';

/** Reports of the calendar: to be made, of those who report here, and the calendar itself (R-RPT-01). */
export function ReportsPage() {
  const { t } = useLanguage();
  const [{ xem = 'mine' }, change] = useListFilter();
  return (
    <OfficePage title={t('report.title')} subtitle={t('report.subtitle')}>
      <Tabs
        activeKey={xem}
        onChange={(key) => change({ xem: key === 'mine' ? undefined : key, tim: undefined })}
        destroyOnHidden
        items={[
          { key: 'mine', label: t('report.mine'), children: <Reports view="mine" /> },
          { key: 'received', label: t('report.received'), children: <Reports view="received" /> },
          { key: 'vuong-mac', label: t('feedback.tab'), children: <FeedbackPanel /> },
          { key: 'calendar', label: t('report.calendar'), children: <CalendarTable /> },
        ]}
      />
    </OfficePage>
  );
}

function Reports({ view }: { view: ReportQuery['view'] }) {
  const { t, language } = useLanguage();
  const [{ tim, loc }, change] = useListFilter();
  const open = loc === 'all' ? 'no' : 'yes';
  const query = useQuery({
    queryKey: ['reports', view, open],
    queryFn: ({ signal }) => fetchReports({ view, open }, signal),
  });
  return (
    <LoadState query={query}>
      {({ reports, demandable }) => {
        const shown = reports.filter((report) =>
          matches(tim, report.name, report.author, reportPeriodText(report)),
        );
        const due = ({ dueAt }: ReportLine) =>
          dueAt === null ? t('report.noLimit') : limitText(dueAt, language);
        return (
          <>
            <ListTools
              search={t('report.search')}
              file={{
                name: 'bao-cao',
                rows: shown,
                columns: [
                  { title: t('report.name'), cell: ({ name }) => name },
                  { title: t('report.period'), cell: reportPeriodText },
                  { title: t('report.author'), cell: ({ author }) => author },
                  { title: t('report.recipient'), cell: ({ recipient }) => recipient ?? t('report.kept') },
                  { title: t('report.due'), cell: due },
                  { title: t('report.state'), cell: ({ state }) => t(stateTexts[state]) },
                  { title: t('report.late'), cell: ({ late }) => (late ? t('report.yes') : '') },
                ],
              }}
            >
              <Select
                aria-label={t('report.state')}
                style={{ minWidth: 190 }}
                value={open}
                onChange={(value) => change({ loc: value === 'no' ? 'all' : undefined })}
                options={[
                  { value: 'yes', label: t('report.openOnly') },
                  { value: 'no', label: t('report.all') },
                ]}
              />
              {demandable.length > 0 && <DemandDialog rules={demandable} />}
            </ListTools>
            <Table<ReportLine>
              size="middle"
              rowKey="reportId"
              dataSource={shown}
              locale={{ emptyText: t(view === 'mine' ? 'report.nothingMine' : 'report.nothingReceived') }}
              scroll={{ x: 880 }}
              pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
              columns={[
                {
                  key: 'name',
                  title: t('report.name'),
                  render: (_, report) => (
                    <>
                      <Link to="/bao-cao/$reportId" params={{ reportId: report.reportId }}>
                        {report.name}
                      </Link>
                      {report.article !== '' && <div className="muted report-note">{report.article}</div>}
                    </>
                  ),
                },
                { key: 'period', title: t('report.period'), render: (_, report) => reportPeriodText(report) },
                { key: 'author', title: t('report.author'), dataIndex: 'author' },
                {
                  key: 'recipient',
                  title: t('report.recipient'),
                  render: (_, { recipient }) => recipient ?? t('report.kept'),
                },
                { key: 'due', title: t('report.due'), render: (_, report) => due(report) },
                {
                  key: 'state',
                  title: t('report.state'),
                  render: (_, report) => <ReportStateTag report={report} />,
                },
              ]}
            />
          </>
        );
      }}
    </LoadState>
  );
}
