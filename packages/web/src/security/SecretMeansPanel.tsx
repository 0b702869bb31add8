import './security.css';
import type { MeetingId, SecretMeans, SiteId } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Table, Tag } from 'antd';
import { useState } from 'react';
import { ReasonButton } from '../accounts/ReasonButton.tsx';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { TextField } from '../staff/fields.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { approveMeans, fetchSecretMeans, withdrawMeans } from './calls.ts';

type Line = SecretMeans['sites'][number];

/** By which devices and lines the sites of a meeting with state secrets get in (R-SEC-07). */
export function SecretMeansPanel({ meetingId }: { meetingId: MeetingId }) {
  const t = useText();
  const query = useQuery({
    queryKey: ['secretMeans', meetingId],
    queryFn: ({ signal }) => fetchSecretMeans(meetingId, { signal }),
  });
  return (
    <section className="panel rf-section" aria-label={t('means.title')}>
      <h2>{t('means.title')}</h2>
      <LoadState query={query}>
        {(means) => (
          <>
            <p className="muted">{t('means.subtitle', { article: means.cite[0]?.article ?? '' })}</p>
            <MeansTable meetingId={meetingId} means={means} />
          </>
        )}
      </LoadState>
    </section>
  );
}

function MeansTable({ meetingId, means }: { meetingId: MeetingId; means: SecretMeans }) {
  const t = useText();
  const queries = useQueryClient();
  const [approving, setApproving] = useState<Line | null>(null);
  const withdrawing = useMutation({
    mutationFn: ({ siteId, reason }: { siteId: SiteId; reason: string }) =>
      withdrawMeans(meetingId, siteId, reason),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['secretMeans', meetingId] }),
  });
  return (
    <>
      <FailureText code={codeOf(withdrawing.error)} />
      <Table<Line>
        size="small"
        rowKey="siteId"
        dataSource={means.sites}
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        columns={[
          { title: t('means.site'), dataIndex: 'siteName' },
          {
            title: t('means.line'),
            render: (_, { network, lineAllowed }) => (
              <>
                {t(`dir.network.${network}`)}{' '}
                {!lineAllowed && <Tag color="red">{t('means.lineForbidden')}</Tag>}
              </>
            ),
          },
          {
            title: t('means.device'),
            render: (_, { approved }) =>
              approved === null ? (
                <Tag color="gold">{t('means.none')}</Tag>
              ) : (
                <span className="accounts-name">
                  {approved.device}
                  <small>{`${approved.document} · ${approved.byName}`}</small>
                </span>
              ),
          },
          {
            align: 'right',
            render: (_, line) =>
              means.mayApprove && (
                <span className="security-acts">
                  {line.lineAllowed && (
                    <Button size="small" onClick={() => setApproving(line)}>
                      {t('means.approve')}
                    </Button>
                  )}
                  {line.approved !== null && (
                    <ReasonButton
                      danger
                      label={t('means.withdraw')}
                      onReason={(reason) => withdrawing.mutate({ siteId: line.siteId, reason })}
                    />
                  )}
                </span>
              ),
          },
        ]}
      />
      <ActDrawer<{ device: string; document: string }>
        title={`${t('means.approve')}: ${approving?.siteName ?? ''}`}
        isOpen={approving !== null}
        onClose={() => setApproving(null)}
        initial={{ device: approving?.approved?.device ?? '', document: approving?.approved?.document ?? '' }}
        submit={t('means.approve')}
        act={async ({ device, document }) => {
          if (approving) await approveMeans(meetingId, { siteId: approving.siteId, device, document });
        }}
      >
        <TextField name="device" label={t('means.device')} required />
        <TextField name="document" label={t('means.document')} required />
      </ActDrawer>
    </>
  );
}
