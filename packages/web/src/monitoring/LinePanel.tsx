import './monitoring.css';
import type { LineBucket, LineSubject, MeetingId } from '@nhipcau/contracts';
import { LINE_BUCKET_MS } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useLanguage } from '../text/language.tsx';
import { QualityMark } from '../ui/QualityMark.tsx';
import { fetchSeries } from './calls.ts';
import { LineChart } from './LineChart.tsx';
import { withGaps } from './series.ts';

interface Panel {
  readonly meetingId: MeetingId;
  readonly subject: LineSubject;
  /** Epoch ms from which on; null: the last ten minutes, renewed every ten seconds. */
  readonly from: number | null;
}

const LIVE_MS = 600_000;

/** The charts of one line: loss, delay, rates. */
export function LinePanel({ meetingId, subject, from }: Panel) {
  const { t, language } = useLanguage();
  const query = useQuery({
    queryKey: ['lines', meetingId, 'series', subject, from],
    queryFn: ({ signal }) => fetchSeries(meetingId, subject, from ?? Date.now() - LIVE_MS, signal),
    ...(from === null ? { refetchInterval: LINE_BUCKET_MS } : {}),
  });
  const buckets = query.data?.buckets;
  const series = useMemo(() => withGaps(buckets ?? []), [buckets]);
  const charts = useMemo(() => {
    const of = (read: (bucket: LineBucket) => number | null) =>
      series.map(({ bucket }) => (bucket === null ? null : read(bucket)));
    return {
      times: series.map(({ at }) => at),
      loss: [
        {
          label: '',
          colour: 'attention' as const,
          values: of(({ loss }) => (loss === null ? null : loss * 100)),
        },
      ],
      delay: [
        { label: t('lines.rtt'), colour: 'accent' as const, values: of(({ rttMs }) => rttMs) },
        { label: t('lines.jitter'), colour: 'air' as const, values: of(({ jitterMs }) => jitterMs) },
      ],
      rates: [
        { label: t('lines.rateDown'), colour: 'accent' as const, values: of(({ downKbps }) => downKbps) },
        { label: t('lines.rateUp'), colour: 'air' as const, values: of(({ upKbps }) => upKbps) },
      ],
    };
  }, [series, t]);
  if (query.isPending) return <p className="muted">{t('common.loading')}</p>;
  const last = buckets?.at(-1);
  if (!last) return <p className="muted">{t('lines.noSeries')}</p>;
  const { times, loss, delay, rates } = charts;
  return (
    <div className="line-panel">
      <p>
        <QualityMark quality={last.quality} />
      </p>
      <LineChart title={t('lines.loss')} times={times} lines={loss} language={language} />
      <LineChart title={t('lines.delays')} times={times} lines={delay} language={language} />
      <LineChart title={t('lines.rates')} times={times} lines={rates} language={language} />
    </div>
  );
}
