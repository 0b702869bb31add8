import type { ExternalConsent, LiveMeeting } from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { saveFile } from '../documents/save-file.ts';
import { codeOf } from '../office/LoadState.tsx';
import { dateText } from '../staff/dates.ts';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { DocumentForm } from './DocumentForm.tsx';
import { attachPaper, fetchConsentPaper, withdrawConsent, writeConsent } from './external-calls.ts';
import { ReasonForm } from './ReasonForm.tsx';

/** The consent of whoever answers for a system, for this meeting: written down, with its paper, or taken back. */
export function ConsentPart({
  meeting,
  systemId,
  consent,
}: {
  meeting: LiveMeeting;
  systemId: string;
  consent: ExternalConsent | null;
}) {
  const t = useText();
  const queries = useQueryClient();
  const [isWriting, setWriting] = useState(false);
  const { meetingId } = meeting;
  const writing = useMutation({
    mutationFn: (written: Parameters<typeof writeConsent>[1]) => writeConsent(meetingId, written),
    onSuccess: () => {
      setWriting(false);
      return queries.invalidateQueries({ queryKey: ['externals', meetingId] });
    },
  });
  if (consent) return <Consented meeting={meeting} consent={consent} />;
  if (meeting.phase === 'ended') return null;
  return isWriting ? (
    <DocumentForm
      signer={t('external.consentedBy')}
      submit={t('external.writeConsent')}
      isSending={writing.isPending}
      failure={codeOf(writing.error)}
      onSubmit={(written) => writing.mutate({ systemId, ...written })}
      onCancel={() => setWriting(false)}
    />
  ) : (
    <p className="trunk-consent">
      <span className="mark fair">{t('external.noConsent')}</span>
      <button type="button" className="button" onClick={() => setWriting(true)}>
        {t('external.writeConsent')}
      </button>
    </p>
  );
}

function Consented({ meeting, consent }: { meeting: LiveMeeting; consent: ExternalConsent }) {
  const t = useText();
  const queries = useQueryClient();
  const { meetingId } = meeting;
  const { consentId, consentedBy, documentNumber, documentOn, paper, writtenBy } = consent;
  const [isWithdrawing, setWithdrawing] = useState(false);
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['externals', meetingId] });
  const attaching = useMutation({
    mutationFn: (file: File) => attachPaper(meetingId, consentId, file),
    onSuccess,
  });
  const saving = useMutation({
    mutationFn: async (name: string) => saveFile(await fetchConsentPaper(meetingId, consentId), name),
  });
  const withdrawing = useMutation({
    mutationFn: (reason: string) => withdrawConsent(meetingId, consentId, reason),
    onSuccess,
  });
  return (
    <>
      <p className="trunk-consent">
        <span className="mark good">
          {t('external.consented', {
            name: consentedBy,
            number: documentNumber,
            date: dateText(documentOn),
          })}
        </span>
        <span className="muted">{t('external.writtenBy', { name: writtenBy })}</span>
      </p>
      {meeting.phase !== 'ended' || paper ? (
        <div className="trunk-acts">
          {paper ? (
            <button type="button" className="button quiet" onClick={() => saving.mutate(paper.name)}>
              {paper.name}
            </button>
          ) : (
            <label className="button">
              {t('external.attach')}
              <input
                type="file"
                accept=".pdf,.docx,.odt"
                className="visually-hidden"
                onChange={({ target }) => {
                  const [file] = target.files ?? [];
                  if (file) attaching.mutate(file);
                  target.value = '';
                }}
              />
            </label>
          )}
          {meeting.phase !== 'ended' && !isWithdrawing && (
            <button type="button" className="button" onClick={() => setWithdrawing(true)}>
              {t('external.withdraw')}
            </button>
          )}
        </div>
      ) : null}
      {isWithdrawing && (
        <ReasonForm
          label={t('external.withdrawReason')}
          submit={t('external.withdraw')}
          isSending={withdrawing.isPending}
          onSubmit={(reason) => withdrawing.mutate(reason)}
          onCancel={() => setWithdrawing(false)}
        />
      )}
      <FailureText code={codeOf(attaching.error ?? saving.error ?? withdrawing.error)} />
    </>
  );
}
