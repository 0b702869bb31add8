import './door.css';
import type { Command, EndpointKind, Knock, SiteId } from '@nhipcau/contracts';
import { type FormEvent, useId, useState } from 'react';
import { useDesk } from '../consoles/operator/desk-context.ts';
import { useWholeMeeting } from '../live/use-live.ts';
import { useLanguage, useText } from '../text/language.tsx';
import { timeOfDay } from '../ui/durations.ts';
import { KindChoice } from './KindChoice.tsx';
import { SiteChoice } from './SiteChoice.tsx';

type Act = 'admit' | 'refuse';

/** Who waits outside, each on a line: let in or not, with a reason; nothing while nobody waits (R-CON-12). */
export function DoorPanel() {
  const t = useText();
  const knocks = useWholeMeeting()?.knocks ?? [];
  if (knocks.length === 0) return null;
  return (
    <section className="door-panel" aria-labelledby="door-title">
      <h2 id="door-title" role="status">
        {t('door.title')} <span className="count alarm">{knocks.length}</span>
      </h2>
      <ul>
        {knocks.map((one) => (
          <OneKnock key={one.knockId} knock={one} />
        ))}
      </ul>
    </section>
  );
}

function OneKnock({ knock }: { knock: Knock }) {
  const { t, language } = useLanguage();
  const [act, setAct] = useState<Act | null>(null);
  const { name, organisation, person, phone, why, at } = knock;
  const who = [t('door.since', { time: timeOfDay(at, language) }), person, organisation]
    .filter((word) => word !== '')
    .join(' · ');
  return (
    <li>
      <strong title={name}>{name}</strong>
      <span className="door-why">{t(`door.why.${why}`)}</span>
      <span className="door-who muted">
        <span title={who}>{who}</span>
        <a href={`tel:${phone}`}>{phone}</a>
      </span>
      {act === null ? (
        <span className="door-acts beside">
          <button type="button" className="button air" onClick={() => setAct('admit')}>
            {t('door.admit')}
          </button>
          <button type="button" className="button quiet" onClick={() => setAct('refuse')}>
            {t('door.refuse')}
          </button>
        </span>
      ) : (
        <Answer knock={knock} act={act} onDone={() => setAct(null)} />
      )}
    </li>
  );
}

function Answer({ knock, act, onDone }: { knock: Knock; act: Act; onDone: () => void }) {
  const t = useText();
  const desk = useDesk();
  const id = useId();
  const [reason, setReason] = useState('');
  const [siteId, setSiteId] = useState<SiteId | null>(knock.siteId);
  const [kind, setKind] = useState<EndpointKind>('siteTerminal');
  const command = commandOf(act, { knock, siteId, kind, reason: reason.trim() });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (command !== null && (await desk.tell(command))) onDone();
  };
  return (
    <form className="door-answer" onSubmit={(event) => void submit(event)}>
      {act === 'admit' && knock.siteId === null && <SiteChoice chosen={siteId} onChoose={setSiteId} />}
      {act === 'admit' && knock.endpoint === null && <KindChoice chosen={kind} onChoose={setKind} />}
      <label className="field" htmlFor={id}>
        <span>{t(act === 'admit' ? 'door.reason' : 'door.reasonTold')}</span>
        <input
          id={id}
          className="input"
          maxLength={300}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </label>
      <span className="door-acts">
        <button
          type="submit"
          className={act === 'admit' ? 'button primary' : 'button danger'}
          disabled={command === null}
        >
          {t(act === 'admit' ? 'door.doAdmit' : 'door.doRefuse')}
        </button>
        <button type="button" className="button quiet" onClick={onDone}>
          {t('door.cancel')}
        </button>
      </span>
    </form>
  );
}

function commandOf(
  act: Act,
  {
    knock: { knockId, endpoint },
    siteId,
    kind,
    reason,
  }: { knock: Knock; siteId: SiteId | null; kind: EndpointKind; reason: string },
): Command | null {
  if (reason.length < 3) return null;
  if (act === 'refuse') return { type: 'door.refuse', knockId, reason };
  if (siteId === null) return null;
  // What the system knows of it is not for anybody to say.
  return { type: 'door.admit', knockId, siteId, reason, ...(endpoint === null ? { endpoint: kind } : {}) };
}
