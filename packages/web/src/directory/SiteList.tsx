import { OrganisationId, SiteStatus } from '@nhipcau/contracts';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Input, Select, Tag } from 'antd';
import { LoadState } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { fetchOrganisation, fetchOrganisations, fetchSites } from './calls.ts';
import type { DirectorySearch } from './page-search.ts';
import { SiteRows } from './SiteRows.tsx';
import { useLater } from './use-later.ts';
import { dayText, roleText, statusText } from './words.ts';

const PAGE = 200;

interface Props {
  readonly search: DirectorySearch;
  readonly onChange: (part: Partial<DirectorySearch>) => void;
}

/** Sites with filters; only the rows on the screen are drawn, further ones are fetched on the way down. */
export function SiteList({ search, onChange }: Props) {
  const t = useText();
  const asked = {
    search: useLater(search.tim),
    level: search.cap,
    status: search.tt,
    role: search.vai,
    under: search.dv,
    sort: search.xep === 'so' ? 'number' : 'name',
    limit: PAGE,
  };
  const query = useInfiniteQuery({
    queryKey: ['directory-sites', asked],
    queryFn: ({ pageParam, signal }) =>
      fetchSites({ ...asked, ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <Filters search={search} onChange={onChange} />
      <LoadState
        query={query}
        isEmpty={({ pages }) => pages[0]?.total === 0}
        empty={t('dir.noSite')}
        emptyAction={<Button onClick={() => onChange(noFilter)}>{t('dir.clear')}</Button>}
      >
        {({ pages }) => (
          <>
            <p className="muted" aria-live="polite">
              {t('dir.countSites', { count: (pages[0]?.total ?? 0).toLocaleString('vi') })}
            </p>
            <SiteRows
              sites={pages.flatMap(({ sites }) => sites)}
              total={pages[0]?.total ?? 0}
              onEnd={() => {
                if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
              }}
            />
          </>
        )}
      </LoadState>
    </>
  );
}

const noFilter = { tim: undefined, cap: undefined, tt: undefined, vai: undefined, dv: undefined } as const;

function Filters({ search, onChange }: Props) {
  const t = useText();
  const levels = useQuery({
    queryKey: ['levels'],
    queryFn: ({ signal }) => fetchOrganisations({ asOf: undefined, limit: 1 }, signal),
  });
  const levelOptions = (levels.data?.levels ?? []).map(({ code, name, validTo }) => ({
    value: code,
    label: validTo === null ? name : t('dir.levelEnded', { name, day: dayText(validTo) }),
  }));
  return (
    <div className="dir-bar">
      <Input.Search
        allowClear
        className="dir-search"
        defaultValue={search.tim}
        placeholder={t('dir.search')}
        aria-label={t('dir.search')}
        onChange={({ target }) => onChange({ tim: target.value || undefined })}
      />
      <Select
        allowClear
        className="dir-filter"
        aria-label={t('dir.level')}
        placeholder={t('dir.allLevels')}
        value={search.cap ?? null}
        options={levelOptions}
        onChange={(cap) => onChange({ cap: cap ?? undefined })}
      />
      <Select
        allowClear
        className="dir-filter"
        aria-label={t('dir.status')}
        placeholder={t('dir.allStatuses')}
        value={search.tt ?? null}
        options={SiteStatus.options.map((value) => ({ value, label: t(statusText(value)) }))}
        onChange={(tt) => onChange({ tt: tt ?? undefined })}
      />
      <Select
        allowClear
        className="dir-filter"
        aria-label={t('dir.role')}
        placeholder={t('dir.allRoles')}
        value={search.vai ?? null}
        options={(['chair', 'satellite', 'relay'] as const).map((value) => ({
          value,
          label: t(roleText(value)),
        }))}
        onChange={(vai) => onChange({ vai: vai ?? undefined })}
      />
      <Select
        className="dir-filter"
        aria-label={t('dir.sort')}
        value={search.xep ?? 'ten'}
        options={[
          { value: 'ten', label: t('dir.byName') },
          { value: 'so', label: t('dir.byNumber') },
        ]}
        onChange={(value) => onChange({ xep: value === 'so' ? value : undefined })}
      />
      {search.dv !== undefined && <Under id={search.dv} onClose={() => onChange({ dv: undefined })} />}
    </div>
  );
}

function Under({ id, onClose }: { id: OrganisationId; onClose: () => void }) {
  const t = useText();
  const { data } = useQuery({
    queryKey: ['organisation', id],
    queryFn: ({ signal }) => fetchOrganisation(OrganisationId.parse(id), undefined, signal),
  });
  const name = data?.now?.name ?? data?.versions.at(-1)?.name ?? id;
  return (
    <Tag closable color="blue" onClose={onClose}>
      {t('dir.under', { name })}
    </Tag>
  );
}
