import type { LocalDate, NodeId, ServedPage, ServedSite } from '@nhipcau/contracts';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { BranchToggle } from './BranchToggle.tsx';
import { fetchServed } from './calls.ts';
import { DOT, statusColour, statusText } from './words.ts';

interface Asked {
  readonly asOf: LocalDate | undefined;
  readonly node?: NodeId;
  readonly words?: string;
}

const useServed = ({ asOf, node, words }: Asked) =>
  useInfiniteQuery({
    queryKey: ['served', asOf, node, words],
    queryFn: ({ pageParam, signal }) => fetchServed({ asOf, node, search: words, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });

/** The third tree: MCUs of the cascade with the sites each served on a day; a search shows sites with their MCU. */
export function ServedTree({ asOf, words }: { asOf: LocalDate | undefined; words: string }) {
  const t = useText();
  const query = useServed({ asOf });
  if (words !== '') return <Sites asOf={asOf} words={words} />;
  return (
    <LoadState query={query} isEmpty={({ pages }) => pages[0]?.nodes.length === 0} empty={t('dir.noNode')}>
      {({ pages }) => (
        <ul className="dir-tree">
          {(pages[0]?.nodes ?? [])
            .filter(({ parentId }) => parentId === null)
            .map((node) => (
              <NodeBranch key={node.nodeId} node={node} nodes={pages[0]?.nodes ?? []} asOf={asOf} />
            ))}
        </ul>
      )}
    </LoadState>
  );
}

function NodeBranch({
  node,
  nodes,
  asOf,
}: {
  node: ServedPage['nodes'][number];
  nodes: ServedPage['nodes'];
  asOf: LocalDate | undefined;
}) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const below = nodes.filter(({ parentId }) => parentId === node.nodeId);
  const { name, nodeId, role, siteCount } = node;
  return (
    <li>
      <div className="dir-line">
        <BranchToggle name={name} hasMore={siteCount > 0} isOpen={isOpen} onToggle={setOpen} />
        <strong>{name}</strong>
        <span className="dir-code">{nodeId}</span>
        <Tag>{t(`dir.nodeRole.${role}`)}</Tag>
        <span className="dir-counts">
          {below.length > 0 && t('dir.countNodes', { count: below.length })}
          {below.length > 0 && siteCount > 0 && <span aria-hidden="true">{DOT}</span>}
          {t('dir.countSites', { count: siteCount })}
        </span>
      </div>
      {isOpen && <Sites asOf={asOf} node={nodeId} />}
      {below.length > 0 && (
        <ul className="dir-storey">
          {below.map((lower) => (
            <NodeBranch key={lower.nodeId} node={lower} nodes={nodes} asOf={asOf} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Sites(asked: Asked) {
  const t = useText();
  const query = useServed(asked);
  return (
    <LoadState query={query} isEmpty={({ pages }) => pages[0]?.total === 0} empty={t('dir.noSite')}>
      {({ pages }) => (
        <>
          <ul className={asked.node === undefined ? 'dir-tree' : 'dir-storey'}>
            {pages.flatMap(({ sites }) =>
              sites.map((site) => (
                <SiteLeaf key={site.siteId} site={site} withNode={asked.node === undefined} />
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

function SiteLeaf({ site, withNode }: { site: ServedSite; withNode: boolean }) {
  const t = useText();
  const { siteId, number, name, organisationName, nodeId, status } = site;
  return (
    <li>
      <div className="dir-line">
        <span className="dir-number">{number}</span>
        <Link to="/danh-ba/diem-cau/$siteId" params={{ siteId }}>
          {name}
        </Link>
        {organisationName !== name && <span className="muted">{organisationName}</span>}
        {withNode && <Tag>{nodeId}</Tag>}
        {status !== 'admitted' && <Tag color={statusColour[status]}>{t(statusText(status))}</Tag>}
      </div>
    </li>
  );
}
