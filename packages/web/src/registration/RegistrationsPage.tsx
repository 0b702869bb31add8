import '../regulation/regulation.css';
import './registration.css';
import { MeetingState } from '@nhipcau/contracts';
import { mayEver } from '@nhipcau/domain';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { useSession } from '../access/use-session.ts';
import { LoadState } from '../office/LoadState.tsx';
import { allPages } from '../office/list/all-pages.ts';
import { ExportButton } from '../office/list/ExportButton.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import type { Speech } from '../regulation/sentences.ts';
import { useLanguage, useText } from '../text/language.tsx';
import { ZONE } from '../ui/zone.ts';
import { fetchRegistrations } from './calls.ts';
import { FileList } from './FileList.tsx';
import { filesAsTable } from './files-as-table.ts';

const SEARCH_AFTER_MS = 300;

/** The files one may see, with filters that stand in the address. */
export function RegistrationsPage() {
  const t = useText();
  const session = useSession();
  const mayWrite = session.data ? mayEver(session.data.grants, 'registration.write') : false;
  return (
    <OfficePage
      title={t('form.listTitle')}
      subtitle={t('form.listSubtitle')}
      actions={mayWrite && <NewFile />}
    >
      <List mayWrite={mayWrite} />
    </OfficePage>
  );
}

export function NewFile() {
  const t = useText();
  return (
    <Link className="button primary" to="/dang-ky/$meetingId" params={{ meetingId: 'moi' }}>
      {t('form.pageNew')}
    </Link>
  );
}

function List({ mayWrite }: { mayWrite: boolean }) {
  const { t, language } = useLanguage();
  const speech: Speech = { t, language, timeZone: ZONE };
  const { xem, tt, tim } = useSearch({ from: '/dang-ky' });
  const view = xem ?? (mayWrite ? 'mine' : 'all');
  const files = useInfiniteQuery({
    queryKey: ['registrations', view, tt, tim],
    queryFn: ({ pageParam, signal }) =>
      fetchRegistrations({ view, state: tt, search: tim }, { cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: 20_000,
  });
  return (
    <section className="rf-list" aria-label={t('form.listTitle')}>
      <Filters view={view} mayWrite={mayWrite}>
        <ExportButton
          {...filesAsTable(speech)}
          rows={() =>
            allPages(
              (cursor) => fetchRegistrations({ view, state: tt, search: tim }, { cursor }),
              ({ registrations }) => registrations,
            )
          }
        />
      </Filters>
      <LoadState
        query={files}
        isEmpty={({ pages }) => pages.every(({ registrations }) => registrations.length === 0)}
        empty={t('form.listEmpty')}
        emptyAction={mayWrite && <NewFile />}
      >
        {({ pages }) => <FileList files={pages.flatMap(({ registrations }) => registrations)} />}
      </LoadState>
      {files.hasNextPage && (
        <button
          type="button"
          className="button"
          disabled={files.isFetchingNextPage}
          onClick={() => void files.fetchNextPage()}
        >
          {t('inbox.more')}
        </button>
      )}
    </section>
  );
}

function Filters({
  view,
  mayWrite,
  children,
}: {
  view: 'mine' | 'inbox' | 'all';
  mayWrite: boolean;
  children: ReactNode;
}) {
  const t = useText();
  const navigate = useNavigate({ from: '/dang-ky' });
  const { tt, tim = '' } = useSearch({ from: '/dang-ky' });
  const [typed, setTyped] = useState(tim);
  useEffect(() => {
    if (typed === tim) return;
    const timer = setTimeout(
      () =>
        void navigate({
          search: (old) => ({ ...old, tim: typed === '' ? undefined : typed }),
          replace: true,
        }),
      SEARCH_AFTER_MS,
    );
    return () => clearTimeout(timer);
  }, [typed, tim, navigate]);
  return (
    <search className="rf-filters">
      <input
        className="input"
        type="search"
        aria-label={t('inbox.search')}
        placeholder={t('inbox.search')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <select
        className="input"
        aria-label={t('form.state')}
        value={tt ?? ''}
        onChange={(event) => {
          const state = MeetingState.safeParse(event.target.value).data;
          void navigate({ search: (old) => ({ ...old, tt: state }), replace: true });
        }}
      >
        <option value="">{t('form.anyState')}</option>
        {MeetingState.options.map((state) => (
          <option key={state} value={state}>
            {t(`file.state.${state}`)}
          </option>
        ))}
      </select>
      {mayWrite && (
        <fieldset className="segments" aria-label={t('inbox.view')}>
          {(['mine', 'all'] as const).map((one) => (
            <button
              key={one}
              type="button"
              className="button"
              aria-pressed={view === one}
              onClick={() => void navigate({ search: (old) => ({ ...old, xem: one }), replace: true })}
            >
              {t(`form.view.${one}`)}
            </button>
          ))}
        </fieldset>
      )}
      {children}
    </search>
  );
}
