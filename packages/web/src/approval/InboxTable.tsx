import type { RegistrationSummary } from '@nhipcau/contracts';
import { Button, Space, Table, Tag } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import type { ReactNode } from 'react';
import { DueTag } from '../office/DueTag.tsx';
import type { Speech } from '../regulation/sentences.ts';
import { stateTone } from './finding-text.ts';
import { periodText } from './period.ts';

interface Shown {
  readonly files: readonly RegistrationSummary[];
  readonly speech: Speech;
  readonly empty: ReactNode;
  /** Which file's confirmation is on its way. */
  readonly confirming: string | null;
  readonly onConfirm: (file: RegistrationSummary) => void;
  readonly onOpen: (file: RegistrationSummary) => void;
}

/** Files as lines: the limit first, one press to confirm. */
export function InboxTable({ files, empty, ...shown }: Shown) {
  return (
    <Table<RegistrationSummary>
      size="middle"
      rowKey="meetingId"
      columns={columnsOf(shown)}
      dataSource={[...files]}
      pagination={false}
      locale={{ emptyText: empty }}
      onRow={(file) => ({ onDoubleClick: () => shown.onOpen(file) })}
    />
  );
}

function columnsOf({
  speech,
  confirming,
  onConfirm,
  onOpen,
}: Omit<Shown, 'files' | 'empty'>): ColumnsType<RegistrationSummary> {
  const { t } = speech;
  return [
    {
      key: 'due',
      title: t('inbox.col.due'),
      width: 140,
      render: (_, { decideBy, state }) => {
        if (decideBy !== null) return <DueTag dueAt={decideBy} />;
        const isOpen = state === 'registered' || state === 'underReview';
        return <span className="muted">{t(isOpen ? 'inbox.noLimit' : 'inbox.decided')}</span>;
      },
    },
    {
      key: 'file',
      title: t('inbox.col.file'),
      render: (_, file) => (
        <>
          <div>
            <strong>{file.title}</strong>{' '}
            {file.urgency === 'urgent' && <Tag color="red">{t('inbox.urgent')}</Tag>}
            {file.isSecret && <Tag color="purple">{t('inbox.secret')}</Tag>}
          </div>
          <div className="muted">{[file.fileNumber, file.hostName].join(' · ')}</div>
        </>
      ),
    },
    {
      key: 'time',
      title: t('inbox.col.time'),
      width: 240,
      render: (_, { start, end, siteCount, chairSiteName }) => (
        <>
          <div>{periodText({ start, end }, speech)}</div>
          <div className="muted">
            {[t('inbox.sites', { count: siteCount }), chairSiteName ?? ''].filter(Boolean).join(' · ')}
          </div>
        </>
      ),
    },
    {
      key: 'state',
      title: t('inbox.col.state'),
      width: 125,
      render: (_, { state }) => <Tag color={stateTone[state]}>{t(`file.state.${state}`)}</Tag>,
    },
    {
      key: 'act',
      title: t('inbox.col.act'),
      width: 215,
      render: (_, file) => (
        <Space>
          {file.acts.includes('confirm') && (
            <Button
              type="primary"
              loading={confirming === file.meetingId}
              aria-label={t('inbox.confirmOf', { file: file.fileNumber })}
              onClick={() => onConfirm(file)}
            >
              {t('inbox.confirm')}
            </Button>
          )}
          <Button aria-label={t('inbox.openOf', { file: file.fileNumber })} onClick={() => onOpen(file)}>
            {t('inbox.open')}
          </Button>
        </Space>
      ),
    },
  ];
}
