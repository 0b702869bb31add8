import type { LiveMeeting, MeetingExternals, PeerId, ShownAsk } from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { codeOf } from '../office/LoadState.tsx';
import { dateText } from '../staff/dates.ts';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { DocumentForm } from './DocumentForm.tsx';
import { approveAsk, askUpper, refuseAsk, takeAskBack } from './external-calls.ts';
import { ReasonForm } from './ReasonForm.tsx';

const NEWEST = 3;

function useAfter({ meetingId }: LiveMeeting) {
  const queries = useQueryClient();
  return async () => {
    await queries.invalidateQueries({ queryKey: ['externals', meetingId] });
    await queries.invalidateQueries({ queryKey: ['trunks', meetingId] });
  };
}

function AskText({ ask }: { ask: ShownAsk }) {
  const t = useText();
  const { consentedBy, documentNumber, documentOn, note } = ask;
  return (
    <p className="muted">
      {t('external.document', { name: consentedBy, number: documentNumber, date: dateText(documentOn) })}
      {note === '' ? '' : ` · ${note}`}
    </p>
  );
}

/** This meeting asks an installation above to invite it (rule TK-18). */
export function AskAbove({ meeting, externals }: { meeting: LiveMeeting; externals: MeetingExternals }) {
  const t = useText();
  const onSuccess = useAfter(meeting);
  const [asking, setAsking] = useState<PeerId | null>(null);
  const { meetingId } = meeting;
  const sending = useMutation({
    mutationFn: (body: Parameters<typeof askUpper>[1]) => askUpper(meetingId, body),
    onSuccess: () => {
      setAsking(null);
      return onSuccess();
    },
  });
  const takingBack = useMutation({
    mutationFn: (requestId: string) => takeAskBack(meetingId, requestId),
    onSuccess,
  });
  const { asked, askable } = externals;
  return (
    <>
      {asked.slice(0, NEWEST).map((ask) => (
        <div key={ask.requestId} className="trunk-line">
          <div className="trunk-head">
            <strong>{t('external.askedOf', { peer: ask.peerName })}</strong>
            <span className={`mark ${ask.state === 'refused' ? 'bad' : ask.state === 'open' ? 'fair' : ''}`}>
              {t(`external.ask.${ask.state}`)}
              {ask.reason === null ? '' : `: ${ask.reason}`}
            </span>
            {ask.state === 'open' && (
              <button type="button" className="button" onClick={() => takingBack.mutate(ask.requestId)}>
                {t('external.takeBack')}
              </button>
            )}
          </div>
          <AskText ask={ask} />
        </div>
      ))}
      {meeting.phase !== 'ended' &&
        askable
          .filter(({ peerId }) => !asked.some((ask) => ask.peerId === peerId && ask.state === 'open'))
          .map(({ peerId, name, connected }) => (
            <div key={peerId} className="trunk-line">
              <div className="trunk-head">
                <strong>{name}</strong>
                <span className="muted">{t(connected ? 'trunk.connected' : 'trunk.disconnected')}</span>
                {asking !== peerId && (
                  <button type="button" className="button" onClick={() => setAsking(peerId)}>
                    {t('external.askUpper')}
                  </button>
                )}
              </div>
              {asking === peerId && (
                <DocumentForm
                  signer={t('external.askedBy')}
                  submit={t('external.sendAsk')}
                  isSending={sending.isPending}
                  failure={codeOf(sending.error)}
                  onSubmit={(written) => sending.mutate({ peerId, ...written })}
                  onCancel={() => setAsking(null)}
                />
              )}
            </div>
          ))}
      <FailureText code={codeOf(takingBack.error)} />
    </>
  );
}

/** Installations below that ask to take part. */
export function AsksFromBelow({ meeting, asks }: { meeting: LiveMeeting; asks: readonly ShownAsk[] }) {
  const t = useText();
  const onSuccess = useAfter(meeting);
  const [refusing, setRefusing] = useState<string | null>(null);
  const { meetingId } = meeting;
  const approving = useMutation({
    mutationFn: (requestId: string) => approveAsk(meetingId, requestId),
    onSuccess,
  });
  const refused = useMutation({
    mutationFn: ({ requestId, reason }: { requestId: string; reason: string }) =>
      refuseAsk(meetingId, requestId, reason),
    onSuccess: () => {
      setRefusing(null);
      return onSuccess();
    },
  });
  return (
    <>
      {asks.map((ask) => (
        <div key={ask.requestId} className="trunk-line">
          <strong>{t('external.asks', { peer: ask.peerName, title: ask.title })}</strong>
          <AskText ask={ask} />
          {refusing === ask.requestId ? (
            <ReasonForm
              label={t('external.refuseReason')}
              submit={t('external.refuse')}
              isSending={refused.isPending}
              onSubmit={(reason) => refused.mutate({ requestId: ask.requestId, reason })}
              onCancel={() => setRefusing(null)}
            />
          ) : (
            <div className="trunk-acts">
              <button
                type="button"
                className="button primary"
                disabled={meeting.phase !== 'live' || approving.isPending}
                onClick={() => approving.mutate(ask.requestId)}
              >
                {t('external.approve')}
              </button>
              <button type="button" className="button" onClick={() => setRefusing(ask.requestId)}>
                {t('external.refuse')}
              </button>
            </div>
          )}
        </div>
      ))}
      <FailureText code={codeOf(approving.error ?? refused.error)} />
    </>
  );
}
