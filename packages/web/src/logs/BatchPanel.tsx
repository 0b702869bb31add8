import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Progress } from 'antd';
import { codeOf } from '../office/LoadState.tsx';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { askBatch, fetchBatches, zipUrl } from './calls.ts';
import type { LogSearch } from './page-search.ts';

const REFRESH_MS = 2_000;

/** Every line of the choice as a sheet of its own: asked for, watched, taken as one ZIP. */
export function BatchPanel({ search }: { search: LogSearch }) {
  const { t, language } = useLanguage();
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: ['batches'],
    queryFn: fetchBatches,
    refetchInterval: ({ state }) =>
      state.data?.batches.some(({ isDone }) => !isDone) === true ? REFRESH_MS : false,
  });
  const asking = useMutation({
    mutationFn: () => askBatch(search, 'pdf'),
    onSettled: () => queries.invalidateQueries({ queryKey: ['batches'] }),
  });
  const batches = data?.batches ?? [];
  return (
    <section className="log-batches" aria-label={t('book.batches')}>
      <Button loading={asking.isPending} onClick={() => asking.mutate()}>
        {t('book.batch')}
      </Button>
      <FailureText code={codeOf(asking.error)} />
      {batches.length > 0 && (
        <ul>
          {batches.map(({ batchId, title, askedAt, printed, total, failed, isDone }) => (
            <li key={batchId}>
              <span>
                {title}
                <small className="muted">{dateAndTime(askedAt, language)}</small>
              </span>
              <Progress
                className="log-progress"
                percent={Math.floor((100 * (printed + failed.length)) / total)}
                format={() => `${printed}/${total}`}
                aria-label={t('book.batchProgress', { printed, total })}
              />
              {failed.length > 0 && <span>{t('book.batchFailed', { count: failed.length })}</span>}
              {isDone && (
                <Button href={zipUrl(batchId)} download={`${batchId}.zip`}>
                  {t('book.zip')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
