import type { LedgerLine, MeetingId, MeetingLedger } from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Space } from 'antd';
import { useState } from 'react';
import { ApiFailure } from '../../api/http.ts';
import { useText } from '../../text/language.tsx';
import { FailureText } from '../../ui/FailureText.tsx';
import { reportDeadline, waiveDeadline } from './calls.ts';

const LEAST_REASON = 3;

/** One act for a duty that is done, two for one that is let go: the second asks for the reason, in its place. */
export function DueActs({
  meetingId,
  deadlineId,
  duty,
  mayReport,
  mayWaive,
}: { meetingId: MeetingId } & Pick<LedgerLine, 'deadlineId' | 'duty' | 'mayReport' | 'mayWaive'>) {
  const t = useText();
  const queries = useQueryClient();
  const [reason, setReason] = useState<string | null>(null);
  /** What the system sees by itself is reported by a person only with a reason. */
  const [isReport, setIsReport] = useState(false);
  const onSuccess = async (ledger: MeetingLedger) => {
    setReason(null);
    queries.setQueryData(['ledger', meetingId], ledger);
    await queries.invalidateQueries({ queryKey: ['deadlines'] });
  };
  const report = useMutation({
    mutationFn: (why: string | null) => reportDeadline(meetingId, deadlineId, why),
    onSuccess,
    onError: (cause) => {
      if (!(cause instanceof ApiFailure) || cause.code !== 'DEADLINE_REPORT_NEEDS_REASON') return;
      setIsReport(true);
      setReason('');
    },
  });
  const waive = useMutation({
    mutationFn: (why: string) => waiveDeadline(meetingId, deadlineId, why),
    onSuccess,
  });
  const startWaiving = () => {
    setIsReport(false);
    setReason('');
  };
  const send = (why: string) => (isReport ? report.mutate(why) : waive.mutate(why));
  const failure = report.error ?? waive.error;
  const code = failure === null ? null : failure instanceof ApiFailure ? failure.code : 'INTERNAL';
  if (!mayReport && !mayWaive) return null;
  return (
    <div className="reg-acts">
      {reason === null ? (
        <Space size="small">
          {mayReport && (
            <Button
              size="small"
              type="primary"
              loading={report.isPending}
              aria-label={t('ledger.reportDuty', { duty })}
              onClick={() => report.mutate(null)}
            >
              {t('ledger.report')}
            </Button>
          )}
          {mayWaive && (
            <Button size="small" aria-label={t('ledger.waiveDuty', { duty })} onClick={() => startWaiving()}>
              {t('ledger.waive')}
            </Button>
          )}
        </Space>
      ) : (
        <Space.Compact block>
          <Input
            autoFocus
            size="small"
            maxLength={1_000}
            value={reason}
            aria-label={t('ledger.reason')}
            placeholder={t('ledger.reason')}
            onChange={(event) => setReason(event.target.value)}
            onPressEnter={() => reason.trim().length >= LEAST_REASON && send(reason.trim())}
            onKeyDown={(event) => event.key === 'Escape' && setReason(null)}
          />
          <Button
            size="small"
            type="primary"
            disabled={reason.trim().length < LEAST_REASON}
            loading={waive.isPending || report.isPending}
            onClick={() => send(reason.trim())}
          >
            {t(isReport ? 'ledger.report' : 'ledger.waiveNow')}
          </Button>
          <Button size="small" onClick={() => setReason(null)}>
            {t('ledger.cancel')}
          </Button>
        </Space.Compact>
      )}
      <FailureText code={code} />
    </div>
  );
}
