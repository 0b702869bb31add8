import type { AssetRequest } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Table, Tag } from 'antd';
import { useState } from 'react';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { Articles } from '../staff/Articles.tsx';
import { timeText } from '../staff/dates.ts';
import { TextField } from '../staff/fields.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { decideRequest, fetchRequests, finishRequest } from './calls.ts';

const tone = { asked: 'gold', granted: 'blue', refused: 'red', done: 'green' } as const;

/** Moves and changes of settings that were asked, those that wait first. */
export function RequestTable() {
  const t = useText();
  const [{ tim }] = useListFilter();
  const query = useQuery({ queryKey: ['asset-requests'], queryFn: fetchRequests });
  return (
    <LoadState query={query}>
      {({ requests }) => (
        <>
          <ListTools search={t('asset.searchRequests')} />
          <Requests
            requests={requests.filter(({ assetName, reason, custodianName, toSite }) =>
              matches(tim, assetName, reason, custodianName, toSite),
            )}
          />
        </>
      )}
    </LoadState>
  );
}

/** Requests with what can be done about each. */
export function Requests({ requests }: { requests: readonly AssetRequest[] }) {
  const t = useText();
  const queries = useQueryClient();
  const [refusing, setRefusing] = useState<AssetRequest | null>(null);
  const act = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSettled: () => queries.invalidateQueries(),
  });
  return (
    <>
      <FailureText code={codeOf(act.error)} />
      <Table<AssetRequest>
        size="middle"
        rowKey="requestId"
        dataSource={[...requests]}
        locale={{ emptyText: t('asset.noRequest') }}
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        scroll={{ x: 760 }}
        columns={[
          {
            title: t('asset.device'),
            render: (_, { assetId, assetName, custodianName }) => (
              <span className="asset-name">
                <Link to="/thiet-bi/$assetId" params={{ assetId }}>
                  {assetName}
                </Link>
                <small>{custodianName}</small>
              </span>
            ),
          },
          { title: t('asset.wanted'), render: (_, request) => <Wanted request={request} /> },
          {
            title: t('asset.consenter'),
            render: (_, { consenter, cite, decidedBy, decidedAt, words }) => (
              <span className="asset-name">
                <span>
                  {consenter} <Articles cite={cite} />
                </span>
                {decidedBy !== null && decidedAt !== null && (
                  <small>{`${decidedBy}, ${timeText(decidedAt)}${words === null ? '' : `: ${words}`}`}</small>
                )}
              </span>
            ),
          },
          {
            title: t('asset.state'),
            width: 120,
            render: (_, { state }) => <Tag color={tone[state]}>{t(`asset.request.${state}`)}</Tag>,
          },
          {
            title: '',
            align: 'right',
            width: 220,
            render: (_, request) => (
              <span className="asset-acts">
                {request.mayDecide && (
                  <>
                    <Button
                      size="small"
                      type="primary"
                      loading={act.isPending}
                      onClick={() => act.mutate(() => decideRequest(request.requestId, { granted: true }))}
                    >
                      {t('asset.grant')}
                    </Button>
                    <Button size="small" danger onClick={() => setRefusing(request)}>
                      {t('asset.refuse')}
                    </Button>
                  </>
                )}
                {request.mayFinish && request.kind === 'configuration' && (
                  <Button
                    size="small"
                    loading={act.isPending}
                    onClick={() => act.mutate(() => finishRequest(request.requestId))}
                  >
                    {t('asset.settingsDone')}
                  </Button>
                )}
              </span>
            ),
          },
        ]}
      />
      <ActDrawer<{ words: string }>
        title={refusing === null ? t('asset.refuse') : `${t('asset.refuse')}: ${refusing.assetName}`}
        isOpen={refusing !== null}
        onClose={() => setRefusing(null)}
        initial={{}}
        submit={t('asset.refuse')}
        isGrave
        act={({ words }) => decideRequest(refusing?.requestId ?? '', { granted: false, words })}
      >
        <TextField name="words" label={t('asset.reason')} rows={2} required />
      </ActDrawer>
    </>
  );
}

function Wanted({ request }: { request: AssetRequest }) {
  const t = useText();
  const place = (site: string | null, room: string | null) =>
    [site, room].filter((one) => one !== null).join(', ');
  return (
    <span className="asset-name">
      <strong>{t(`asset.request.kind.${request.kind}`)}</strong>
      {request.kind === 'relocation' ? (
        <small>
          {`${place(request.fromSite, request.fromRoom) || '–'} → ${place(request.toSite, request.toRoom)}`}
        </small>
      ) : (
        request.changes.map(({ field, before, after }) => (
          <small key={field}>{`${t(`asset.field.${field}`)}: ${before ?? '–'} → ${after}`}</small>
        ))
      )}
      <small>{`${request.reason} (${request.askedBy}, ${timeText(request.askedAt)})`}</small>
    </span>
  );
}
