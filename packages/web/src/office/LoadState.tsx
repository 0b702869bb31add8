import type { UseQueryResult } from '@tanstack/react-query';
import { Button, Empty, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { ApiFailure } from '../api/http.ts';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';

type Asked<T> = Pick<UseQueryResult<T>, 'data' | 'error' | 'isPending' | 'refetch'>;

/** Code of a failed question, null when there is none. */
export const codeOf = (error: unknown): string | null =>
  error === null || error === undefined ? null : error instanceof ApiFailure ? error.code : 'INTERNAL';

/**
 * What stands in the place of data while it comes, when it does not, and when there is none.
 *
 * Data that is there stays on the screen when a later question fails; the failure is said above it.
 */
export function LoadState<T>({
  query,
  isEmpty = () => false,
  empty,
  emptyAction,
  children,
}: {
  query: Asked<T>;
  isEmpty?: (data: T) => boolean;
  empty?: ReactNode;
  emptyAction?: ReactNode;
  children: (data: T) => ReactNode;
}) {
  const t = useText();
  const { data, error, isPending, refetch } = query;
  const code = codeOf(error);
  return (
    <>
      {code !== null && (
        <div className="office-failure">
          <FailureText code={code} />
          <Button onClick={() => void refetch()}>{t('common.tryAgain')}</Button>
        </div>
      )}
      {isPending && <Skeleton active paragraph={{ rows: 6 }} aria-label={t('common.loading')} />}
      {data !== undefined &&
        (isEmpty(data) ? <Empty description={empty}>{emptyAction}</Empty> : children(data))}
    </>
  );
}
