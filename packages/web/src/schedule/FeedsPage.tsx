import './schedule.css';
import { type FeedList, type FeedScope, OrganisationId, SiteId } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Popconfirm, Segmented, Select, Table } from 'antd';
import { useState } from 'react';
import { searchable, useOrganisationOptions, useSiteOptions } from '../accounts/places.ts';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { timeText } from '../staff/dates.ts';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { BackToCalendar } from './BackToCalendar.tsx';
import { createFeed, fetchFeeds, revokeFeed } from './calls.ts';

type Kind = FeedScope['kind'];
const kinds = ['person', 'site', 'organisation'] as const;

/** Addresses for calendar programs: opened, copied once, closed for good. */
export function FeedsPage() {
  const t = useText();
  return (
    <OfficePage
      title={t('schedule.feeds.title')}
      subtitle={<BackToCalendar about={t('schedule.feeds.subtitle')} />}
    >
      <NewFeed />
      <Feeds />
    </OfficePage>
  );
}

const scopeOf = (kind: Kind, id: string | null): FeedScope | null => {
  if (kind === 'person') return { kind };
  if (id === null) return null;
  return kind === 'site'
    ? { kind, siteId: SiteId.parse(id) }
    : { kind, organisationId: OrganisationId.parse(id) };
};

function NewFeed() {
  const t = useText();
  const queries = useQueryClient();
  const [kind, setKind] = useState<Kind>('person');
  const [id, setId] = useState<string | null>(null);
  const options = { site: useSiteOptions(), organisation: useOrganisationOptions(), person: [] };
  const making = useMutation({
    mutationFn: createFeed,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['schedule', 'feeds'] }),
  });
  const scope = scopeOf(kind, id);
  return (
    <section className="panel schedule-panel" aria-label={t('schedule.feeds.new')}>
      <div className="schedule-toolbar">
        <Segmented
          aria-label={t('schedule.feeds.whose')}
          value={kind}
          options={kinds.map((value) => ({ value, label: t(`schedule.feeds.${value}`) }))}
          onChange={(chosen) => {
            setKind(chosen);
            setId(null);
          }}
        />
        {kind !== 'person' && (
          <Select
            {...searchable}
            className="schedule-place"
            aria-label={t(`schedule.feeds.${kind}`)}
            placeholder={t('schedule.feeds.choose')}
            value={id}
            options={[...options[kind]]}
            onChange={setId}
          />
        )}
        <Button
          type="primary"
          disabled={scope === null}
          loading={making.isPending}
          onClick={() => scope && making.mutate(scope)}
        >
          {t('schedule.feeds.create')}
        </Button>
      </div>
      <FailureText code={codeOf(making.error)} />
      {making.data && <Address key={making.data.feedId} path={making.data.address} />}
    </section>
  );
}

/** Shown only now: whoever has it reads the calendar. */
function Address({ path }: { path: string }) {
  const t = useText();
  const [isCopied, setCopied] = useState(false);
  const address = new URL(path, location.origin).href;
  const copy = async () => {
    await navigator.clipboard.writeText(address);
    setCopied(true);
  };
  return (
    <div className="schedule-address" role="status">
      <p className="schedule-once">{t('schedule.feeds.once')}</p>
      <Input
        readOnly
        aria-label={t('schedule.feeds.address')}
        value={address}
        onFocus={({ target }) => target.select()}
      />
      <Button onClick={() => void copy()}>
        {t(isCopied ? 'schedule.feeds.copied' : 'schedule.feeds.copy')}
      </Button>
    </div>
  );
}

function Feeds() {
  const t = useText();
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: ['schedule', 'feeds'],
    queryFn: ({ signal }) => fetchFeeds(signal),
  });
  const closing = useMutation({
    mutationFn: revokeFeed,
    onSettled: () => queries.invalidateQueries({ queryKey: ['schedule', 'feeds'] }),
  });
  const nameOf = ({ scope, name }: FeedList['feeds'][number]) =>
    scope.kind === 'person' ? t('schedule.feeds.person') : name;
  return (
    <LoadState query={query} isEmpty={({ feeds }) => feeds.length === 0} empty={t('schedule.feeds.none')}>
      {({ feeds }) => (
        <>
          <FailureText code={codeOf(closing.error)} />
          <ListTools
            file={{
              name: 'lich-chia-se',
              rows: feeds,
              columns: [
                { title: t('schedule.feeds.whose'), cell: nameOf },
                { title: t('schedule.feeds.opened'), cell: ({ createdAt }) => timeText(createdAt) },
                {
                  title: t('schedule.feeds.read'),
                  cell: ({ lastReadAt }) => lastReadAt && timeText(lastReadAt),
                },
              ],
            }}
          />
          <Table
            size="middle"
            rowKey="feedId"
            dataSource={[...feeds]}
            pagination={{ pageSize: 50, hideOnSinglePage: true }}
            columns={[
              { title: t('schedule.feeds.whose'), render: (_, feed) => <strong>{nameOf(feed)}</strong> },
              { title: t('schedule.feeds.opened'), render: (_, { createdAt }) => timeText(createdAt) },
              {
                title: t('schedule.feeds.read'),
                render: (_, { lastReadAt }) =>
                  lastReadAt === null ? t('schedule.feeds.never') : timeText(lastReadAt),
              },
              {
                render: (_, feed) => (
                  <Popconfirm
                    title={t('schedule.feeds.revokeSure')}
                    okText={t('schedule.feeds.revoke')}
                    cancelText={t('schedule.move.cancel')}
                    onConfirm={() => closing.mutate(feed.feedId)}
                  >
                    <Button danger aria-label={t('schedule.feeds.revokeOf', { name: nameOf(feed) })}>
                      {t('schedule.feeds.revoke')}
                    </Button>
                  </Popconfirm>
                ),
              },
            ]}
          />
        </>
      )}
    </LoadState>
  );
}
