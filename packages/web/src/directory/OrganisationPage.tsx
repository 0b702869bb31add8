import './directory.css';
import { type OrganisationDetail, OrganisationId, SiteStatus } from '@nhipcau/contracts';
import { mayEver } from '@nhipcau/domain';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Button, Card, Tag, Timeline } from 'antd';
import { useState } from 'react';
import { useSession } from '../access/use-session.ts';
import { LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useText } from '../text/language.tsx';
import { fetchOrganisation } from './calls.ts';
import { DayChoice } from './DayChoice.tsx';
import { EndOrganisationDrawer } from './EndOrganisationDrawer.tsx';
import { Facts } from './Facts.tsx';
import { OrganisationDrawer } from './OrganisationDrawer.tsx';
import { Period } from './Period.tsx';
import { SiteDrawer } from './SiteDrawer.tsx';
import { ARROW, DOT, dayText, kindText, relationText, statusColour, statusText } from './words.ts';

/** One organisation as of a day: what it was, under whom, from what it came and into what it went. */
export function OrganisationPage() {
  const t = useText();
  const { organisationId } = useParams({ from: '/danh-ba/don-vi/$organisationId' });
  const { ngay } = useSearch({ from: '/danh-ba/don-vi/$organisationId' });
  const navigate = useNavigate({ from: '/danh-ba/don-vi/$organisationId' });
  const query = useQuery({
    queryKey: ['organisation', organisationId, ngay],
    queryFn: ({ signal }) => fetchOrganisation(OrganisationId.parse(organisationId), ngay, signal),
    placeholderData: (before) => before,
  });
  const name = query.data?.now?.name ?? query.data?.versions.at(-1)?.name ?? '…';
  return (
    <OfficePage
      title={name}
      subtitle={<Path path={query.data?.path ?? []} />}
      actions={
        <>
          <Link to="/danh-ba" search={{ xem: 'diem-cau', dv: OrganisationId.parse(organisationId) }}>
            <Button>{t('dir.openSites')}</Button>
          </Link>
          {query.data && <Acts key={organisationId} detail={query.data} />}
        </>
      }
    >
      <DayChoice day={ngay} onChange={(day) => void navigate({ search: { ngay: day }, replace: true })} />
      <LoadState query={query}>{(detail) => <Detail detail={detail} />}</LoadState>
    </OfficePage>
  );
}

/** What an administrator does with an organisation that goes on. */
function Acts({ detail }: { detail: OrganisationDetail }) {
  const t = useText();
  const session = useSession().data;
  const [open, setOpen] = useState<'change' | 'end' | 'below' | 'site' | null>(null);
  const close = () => setOpen(null);
  const goesOn = detail.versions.at(-1)?.validTo === null;
  if (!session || !mayEver(session.grants, 'directory.write') || !goesOn) return null;
  return (
    <>
      <Button onClick={() => setOpen('below')}>{t('dir.form.newBelow')}</Button>
      <Button onClick={() => setOpen('site')}>{t('dir.form.newSite')}</Button>
      <Button danger onClick={() => setOpen('end')}>
        {t('dir.end')}
      </Button>
      <Button type="primary" onClick={() => setOpen('change')}>
        {t('dir.form.edit')}
      </Button>
      {open === 'change' && <OrganisationDrawer known={detail} onClose={close} />}
      {open === 'below' && <OrganisationDrawer known={null} under={detail.organisationId} onClose={close} />}
      {open === 'site' && <SiteDrawer known={null} of={detail.organisationId} onClose={close} />}
      {open === 'end' && <EndOrganisationDrawer known={detail} onClose={close} />}
    </>
  );
}

function Path({ path }: { path: OrganisationDetail['path'] }) {
  const t = useText();
  return (
    <>
      <Link to="/danh-ba">{t('dir.title')}</Link>
      {path.toReversed().map(({ organisationId, name }) => (
        <span key={organisationId}>
          <span aria-hidden="true">{ARROW}</span>
          <Link to="/danh-ba/don-vi/$organisationId" params={{ organisationId }}>
            {name}
          </Link>
        </span>
      ))}
    </>
  );
}

function Detail({ detail }: { detail: OrganisationDetail }) {
  const t = useText();
  const { now } = detail;
  return (
    <div className="dir-detail">
      <Card title={t('dir.organisation')}>
        {now === null ? (
          <p className="mark poor">{t('dir.ended')}</p>
        ) : (
          <Facts
            facts={[
              ['dir.code', now.code],
              ['dir.kind', t(kindText(now.kind))],
              ['dir.parent', detail.path[0]?.name ?? null],
              ['dir.reportsTo', detail.reportsTo?.name ?? null],
              ['dir.address', now.address],
              ['dir.telephone', now.telephone],
              ['dir.email', now.email],
            ]}
          />
        )}
      </Card>
      <Card title={t('dir.history')}>
        <Timeline
          items={detail.versions.toReversed().map((version) => ({
            key: version.validFrom ?? '',
            color: now !== null && now.validFrom === version.validFrom ? 'blue' : 'gray',
            content: (
              <>
                <strong>{version.name}</strong>
                <br />
                <Period validFrom={version.validFrom} validTo={version.validTo} />
                {version.decree !== null && <p className="muted">{version.decree}</p>}
              </>
            ),
          }))}
        />
      </Card>
      <Card title={t('dir.lineage')}>
        <Lineage lineage={detail.lineage} />
      </Card>
      <Card title={t('dir.ownSites')}>
        <OwnSites sites={detail.sites} />
      </Card>
    </div>
  );
}

function Lineage({ lineage }: Pick<OrganisationDetail, 'lineage'>) {
  const t = useText();
  if (lineage.length === 0) return <p className="muted">{t('dir.noLineage')}</p>;
  return (
    <ul className="dir-lineage">
      {lineage.map(({ direction, other, relation, onDay, decree }) => (
        <li key={`${direction} ${other.organisationId} ${onDay}`}>
          <Tag color={direction === 'from' ? 'blue' : 'gold'}>{t(relationText(relation))}</Tag>
          <Link
            to="/danh-ba/don-vi/$organisationId"
            params={{ organisationId: other.organisationId }}
            search={{}}
          >
            {t(direction === 'from' ? 'dir.lineage.from' : 'dir.lineage.to', { name: other.name })}
          </Link>
          <span className="muted">
            {dayText(onDay)}
            {DOT}
            {decree}
          </span>
        </li>
      ))}
    </ul>
  );
}

function OwnSites({ sites }: Pick<OrganisationDetail, 'sites'>) {
  const t = useText();
  if (sites.length === 0) return <p className="muted">{t('dir.noSites')}</p>;
  return (
    <ul className="dir-lineage">
      {sites.map(({ siteId, number, name, status }) => {
        const known = SiteStatus.safeParse(status);
        return (
          <li key={siteId}>
            <span className="dir-number">{number}</span>
            <Link to="/danh-ba/diem-cau/$siteId" params={{ siteId }}>
              {name}
            </Link>
            {known.success && <Tag color={statusColour[known.data]}>{t(statusText(known.data))}</Tag>}
          </li>
        );
      })}
    </ul>
  );
}
