import type { MeetingId, RecordingDeletion } from '@nhipcau/contracts';
import { atStart } from '@nhipcau/domain';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { instantText, type Speech } from '../regulation/sentences.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { decideDeletion, fetchDeletions, fetchKeeping, holdRecording } from './calls.ts';
import { megabytes } from './megabytes.ts';
import { RecField } from './RecField.tsx';

const LEAST_REASON = 3;

/** How long a recording is kept, whether somebody holds it, and what of it is gone. */
export function KeepingPanel({ meetingId, speech }: { meetingId: MeetingId; speech: Speech }) {
  const { t } = speech;
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const query = useQuery({
    queryKey: ['recording-keeping', meetingId],
    queryFn: ({ signal }) => fetchKeeping(meetingId, signal),
  });
  const holding = useMutation({
    mutationFn: (isHeld: boolean) => holdRecording(meetingId, { isHeld, reason }),
    onSuccess: (now) => {
      queries.setQueryData(['recording-keeping', meetingId], now);
      setReason('');
    },
  });
  if (codeOf(query.error) === 'NOT_ALLOWED') return null;
  return (
    <section className="rec-part" aria-label={t('keep.title')}>
      <h3>{t('keep.title')}</h3>
      <LoadState query={query}>
        {({ rules, hold, deletions, mayHold }) => (
          <>
            <p className="muted">
              {atStart(
                rules.map(({ what, days }) => t('keep.rule', { what: t(`keep.${what}`), days })).join('; '),
              )}
            </p>
            {hold && (
              <p className="mark">
                {t('keep.held', { by: hold.byName, at: instantText(hold.at, speech), reason: hold.reason })}
              </p>
            )}
            {deletions.map((deletion) => (
              <Deletion key={deletion.deletionId} deletion={deletion} speech={speech} />
            ))}
            {mayHold && (
              <span className="rec-ways">
                <RecField label={t(hold === null ? 'keep.hold.reason' : 'keep.release.reason')}>
                  <Input
                    maxLength={1_000}
                    value={reason}
                    onChange={({ target }) => setReason(target.value)}
                  />
                </RecField>
                <Button
                  disabled={reason.trim().length < LEAST_REASON}
                  loading={holding.isPending}
                  onClick={() => holding.mutate(hold === null)}
                >
                  {t(hold === null ? 'keep.hold' : 'keep.release')}
                </Button>
              </span>
            )}
            <FailureText code={codeOf(holding.error)} />
          </>
        )}
      </LoadState>
    </section>
  );
}

function Deletion({ deletion, speech }: { deletion: RecordingDeletion; speech: Speech }) {
  const { t, language } = speech;
  const { what, files, bytes, proposedAt, decision } = deletion;
  const size = megabytes(bytes, language);
  return (
    <div className="rec-sheet">
      <strong>{atStart(t('keep.deletion', { what: t(`keep.${what}`), files, size }))}</strong>
      <span className="muted">
        {decision === null
          ? t('keep.proposed', { at: instantText(proposedAt, speech) })
          : t(`keep.decided.${decision.kind}`, {
              by: decision.byName,
              at: instantText(decision.at, speech),
              reason: decision.reason,
            })}
      </span>
      {decision?.kind === 'delete' && decision.deletedAt === null && (
        <span className="mark">{t('keep.going')}</span>
      )}
    </div>
  );
}

/** What waits for somebody to confirm its deletion; nothing is shown while there is nothing. */
export function DeletionsPanel({ speech }: { speech: Speech }) {
  const { t } = speech;
  const query = useQuery({
    queryKey: ['recording-deletions'],
    queryFn: ({ signal }) => fetchDeletions(signal),
  });
  const open = query.data?.deletions.filter(({ decision }) => decision === null) ?? [];
  if (open.length === 0) return null;
  return (
    <section className="panel rec-panel" aria-label={t('keep.open')}>
      <h2>{t('keep.open')}</h2>
      <p className="muted">{t('keep.open.help')}</p>
      {open.map((deletion) => (
        <OpenDeletion key={deletion.deletionId} deletion={deletion} speech={speech} />
      ))}
    </section>
  );
}

function OpenDeletion({ deletion, speech }: { deletion: RecordingDeletion; speech: Speech }) {
  const { t } = speech;
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const deciding = useMutation({
    mutationFn: (kind: 'delete' | 'keep') => decideDeletion(deletion.deletionId, { kind, reason }),
    onSuccess: async (now) => {
      queries.setQueryData(['recording-deletions'], now);
      await queries.invalidateQueries({ queryKey: ['recording-list'] });
    },
  });
  const isReady = reason.trim().length >= LEAST_REASON && !deciding.isPending;
  return (
    <article className="rec-part">
      <Link to="/ban-ghi/$meetingId" params={{ meetingId: deletion.meetingId }}>
        {deletion.title}
      </Link>
      <Deletion deletion={deletion} speech={speech} />
      <span className="rec-ways">
        <RecField label={t('keep.reason')}>
          <Input maxLength={1_000} value={reason} onChange={({ target }) => setReason(target.value)} />
        </RecField>
        <Button danger disabled={!isReady} onClick={() => deciding.mutate('delete')}>
          {t('keep.delete')}
        </Button>
        <Button disabled={!isReady} onClick={() => deciding.mutate('keep')}>
          {t('keep.keep')}
        </Button>
      </span>
      <FailureText code={codeOf(deciding.error)} />
    </article>
  );
}
