import './audit.css';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Empty, Space } from 'antd';
import { LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useText } from '../text/language.tsx';
import { AuditFilters } from './AuditFilters.tsx';
import { AuditTable } from './AuditTable.tsx';
import { fetchAudit, filterWords, verifyAudit } from './calls.ts';
import type { AuditSearch } from './page-search.ts';
import { Verdict } from './Verdict.tsx';

/** Everything that was allowed and refused: searched, verified along its chain, exported. */
export function AuditPage() {
  const t = useText();
  const navigate = useNavigate();
  const search = useSearch({ from: '/quan-tri/nhat-ky' });
  const verifying = useMutation({ mutationFn: verifyAudit });
  const change = (part: Partial<AuditSearch>) =>
    void navigate({ to: '/quan-tri/nhat-ky', search: { ...search, ...part }, replace: true });
  const words = filterWords(search);
  return (
    <OfficePage
      title={t('audit.title')}
      subtitle={t('audit.subtitle')}
      actions={
        <Space>
          <Button href={`/api/audit/export.csv?${words}`}>{t('audit.exportCsv')}</Button>
          <Button href={`/api/audit/export.jsonl?${words}`}>{t('audit.exportJsonl')}</Button>
          <Button type="primary" loading={verifying.isPending} onClick={() => verifying.mutate()}>
            {t('audit.verify')}
          </Button>
        </Space>
      }
    >
      <Verdict verified={verifying.data ?? null} error={verifying.error} />
      <AuditFilters search={search} onChange={change} />
      <Lines search={search} onMeeting={(meetingId) => change({ hop: meetingId })} />
    </OfficePage>
  );
}

function Lines({ search, onMeeting }: { search: AuditSearch; onMeeting: (meetingId: string) => void }) {
  const t = useText();
  const query = useInfiniteQuery({
    queryKey: ['audit', search],
    queryFn: ({ pageParam, signal }) => fetchAudit(search, pageParam, signal),
    initialPageParam: null as number | null,
    getNextPageParam: ({ entries }) => (entries.length < 50 ? null : (entries.at(-1)?.id ?? null)),
  });
  return (
    <LoadState query={query}>
      {({ pages }) => {
        const lines = pages.flatMap((page) => page.entries);
        return lines.length === 0 ? (
          <Empty description={t('audit.empty')} />
        ) : (
          <>
            <AuditTable entries={lines} onMeeting={onMeeting} />
            {query.hasNextPage && (
              <div className="audit-older">
                <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  {t('audit.older')}
                </Button>
              </div>
            )}
          </>
        );
      }}
    </LoadState>
  );
}
