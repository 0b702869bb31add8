import type { WallMeeting } from '@nhipcau/contracts';
import { useLanguage } from '../text/language.tsx';
import { clockText, dateAndTime, timeOfDay } from '../ui/durations.ts';

/** The shape says it as well as the colour. */
const shape = { good: '✔', coming: '▲', bad: '✖', taken: '●' } as const;

const MISSING_LINES = 6;
const INCIDENT_LINES = 4;
/** Below this the countdown is coloured: the next speaker should be ready. */
const SHORT_MS = 60_000;

/** One meeting, readable from across the hall. */
export function WallMeetingView({
  meeting,
  now,
  turn,
}: {
  meeting: WallMeeting;
  now: number;
  /** Which of several, when they take turns. */
  turn: string | null;
}) {
  const { t, language } = useLanguage();
  const { title, phase, plannedStart, startedAt, endedAt } = meeting;
  return (
    <>
      <section className="hall-meeting">
        <h1>{title}</h1>
        <p>
          <strong className={`hall-phase ${phase}`}>
            {t(phase === 'live' ? 'hall.running' : phase === 'ended' ? 'hall.ended' : 'hall.before')}
          </strong>
          {phase === 'scheduled' && t('hall.startsAt', { when: dateAndTime(plannedStart, language) })}
          {phase === 'live' &&
            startedAt !== null &&
            t('hall.runningFor', { time: clockText(now - startedAt) })}
          {phase === 'ended' && endedAt !== null && timeOfDay(endedAt, language)}
          {turn !== null && <span className="hall-turn">{turn}</span>}
        </p>
      </section>
      {phase === 'live' && (
        <div className="hall-grid">
          <Sites meeting={meeting} />
          <Order meeting={meeting} now={now} />
          <Missing meeting={meeting} />
          <Incidents meeting={meeting} now={now} />
        </div>
      )}
    </>
  );
}

function Sites({ meeting: { sites } }: { meeting: WallMeeting }) {
  const { t } = useLanguage();
  const share = (n: number) => `${(100 * n) / Math.max(1, sites.invited)}%`;
  return (
    <section className="hall-card" aria-labelledby="hall-sites">
      <h2 id="hall-sites">{t('hall.sites')}</h2>
      <p className="hall-big">
        <strong>{sites.connected}</strong> {t('hall.connected')}
      </p>
      <p>{t('hall.ofInvited', { n: sites.invited })}</p>
      <div className="hall-bar" aria-hidden="true">
        <span className="there" style={{ width: share(sites.connected) }} />
        <span className="coming" style={{ width: share(sites.connecting) }} />
      </div>
      <p className="hall-counts">
        <span>
          {shape.coming} <strong>{sites.connecting}</strong> {t('hall.connecting')}
        </span>
        <span className={sites.missing > 0 ? 'alarm' : ''}>
          {shape.bad} <strong>{sites.missing}</strong> {t('hall.missing')}
        </span>
      </p>
    </section>
  );
}

function Order({ meeting: { segment, next, onAir }, now }: { meeting: WallMeeting; now: number }) {
  const { t, language } = useLanguage();
  const leftMs = segment === null ? 0 : segment.until - now;
  return (
    <section className="hall-card" aria-labelledby="hall-order">
      <h2 id="hall-order">
        {t('hall.segment')}
        {segment && <small>{t('hall.segmentOf', { n: segment.place, all: segment.all })}</small>}
      </h2>
      {segment ? (
        <div className="hall-segment">
          <p>
            <strong className="hall-now">{segment.title}</strong>
            {segment.siteName !== null && <span>{segment.siteName}</span>}
          </p>
          <p className={`hall-left ${leftMs < 0 ? 'over' : leftMs < SHORT_MS ? 'short' : ''}`}>
            <strong className="hall-countdown">{clockText(Math.abs(leftMs))}</strong>
            <span>{t(leftMs < 0 ? 'hall.overrun' : 'hall.remaining')}</span>
          </p>
        </div>
      ) : (
        <p>{t(next ? 'hall.orderWaits' : 'hall.noOrder')}</p>
      )}
      {onAir.length > 0 && (
        <p className="hall-air">
          <span>{t('hall.onAir')}</span> <strong>{onAir.slice(0, 4).join(' · ')}</strong>
        </p>
      )}
      {next ? (
        <p className="hall-next">
          <span>{t('hall.next')}</span> <strong>{next.title}</strong>
          {next.siteName !== null && ` – ${next.siteName}`}
          <small>{t('hall.nextAt', { when: timeOfDay(next.plannedAt, language).slice(0, 5) })}</small>
        </p>
      ) : (
        segment && <p className="hall-next">{t('hall.last')}</p>
      )}
    </section>
  );
}

function Missing({ meeting: { missing, sites } }: { meeting: WallMeeting }) {
  const { t, language } = useLanguage();
  const shown = missing.slice(0, MISSING_LINES);
  const all = Math.max(missing.length, sites.missing);
  return (
    <section className="hall-card" aria-labelledby="hall-missing">
      <h2 id="hall-missing">{t('hall.missingList')}</h2>
      {all === 0 && (
        <p className="good">
          {shape.good} {t('hall.allThere')}
        </p>
      )}
      <ul>
        {shown.map(({ number, name, state, since }) => (
          <li key={number}>
            <span className="hall-number">{number}</span>
            <strong className="hall-place">{name}</strong>
            <span className={state === 'lost' || state === 'nodeLost' ? 'alarm' : ''}>
              {t(`hall.site.${state}`)} {timeOfDay(since, language).slice(0, 5)}
            </span>
          </li>
        ))}
      </ul>
      {all > shown.length && <p>{t('hall.moreMissing', { n: all - shown.length })}</p>}
    </section>
  );
}

function Incidents({ meeting: { incidents }, now }: { meeting: WallMeeting; now: number }) {
  const { t } = useLanguage();
  const shown = incidents.first.slice(0, INCIDENT_LINES);
  return (
    <section className="hall-card" aria-labelledby="hall-incidents">
      <h2 id="hall-incidents">
        {t('hall.incidents')}
        {incidents.open > 0 && <small className="alarm">{incidents.open}</small>}
      </h2>
      {incidents.open === 0 && (
        <p className="good">
          {shape.good} {t('hall.noIncident')}
        </p>
      )}
      <ul>
        {shown.map(({ place, type, isTaken, openedAt }) => (
          <li key={`${openedAt} ${place}`}>
            <strong className="hall-place">{place}</strong>
            <span>
              {t(`inc.type.${type}`)} {clockText(now - openedAt)}
            </span>
            <span className={isTaken ? '' : 'alarm'}>
              {isTaken ? shape.taken : shape.coming} {t(isTaken ? 'hall.taken' : 'hall.untaken')}
            </span>
          </li>
        ))}
      </ul>
      {incidents.open > shown.length && (
        <p>{t('hall.moreIncidents', { n: incidents.open - shown.length })}</p>
      )}
    </section>
  );
}
