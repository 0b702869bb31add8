import './staff.css';
import type { AdmissionFile } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Alert, Button, Space, Tag } from 'antd';
import { useState } from 'react';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { ActDrawer } from './ActDrawer.tsx';
import { Articles } from './Articles.tsx';
import { ConditionList } from './ConditionList.tsx';
import { decideAdmission, fetchAdmission, openAdmission } from './calls.ts';
import { TextField } from './fields.tsx';
import { RoomPanel } from './RoomPanel.tsx';

/** Everything that decides whether a site becomes part of the system. */
export function AdmissionPage() {
  const t = useText();
  const { siteId } = useParams({ from: '/ket-nap/$siteId' });
  const query = useQuery({ queryKey: ['staff', 'admission', siteId], queryFn: () => fetchAdmission(siteId) });
  return (
    <OfficePage
      title={query.data?.siteName ?? t('adm.title')}
      subtitle={query.data?.organisationName ?? ''}
      actions={<Link to="/ket-nap">{t('adm.back')}</Link>}
    >
      <LoadState query={query}>
        {(file) => (
          <>
            <Decision file={file} />
            <div className="stf-two">
              <ConditionList file={file} />
              <div>
                <QuotaPanel file={file} />
                <RoomPanel file={file} />
              </div>
            </div>
          </>
        )}
      </LoadState>
    </OfficePage>
  );
}

const tone = { none: 'info', proposed: 'info', admitted: 'success', refused: 'error' } as const;

function Decision({ file }: { file: AdmissionFile }) {
  const t = useText();
  const queries = useQueryClient();
  const [refusing, setRefusing] = useState(false);
  const act = useMutation({
    mutationFn: (what: 'open' | 'admit') =>
      what === 'open' ? openAdmission(file.siteId) : decideAdmission(file.siteId, { decision: 'admit' }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['staff'] }),
  });
  const canOpen =
    file.mayApply && (file.state === 'none' || file.state === 'refused') && file.siteStatus !== 'admitted';
  return (
    <>
      <Alert
        type={tone[file.state]}
        showIcon
        style={{ marginBottom: 16 }}
        title={
          <>
            {t(`adm.state.${file.state}`)}
            {file.isNewMember && file.state !== 'admitted' && (
              <Tag style={{ marginLeft: 8 }}>{t('adm.newMember')}</Tag>
            )}{' '}
            <Articles cite={file.cite} />
          </>
        }
        description={
          file.state === 'proposed'
            ? file.openCount === 0
              ? t('adm.complete')
              : t('adm.openCount', { n: file.openCount })
            : [file.reason, file.decidedBy === null ? null : t('adm.decidedBy', { name: file.decidedBy })]
                .filter((line) => line !== null)
                .join('. ')
        }
        action={
          <Space>
            {canOpen && (
              <Button type="primary" loading={act.isPending} onClick={() => act.mutate('open')}>
                {file.state === 'refused' ? t('adm.again') : t('adm.begin')}
              </Button>
            )}
            {file.state === 'proposed' && file.mayDecide && (
              <>
                <Button
                  type="primary"
                  disabled={file.openCount > 0}
                  loading={act.isPending}
                  onClick={() => act.mutate('admit')}
                >
                  {t('adm.admit')}
                </Button>
                <Button danger onClick={() => setRefusing(true)}>
                  {t('adm.refuse')}
                </Button>
              </>
            )}
          </Space>
        }
      />
      <FailureText code={codeOf(act.error)} />
      <ActDrawer<{ reason: string }>
        title={t('adm.refuse')}
        isOpen={refusing}
        onClose={() => setRefusing(false)}
        initial={{}}
        act={({ reason }) => decideAdmission(file.siteId, { decision: 'refuse', reason })}
      >
        <TextField name="reason" label={t('staff.reason')} required rows={4} />
      </ActDrawer>
    </>
  );
}

function QuotaPanel({ file: { quota } }: { file: AdmissionFile }) {
  const t = useText();
  if (quota.label === null) return null;
  return (
    <section className="stf-panel">
      <h2>
        {t('adm.quota')} <Articles cite={quota.cite} />
      </h2>
      <div className="stf-quota">
        {quota.limit === null
          ? t('adm.quota.free', { admitted: quota.admitted })
          : t('adm.quota.of', { admitted: quota.admitted, limit: quota.limit })}
      </div>
      <div className="muted">{quota.label}</div>
      {!quota.hasRoom && <Tag color="red">{t('adm.quota.full')}</Tag>}
      {quota.mayBeExtended && <p className="muted">{t('adm.quota.extend')}</p>}
    </section>
  );
}
