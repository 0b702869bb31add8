import './conduct.css';
import type { ScriptSegment } from '@nhipcau/contracts';
import { StateShape } from '../consoles/operator/StateShape.tsx';
import { stateText, stateTone } from '../consoles/operator/site-words.ts';
import { useSite } from '../live/use-live.ts';
import { useLanguage } from '../text/language.tsx';
import { clockText, timeOfDay } from '../ui/durations.ts';
import { OrderPlace, Remaining } from './OrderTimes.tsx';
import { type OrderInView, useOrder, useSpeakerName } from './use-order.ts';

const MINUTE_MS = 60_000;

/** The whole running order with its times, for who sits beside the chair: what was, what is on, when the rest begins. */
export function Agenda() {
  const { t } = useLanguage();
  const order = useOrder();
  return (
    <section className="agenda" aria-labelledby="agenda-title">
      <header>
        <h2 id="agenda-title">{t('order.title')}</h2>
        {order && <OrderPlace order={order} />}
      </header>
      {order === null ? <p className="muted">{t('order.none')}</p> : <Segments order={order} />}
    </section>
  );
}

function Segments({ order }: { order: OrderInView }) {
  const { t, language } = useLanguage();
  const speakerOf = useSpeakerName();
  const { segments, place, remainingMs, delayMs } = order;
  return (
    <ol>
      {segments.map((segment, index) => {
        const isNow = index + 1 === place;
        const isPast = index < place - 1;
        return (
          <li
            key={segment.segmentId}
            className={`agenda-step ${isNow ? 'now' : isPast ? 'past' : ''}`}
            aria-current={isNow ? 'step' : undefined}
          >
            <time>
              {timeOfDay(segment.plannedAt + (isPast || isNow ? 0 : delayMs), language).slice(0, 5)}
            </time>
            <span className="agenda-words">
              <strong>{segment.title}</strong>
              <span className="muted">{speakerOf(segment) ?? t('order.noSpeaker')}</span>
            </span>
            {isNow ? (
              <Remaining remainingMs={remainingMs} />
            ) : (
              <span className="muted">{clockText(segment.durationMinutes * MINUTE_MS)}</span>
            )}
            {index === place && segment.speakerSiteId !== null && <NextSite segment={segment} />}
          </li>
        );
      })}
    </ol>
  );
}

/** Whether who speaks next is there, and whom to call when not. */
function NextSite({ segment: { speakerSiteId } }: { segment: ScriptSegment }) {
  const { t } = useLanguage();
  const site = useSite(speakerSiteId);
  if (site === null) return null;
  return (
    <p className="agenda-next">
      <span className={`mark ${stateTone[site.state]}`}>
        <StateShape state={site.state} />
        {t(stateText[site.state])}
      </span>
      {site.duty && (
        <a
          href={`tel:${site.duty.phone.replace(/[^0-9+]/g, '')}`}
        >{`${site.duty.title} ${site.duty.phone}`}</a>
      )}
    </p>
  );
}
