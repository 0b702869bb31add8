import { type Asset, AssetState } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Select, Table, Tag } from 'antd';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { Articles } from '../staff/Articles.tsx';
import { dateText } from '../staff/dates.ts';
import { useText } from '../text/language.tsx';
import { fetchAssets, posterUrl } from './calls.ts';
import { HandoverDrawer } from './HandoverDrawer.tsx';
import { RegisterDrawer } from './RegisterDrawer.tsx';

/** Of the filter: not a state but what keeps a device from being used. */
const REFUSED = 'chua-du-dieu-kien';
const ASKED = 'cho-dong-y';
export const stateTone = {
  store: 'default',
  inUse: 'green',
  spare: 'blue',
  lent: 'purple',
  repair: 'orange',
  retired: 'default',
} as const;

const isShown = (asset: Asset, tim: string | undefined, loc: string | undefined): boolean =>
  matches(tim, asset.code, asset.model, asset.serial, asset.siteName, asset.custodianName, asset.keeper) &&
  (loc === undefined ||
    (loc === REFUSED ? asset.refusal !== null : loc === ASKED ? asset.isAsked : asset.state === loc));

/** Devices by their number, searched and narrowed; several of them are handed over together. */
export function AssetTable() {
  const t = useText();
  const [{ tim, loc }, change] = useListFilter();
  const [registering, setRegistering] = useState(false);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [handing, setHanding] = useState(false);
  const query = useQuery({ queryKey: ['assets'], queryFn: fetchAssets });
  return (
    <LoadState query={query}>
      {({ assets, rules, mayRegister }) => {
        const rows = assets.filter((asset) => isShown(asset, tim, loc));
        return (
          <>
            <div className="asset-rules">
              {rules.opinion && (
                <span>
                  {t('asset.opinionBy', { by: rules.opinion.by })} <Articles cite={rules.opinion.cite} />
                </span>
              )}
              {rules.inspection && (
                <span>
                  {t('asset.inspectionBy', { by: rules.inspection.by })}{' '}
                  <Articles cite={rules.inspection.cite} />
                </span>
              )}
              {rules.care && (
                <a href={posterUrl('pdf')} target="_blank" rel="noreferrer">
                  {t('asset.poster')}
                </a>
              )}
            </div>
            <ListTools
              search={t('asset.search')}
              file={{
                name: 'thiet-bi',
                rows,
                columns: [
                  { title: t('asset.code'), cell: ({ code }) => code },
                  { title: t('asset.kind'), cell: ({ kind }) => t(`asset.kind.${kind}`) },
                  { title: t('asset.model'), cell: ({ model }) => model },
                  { title: t('asset.serial'), cell: ({ serial }) => serial },
                  { title: t('asset.custodian'), cell: ({ custodianName }) => custodianName },
                  { title: t('asset.owner'), cell: ({ ownerName }) => ownerName },
                  { title: t('asset.site'), cell: ({ siteName }) => siteName },
                  { title: t('asset.room'), cell: ({ room }) => room },
                  { title: t('asset.state'), cell: ({ state }) => t(`asset.state.${state}`) },
                  { title: t('asset.funding'), cell: ({ funding }) => t(`asset.funding.${funding}`) },
                  {
                    title: t('asset.acquiredOn'),
                    cell: ({ acquiredOn }) => acquiredOn && dateText(acquiredOn),
                  },
                ],
              }}
            >
              <Select
                aria-label={t('asset.state')}
                style={{ minWidth: 200 }}
                value={loc ?? ''}
                onChange={(value) => change({ loc: value })}
                options={[
                  { value: '', label: t('asset.anyState') },
                  ...AssetState.options.map((value) => ({ value, label: t(`asset.state.${value}`) })),
                  { value: REFUSED, label: t('asset.notCleared') },
                  { value: ASKED, label: t('asset.asked') },
                ]}
              />
              {chosen.length > 0 && (
                <Button onClick={() => setHanding(true)}>
                  {t('asset.handOver', { count: chosen.length })}
                </Button>
              )}
              {mayRegister && (
                <Button type="primary" onClick={() => setRegistering(true)}>
                  {t('asset.register')}
                </Button>
              )}
            </ListTools>
            <Rows rows={rows} chosen={mayRegister ? chosen : null} onChoose={setChosen} />
            <RegisterDrawer isOpen={registering} onClose={() => setRegistering(false)} />
            <HandoverDrawer
              assets={handing ? assets.filter(({ assetId }) => chosen.includes(assetId)) : []}
              onClose={() => {
                setHanding(false);
                setChosen([]);
              }}
            />
          </>
        );
      }}
    </LoadState>
  );
}

function Rows({
  rows,
  chosen,
  onChoose,
}: {
  rows: readonly Asset[];
  chosen: readonly string[] | null;
  onChoose: (ids: readonly string[]) => void;
}) {
  const t = useText();
  return (
    <Table<Asset>
      size="middle"
      rowKey="assetId"
      dataSource={[...rows]}
      locale={{ emptyText: t('asset.none') }}
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 760 }}
      {...(chosen === null
        ? {}
        : {
            rowSelection: {
              selectedRowKeys: [...chosen],
              onChange: (keys) => onChoose(keys.map(String)),
              getCheckboxProps: ({ mayWrite, state, code }) => ({
                disabled: !mayWrite || state === 'retired' || state === 'lent',
                'aria-label': code,
              }),
            },
          })}
      columns={[
        {
          title: t('asset.device'),
          render: (_, { assetId, code, kind, model }) => (
            <span className="asset-name">
              <Link to="/thiet-bi/$assetId" params={{ assetId }}>
                {code}
              </Link>
              <small>{`${t(`asset.kind.${kind}`)} · ${model}`}</small>
            </span>
          ),
        },
        {
          title: t('asset.custodian'),
          render: (_, { custodianName, keeper }) => (
            <span className="asset-name">
              {custodianName}
              {keeper !== null && <small>{keeper}</small>}
            </span>
          ),
        },
        {
          title: t('asset.where'),
          render: (_, { siteName, room }) => (
            <span className="asset-name">
              {siteName ?? '–'}
              {room !== null && <small>{room}</small>}
            </span>
          ),
        },
        {
          title: t('asset.state'),
          width: 260,
          render: (_, { state, refusal, isAsked }) => (
            <span className="asset-tags">
              <Tag color={stateTone[state]}>{t(`asset.state.${state}`)}</Tag>
              {refusal !== null && <Tag color="red">{t(`asset.refusal.${refusal}`)}</Tag>}
              {isAsked && <Tag color="gold">{t('asset.asked')}</Tag>}
            </span>
          ),
        },
      ]}
    />
  );
}
