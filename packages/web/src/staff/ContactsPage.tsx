import './staff.css';
import type { ContactEntry, ContactList } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Button, Select, Table, Tag } from 'antd';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { SearchField } from '../office/list/SearchField.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useText } from '../text/language.tsx';
import { ActDrawer } from './ActDrawer.tsx';
import { Articles } from './Articles.tsx';
import { fetchContacts, publishContacts } from './calls.ts';
import { dateText, timeText } from './dates.ts';
import { TextField, useDutyName } from './fields.tsx';
import { PointsPanel } from './PointsPanel.tsx';
import { PowerPanel } from './PowerPanel.tsx';

/** The published list of contacts, the official desks, the power company's standby. */
export function ContactsPage() {
  const t = useText();
  const [version, setVersion] = useState<number | null>(null);
  const [publishing, setPublishing] = useState(false);
  const query = useQuery({
    queryKey: ['staff', 'contacts', version],
    queryFn: () => fetchContacts(version),
    placeholderData: (before) => before,
  });
  const { data } = query;
  return (
    <OfficePage
      title={t('con.title')}
      subtitle={data?.owner ? t('con.owner', { owner: data.owner }) : ''}
      actions={
        data?.mayPublish === true && (
          <Button type="primary" onClick={() => setPublishing(true)}>
            {t('con.publish')}
          </Button>
        )
      }
    >
      <LoadState query={query}>
        {(list) => (
          <div className="stf-two">
            <Entries list={list} version={version} onVersion={setVersion} />
            <div>
              <PointsPanel />
              <PowerPanel />
            </div>
          </div>
        )}
      </LoadState>
      <ActDrawer<{ note?: string }>
        title={t('con.publish')}
        isOpen={publishing}
        onClose={() => setPublishing(false)}
        initial={{}}
        submit={t('con.publish')}
        act={async ({ note }) => {
          await publishContacts(note ?? null);
          setVersion(null);
        }}
      >
        <TextField name="note" label={t('con.note')} rows={3} />
      </ActDrawer>
    </OfficePage>
  );
}

function Entries({
  list,
  version,
  onVersion,
}: {
  list: ContactList;
  version: number | null;
  onVersion: (version: number | null) => void;
}) {
  const t = useText();
  const dutyName = useDutyName();
  const [{ tim }] = useListFilter();
  const { shown, versions, entries, changedSince, reviewDueOn, cite } = list;
  const found = entries.filter((one) => matches(tim, one.organisation, one.site, one.name, one.telephone));
  return (
    <section className="stf-panel">
      <div className="stf-bar">
        <SearchField label={t('con.search')} />
        {shown && (
          <Select
            value={shown.version}
            style={{ minWidth: 210 }}
            onChange={(chosen) => onVersion(chosen === versions[0]?.version ? null : chosen)}
            options={versions.map(({ version: n, at }) => ({
              value: n,
              label: t('con.version', { n, date: timeText(at) }),
            }))}
          />
        )}
        {shown && (
          <Button
            href={`/api/contact-list.csv${version === null ? '' : `?version=${version}`}`}
            download="danh-ba.csv"
          >
            {t('con.csv')}
          </Button>
        )}
        <Articles cite={cite} />
        {changedSince > 0 && <Tag color="gold">{t('con.changed', { n: changedSince })}</Tag>}
        {reviewDueOn !== null && <Tag>{t('con.review', { date: dateText(reviewDueOn) })}</Tag>}
      </div>
      <Table<ContactEntry>
        size="middle"
        rowKey={(one) => JSON.stringify(one)}
        dataSource={found}
        locale={{ emptyText: t('con.none') }}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          {
            key: 'unit',
            title: t('staff.col.unit'),
            render: (_, { organisation, site }) => (
              <>
                {organisation}
                {site !== null && <div className="muted">{site}</div>}
              </>
            ),
          },
          {
            key: 'name',
            title: t('staff.col.name'),
            render: (_, { name, title, duty }) => (
              <>
                <strong>{name}</strong>
                <div className="muted">
                  {[dutyName(duty), title].filter((one) => one !== null).join(', ')}
                </div>
              </>
            ),
          },
          {
            key: 'contact',
            title: t('staff.col.contact'),
            render: (_, { telephone, email }) => (
              <>
                {telephone !== null && <a href={`tel:${telephone.replaceAll(' ', '')}`}>{telephone}</a>}
                {email !== null && <div className="muted">{email}</div>}
              </>
            ),
          },
        ]}
      />
    </section>
  );
}
