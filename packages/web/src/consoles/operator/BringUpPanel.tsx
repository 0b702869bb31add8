import type { BringUp } from '@nhipcau/contracts';
import { inOrder, isOpen } from '../../live/bring-up.ts';
import { useConnection, useLive, useMeeting } from '../../live/use-live.ts';
import { Stopwatch } from '../../screen/Stopwatch.tsx';
import { useText } from '../../text/language.tsx';
import { useDesk } from './desk-context.ts';

/** Sites the chair has called, each with its stopwatch and the four measured facts. */
export function BringUpPanel() {
  const t = useText();
  const meeting = useMeeting();
  const bringUps = useLive('bringUps', (live) => live.bringUps());
  const desk = useDesk();
  const shown = inOrder(bringUps).filter(isOpen).slice(0, 4);
  if (meeting === null) return null;
  return (
    <section className="bring-ups" aria-labelledby="bring-up-title">
      <header>
        <h2 id="bring-up-title">
          {t('bringUp.title')}{' '}
          {shown.length === 0 && <span className="bring-up-none">{t('bringUp.none')}</span>}
        </h2>
        <label className="check">
          <input
            type="checkbox"
            checked={meeting.automaticBringUp}
            onChange={({ target }) => desk.give({ type: 'bringUp.setAutomatic', automatic: target.checked })}
          />
          {t('bringUp.automatic')}
        </label>
      </header>
      {shown.map((bringUp) => (
        <OpenBringUp key={bringUp.bringUpId} bringUp={bringUp} />
      ))}
    </section>
  );
}

function OpenBringUp({ bringUp }: { bringUp: BringUp }) {
  const t = useText();
  const desk = useDesk();
  const connection = useConnection();
  const name = connection.live.site(bringUp.siteId)?.name ?? bringUp.siteId;
  const waits = bringUp.state === 'requested';
  return (
    <Stopwatch bringUp={bringUp} name={name} now={() => connection.now()}>
      <button
        type="button"
        className={`button ${waits ? 'air' : ''}`}
        onClick={() => desk.bringUp(bringUp.siteId)}
      >
        {t(waits ? 'bringUp.perform' : 'bringUp.release')}
      </button>
    </Stopwatch>
  );
}
