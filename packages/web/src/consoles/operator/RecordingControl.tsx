import type { LateRecordingRequest, LiveMeeting } from '@nhipcau/contracts';
import { useEffect, useRef, useState } from 'react';
import { useConnection, useWholeMeeting } from '../../live/use-live.ts';
import { useText } from '../../text/language.tsx';
import { clockText } from '../../ui/durations.ts';
import { FailureText } from '../../ui/FailureText.tsx';
import { HoldButton } from '../../ui/HoldButton.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useSecond } from '../../ui/use-now.ts';
import { useDesk } from './desk-context.ts';

/** Records the meeting, and says that it is recorded: since when, and what is wrong. */
export function RecordingControl() {
  const meeting = useWholeMeeting();
  if (meeting?.phase !== 'live') return null;
  return meeting.recording === null ? <Start /> : <Running recording={meeting.recording} />;
}

/** Refusals that somebody can answer by naming who asks now. */
const askable: readonly string[] = ['RECORDING_NOT_REQUESTED', 'RECORDING_NOT_CONSENTED'];

function Start() {
  const t = useText();
  const desk = useDesk();
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const start = async () => {
    const code = await desk.record(null);
    if (code !== null && askable.includes(code)) setAsking(true);
    else setFailure(code);
  };
  return (
    <>
      <FailureText code={failure} />
      <button type="button" className="button" onClick={() => void start()}>
        <Icon name="film" />
        {t('record.start')}
      </button>
      {isAsking && <AskDialog onClose={() => setAsking(false)} />}
    </>
  );
}

function Running({ recording }: { recording: NonNullable<LiveMeeting['recording']> }) {
  const t = useText();
  const desk = useDesk();
  const connection = useConnection();
  useSecond();
  const { troubles, hasBegun, startedAt } = recording;
  return (
    <>
      <span className={`recording-now ${troubles.length > 0 ? 'troubled' : ''}`} role="status">
        {troubles.length > 0
          ? t('record.troubled', { count: troubles.length })
          : hasBegun
            ? `${t('record.now')} ${clockText(connection.now() - startedAt)}`
            : t('record.starting')}
      </span>
      <HoldButton hint={t('meeting.holdHint')} onHeld={() => desk.give({ type: 'recording.stop' })}>
        {t('record.stop')}
      </HoldButton>
    </>
  );
}

/** Nobody asked in time: who asks now, and why, goes into the log. */
function AskDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const desk = useDesk();
  const dialog = useRef<HTMLDialogElement>(null);
  const [asked, setAsked] = useState<LateRecordingRequest>({ askedBy: '', reason: '' });
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const isReady = asked.askedBy.trim().length >= 2 && asked.reason.trim().length >= 5;
  const start = async () => {
    const code = await desk.record(asked);
    if (code === null) onClose();
    else setFailure(code);
  };
  return (
    <dialog ref={dialog} className="panel divide" aria-labelledby="record-title" onClose={onClose}>
      <form
        method="dialog"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) void start();
        }}
      >
        <h2 id="record-title">{t('record.ask.title')}</h2>
        <p className="muted">{t('record.ask.why')}</p>
        <label className="recording-field">
          {t('record.ask.by')}
          <input
            className="input"
            maxLength={200}
            value={asked.askedBy}
            onChange={({ target }) => setAsked({ ...asked, askedBy: target.value })}
          />
        </label>
        <label className="recording-field">
          {t('record.ask.reason')}
          <textarea
            className="input"
            rows={3}
            maxLength={500}
            value={asked.reason}
            onChange={({ target }) => setAsked({ ...asked, reason: target.value })}
          />
        </label>
        <FailureText code={failure} />
        <div className="divide-acts">
          <button type="button" className="button" onClick={onClose}>
            {t('record.ask.cancel')}
          </button>
          <button type="submit" className="button primary" disabled={!isReady}>
            {t('record.ask.start')}
          </button>
        </div>
      </form>
    </dialog>
  );
}
