import type { DoNoticeTask, NoticeTask } from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Empty, Input, Space, Tag } from 'antd';
import { useState } from 'react';
import { DueTag } from '../office/DueTag.tsx';
import { codeOf } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { AnswerModal, noticeKeys } from './AnswerModal.tsx';
import { ContentLines } from './ContentLines.tsx';
import { doTask } from './calls.ts';

const causeTone = {
  prescribed: 'blue',
  fallback: 'orange',
  silence: 'red',
  escalation: 'magenta',
  unknownParty: 'default',
  notStarted: 'red',
} as const;

/** What a person has to do: calls with the number to press, faxes, documents, posts to a group. */
export function TaskList({
  tasks,
  isOneMeeting = false,
}: {
  tasks: readonly NoticeTask[];
  isOneMeeting?: boolean;
}) {
  const t = useText();
  if (tasks.length === 0) return <Empty description={t('notice.task.none')} />;
  return (
    <ul className="ntc-tasks">
      {tasks.map((task) => (
        <Task key={task.taskId} task={task} isOneMeeting={isOneMeeting} />
      ))}
    </ul>
  );
}

function Task({ task, isOneMeeting }: { task: NoticeTask; isOneMeeting: boolean }) {
  const t = useText();
  const { kind, cause, recipientName, phone, noticeName, noticeKind, fileNumber, title, meetingId, dueAt } =
    task;
  const name = recipientName === '' ? t('notice.task.everybody') : recipientName;
  return (
    <li className="ntc-task">
      <div className="ntc-task-what">
        <strong>{`${t(`notice.task.${kind}`)}: ${name}`}</strong>
        {kind === 'telephone' &&
          (phone === null ? (
            <span className="muted">{t('notice.task.noPhone')}</span>
          ) : (
            <a className="ntc-phone" href={`tel:${phone.replace(/[^0-9+]/g, '')}`}>
              {phone}
            </a>
          ))}
        <span>
          <Tag color={causeTone[cause]}>{t(`notice.cause.${cause}`)}</Tag>
          {dueAt !== null && <DueTag dueAt={dueAt} />}
          {task.attempts > 0 && (
            <span className="muted">{t('notice.task.attempts', { n: task.attempts })}</span>
          )}
        </span>
        <span className="muted">
          {noticeKind !== 'first' && `${t(`notice.kind.${noticeKind}`)}: `}
          {noticeName}
          {!isOneMeeting && (
            <>
              {', '}
              <Link to="/thong-bao/$meetingId" params={{ meetingId }}>
                {`${fileNumber} ${title === fileNumber ? '' : title}`}
              </Link>
            </>
          )}
        </span>
      </div>
      <details className="ntc-say">
        <summary>{t('notice.task.say')}</summary>
        <ContentLines lines={task.content} />
      </details>
      {task.mayDo && <TaskActs task={task} name={name} />}
    </li>
  );
}

function TaskActs({ task, name }: { task: NoticeTask; name: string }) {
  const t = useText();
  const queries = useQueryClient();
  const [isTelling, setTelling] = useState(false);
  const [reference, setReference] = useState('');
  const doing = useMutation({
    mutationFn: (done: DoNoticeTask) => doTask(task.taskId, done),
    onSettled: () => Promise.all(noticeKeys.map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
  const code = codeOf(doing.error);
  if (task.kind !== 'telephone')
    return (
      <Space.Compact className="ntc-acts">
        <Input
          aria-label={t('notice.task.reference')}
          placeholder={t('notice.task.reference')}
          maxLength={200}
          value={reference}
          onChange={(event) => setReference(event.target.value)}
        />
        <Button
          type="primary"
          loading={doing.isPending}
          onClick={() => doing.mutate({ outcome: 'issued', reference: reference.trim() || null })}
        >
          {t('notice.task.issued')}
        </Button>
        <FailureText code={code} />
      </Space.Compact>
    );
  return (
    <Space className="ntc-acts" wrap>
      <Button type="primary" aria-label={t('notice.task.toldOf', { name })} onClick={() => setTelling(true)}>
        {t('notice.task.told')}
      </Button>
      <Button
        loading={doing.isPending}
        aria-label={t('notice.task.notReachedOf', { name })}
        onClick={() => doing.mutate({ outcome: 'notReached', note: null })}
      >
        {t('notice.task.notReached')}
      </Button>
      <FailureText code={code} />
      {isTelling && (
        <AnswerModal
          title={t('notice.byPhoneOf', { name })}
          asks={task}
          byTelephone
          send={(answer) => doTask(task.taskId, { outcome: 'told', answer })}
          onClose={() => setTelling(false)}
        />
      )}
    </Space>
  );
}
