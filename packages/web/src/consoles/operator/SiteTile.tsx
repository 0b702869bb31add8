import type { LiveSite, SiteId } from '@nhipcau/contracts';
import { memo, useCallback } from 'react';
import { stillUrl } from '../../api/calls.ts';
import { bareName, shortName } from '../../live/bare-name.ts';
import type { LiveStore } from '../../live/live-store.ts';
import { useLive, useMeetingId, useSite } from '../../live/use-live.ts';
import { MicWord } from '../../monitoring/MicWord.tsx';
import { micFaultAt, micText } from '../../monitoring/mic-words.ts';
import type { Translate } from '../../text/catalogue.ts';
import { useText } from '../../text/language.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { QualityShape } from '../../ui/QualityMark.tsx';
import { meterShare, qualityText } from '../../ui/quality.ts';
import type { Density } from './desk.ts';
import { useDesk, useDeskState } from './desk-context.ts';
import { StateShape } from './StateShape.tsx';
import { flagList, flagsOf, flagText, stateText, stateTone } from './site-words.ts';

/** One site on the wall: always the same five facts in the same places. Drawn again only when they change. */
export const SiteTile = memo(function SiteTile({ siteId, density }: { siteId: SiteId; density: Density }) {
  const t = useText();
  const desk = useDesk();
  const site = useSite(siteId);
  const readFlags = useCallback((live: LiveStore) => flagsOf(live.whole(), siteId), [siteId]);
  const flags = useLive('meeting', readFlags);
  const meetingId = useMeetingId();
  const selected = useDeskState((state) => state.selected === siteId);
  if (site === null || meetingId === null) return null;
  return (
    <li>
      <button
        type="button"
        className={`tile ${density} state-${site.state} ${flags} ${selected ? 'selected' : ''}`}
        aria-pressed={selected}
        aria-label={spokenFacts(site, flags, t)}
        data-site={siteId}
        tabIndex={-1}
        onClick={() => desk.select(siteId)}
      >
        {density !== 'matrix' && (
          <span className="tile-picture">
            {site.still > 0 && site.state !== 'absent' && (
              <img src={stillUrl(meetingId, siteId, site.still)} alt="" loading="lazy" decoding="async" />
            )}
            {density === 'tiles' && <Flags flags={flags} t={t} />}
          </span>
        )}
        <span className="tile-number">{site.number}</span>
        <span className="tile-name" title={site.name}>
          {density === 'matrix' ? bareName(site.name) : shortName(site.name)}
        </span>
        <span className={`tile-state mark ${stateTone[site.state]}`}>
          <StateShape state={site.state} />
          {density !== 'matrix' && <span>{t(stateText[site.state])}</span>}
        </span>
        <Sound site={site} flags={flags} />
        <Line site={site} withWord={density !== 'matrix'} t={t} />
        {density !== 'matrix' && (
          <span className="tile-duty" title={site.duty?.title ?? ''}>
            <Icon name="phone" size={14} />
            <span className="tile-phone">{site.duty?.phone ?? t('tile.noDuty')}</span>
          </span>
        )}
      </button>
    </li>
  );
});

function Flags({ flags, t }: { flags: string; t: Translate }) {
  return (
    <span className="tile-flags">
      {flagList(flags)
        .filter((flag) => flag !== 'chairView')
        .slice(0, 2)
        .map((flag) => (
          <span key={flag} className={`flag ${flag}`}>
            {t(flagText[flag])}
          </span>
        ))}
    </span>
  );
}

function Sound({ site, flags }: { site: LiveSite; flags: string }) {
  const seat = site.state === 'connected' ? site.seat : null;
  const open = seat?.mic === 'open';
  const hasFloor = flagList(flags).includes('floor');
  return (
    <span className={`tile-sound ${hasFloor ? 'floor' : ''}`}>
      <Icon name={open ? 'mic' : 'micOff'} size={14} />
      <span className="meter">
        <span style={{ transform: `scaleX(${open ? meterShare(seat.stats?.micDb ?? null) : 0})` }} />
      </span>
      <MicWord fault={micFaultAt(site, hasFloor)} />
    </span>
  );
}

function Line({ site, withWord, t }: { site: LiveSite; withWord: boolean; t: Translate }) {
  const quality = site.state === 'connected' ? (site.seat?.quality ?? 'unknown') : 'unknown';
  return (
    <span className={`tile-line mark ${quality}`}>
      <QualityShape quality={quality} />
      {withWord && site.state === 'connected' && <span>{t(qualityText[quality])}</span>}
    </span>
  );
}

/** The same facts for the ear. */
function spokenFacts(site: LiveSite, flags: string, t: Translate): string {
  const quality = site.state === 'connected' ? (site.seat?.quality ?? 'unknown') : 'unknown';
  const told = flagList(flags).map((flag) => t(flagText[flag]));
  const fault = micFaultAt(site, flagList(flags).includes('floor'));
  return [
    `${site.number} ${site.name}`,
    t(stateText[site.state]),
    ...told,
    t('tile.spokenLine', { quality: t(qualityText[quality]) }),
    ...(fault ? [t('mic.label', { word: t(micText[fault]) })] : []),
  ].join(', ');
}
