import type {
  DatedLevel,
  DirectoryTree,
  LocalDate,
  OrganisationId,
  OrganisationLine,
} from '@nhipcau/contracts';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Input, Segmented, Tag } from 'antd';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { BranchToggle } from './BranchToggle.tsx';
import { fetchOrganisations } from './calls.ts';
import { DayChoice } from './DayChoice.tsx';
import type { DirectorySearch } from './page-search.ts';
import { ServedTree } from './ServedTree.tsx';
import { useLater } from './use-later.ts';
import { DOT, kindText } from './words.ts';

interface Props {
  readonly search: DirectorySearch;
  readonly onChange: (part: Partial<DirectorySearch>) => void;
}

const trees = [
  { value: '', text: 'dir.tree.administrative' },
  { value: 'bao-cao', text: 'dir.tree.reporting' },
  { value: 'mcu', text: 'dir.tree.served' },
] as const;

/** One of the three trees as of a day, one storey loaded at a time; a search shows what it finds as a list. */
export function OrganisationTree({ search, onChange }: Props) {
  const t = useText();
  const words = useLater(search.tim ?? '');
  const hint = search.cay === 'mcu' ? 'dir.search' : 'dir.searchOrganisation';
  const tree = search.cay === 'bao-cao' ? 'reporting' : 'administrative';
  return (
    <>
      <div className="dir-bar">
        <Segmented
          aria-label={t('dir.whichTree')}
          value={search.cay ?? ''}
          options={trees.map(({ value, text }) => ({ value, label: t(text) }))}
          onChange={(value) =>
            onChange({ cay: trees.find((tree) => tree.value === value)?.value || undefined })
          }
        />
        <Input.Search
          allowClear
          className="dir-search"
          defaultValue={search.tim}
          placeholder={t(hint)}
          aria-label={t(hint)}
          onChange={({ target }) => onChange({ tim: target.value || undefined })}
        />
        <DayChoice day={search.ngay} onChange={(ngay) => onChange({ ngay })} />
      </div>
      {search.cay === 'mcu' ? (
        <ServedTree asOf={search.ngay} words={words} />
      ) : (
        <Storey key={tree} tree={tree} asOf={search.ngay} words={words} depth={0} />
      )}
    </>
  );
}

function Storey({
  tree,
  asOf,
  parent,
  words = '',
  depth,
}: {
  tree: DirectoryTree;
  asOf: LocalDate | undefined;
  parent?: OrganisationId;
  words?: string;
  depth: number;
}) {
  const t = useText();
  const query = useInfiniteQuery({
    queryKey: ['organisations', tree, asOf, parent, words],
    queryFn: ({ pageParam, signal }) =>
      fetchOrganisations(
        {
          asOf,
          tree,
          ...(parent ? { parent } : {}),
          ...(words ? { search: words } : {}),
          ...(pageParam ? { cursor: pageParam } : {}),
        },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
  return (
    <LoadState query={query} isEmpty={({ pages }) => pages[0]?.total === 0} empty={t('dir.noOrganisation')}>
      {({ pages }) => (
        <>
          {words !== '' && <p className="muted">{t('dir.found', { count: pages[0]?.total ?? 0 })}</p>}
          <ul className={depth === 0 ? 'dir-tree' : 'dir-storey'}>
            {pages.flatMap(({ organisations, levels }) =>
              organisations.map((line) => (
                <Branch
                  key={line.organisationId}
                  line={line}
                  tree={tree}
                  levels={levels}
                  asOf={asOf}
                  depth={depth}
                  startsOpen={words === '' && depth < 2 && line.childCount > 2}
                />
              )),
            )}
          </ul>
          {query.hasNextPage && (
            <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {t('dir.more')}
            </Button>
          )}
        </>
      )}
    </LoadState>
  );
}

function Branch({
  line,
  tree,
  levels,
  asOf,
  depth,
  startsOpen,
}: {
  line: OrganisationLine;
  tree: DirectoryTree;
  levels: readonly DatedLevel[];
  asOf: LocalDate | undefined;
  depth: number;
  startsOpen: boolean;
}) {
  const t = useText();
  const { organisationId, name, code, kind, childCount, siteCount, levelCode } = line;
  const [isOpen, setOpen] = useState(startsOpen);
  const level = levels.find((candidate) => candidate.code === levelCode);
  return (
    <li>
      <div className="dir-line">
        <BranchToggle name={name} hasMore={childCount > 0} isOpen={isOpen} onToggle={setOpen} />
        <Link
          to="/danh-ba/don-vi/$organisationId"
          params={{ organisationId }}
          search={asOf ? { ngay: asOf } : {}}
        >
          {name}
        </Link>
        <span className="dir-code">{code}</span>
        <Tag>{level?.name ?? levelCode}</Tag>
        {kind !== 'peoplesCommittee' && <Tag color="geekblue">{t(kindText(kind))}</Tag>}
        <span className="dir-counts">
          {childCount > 0 && t('dir.countChildren', { count: childCount })}
          {childCount > 0 && siteCount > 0 && <span aria-hidden="true">{DOT}</span>}
          {siteCount > 0 && t('dir.countSites', { count: siteCount })}
        </span>
      </div>
      {isOpen && childCount > 0 && (
        <Storey tree={tree} asOf={asOf} parent={organisationId} depth={depth + 1} />
      )}
    </li>
  );
}
