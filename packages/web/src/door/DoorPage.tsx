import './door.css';
import { type ConnectContact, KnockAtDoor } from '@nhipcau/contracts';
import { useNavigate, useParams } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { useLanguage, useText } from '../text/language.tsx';
import { Brand } from '../ui/Brand.tsx';
import { timeOfDay } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useDoor } from './use-door.ts';

/** Where an endpoint that is not of the plan waits; nothing of the meeting is here, not even its title (R-CON-12). */
export function DoorPage() {
  const { t, language } = useLanguage();
  const { meetingId } = useParams({ from: '/vao-hop/$meetingId' });
  const { state, failure, isOffline, knock, leave, again } = useDoor(meetingId);
  const navigate = useNavigate();
  useEffect(() => {
    document.title = t('door.page');
  }, [t]);
  useEffect(() => {
    if (state.kind === 'inside') void navigate({ to: '/phong' });
  }, [state.kind, navigate]);
  return (
    <main className="center-page door-page">
      <Brand size={40} />
      <div className="door-card" role="status">
        {state.kind === 'early' && (
          <>
            <h1>{t('door.early')}</h1>
            <p>{t('door.earlyNote')}</p>
          </>
        )}
        {state.kind === 'waiting' && (
          <>
            <p className="door-name">{state.name}</p>
            <h1>{t('door.waiting')}</h1>
            <p>{t('door.waitingSince', { time: timeOfDay(state.since, language) })}</p>
          </>
        )}
        {state.kind === 'refused' && (
          <>
            <h1>{t('door.refused')}</h1>
            <p>{t('door.refusedWhy', { reason: state.reason })}</p>
          </>
        )}
        {state.kind === 'ended' && <h1>{t('door.ended')}</h1>}
        {isOffline && <p className="mark poor">{t('door.offline')}</p>}
        {'contacts' in state && <Contacts contacts={state.contacts} />}
      </div>
      {(state.kind === 'waiting' || state.kind === 'early') && (
        <button type="button" className="button" onClick={leave}>
          {t('door.leave')}
        </button>
      )}
      {state.kind === 'refused' && (
        <button type="button" className="button" onClick={again}>
          {t('door.again')}
        </button>
      )}
      {state.kind === 'asking' && <AskForm failure={failure} onKnock={(said) => void knock(said)} />}
    </main>
  );
}

function Contacts({ contacts }: { contacts: readonly ConnectContact[] }) {
  const t = useText();
  const known = contacts.filter(({ phone }) => phone !== null);
  if (known.length === 0) return null;
  return (
    <>
      <h2>{t('door.call')}</h2>
      <ul>
        {known.map(({ whom, phone }) => (
          <li key={whom}>
            <Icon name="phone" />
            <span>{whom}</span>
            <a href={`tel:${phone ?? ''}`}>{phone}</a>
          </li>
        ))}
      </ul>
    </>
  );
}

const fields = ['name', 'organisation', 'person', 'phone'] as const;

function AskForm({ failure, onKnock }: { failure: string | null; onKnock: (said: KnockAtDoor) => void }) {
  const t = useText();
  const [said, setSaid] = useState({ name: '', organisation: '', person: '', phone: '' });
  // The link that does not open any more says for which site it was made.
  const [link] = useState(() => globalThis.location.hash.slice(1));
  const checked = KnockAtDoor.safeParse(link.length >= 10 ? { ...said, link } : said);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!checked.success) return;
    history.replaceState(null, '', globalThis.location.pathname);
    onKnock(checked.data);
  };
  return (
    <form className="door-form" onSubmit={submit}>
      <h1>{t('door.page')}</h1>
      <p className="muted">{t('door.pageNote')}</p>
      {fields.map((field) => (
        <label key={field} className="field">
          <span>{t(`door.${field}`)}</span>
          <input
            className="input"
            type={field === 'phone' ? 'tel' : 'text'}
            maxLength={field === 'phone' ? 40 : 200}
            required={field !== 'organisation'}
            value={said[field]}
            onChange={({ target }) => setSaid((before) => ({ ...before, [field]: target.value }))}
          />
        </label>
      ))}
      <FailureText code={failure} />
      <button type="submit" className="button primary large" disabled={!checked.success}>
        {t('door.knock')}
      </button>
    </form>
  );
}
