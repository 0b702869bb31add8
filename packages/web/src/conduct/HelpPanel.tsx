import './conduct.css';
import type { Help } from '@nhipcau/contracts';
import { type FormEvent, useState } from 'react';
import { useDesk } from '../consoles/operator/desk-context.ts';
import { useWholeMeeting } from '../live/use-live.ts';
import { useLanguage } from '../text/language.tsx';
import { timeOfDay } from '../ui/durations.ts';
import { Icon } from '../ui/Icon.tsx';
import { useLiveRules } from './use-connect.ts';

/** Interventions beyond what is delegated that are open or in hand; nothing while there is none (R-CDT-14). */
export function HelpPanel() {
  const { t } = useLanguage();
  const meeting = useWholeMeeting();
  const helps = meeting?.helps ?? [];
  if (helps.length === 0) return null;
  return (
    <section className="helps" aria-labelledby="helps-title">
      <h2 id="helps-title">{t('assist.title')}</h2>
      <ul>
        {helps.map((help) => (
          <OneHelp key={help.helpId} help={help} />
        ))}
      </ul>
    </section>
  );
}

function OneHelp({ help }: { help: Help }) {
  const { t, language } = useLanguage();
  const desk = useDesk();
  const { helpId, text, askedBy, askedAt, takenBy } = help;
  return (
    <li className={help.state}>
      <strong>{text}</strong>
      <span className="muted">
        {takenBy === null
          ? t('assist.asked', { by: askedBy, time: timeOfDay(askedAt, language) })
          : t('assist.taken', { by: takenBy.name })}
      </span>
      <span className="helps-acts">
        {takenBy === null && (
          <button
            type="button"
            className="button air"
            onClick={() => desk.give({ type: 'help.take', helpId })}
          >
            {t('assist.take')}
          </button>
        )}
        <button
          type="button"
          className="button quiet"
          onClick={() => desk.give({ type: 'help.close', helpId })}
        >
          {t('assist.close')}
        </button>
      </span>
    </li>
  );
}

/** Where the chair site asks, or the centre says why it intervenes; only where the text knows of it. */
export function AskForHelp() {
  const { t } = useLanguage();
  const desk = useDesk();
  const meeting = useWholeMeeting();
  const rules = useLiveRules(meeting?.meetingId);
  const [text, setText] = useState('');
  const override = rules?.override ?? null;
  if (override === null || meeting?.phase !== 'live') return null;
  const tell = async (type: 'help.ask' | 'help.override') => {
    setText('');
    if (!(await desk.tell({ type, text: text.trim() }))) setText((now) => now || text);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void tell('help.ask');
  };
  const isTooShort = text.trim().length < 3;
  return (
    <form className="helps-ask" onSubmit={submit}>
      <label className="field">
        <span>{t('assist.what')}</span>
        <input
          className="input"
          maxLength={300}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
      </label>
      <button type="submit" className="button" disabled={isTooShort}>
        <Icon name="help" />
        {t('assist.ask')}
      </button>
      {!override.onRequest && (
        <button
          type="button"
          className="button quiet"
          disabled={isTooShort}
          onClick={() => void tell('help.override')}
        >
          {t('assist.override')}
        </button>
      )}
    </form>
  );
}
