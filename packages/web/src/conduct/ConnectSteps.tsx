import type { Command, LiveRules } from '@nhipcau/contracts';
import { useState } from 'react';
import { useLive } from '../live/use-live.ts';
import { useLanguage } from '../text/language.tsx';
import { timeOfDay } from '../ui/durations.ts';
import { HoldButton } from '../ui/HoldButton.tsx';

/** The locality's order of connection with who is responsible; a step opens when the one before is done (R-CON-04). */
export function ConnectSteps({
  rules: { steps },
  give,
}: {
  rules: LiveRules;
  give: (command: Command) => void;
}) {
  const { t, language } = useLanguage();
  const connecting = useLive('connecting', (live) => live.connecting());
  const [reason, setReason] = useState('');
  if (connecting === null) return null;
  const doneOf = (key: string) => connecting.steps.find((done) => done.key === key);
  const open = steps.find(({ key }) => !doneOf(key));
  const { ready } = connecting;
  return (
    <section className="panel connect-steps" aria-labelledby="connect-steps-title">
      <h2 id="connect-steps-title">{t('connect.steps')}</h2>
      <ol>
        {steps.map((step) => {
          const done = doneOf(step.key);
          const time = done ? timeOfDay(done.at, language) : '';
          return (
            <li key={step.key} className={done ? 'done' : step === open ? 'open' : ''}>
              <strong>{step.text}</strong>
              <span className="muted">{t('connect.stepBy', { by: step.by })}</span>
              {done && (
                <span className="mark good">
                  {done.waiver === null
                    ? t('connect.stepDoneAt', { time, by: done.by })
                    : t('connect.stepWaived', { time, reason: done.waiver })}
                </span>
              )}
              {step === open && (
                <span className="connect-step-acts">
                  <button
                    type="button"
                    className="button"
                    onClick={() => give({ type: 'connect.step', key: step.key, waiver: null })}
                  >
                    {t('connect.stepDone')}
                  </button>
                  <label className="field">
                    <span>{t('connect.reason')}</span>
                    <input
                      className="input"
                      maxLength={300}
                      value={reason}
                      onChange={({ target }) => setReason(target.value)}
                    />
                  </label>
                  <button
                    type="button"
                    className="button quiet"
                    disabled={reason.trim().length < 3}
                    onClick={() => {
                      give({ type: 'connect.step', key: step.key, waiver: reason.trim() });
                      setReason('');
                    }}
                  >
                    {t('connect.stepWaive')}
                  </button>
                </span>
              )}
            </li>
          );
        })}
      </ol>
      {ready === null ? (
        <HoldButton hint={t('meeting.holdHint')} onHeld={() => give({ type: 'connect.ready' })}>
          {t('connect.ready')}
        </HoldButton>
      ) : (
        <p className={`mark ${ready.exceptions.length === 0 ? 'good' : 'poor'}`}>
          {t('connect.readyAt', {
            time: timeOfDay(ready.at, language),
            by: ready.by,
            n: ready.exceptions.length,
          })}
        </p>
      )}
    </section>
  );
}
