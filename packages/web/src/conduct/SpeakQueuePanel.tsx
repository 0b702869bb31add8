import './conduct.css';
import type { SpeakRequest } from '@nhipcau/contracts';
import { type FormEvent, useState } from 'react';
import { useDesk, useDeskState } from '../consoles/operator/desk-context.ts';
import { shortName } from '../live/bare-name.ts';
import { useConnection, useMeeting } from '../live/use-live.ts';
import { useText } from '../text/language.tsx';
import { SpeakList } from './SpeakList.tsx';

const minutesChoices = [3, 5, 7, 10, 15] as const;

/** Who wants to speak: invited with one key, noted for the site in hand when the wish came by telephone (R-CDT-09). */
export function SpeakQueuePanel() {
  const t = useText();
  const desk = useDesk();
  const meeting = useMeeting();
  const minutes = useDeskState((state) => state.speechMinutes);
  if (meeting?.phase !== 'live') return null;
  const give = (type: 'speak.decline' | 'speak.finish') => (request: SpeakRequest) =>
    desk.give({ type, requestId: request.requestId });
  return (
    <section className="speak-queue" aria-labelledby="speak-title">
      <header>
        <h2 id="speak-title">{t('speak.title')}</h2>
        <label className="speak-minutes">
          <span>{t('speak.minutes')}</span>
          <select
            value={minutes ?? ''}
            onChange={({ target }) =>
              desk.store.set({ speechMinutes: target.value === '' ? null : Number(target.value) })
            }
          >
            {minutesChoices.map((n) => (
              <option key={n} value={n}>
                {t('speak.minutesOf', { n })}
              </option>
            ))}
            <option value="">{t('speak.noLimit')}</option>
          </select>
        </label>
      </header>
      <SpeakList
        onGrant={(request) => desk.grantSpeech(request)}
        onDecline={give('speak.decline')}
        onFinish={give('speak.finish')}
        onArrange={(requestIds) => desk.give({ type: 'speak.arrange', requestIds })}
        grantKey={t('key.q')}
      />
      <NoteWish />
    </section>
  );
}

/** For the officer who took the phone: the site in hand, and who wants to speak there. */
function NoteWish() {
  const t = useText();
  const desk = useDesk();
  const { live } = useConnection();
  const selected = useDeskState((state) => state.selected);
  const [person, setPerson] = useState('');
  const site = selected === null ? null : live.site(selected);
  if (site === null) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    desk.noteWish(person.trim());
    setPerson('');
  };
  return (
    <form className="speak-note" onSubmit={submit}>
      <label className="field">
        <span>{t('speak.person')}</span>
        <input
          className="input"
          maxLength={200}
          value={person}
          onChange={({ target }) => setPerson(target.value)}
        />
      </label>
      <button type="submit" className="button" title={t('speak.noteFor', { site: site.name })}>
        {t('speak.noteFor', { site: shortName(site.name) })}
        <kbd>{t('key.y')}</kbd>
      </button>
    </form>
  );
}
