import type { SiteLine } from '@nhipcau/contracts';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Tag } from 'antd';
import { useEffect, useRef } from 'react';
import { useText } from '../text/language.tsx';
import { roleText, statusColour, statusText } from './words.ts';

const ROW_PX = 46;
const AHEAD = 12;

/** A long table of which only the rows in sight exist; its size and places are told to assistive technology. */
export function SiteRows({
  sites,
  total,
  onEnd,
}: {
  sites: readonly SiteLine[];
  total: number;
  onEnd: () => void;
}) {
  const t = useText();
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: sites.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: AHEAD,
  });
  const items = rows.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (sites.length > 0 && lastShown >= sites.length - AHEAD) onEnd();
  }, [lastShown, sites.length, onEnd]);
  const above = items[0]?.start ?? 0;
  const below = rows.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div className="dir-sites" ref={box}>
      <table aria-label={t('dir.sites')} aria-rowcount={total + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {headings.map((heading) => (
              <th key={heading} scope="col">
                {t(heading)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap height={above} />
          {items.map(({ index }) => {
            const site = sites[index];
            return site && <SiteRow key={site.siteId} site={site} place={index + 2} />;
          })}
          <Gap height={below} />
        </tbody>
      </table>
    </div>
  );
}

const headings = [
  'dir.number',
  'dir.name',
  'dir.organisation',
  'dir.role',
  'dir.node',
  'dir.status',
] as const;

/** Stands for the rows that are not drawn. */
function Gap({ height }: { height: number }) {
  return height > 0 ? (
    <tr style={{ height }}>
      <td colSpan={headings.length} />
    </tr>
  ) : null;
}

function SiteRow({ site, place }: { site: SiteLine; place: number }) {
  const t = useText();
  return (
    <tr aria-rowindex={place} style={{ height: ROW_PX }}>
      <td className="dir-number">{site.number}</td>
      <td>
        <Link to="/danh-ba/diem-cau/$siteId" params={{ siteId: site.siteId }}>
          {site.name}
        </Link>
      </td>
      <td className="muted">{site.organisationName}</td>
      <td>{site.roles.map((role) => t(roleText(role))).join(', ')}</td>
      <td className="dir-code">{site.nodeId}</td>
      <td>
        <Tag color={statusColour[site.status]}>{t(statusText(site.status))}</Tag>
      </td>
    </tr>
  );
}
