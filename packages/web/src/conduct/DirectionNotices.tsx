import './conduct.css';
import type { SeatView } from '@nhipcau/contracts';
import { useState } from 'react';
import type { RoomClient } from '../room/room-client.ts';
import { useLanguage } from '../text/language.tsx';
import { timeOfDay } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';

/** What whoever conducts wrote to the people of this room; stands until one of them has read it (R-CDT-17). */
export function DirectionNotices({ client, view }: { client: RoomClient | null; view: SeatView | null }) {
  const { t, language } = useLanguage();
  const [failure, setFailure] = useState<string | null>(null);
  if (client === null || view === null) return null;
  return (
    <ul className="direction-notices" aria-label={t('direction.notices')} aria-live="polite">
      {view.directions.map(({ directionId, text, by, at }) => (
        <li key={directionId} className="direction-notice">
          <p>
            <strong>{text}</strong>
            <span className="muted">{t('direction.from', { by, when: timeOfDay(at, language) })}</span>
          </p>
          <button
            type="button"
            className="button primary"
            onClick={() => void client.readDirection(directionId).then(setFailure)}
          >
            {t('direction.read')}
          </button>
          <FailureText code={failure} />
        </li>
      ))}
    </ul>
  );
}
