import './conduct.css';
import { useText } from '../text/language.tsx';
import { OrderPlace, Remaining } from './OrderTimes.tsx';
import { useOrder, useSpeakerName } from './use-order.ts';

/** Beside the chair's picture: what is on, what comes next, how much time is left. */
export function OrderGlance() {
  const t = useText();
  const order = useOrder();
  const speakerOf = useSpeakerName();
  if (order === null) return null;
  const { current, next, remainingMs } = order;
  return (
    <section className="order glance" aria-labelledby="order-title">
      <header>
        <h2 id="order-title">{t('order.title')}</h2>
        <OrderPlace order={order} />
      </header>
      {current && (
        <div className="order-step now">
          <span className="order-when">{t('order.now')}</span>
          <strong>{current.title}</strong>
          <span className="muted">{speakerOf(current) ?? t('order.noSpeaker')}</span>
          <Remaining remainingMs={remainingMs} />
        </div>
      )}
      <div className="order-step next">
        <span className="order-when">{t('order.next')}</span>
        {next === null ? (
          <span className="muted">{t('order.last')}</span>
        ) : (
          <>
            <strong>{next.title}</strong>
            <span className="muted">{speakerOf(next) ?? t('order.noSpeaker')}</span>
          </>
        )}
      </div>
    </section>
  );
}
