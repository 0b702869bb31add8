import './incidents.css';
import { type CaseList, type FaultCause, type IncidentType, SiteId } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Form, Select } from 'antd';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { folded } from '../office/list/matches.ts';
import { OfficePage } from '../office/OfficePage.tsx';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { TextField } from '../staff/fields.tsx';
import { useText } from '../text/language.tsx';
import { clockText } from '../ui/durations.ts';
import { ClosingFields, TypeField } from './CaseActs.tsx';
import { CaseDesk } from './CaseDesk.tsx';
import { closeCases, fetchCases, reportFault } from './calls.ts';

const REFRESH_MS = 3_000;
const WHOLE = '';

/** `/su-co/$meetingId`: the incidents of a meeting, with their figures; a fault is reported here. */
export function MeetingIncidentsPage() {
  const t = useText();
  const { meetingId } = useParams({ from: '/su-co/$meetingId' });
  const [drawer, setDrawer] = useState<'report' | 'close' | null>(null);
  const query = useQuery({
    queryKey: ['incidents', meetingId],
    queryFn: ({ signal }) => fetchCases(meetingId, { signal }),
    refetchInterval: REFRESH_MS,
  });
  const { data } = query;
  const restored = data?.cases.filter(({ state, may }) => state === 'restored' && may.close) ?? [];
  const reports = data !== undefined && (data.mayReport || data.reportable.length > 0);
  return (
    <OfficePage
      title={t('inc.open')}
      subtitle={data && (data.title ?? data.fileNumber)}
      actions={
        <>
          <Link className="button" to="/ket-thuc/$meetingId" params={{ meetingId }}>
            {t('inc.ending')}
          </Link>
          {restored.length > 1 && (
            <button type="button" className="button" onClick={() => setDrawer('close')}>
              {t('inc.closeSeveral', { n: restored.length })}
            </button>
          )}
          {reports && (
            <button type="button" className="button primary" onClick={() => setDrawer('report')}>
              {t('inc.report')}
            </button>
          )}
        </>
      }
    >
      <LoadState query={query}>
        {(list) => (
          <>
            <Totals list={list} />
            {list.cases.length === 0 ? (
              <p className="muted">{t('inc.noneHere')}</p>
            ) : (
              <CaseDesk cases={list.cases} />
            )}
            <ReportDrawer list={list} isOpen={drawer === 'report'} onClose={() => setDrawer(null)} />
          </>
        )}
      </LoadState>
      <ActDrawer<{ cause: FaultCause; causeWords: string; solution: string }>
        title={t('inc.closeSeveral', { n: restored.length })}
        isOpen={drawer === 'close'}
        onClose={() => setDrawer(null)}
        initial={{}}
        submit={t('inc.close')}
        act={(given) => closeCases({ caseIds: restored.map(({ caseId }) => caseId), ...given })}
      >
        <ClosingFields />
      </ActDrawer>
    </OfficePage>
  );
}

function Totals({ list: { totals } }: { list: CaseList }) {
  const t = useText();
  const mean = (ms: number | null) => (ms === null ? '–' : clockText(ms));
  const figures = [
    ['inc.total.cases', String(totals.cases), false],
    ['inc.total.open', String(totals.open), totals.open > 0],
    ['inc.silent', String(totals.silent), totals.silent > 0],
    ['inc.total.down', clockText(totals.downMs), false],
    ['inc.total.acknowledge', mean(totals.meanAcknowledgeMs), false],
    ['inc.total.restore', mean(totals.meanRestoreMs), false],
  ] as const;
  return (
    <dl className="inc-totals">
      {figures.map(([key, figure, isGrave]) => (
        <div key={key} className={isGrave ? 'grave' : ''}>
          <dt>{t(key)}</dt>
          <dd>{figure}</dd>
        </div>
      ))}
    </dl>
  );
}

function ReportDrawer({ list, isOpen, onClose }: { list: CaseList; isOpen: boolean; onClose: () => void }) {
  const t = useText();
  const sites = list.reportable.map(({ siteId, name }) => ({ value: siteId as string, label: name }));
  const options = list.mayReport ? [{ value: WHOLE, label: t('inc.whole') }, ...sites] : sites;
  const only = options.length === 1 ? options[0]?.value : undefined;
  return (
    <ActDrawer<{ site: string; type: IncidentType; words: string }>
      title={t('inc.report')}
      isOpen={isOpen}
      onClose={onClose}
      initial={only === undefined ? {} : { site: only }}
      submit={t('inc.report')}
      act={({ site, type, words }) =>
        reportFault(list.meetingId, { siteId: site === WHOLE ? null : SiteId.parse(site), type, words })
      }
    >
      <Form.Item name="site" label={t('inc.site')} rules={[{ required: true, type: 'string', min: 0 }]}>
        <Select
          showSearch={{
            filterOption: (typed, option) => folded(option?.label ?? '').includes(folded(typed)),
          }}
          options={options}
        />
      </Form.Item>
      <TypeField />
      <TextField name="words" label={t('inc.words')} rows={3} required />
    </ActDrawer>
  );
}
