import '../staff/staff.css';
import './assets.css';
import type { AssetDetail } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button, Table, Tag } from 'antd';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { dateText, timeText } from '../staff/dates.ts';
import { useText } from '../text/language.tsx';
import { AskDrawer, JudgeDrawer, MoveDrawer, PlaceDrawer } from './AssetDrawers.tsx';
import { stateTone } from './AssetTable.tsx';
import { AudioPanel } from './AudioPanel.tsx';
import { fetchAsset } from './calls.ts';
import { ChangeDrawer } from './RegisterDrawer.tsx';
import { Requests } from './RequestTable.tsx';
import { SheetPanel } from './SheetPanel.tsx';
import { WorkDrawer } from './UpkeepDrawers.tsx';

/** `/thiet-bi/$assetId`: one device with its sheet, what was asked and found, and what happened to it. */
export function AssetPage() {
  const t = useText();
  const { assetId } = useParams({ from: '/thiet-bi/$assetId' });
  const query = useQuery({
    queryKey: ['assets', assetId],
    queryFn: ({ signal }) => fetchAsset(assetId, { signal }),
  });
  const asset = query.data?.asset;
  return (
    <OfficePage
      title={asset ? `${asset.code} · ${asset.model}` : t('asset.title')}
      subtitle={<Link to="/thiet-bi">{t('asset.back')}</Link>}
      actions={query.data && <Acts detail={query.data} />}
    >
      <LoadState query={query}>
        {(detail) => (
          <div className="asset-page">
            <Facts detail={detail} />
            <SheetPanel detail={detail} />
            {detail.asset.kind === 'audio' && detail.asset.siteId !== null && (
              <AudioPanel siteId={detail.asset.siteId} />
            )}
            {detail.requests.length > 0 && (
              <section className="stf-panel">
                <h2>{t('asset.tab.requests')}</h2>
                <Requests requests={detail.requests} />
              </section>
            )}
            <Verdicts detail={detail} />
            <History detail={detail} />
          </div>
        )}
      </LoadState>
    </OfficePage>
  );
}

type Act = 'change' | 'place' | 'move' | 'ask' | 'judge' | 'work';

function Acts({ detail }: { detail: AssetDetail }) {
  const t = useText();
  const [act, setAct] = useState<Act | null>(null);
  const { asset, may } = detail;
  const isFixed = asset.state === 'retired' || asset.state === 'lent';
  const close = () => setAct(null);
  return (
    <>
      {may.write && <Button onClick={() => setAct('change')}>{t('asset.change')}</Button>}
      {may.write && !isFixed && (
        <>
          <Button onClick={() => setAct('place')}>{t('asset.place')}</Button>
          <Button onClick={() => setAct('ask')}>{t('asset.ask')}</Button>
          <Button onClick={() => setAct('move')}>{t('asset.move')}</Button>
          <Button onClick={() => setAct('work')}>{t('asset.recordWork')}</Button>
        </>
      )}
      {may.judge && asset.state !== 'retired' && (
        <Button type={asset.refusal === null ? 'default' : 'primary'} onClick={() => setAct('judge')}>
          {t('asset.judge')}
        </Button>
      )}
      <ChangeDrawer asset={act === 'change' ? asset : null} onClose={close} />
      <PlaceDrawer asset={act === 'place' ? asset : null} onClose={close} />
      <MoveDrawer asset={act === 'move' ? asset : null} onClose={close} />
      <AskDrawer asset={act === 'ask' ? asset : null} sheet={detail.sheet?.fields ?? {}} onClose={close} />
      <WorkDrawer device={act === 'work' ? asset : null} tasks={[]} onClose={close} />
      <JudgeDrawer asset={act === 'judge' ? asset : null} onClose={close} />
    </>
  );
}

function Facts({ detail: { asset } }: { detail: AssetDetail }) {
  const t = useText();
  const lines: readonly (readonly [string, string | null])[] = [
    [t('asset.kind'), t(`asset.kind.${asset.kind}`)],
    [t('asset.serial'), asset.serial],
    [t('asset.custodian'), asset.custodianName],
    [t('asset.keeper'), asset.keeper],
    [t('asset.owner'), asset.ownerName],
    [t('asset.where'), [asset.siteName, asset.room].filter((one) => one !== null).join(', ') || null],
    [t('asset.funding'), t(`asset.funding.${asset.funding}`)],
    [t('asset.acquiredOn'), asset.acquiredOn && dateText(asset.acquiredOn)],
    [t('asset.note'), asset.note],
  ];
  return (
    <section className="stf-panel">
      <header>
        <h2>{t('asset.facts')}</h2>
        <span className="asset-tags">
          <Tag color={stateTone[asset.state]}>{t(`asset.state.${asset.state}`)}</Tag>
          {asset.refusal !== null && <Tag color="red">{t(`asset.refusal.${asset.refusal}`)}</Tag>}
        </span>
      </header>
      <dl className="asset-facts">
        {lines.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value ?? '–'}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Verdicts({ detail: { verdicts } }: { detail: AssetDetail }) {
  const t = useText();
  if (verdicts.length === 0) return null;
  return (
    <section className="stf-panel">
      <h2>{t('asset.verdicts')}</h2>
      <Table
        size="small"
        rowKey="key"
        pagination={false}
        scroll={{ x: 560 }}
        dataSource={verdicts.map((verdict, key) => ({ ...verdict, key })).reverse()}
        columns={[
          { title: t('asset.verdict'), render: (_, { kind }) => t(`asset.verdict.${kind}`) },
          {
            title: t('asset.result'),
            render: (_, { passed }) => (
              <Tag color={passed ? 'green' : 'red'}>{t(passed ? 'asset.passed' : 'asset.failed')}</Tag>
            ),
          },
          { title: t('asset.judgedBy'), dataIndex: 'by' },
          { title: t('asset.document'), dataIndex: 'document' },
          { title: t('asset.on'), render: (_, { on }) => dateText(on) },
          { title: t('asset.words'), dataIndex: 'words' },
        ]}
      />
    </section>
  );
}

function History({ detail: { history } }: { detail: AssetDetail }) {
  const t = useText();
  return (
    <section className="stf-panel">
      <h2>{t('asset.history')}</h2>
      <ol className="asset-history">
        {history.toReversed().map(({ eventId, at, what, words, byName }) => (
          <li key={eventId}>
            <time dateTime={new Date(at).toISOString()}>{timeText(at)}</time>
            <span>
              <strong>{t(`asset.event.${what}`)}</strong> {words}
              <small>{byName}</small>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
