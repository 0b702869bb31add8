import './conduct.css';
import type { SpeakNotice } from '@nhipcau/contracts';
import type { RoomClient } from '../room/room-client.ts';
import { speechLeftMs } from '../room/server-clock.ts';
import { useText } from '../text/language.tsx';
import { clockText } from '../ui/durations.ts';
import { Icon } from '../ui/Icon.tsx';
import { useSecond } from '../ui/use-now.ts';

/** One touch asks for the floor; the same place then tells the place in the queue (R-CDT-09). */
export function SpeakWish({ client, notice }: { client: RoomClient; notice: SpeakNotice | null }) {
  const t = useText();
  if (notice?.kind === 'speaking') return null;
  if (notice === null)
    return (
      <button type="button" className="button wide" onClick={() => client.askToSpeak()}>
        <Icon name="bell" />
        <span>{t('speak.ask')}</span>
      </button>
    );
  return (
    <button
      type="button"
      className="button wide"
      aria-pressed="true"
      title={t('speak.withdraw')}
      onClick={() => client.withdrawWish()}
    >
      <Icon name="bell" />
      <span role="status">{t('speak.waiting', { place: notice.place })}</span>
    </button>
  );
}

/** Time left to whoever speaks; what the speaker sees. */
export function SpeechCountdown({ notice, offsetMs }: { notice: SpeakNotice | null; offsetMs: number }) {
  const t = useText();
  const leftMs = speechLeftMs(notice, { ownNow: useSecond(), offsetMs });
  if (leftMs === null) return null;
  return (
    <p className={`speech-countdown ${leftMs < 0 ? 'over' : leftMs < 60_000 ? 'short' : ''}`}>
      {leftMs < 0
        ? t('order.overrun', { time: clockText(-leftMs) })
        : t('speak.left', { time: clockText(leftMs) })}
    </p>
  );
}
