import './reports.css';
import { type ActOnReport, type Report, ReportId } from '@nhipcau/contracts';
import { reportPeriodText } from '@nhipcau/domain';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { App, Button, Input, Modal, Popconfirm } from 'antd';
import { useState } from 'react';
import { fetchBytes } from '../api/bytes.ts';
import { saveFile } from '../documents/save-file.ts';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime, limitText } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { actOnReport, fetchReport, printPath } from './calls.ts';
import { ReportParts } from './ReportParts.tsx';
import { ReportRows } from './ReportRows.tsx';
import { ReportStateTag } from './ReportStateTag.tsx';

const formats = ['pdf', 'docx', 'xlsx'] as const;

/** One report: filled from the figures, corrected with reasons, handed in, sent back or accepted. */
export function ReportPage() {
  const { reportId } = useParams({ from: '/bao-cao/$reportId' });
  const id = ReportId.parse(reportId);
  const { t } = useLanguage();
  const query = useQuery({ queryKey: ['reports', id], queryFn: ({ signal }) => fetchReport(id, signal) });
  const { data } = query;
  return (
    <OfficePage
      title={data?.name ?? t('report.title')}
      subtitle={data && `${data.author} · ${reportPeriodText(data)}`}
      actions={<Link to="/bao-cao">{t('report.toList')}</Link>}
    >
      <LoadState query={query}>{(report) => <Opened report={report} />}</LoadState>
    </OfficePage>
  );
}

function Opened({ report }: { report: Report }) {
  const { t, language } = useLanguage();
  const facts = [
    [t('report.recipient'), report.recipient ?? t('report.kept')],
    [t('report.due'), report.dueAt === null ? t('report.noLimit') : limitText(report.dueAt, language)],
    [t('report.article'), report.article],
    ...(report.submittedAt === null
      ? []
      : [[t('report.submittedAt'), dateAndTime(report.submittedAt, language)] as const]),
  ] as const;
  return (
    <>
      <div className="report-head">
        <ReportStateTag report={report} />
        {facts.map(([label, value]) => (
          <span key={label}>
            <span className="muted">{`${label}: `}</span>
            {value}
          </span>
        ))}
      </div>
      <ReportActs report={report} />
      <ReportParts parts={report.parts} />
      <ReportRows report={report} />
      <section aria-label={t('report.history')}>
        <h2 className="report-title">{t('report.history')}</h2>
        <ul className="report-steps">
          {report.steps.map(({ act, at, byName, reason }) => (
            <li key={`${act} ${at}`}>
              {[
                dateAndTime(at, language),
                t(stepTexts[act]),
                ...(byName === '' ? [] : [byName]),
                ...(reason === null ? [] : [reason]),
              ].join(' – ')}
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

const stepTexts = {
  open: 'report.didOpen',
  submit: 'report.didSubmit',
  return: 'report.didReturn',
  accept: 'report.didAccept',
} as const;

function ReportActs({ report }: { report: Report }) {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [isReturning, setReturning] = useState(false);
  const [reason, setReason] = useState('');
  const { reportId, state, mayWrite, mayReceive } = report;
  const act = useMutation({
    mutationFn: (what: ActOnReport) => actOnReport(reportId, what),
    onSuccess: async (after) => {
      setReturning(false);
      client.setQueryData(['reports', reportId], after);
      await client.invalidateQueries({
        queryKey: ['reports'],
        predicate: ({ queryKey }) => queryKey[1] !== reportId,
      });
      void message.success(t('report.done'));
    },
  });
  const print = useMutation({
    mutationFn: async (format: (typeof formats)[number]) =>
      saveFile(
        await fetchBytes(printPath(reportId, format)),
        `${report.rule}-${report.from}-${report.to}.${format}`,
      ),
  });
  const missing = report.parts.filter((part) => part.missing && part.under === null).length;
  const isWithAuthor = state === 'open' || state === 'returned';
  return (
    <div className="report-acts">
      {isWithAuthor && mayWrite && (
        <Popconfirm
          title={missing > 0 ? t('report.submitWithout', { count: missing }) : t('report.submitSure')}
          onConfirm={() => act.mutate({ act: 'submit' })}
          okText={t('report.submit')}
          cancelText={t('common.close')}
        >
          <Button type="primary" loading={act.isPending}>
            {t(report.recipient === null ? 'report.close' : 'report.submit')}
          </Button>
        </Popconfirm>
      )}
      {state === 'submitted' && mayReceive && (
        <>
          <Button type="primary" loading={act.isPending} onClick={() => act.mutate({ act: 'accept' })}>
            {t('report.accept')}
          </Button>
          <Button onClick={() => setReturning(true)}>{t('report.return')}</Button>
        </>
      )}
      {formats.map((format) => (
        <Button
          key={format}
          loading={print.isPending && print.variables === format}
          onClick={() => print.mutate(format)}
        >
          {format.toUpperCase()}
        </Button>
      ))}
      <FailureText code={codeOf(act.error ?? print.error)} />
      <Modal
        open={isReturning}
        title={t('report.return')}
        onCancel={() => setReturning(false)}
        onOk={() => act.mutate({ act: 'return', reason })}
        okText={t('report.return')}
        cancelText={t('common.close')}
        okButtonProps={{ disabled: reason.trim().length < 3, loading: act.isPending }}
      >
        <Input.TextArea
          aria-label={t('report.reason')}
          placeholder={t('report.reason')}
          rows={3}
          maxLength={500}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </Modal>
    </div>
  );
}
