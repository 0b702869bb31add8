import './conduct.css';
import type { ScriptSegment } from '@nhipcau/contracts';
import { departsFromOrder } from '@nhipcau/domain';
import { type FormEvent, useState } from 'react';
import { useDesk } from '../consoles/operator/desk-context.ts';
import { StateShape } from '../consoles/operator/StateShape.tsx';
import { stateText, stateTone } from '../consoles/operator/site-words.ts';
import { useConnection, useWholeMeeting } from '../live/use-live.ts';
import { useText } from '../text/language.tsx';
import { focusAtOnce } from '../ui/focus-at-once.ts';
import { OrderPlace, Remaining } from './OrderTimes.tsx';
import { type OrderInView, useOrder, useSpeakerName } from './use-order.ts';

/** The running order on the operator's desk: what is on, what comes, one key to take it (R-CDT-01, R-PLN-05). */
export function RunningOrderPanel() {
  const t = useText();
  const desk = useDesk();
  const meeting = useWholeMeeting();
  const order = useOrder();
  if (meeting?.phase !== 'live') return null;
  return (
    <section className="order" aria-labelledby="order-title">
      <h2 id="order-title" className="visually-hidden">
        {t('order.title')}
      </h2>
      {order === null ? (
        <div className="order-none">
          <p className="muted">{t('order.none')}</p>
          <button type="button" className="button" onClick={() => desk.takeUpScript()}>
            {t('order.takeUp')}
          </button>
        </div>
      ) : (
        <Steps order={order} />
      )}
    </section>
  );
}

function Steps({ order }: { order: OrderInView }) {
  const t = useText();
  const desk = useDesk();
  const meeting = useWholeMeeting();
  const speakerOf = useSpeakerName();
  const { current, next, remainingMs, position, segments } = order;
  const departed = position.departures.at(-1);
  const departs =
    meeting !== null &&
    meeting.stage !== null &&
    departsFromOrder({ segments, current: position.current }, meeting.stage, meeting.chairSiteId);
  return (
    <>
      {current && (
        <div className="order-step now">
          <span className="order-when">
            {t('order.now')} <OrderPlace order={order} />
          </span>
          <strong title={current.title}>{current.title}</strong>
          <span className="muted">{speakerOf(current) ?? t('order.noSpeaker')}</span>
          <Remaining remainingMs={remainingMs} />
        </div>
      )}
      {current === null && <OrderPlace order={order} />}
      <div className="order-step next">
        <span className="order-when">{t('order.next')}</span>
        {next === null ? (
          <span className="muted">{t('order.last')}</span>
        ) : (
          <>
            <strong title={next.title}>{next.title}</strong>
            <span className="muted">
              {speakerOf(next) ?? t('order.noSpeaker')} <SpeakerState segment={next} />
            </span>
            <button type="button" className="button air" onClick={() => desk.nextSegment()}>
              {t('order.take')}
              <kbd>{t('key.t')}</kbd>
            </button>
          </>
        )}
      </div>
      {departs && (
        <p className="mark poor" role="status">
          {t('order.departs')}
        </p>
      )}
      {departed && (
        <p className="order-departed">
          {t('order.departed', { n: position.departures.length, reason: departed.reason })}
        </p>
      )}
      <AllSegments order={order} />
    </>
  );
}

/** Whether the room of the next speaker is there. */
function SpeakerState({ segment }: { segment: ScriptSegment }) {
  const t = useText();
  const { live } = useConnection();
  const site = segment.speakerSiteId === null ? null : live.site(segment.speakerSiteId);
  if (!site) return null;
  return (
    <span className={`mark ${stateTone[site.state]}`}>
      <StateShape state={site.state} />
      {t(stateText[site.state])}
    </span>
  );
}

/** The whole order; choosing another than the next one asks for the reason, and nothing is covered meanwhile. */
function AllSegments({ order }: { order: OrderInView }) {
  const t = useText();
  const desk = useDesk();
  const speakerOf = useSpeakerName();
  const [chosen, setChosen] = useState<ScriptSegment | null>(null);
  const choose = (segment: ScriptSegment) => {
    if (segment.segmentId === order.next?.segmentId) desk.nextSegment();
    else setChosen(segment.segmentId === order.current?.segmentId ? null : segment);
  };
  return (
    <details className="order-all">
      <summary>{t('order.all')}</summary>
      {chosen && <DepartForm key={chosen.segmentId} to={chosen} onDone={() => setChosen(null)} />}
      <ol>
        {order.segments.map((segment, index) => (
          <li
            key={segment.segmentId}
            className={
              index + 1 === order.place
                ? 'now'
                : segment === order.next
                  ? 'next'
                  : index < order.place
                    ? 'past'
                    : ''
            }
          >
            <button
              type="button"
              className="button quiet"
              aria-current={index + 1 === order.place ? 'step' : undefined}
              aria-pressed={segment === chosen}
              onClick={() => choose(segment)}
            >
              <span className="order-number">{index + 1}</span>
              <span>
                {segment.title}
                <span className="muted"> {speakerOf(segment)}</span>
              </span>
            </button>
          </li>
        ))}
      </ol>
      <button type="button" className="button quiet" onClick={() => desk.takeUpScript()}>
        {t('order.renew')}
      </button>
    </details>
  );
}

function DepartForm({ to, onDone }: { to: ScriptSegment; onDone: () => void }) {
  const t = useText();
  const desk = useDesk();
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    desk.depart(to.segmentId, reason.trim());
    onDone();
  };
  return (
    <form className="order-depart" onSubmit={submit}>
      <p>{t('order.departTo', { title: to.title })}</p>
      <label className="field">
        <span>{t('order.reason')}</span>
        <input
          className="input"
          ref={focusAtOnce}
          required
          minLength={3}
          maxLength={300}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </label>
      <div className="order-depart-acts">
        <button type="submit" className="button primary" disabled={reason.trim().length < 3}>
          {t('order.depart')}
        </button>
        <button type="button" className="button quiet" onClick={onDone}>
          {t('common.close')}
        </button>
      </div>
    </form>
  );
}
