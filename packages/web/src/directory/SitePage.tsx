import './directory.css';
import { type Room, type SiteDetail, SiteId } from '@nhipcau/contracts';
import { mayEver } from '@nhipcau/domain';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button, Card, Tag, Timeline } from 'antd';
import { useState } from 'react';
import { useSession } from '../access/use-session.ts';
import { LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { Citations } from '../regulation/Citations.tsx';
import { useText } from '../text/language.tsx';
import { fetchSite } from './calls.ts';
import { Facts } from './Facts.tsx';
import { Period } from './Period.tsx';
import { RoomDrawer } from './RoomDrawer.tsx';
import { SiteDrawer } from './SiteDrawer.tsx';
import {
  ARROW,
  DOT,
  networkText,
  roleText,
  roomKindText,
  statusColour,
  statusText,
  terminalText,
} from './words.ts';

/** One site: where it stands, what it has, whether it may chair and by which article, and its history. */
export function SitePage() {
  const t = useText();
  const { siteId } = useParams({ from: '/danh-ba/diem-cau/$siteId' });
  const query = useQuery({
    queryKey: ['directory-site', siteId],
    queryFn: ({ signal }) => fetchSite(SiteId.parse(siteId), signal),
  });
  const mayWrite = useMayWrite();
  const [isEditing, setEditing] = useState(false);
  const path = query.data?.path ?? [];
  return (
    <OfficePage
      title={query.data?.site.name ?? '…'}
      subtitle={
        <>
          <Link to="/danh-ba" search={{ xem: 'diem-cau' }}>
            {t('dir.sites')}
          </Link>
          {path.toReversed().map(({ organisationId, name }) => (
            <span key={organisationId}>
              <span aria-hidden="true">{ARROW}</span>
              <Link to="/danh-ba/don-vi/$organisationId" params={{ organisationId }}>
                {name}
              </Link>
            </span>
          ))}
        </>
      }
      actions={
        query.data &&
        mayWrite && (
          <Button type="primary" onClick={() => setEditing(true)}>
            {t('dir.form.edit')}
          </Button>
        )
      }
    >
      {query.data && isEditing && <SiteDrawer known={query.data.site} onClose={() => setEditing(false)} />}
      <LoadState query={query}>{(detail) => <Detail detail={detail} />}</LoadState>
    </OfficePage>
  );
}

function Detail({ detail: { site, rooms, chair, history } }: { detail: SiteDetail }) {
  const t = useText();
  return (
    <div className="dir-detail">
      <Card
        title={t('dir.site')}
        extra={<Tag color={statusColour[site.status]}>{t(statusText(site.status))}</Tag>}
      >
        <Facts
          facts={[
            ['dir.number', site.number],
            ['dir.role', site.roles.map((role) => t(roleText(role))).join(', ')],
            ['dir.terminal', t(terminalText(site.terminal))],
            ['dir.node', site.nodeId],
            ['dir.network', t(networkText(site.network))],
            ['dir.address', site.address],
            ['dir.duty', [site.dutyTitle, site.dutyPhone].filter(Boolean).join(' · ')],
          ]}
        />
      </Card>
      <Card title={t('dir.chair')}>
        <p className="dir-answer">{t(`dir.chair.${chair.may}`)}</p>
        <Citations cite={chair.cite} />
      </Card>
      <Rooms siteId={site.siteId} rooms={rooms} />
      <Card title={t('dir.history')}>
        <Timeline
          items={history.toReversed().map((entry) => ({
            key: entry.validFrom ?? '',
            content: (
              <>
                <strong>{entry.name}</strong>
                <br />
                <span>{[entry.organisationName, entry.nodeId, t(statusText(entry.status))].join(DOT)}</span>
                <br />
                <Period validFrom={entry.validFrom} validTo={entry.validTo} />
              </>
            ),
          }))}
        />
      </Card>
    </div>
  );
}

const useMayWrite = (): boolean => {
  const session = useSession().data;
  return session !== undefined && session !== null && mayEver(session.grants, 'directory.write');
};

function Rooms({ siteId, rooms }: { siteId: SiteId; rooms: readonly Room[] }) {
  const t = useText();
  const mayWrite = useMayWrite();
  const [open, setOpen] = useState<Room | 'new' | null>(null);
  return (
    <Card
      title={t('dir.rooms')}
      extra={mayWrite && <Button onClick={() => setOpen('new')}>{t('dir.form.newRoom')}</Button>}
    >
      <ul className="dir-lineage">
        {rooms.map((room) => (
          <li key={room.roomId}>
            <strong>{room.name}</strong>
            <Tag>{t(roomKindText(room.kind))}</Tag>
            {room.seats !== null && <span className="muted">{t('dir.seats', { count: room.seats })}</span>}
            {room.status === 'closed' && <Tag color="orange">{t('dir.roomClosed')}</Tag>}
            {mayWrite && (
              <Button
                size="small"
                className="dir-edit"
                aria-label={t('dir.form.editOf', { name: room.name })}
                onClick={() => setOpen(room)}
              >
                {t('dir.form.edit')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {open !== null && (
        <RoomDrawer siteId={siteId} known={open === 'new' ? null : open} onClose={() => setOpen(null)} />
      )}
    </Card>
  );
}
