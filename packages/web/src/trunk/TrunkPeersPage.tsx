import '../staff/staff.css';
import './trunk.css';
import type { TrunkPeer } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm, Table, Tag } from 'antd';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { timeText } from '../staff/dates.ts';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { fetchPeers, renewKey, revokePeer } from './calls.ts';
import { ExternalRegister } from './ExternalRegister.tsx';
import { AcceptPanel, IssuePanel } from './InvitationPanels.tsx';
import { OwnForm } from './OwnForm.tsx';

const LOOK_EVERY_MS = 5_000;

/** Which installations this one is linked with, and how that comes about: both administrators accept the other's invitation. */
export function TrunkPeersPage() {
  const t = useText();
  const query = useQuery({ queryKey: ['trunkPeers'], queryFn: fetchPeers, refetchInterval: LOOK_EVERY_MS });
  return (
    <OfficePage title={t('trunk.title')} subtitle={t('trunk.subtitle')}>
      <LoadState query={query}>
        {({ own, fingerprint, peers }) => (
          <div className="trunk-peers">
            <section aria-label={t('trunk.peers')}>
              <h2>{t('trunk.peers')}</h2>
              <PeerTable peers={peers} />
            </section>
            <ExternalRegister peers={peers} />
            <section aria-label={t('trunk.own')}>
              <h2>{t('trunk.own')}</h2>
              <OwnForm key={own?.code ?? ''} own={own} />
              <OwnKey fingerprint={fingerprint} />
            </section>
            {own && (
              <section aria-label={t('trunk.link')}>
                <h2>{t('trunk.link')}</h2>
                <IssuePanel own={own} />
                <AcceptPanel />
              </section>
            )}
          </div>
        )}
      </LoadState>
    </OfficePage>
  );
}

function OwnKey({ fingerprint }: { fingerprint: string }) {
  const t = useText();
  const queries = useQueryClient();
  const renewing = useMutation({
    mutationFn: renewKey,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['trunkPeers'] }),
  });
  return (
    <div className="trunk-acts">
      <span>{t('trunk.fingerprint')}</span>
      <strong className="fingerprint">{fingerprint}</strong>
      <span className="muted">{t('trunk.fingerprintHint')}</span>
      <Popconfirm
        title={t('trunk.renewKey')}
        description={t('trunk.renewHint')}
        okText={t('trunk.renewKey')}
        cancelText={t('trunk.cancel')}
        onConfirm={() => renewing.mutate()}
      >
        <Button>{t('trunk.renewKey')}</Button>
      </Popconfirm>
      <FailureText code={codeOf(renewing.error)} />
    </div>
  );
}

function PeerTable({ peers }: { peers: readonly TrunkPeer[] }) {
  const t = useText();
  const queries = useQueryClient();
  const revoking = useMutation({
    mutationFn: revokePeer,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['trunkPeers'] }),
  });
  const rate = (kbps: number | null) => (kbps === null ? t('trunk.unlimited') : `${kbps} kbit/s`);
  return (
    <>
      <FailureText code={codeOf(revoking.error)} />
      <Table<TrunkPeer>
        size="middle"
        rowKey="peerId"
        pagination={false}
        locale={{ emptyText: t('trunk.none') }}
        dataSource={[...peers]}
        columns={[
          {
            title: t('trunk.name'),
            render: (_, { name, code, acceptedBy, acceptedAt }) => (
              <>
                <strong>{name}</strong> <span className="muted">{code}</span>
                <div className="muted">
                  {t('trunk.acceptedBy', { name: acceptedBy, date: timeText(acceptedAt) })}
                </div>
              </>
            ),
          },
          { title: t('trunk.side'), width: 110, render: (_, { side }) => t(`trunk.side.${side}`) },
          {
            title: t('trunk.fingerprint'),
            render: (_, { fingerprint }) => <span className="fingerprint">{fingerprint}</span>,
          },
          {
            title: t('trunk.limits'),
            width: 190,
            render: (_, { budget }) => `${rate(budget.down.kbps)} / ${rate(budget.up.kbps)}`,
          },
          { title: t('trunk.state'), width: 200, render: (_, peer) => <PeerState peer={peer} /> },
          {
            align: 'right',
            width: 130,
            render: (_, { peerId, revokedAt }) =>
              revokedAt === null && (
                <Popconfirm
                  title={t('trunk.revoke')}
                  description={t('trunk.revokeHint')}
                  okText={t('trunk.revoke')}
                  cancelText={t('trunk.cancel')}
                  onConfirm={() => revoking.mutate(peerId)}
                >
                  <Button danger>{t('trunk.revoke')}</Button>
                </Popconfirm>
              ),
          },
        ]}
      />
    </>
  );
}

function PeerState({ peer: { connected, revokedAt, since, keyKnown } }: { peer: TrunkPeer }) {
  const t = useText();
  if (revokedAt !== null) return <Tag>{t('trunk.revoked')}</Tag>;
  return (
    <>
      <Tag color={connected ? 'green' : 'orange'}>
        {t(connected ? 'trunk.connected' : 'trunk.disconnected')}
      </Tag>
      {since !== null && <div className="muted">{t('trunk.since', { date: timeText(since) })}</div>}
      {!keyKnown && <div className="muted">{t('trunk.keyPending')}</div>}
    </>
  );
}
