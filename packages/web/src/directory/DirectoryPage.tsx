import './directory.css';
import { mayEver } from '@nhipcau/domain';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Dropdown, Tabs } from 'antd';
import { useState } from 'react';
import { useSession } from '../access/use-session.ts';
import { OfficePage } from '../office/OfficePage.tsx';
import { useText } from '../text/language.tsx';
import { exportPath } from './calls.ts';
import { OrganisationDrawer } from './OrganisationDrawer.tsx';
import { OrganisationTree } from './OrganisationTree.tsx';
import type { DirectorySearch } from './page-search.ts';
import { SiteDrawer } from './SiteDrawer.tsx';
import { SiteList } from './SiteList.tsx';

/** Organisations through time, and sites with filters; both in the address. */
export function DirectoryPage() {
  const t = useText();
  return (
    <OfficePage title={t('dir.title')} subtitle={t('dir.subtitle')} actions={<Actions />}>
      <Views />
    </OfficePage>
  );
}

function Views() {
  const t = useText();
  const search = useSearch({ from: '/danh-ba' });
  const navigate = useNavigate({ from: '/danh-ba' });
  const change = (part: Partial<DirectorySearch>) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true });
  return (
    <Tabs
      activeKey={search.xem ?? 'cay'}
      onChange={(key) => change({ xem: key === 'diem-cau' ? key : undefined, tim: undefined })}
      destroyOnHidden
      items={[
        {
          key: 'cay',
          label: t('dir.tree'),
          children: <OrganisationTree search={search} onChange={change} />,
        },
        { key: 'diem-cau', label: t('dir.sites'), children: <SiteList search={search} onChange={change} /> },
      ]}
    />
  );
}

function Actions() {
  const t = useText();
  const session = useSession().data;
  const files = (['xlsx', 'csv'] as const).flatMap((format) =>
    (
      [
        ['organisation', 'dir.exportOrganisations'],
        ['site', 'dir.exportSites'],
        ['room', 'dir.exportRooms'],
      ] as const
    ).map(([kind, text]) => ({
      key: `${kind}.${format}`,
      label: (
        <a href={exportPath(kind, format)} download={`${kind}.${format}`}>
          {t(text, { format: format.toUpperCase() })}
        </a>
      ),
    })),
  );
  return (
    <>
      <Dropdown menu={{ items: files }} trigger={['click']}>
        <Button>{t('dir.export')}</Button>
      </Dropdown>
      {session && mayEver(session.grants, 'directory.import') && (
        <>
          <Link to="/danh-ba/sap-xep">
            <Button>{t('dir.reforms')}</Button>
          </Link>
          <Link to="/danh-ba/nhap">
            <Button>{t('dir.import')}</Button>
          </Link>
        </>
      )}
      {session && mayEver(session.grants, 'directory.write') && <Add />}
    </>
  );
}

/** A single organisation or site by hand; which of them is what the page shows. */
function Add() {
  const t = useText();
  const { xem, dv } = useSearch({ from: '/danh-ba' });
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  const isSite = xem === 'diem-cau';
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t(isSite ? 'dir.form.newSite' : 'dir.form.new')}
      </Button>
      {isOpen && isSite && <SiteDrawer known={null} of={dv} onClose={close} />}
      {isOpen && !isSite && <OrganisationDrawer known={null} onClose={close} />}
    </>
  );
}
