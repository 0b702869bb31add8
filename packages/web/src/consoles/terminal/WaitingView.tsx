import type { SeatView } from '@nhipcau/contracts';
import { useText } from '../../text/language.tsx';
import { Icon } from '../../ui/Icon.tsx';

/** A room that the centre has not called yet: what it waits for, and whom to telephone (R-CON-01, R-CON-07). */
export function WaitingView({ waiting }: { waiting: NonNullable<SeatView['waiting']> }) {
  const t = useText();
  return (
    <section className="terminal-called-later" role="status">
      <h2>{t('room.notConnected')}</h2>
      <p>{t('room.waitForCall')}</p>
      {waiting.contacts.length > 0 && (
        <>
          <h3>{t('room.contacts')}</h3>
          <ul>
            {waiting.contacts.map(({ whom, phone }) => (
              <li key={whom}>
                <Icon name="phone" />
                <span>{whom}</span>
                {phone !== null && <strong>{phone}</strong>}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
