import type { Handover, HandoverSide } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Button, Table, Tag } from 'antd';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { Articles } from '../staff/Articles.tsx';
import { dateText, timeText } from '../staff/dates.ts';
import { TextField } from '../staff/fields.tsx';
import { useText } from '../text/language.tsx';
import { fetchHandovers, recordUrl, signHandover, withdrawHandover } from './calls.ts';

const tone = { open: 'gold', done: 'green', withdrawn: 'default' } as const;

/** Handovers of devices, those that wait for a signature first. */
export function HandoverTable() {
  const t = useText();
  const [{ tim }] = useListFilter();
  const [signing, setSigning] = useState<{ handover: Handover; side: HandoverSide } | null>(null);
  const [withdrawn, setWithdrawn] = useState<Handover | null>(null);
  const query = useQuery({ queryKey: ['asset-handovers'], queryFn: fetchHandovers });
  return (
    <LoadState query={query}>
      {({ handovers, cite }) => (
        <>
          <p className="muted">
            {t('asset.handoverRule')} <Articles cite={cite} />
          </p>
          <ListTools search={t('asset.searchHandovers')} />
          <Table<Handover>
            size="middle"
            rowKey="handoverId"
            dataSource={handovers.filter(({ fromName, toName, assets }) =>
              matches(tim, fromName, toName, ...assets.map(({ code }) => code)),
            )}
            locale={{ emptyText: t('asset.noHandover') }}
            pagination={{ pageSize: 20, hideOnSinglePage: true }}
            scroll={{ x: 860 }}
            columns={[
              {
                title: t('asset.handover'),
                render: (_, { fromName, toName, on }) => (
                  <span className="asset-name">
                    {`${fromName} → ${toName}`}
                    <small>{dateText(on)}</small>
                  </span>
                ),
              },
              {
                title: t('asset.devices'),
                render: (_, { assets }) => (
                  <span className="asset-name">
                    {assets.slice(0, 3).map(({ assetId, code, model }) => (
                      <small key={assetId}>{`${code} · ${model}`}</small>
                    ))}
                    {assets.length > 3 && <small>{t('asset.andMore', { count: assets.length - 3 })}</small>}
                  </span>
                ),
              },
              {
                title: t('asset.signatures'),
                render: (_, handover) => (
                  <span className="asset-name">
                    <Hand label={t('asset.giver')} signature={handover.giver} />
                    <Hand label={t('asset.receiver')} signature={handover.receiver} />
                  </span>
                ),
              },
              {
                title: t('asset.state'),
                width: 120,
                render: (_, { state }) => <Tag color={tone[state]}>{t(`asset.handover.${state}`)}</Tag>,
              },
              {
                title: '',
                align: 'right',
                width: 250,
                render: (_, handover) => (
                  <span className="asset-acts">
                    {handover.maySign.map((side) => (
                      <Button
                        key={side}
                        size="small"
                        type="primary"
                        onClick={() => setSigning({ handover, side })}
                      >
                        {t(`asset.sign.${side}`)}
                      </Button>
                    ))}
                    {handover.mayWithdraw && (
                      <Button size="small" onClick={() => setWithdrawn(handover)}>
                        {t('asset.withdraw')}
                      </Button>
                    )}
                    <a href={recordUrl(handover.handoverId, 'pdf')} target="_blank" rel="noreferrer">
                      {'PDF'}
                    </a>
                    <a href={recordUrl(handover.handoverId, 'docx')} download>
                      {'DOCX'}
                    </a>
                  </span>
                ),
              },
            ]}
          />
          <ActDrawer<{ title: string }>
            title={signing === null ? '' : t(`asset.sign.${signing.side}`)}
            isOpen={signing !== null}
            onClose={() => setSigning(null)}
            initial={{}}
            submit={t('asset.sign')}
            act={({ title }) =>
              signHandover(signing?.handover.handoverId ?? '', { side: signing?.side ?? 'giver', title })
            }
          >
            <TextField name="title" label={t('asset.signTitle')} required />
          </ActDrawer>
          <ActDrawer<{ reason: string }>
            title={t('asset.withdraw')}
            isOpen={withdrawn !== null}
            onClose={() => setWithdrawn(null)}
            initial={{}}
            submit={t('asset.withdraw')}
            isGrave
            act={({ reason }) => withdrawHandover(withdrawn?.handoverId ?? '', reason)}
          >
            <TextField name="reason" label={t('asset.reason')} required />
          </ActDrawer>
        </>
      )}
    </LoadState>
  );
}

function Hand({ label, signature }: { label: string; signature: Handover['giver'] }) {
  const t = useText();
  return (
    <small>
      {signature === null
        ? `${label}: ${t('asset.notSigned')}`
        : `${label}: ${signature.name}, ${signature.title}, ${timeText(signature.at)}`}
    </small>
  );
}
