import { type Conflict, instant, type MeetingId, type RegistrationData } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { codeOf } from '../office/LoadState.tsx';
import { useLanguage } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { changeFile, checkFile, fetchFile } from './calls.ts';
import { spanWords, timeWords } from './time-words.ts';

const QUARTER_MS = 15 * 60_000;

export interface Moving {
  readonly meetingId: MeetingId;
  readonly title: string;
  /** Milliseconds by which it was dragged. */
  readonly by: number;
}

/** A change of time before it is sent: what would be in the way, free times, the reason; afterwards it can be undone. */
export function MoveDialog({ moving, onClose }: { moving: Moving; onClose: () => void }) {
  const { t, language } = useLanguage();
  const [by, setBy] = useState(moving.by);
  const [reason, setReason] = useState('');
  const { file, checked, data } = useMove(moving.meetingId, by);
  const send = useSend(moving.meetingId, onClose);
  const official = file.data?.registration.data.official;
  return (
    <Modal
      open
      title={`${t('schedule.move.title')}: ${moving.title}`}
      onCancel={onClose}
      okText={t('schedule.move.send')}
      cancelText={t('schedule.move.cancel')}
      okButtonProps={{ disabled: data === null || by === 0 || reason.trim() === '', loading: send.isPending }}
      onOk={() => file.data && data && send.mutate({ before: file.data.registration, data, reason })}
    >
      {official && data && (
        <dl className="schedule-move">
          <dt>{t('schedule.move.from')}</dt>
          <dd>{spanWords(official.start, official.end, language)}</dd>
          <dt>{t('schedule.move.to')}</dt>
          <dd>
            <strong>{spanWords(data.official.start, data.official.end, language)}</strong>
          </dd>
        </dl>
      )}
      <p className="schedule-steps">
        <Button onClick={() => setBy(by - QUARTER_MS)}>{t('schedule.move.earlier')}</Button>
        <Button onClick={() => setBy(by + QUARTER_MS)}>{t('schedule.move.later')}</Button>
      </p>
      {checked.data && <Verdict conflicts={checked.data.conflicts} />}
      {checked.data && checked.data.freeSlots.length > 0 && official && (
        <p className="schedule-steps">
          <span>{t('schedule.move.slots')}</span>
          {checked.data.freeSlots.map(({ start, end }) => (
            <Button key={start} size="small" onClick={() => setBy(start - official.start)}>
              {spanWords(start, end, language)}
            </Button>
          ))}
        </p>
      )}
      <Input.TextArea
        aria-label={t('schedule.move.reason')}
        placeholder={t('schedule.move.reason')}
        value={reason}
        maxLength={300}
        onChange={({ target }) => setReason(target.value)}
      />
      <FailureText code={codeOf(send.error ?? checked.error ?? file.error)} />
    </Modal>
  );
}

function Verdict({ conflicts }: { conflicts: readonly Conflict[] }) {
  const { t } = useLanguage();
  if (conflicts.length === 0) return <p className="schedule-free">{t('schedule.move.free')}</p>;
  return (
    <div className="schedule-conflicts" role="status">
      <p>{t('schedule.move.conflicts', { count: conflicts.length })}</p>
      <ul>
        {conflicts.slice(0, 6).map((conflict) => (
          <li key={`${conflict.kind} ${conflict.resource.resourceId} ${conflict.start}`}>
            <ConflictWords conflict={conflict} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function ConflictWords({ conflict }: { conflict: Conflict }) {
  const { t, language } = useLanguage();
  const { kind, resource, capacity, proposed, against, start, end } = conflict;
  if (kind === 'roomRule') return t('schedule.move.room', { room: proposed?.name ?? '' });
  if (kind === 'capacity' && capacity !== null)
    return t('schedule.move.short', { resource: resource.name || t('schedule.sessions'), ...capacity });
  return t('schedule.move.conflict', {
    resource: resource.name,
    title: against?.title ?? t('schedule.taken'),
    from: timeWords(start, language),
    to: timeWords(end, language),
  });
}

/** The file, what it would say after the move, and what is then in the way. */
function useMove(meetingId: MeetingId, by: number) {
  const file = useQuery({
    queryKey: ['registration', meetingId, 'move'],
    queryFn: ({ signal }) => fetchFile(meetingId, signal),
    staleTime: 0,
  });
  const before = file.data?.registration.data;
  const data: RegistrationData | null = before
    ? {
        ...before,
        official: {
          start: instant(before.official.start + by),
          end: instant(before.official.end + by),
        },
      }
    : null;
  const checked = useQuery({
    queryKey: ['registration', meetingId, 'check', data?.official.start],
    queryFn: ({ signal }) =>
      data ? checkFile(meetingId, data, signal) : Promise.reject(new Error('no file')),
    enabled: data !== null,
    placeholderData: (last) => last,
  });
  return { file, checked, data };
}

interface Change {
  readonly before: { readonly revision: number; readonly data: RegistrationData };
  readonly data: RegistrationData;
  readonly reason: string;
}

function useSend(meetingId: MeetingId, onClose: () => void) {
  const { t, language } = useLanguage();
  const { notification } = App.useApp();
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries();
  return useMutation({
    mutationFn: ({ before, data, reason }: Change) =>
      changeFile(meetingId, { revision: before.revision, data, reason }),
    onSuccess: async ({ registration }, { before, data }) => {
      onClose();
      await refresh();
      const key = `moved ${meetingId}`;
      const undo = async () => {
        notification.destroy(key);
        await changeFile(meetingId, {
          revision: registration.revision,
          data: before.data,
          reason: t('schedule.move.undoReason'),
        });
        await refresh();
      };
      notification.success({
        key,
        title: t('schedule.move.done', {
          time: spanWords(data.official.start, data.official.end, language),
        }),
        actions: <Button onClick={() => void undo()}>{t('schedule.move.undo')}</Button>,
        duration: 15,
      });
    },
  });
}
