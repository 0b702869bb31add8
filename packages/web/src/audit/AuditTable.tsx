import type { AuditEntry } from '@nhipcau/contracts';
import { Button, Table } from 'antd';
import type { Translate } from '../text/catalogue.ts';
import { useLanguage, useText } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { actText } from './act-text.ts';

function who({ actorKind, actorName, actorId }: AuditEntry, t: Translate): string {
  if (actorKind === 'anonymous') return t('audit.nobody');
  if (actorKind === 'system') return t('audit.system');
  return actorName ?? actorId ?? t('audit.system');
}

/** Lines of the audit; each opens to everything that was recorded. */
export function AuditTable({
  entries,
  onMeeting,
}: {
  entries: AuditEntry[];
  onMeeting: (meetingId: string) => void;
}) {
  const { t, language } = useLanguage();
  return (
    <Table<AuditEntry>
      className="audit-table"
      rowKey="id"
      size="small"
      dataSource={entries}
      pagination={false}
      expandable={{
        expandRowByClick: true,
        expandedRowRender: (entry) => <Everything entry={entry} onMeeting={onMeeting} />,
      }}
      columns={[
        { title: t('audit.at'), width: 170, render: (_, { at }) => dateAndTime(at, language) },
        {
          title: t('audit.who'),
          render: (_, entry) => (
            <>
              {who(entry, t)}
              {entry.actorId !== null && <small>{entry.actorId}</small>}
            </>
          ),
        },
        {
          title: t('audit.what'),
          render: (_, { action }) => (
            <>
              {actText(action, t)}
              {actText(action, t) !== action && <small>{action}</small>}
            </>
          ),
        },
        { title: t('audit.subject'), ellipsis: true, render: (_, { subject }) => subject ?? '–' },
        {
          title: t('audit.outcome'),
          width: 150,
          render: (_, { outcome }) => (
            <span className={outcome === 'refused' ? 'audit-refused' : undefined}>
              {t(outcome === 'refused' ? 'audit.outcome.refused' : 'audit.outcome.allowed')}
            </span>
          ),
        },
      ]}
    />
  );
}

function Everything({ entry, onMeeting }: { entry: AuditEntry; onMeeting: (meetingId: string) => void }) {
  const t = useText();
  const { id, code, facts, correlationId, meetingId } = entry;
  return (
    <>
      <FailureText code={code} />
      {meetingId !== null && (
        <Button size="small" onClick={() => onMeeting(meetingId)}>
          {t('audit.meetingOf', { id: meetingId })}
        </Button>
      )}
      <pre className="audit-facts">{JSON.stringify({ id, code, correlationId, facts }, null, 2)}</pre>
    </>
  );
}
