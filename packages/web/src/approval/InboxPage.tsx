import '../regulation/regulation.css';
import './approval.css';
import type { RegistrationDetail, RegistrationSummary, SessionInfo } from '@nhipcau/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { App, Button, Empty, Input, Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import { ActingBanner } from '../deputies/ActingBanner.tsx';
import { codeOf } from '../office/LoadState.tsx';
import { allPages } from '../office/list/all-pages.ts';
import { ExportButton } from '../office/list/ExportButton.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { filesAsTable } from '../registration/files-as-table.ts';
import type { Speech } from '../regulation/sentences.ts';
import { useLanguage, useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { ZONE } from '../ui/zone.ts';
import { fetchFiles } from './calls.ts';
import { FileDrawer } from './FileDrawer.tsx';
import { InboxTable } from './InboxTable.tsx';
import { useFileActs } from './use-file-acts.ts';

const REFRESH_MS = 20_000;

/** What the address of the page says: which list, what is searched, which file is open. */
export interface InboxSearch {
  readonly xem?: 'all';
  readonly tim?: string;
  readonly hoSo?: string;
}

/** Decisions that wait, the nearest limit first. */
export function InboxPage() {
  const t = useText();
  return (
    <OfficePage title={t('inbox.title')} subtitle={t('inbox.subtitle')}>
      {(session) => <Inbox session={session} />}
    </OfficePage>
  );
}

function Inbox({ session }: { session: SessionInfo }) {
  const { t, language } = useLanguage();
  const speech: Speech = { t, language, timeZone: ZONE };
  const { message } = App.useApp();
  const navigate = useNavigate();
  const search = useSearch({ from: '/duyet' });
  const view = search.xem ?? 'inbox';
  const go = (to: InboxSearch) => void navigate({ to: '/duyet', search: to, replace: true });
  const open = ({ meetingId }: RegistrationSummary) => go({ ...search, hoSo: meetingId });
  const close = () => {
    const { hoSo: _closed, ...rest } = search;
    go(rest);
  };
  const [confirming, setConfirming] = useState<string | null>(null);
  const done = ({ registration: { fileNumber, state } }: RegistrationDetail) => {
    if (state === 'confirmed') void message.success(t('inbox.done', { file: fileNumber }));
    close();
  };
  const { act, failure } = useFileActs(done);
  const confirm = (file: RegistrationSummary) => {
    setConfirming(file.meetingId);
    act(
      { meetingId: file.meetingId, revision: file.revision, act: 'confirm' },
      // What stands in the way is seen in the file.
      { onError: () => open(file), onSettled: () => setConfirming(null) },
    );
  };
  const files = useInfiniteQuery({
    queryKey: ['files', view, search.tim ?? ''],
    queryFn: ({ pageParam, signal }) => fetchFiles({ view, search: search.tim ?? '' }, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: REFRESH_MS,
  });
  const lines = files.data?.pages.flatMap((page) => page.registrations) ?? [];
  return (
    <section className="apr-list" aria-label={t('inbox.title')}>
      <ActingBanner session={session} speech={speech} />
      <header className="apr-tools">
        <Segmented<'inbox' | 'all'>
          aria-label={t('inbox.view')}
          value={view}
          onChange={(chosen) => {
            const { xem: _before, ...rest } = search;
            go(chosen === 'all' ? { ...rest, xem: 'all' } : rest);
          }}
          options={[
            { value: 'inbox', label: t('inbox.view.inbox') },
            { value: 'all', label: t('inbox.view.all') },
          ]}
        />
        <Input.Search
          allowClear
          className="apr-search"
          defaultValue={search.tim ?? ''}
          placeholder={t('inbox.search')}
          aria-label={t('inbox.search')}
          onSearch={(words) => {
            const { tim: _before, ...rest } = search;
            go(words.trim() === '' ? rest : { ...rest, tim: words.trim() });
          }}
        />
        <ExportButton
          {...filesAsTable(speech)}
          rows={() =>
            allPages(
              (cursor) => fetchFiles({ view, search: search.tim ?? '' }, cursor),
              ({ registrations }) => registrations,
            )
          }
        />
      </header>
      <FailureText code={failure ?? codeOf(files.error)} />
      {files.isPending ? (
        <Skeleton active paragraph={{ rows: 8 }} aria-label={t('common.loading')} />
      ) : (
        <InboxTable
          files={lines}
          speech={speech}
          empty={<Empty description={t(view === 'inbox' ? 'inbox.empty' : 'inbox.emptyAll')} />}
          confirming={confirming}
          onConfirm={confirm}
          onOpen={open}
        />
      )}
      {files.hasNextPage && (
        <Button loading={files.isFetchingNextPage} onClick={() => void files.fetchNextPage()}>
          {t('inbox.more')}
        </Button>
      )}
      <FileDrawer meetingId={search.hoSo ?? null} onClose={close} onDone={done} />
    </section>
  );
}
