import './conduct.css';
import type { SiteId } from '@nhipcau/contracts';
import { useDesk, useDeskState } from '../consoles/operator/desk-context.ts';
import { shortName } from '../live/bare-name.ts';
import { useMeeting, useSite } from '../live/use-live.ts';
import { MicWord } from '../monitoring/MicWord.tsx';
import { micFaultAt } from '../monitoring/mic-words.ts';
import { useText } from '../text/language.tsx';
import { Icon } from '../ui/Icon.tsx';
import { LevelBar } from '../ui/LevelBar.tsx';

/** Loudness at which somebody at a microphone counts as speaking, dBFS. */
const SPEECH_DB = -45;
const GAIN_STEP_DB = 3;

/** Who is heard: how loud, louder or softer, and who stays when all are muted (R-CDT-07, R-CDT-08). */
export function FloorPanel() {
  const t = useText();
  const meeting = useMeeting();
  const stage = meeting?.stage ?? null;
  if (meeting?.phase !== 'live' || stage === null) return null;
  const others = stage.floor.filter((siteId) => siteId !== meeting.chairSiteId);
  return (
    <section className="floor-panel" aria-labelledby="floor-title">
      <header>
        <h2 id="floor-title">{t('sound.title')}</h2>
      </header>
      {others.length === 0 ? (
        <p className="muted">{t('sound.none')}</p>
      ) : (
        <>
          <ChairSpeaks chairSiteId={meeting.chairSiteId} others={others.length} />
          <ul>
            {others.map((siteId) => (
              <Heard
                key={siteId}
                siteId={siteId}
                db={stage.gains.find((gain) => gain.siteId === siteId)?.db ?? 0}
              />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** Somebody speaks at the chair's site while others are open: what the regulation has its operator do. */
function ChairSpeaks({ chairSiteId, others }: { chairSiteId: SiteId; others: number }) {
  const t = useText();
  const chair = useSite(chairSiteId);
  const level = chair?.seat?.mic === 'open' ? (chair.seat.stats?.micDb ?? null) : null;
  if (level === null || level < SPEECH_DB) return null;
  return (
    <p className="mark fair" role="status">
      {t('sound.chairSpeaks', { n: others })}
    </p>
  );
}

function Heard({ siteId, db }: { siteId: SiteId; db: number }) {
  const t = useText();
  const desk = useDesk();
  const isKept = useDeskState((state) => state.kept.includes(siteId));
  const site = useSite(siteId);
  const name = site?.name ?? siteId;
  const level = site?.seat?.mic === 'open' ? (site.seat.stats?.micDb ?? null) : null;
  return (
    <li>
      <strong title={name}>{shortName(name)}</strong>
      <span className="floor-level">
        <LevelBar db={level} label={name} />
        <MicWord fault={micFaultAt(site, true)} />
      </span>
      <span className="floor-gain">
        <button
          type="button"
          className="button quiet icon-only"
          aria-label={t('sound.softer', { site: name })}
          title={t('sound.softer', { site: name })}
          onClick={() => desk.setGain(siteId, db - GAIN_STEP_DB)}
        >
          {'−'}
        </button>
        <output>{t('sound.db', { db: db > 0 ? `+${db}` : db })}</output>
        <button
          type="button"
          className="button quiet icon-only"
          aria-label={t('sound.louder', { site: name })}
          title={t('sound.louder', { site: name })}
          onClick={() => desk.setGain(siteId, db + GAIN_STEP_DB)}
        >
          {'+'}
        </button>
      </span>
      <label className="check" title={t('sound.keepNamed', { site: name })}>
        <input
          type="checkbox"
          checked={isKept}
          aria-label={t('sound.keepNamed', { site: name })}
          onChange={() => desk.toggleKept(siteId)}
        />
        {t('sound.keep')}
      </label>
      <button
        type="button"
        className="button quiet icon-only"
        aria-label={t('sound.mute', { site: name })}
        title={t('sound.mute', { site: name })}
        onClick={() => desk.give({ type: 'floor.withdraw', siteId })}
      >
        <Icon name="micOff" />
      </button>
    </li>
  );
}
