import type { RegistrationAct, RegistrationDetail } from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { actOn } from '../approval/calls.ts';
import { actText } from '../approval/finding-text.ts';
import { codeOf } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';

const withReason: readonly RegistrationAct[] = [
  'refuse',
  'returnForCompletion',
  'cancel',
  'postpone',
  'acceptLate',
  'declineServices',
];
const forward: readonly RegistrationAct[] = [
  'submit',
  'confirm',
  'consentServices',
  'markNoticed',
  'markPlanned',
  'markRehearsed',
  'markConnected',
  'markReady',
];

/** What the server says this person may do with the file now; some of it needs a reason. */
export function FileActs({ detail }: { detail: RegistrationDetail }) {
  const t = useText();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<RegistrationAct | null>(null);
  const [reason, setReason] = useState('');
  const { meetingId, revision } = detail.registration;
  const acting = useMutation({
    mutationFn: (act: RegistrationAct) =>
      actOn(meetingId, { act, revision, reason: withReason.includes(act) ? reason.trim() : null }),
    onSuccess: (after) => {
      queries.setQueryData(['registration', meetingId], after);
      setAsked(null);
      setReason('');
    },
    onSettled: () => {
      for (const key of ['registrations', 'registration', 'timetable', 'deadlines', 'ledger'])
        void queries.invalidateQueries({ queryKey: [key] });
    },
  });
  if (detail.acts.length === 0) return null;
  /** The first that brings the file on stands out. */
  const next = detail.acts.find((act) => forward.includes(act));
  return (
    <div className="rf-fileacts">
      <div className="rf-acts">
        {detail.acts.map((act) => (
          <button
            key={act}
            type="button"
            className={`button ${act === next ? 'primary' : ''}`}
            disabled={acting.isPending}
            aria-expanded={withReason.includes(act) ? asked === act : undefined}
            onClick={() => (withReason.includes(act) ? setAsked(act) : acting.mutate(act))}
          >
            {withReason.includes(act) ? `${actText(act, { t })}…` : actText(act, { t })}
          </button>
        ))}
      </div>
      {asked !== null && (
        <form
          className="rf-why"
          onSubmit={(event) => {
            event.preventDefault();
            acting.mutate(asked);
          }}
        >
          <label className="field">
            <span>{t('decide.reasonOf', { act: actText(asked, { t }) })}</span>
            <input
              className="input"
              required
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </label>
          <button
            type="submit"
            className="button primary"
            disabled={acting.isPending || reason.trim() === ''}
          >
            {t('decide.send')}
          </button>
          <button type="button" className="button quiet" onClick={() => setAsked(null)}>
            {t('decide.back')}
          </button>
        </form>
      )}
      <FailureText code={codeOf(acting.error)} />
    </div>
  );
}
