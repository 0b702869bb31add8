import './conduct.css';
import type { Direction, LiveSite, SiteId } from '@nhipcau/contracts';
import { type FormEvent, useId, useMemo, useState } from 'react';
import { shortName } from '../live/bare-name.ts';
import { useConnection, useLive, useSites } from '../live/use-live.ts';
import { useLanguage } from '../text/language.tsx';
import { timeOfDay } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { useOrder } from './use-order.ts';

const LAST = 8;
const ALL = 'all';
const GROUP = 'group:';

/** Writes to one site, a district or everybody, and tells who has read it (R-CDT-17). */
export function DirectionPanel() {
  const { t } = useLanguage();
  const id = useId();
  const connection = useConnection();
  const sites = useSites();
  const nextSite = useOrder()?.next?.speakerSiteId ?? null;
  const [to, setTo] = useState<string>('');
  const [text, setText] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const groups = useMemo(() => groupsOf(sites), [sites]);
  const next = sites.find(({ siteId }) => siteId === nextSite);
  const siteIds = sitesFor(to, sites);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const { state } = await connection.give({ type: 'direction.send', siteIds, text: text.trim() });
    if (state.kind === 'refused') return setFailure(state.code);
    setFailure(null);
    setText('');
  };
  return (
    <section className="direction-panel" aria-labelledby={`${id}title`}>
      <h2 id={`${id}title`}>{t('direction.title')}</h2>
      <form onSubmit={(event) => void send(event)}>
        <label className="field" htmlFor={`${id}to`}>
          <span>{t('direction.to')}</span>
          <select id={`${id}to`} className="input" value={to} onChange={({ target }) => setTo(target.value)}>
            <option value="" disabled />
            {next && (
              <option value={next.siteId}>{t('direction.toNext', { site: shortName(next.name) })}</option>
            )}
            <option value={ALL}>{t('direction.toAll', { n: sites.length })}</option>
            {groups.map(({ groupId, name, count }) => (
              <option key={groupId} value={`${GROUP}${groupId}`}>
                {t('direction.toGroup', { name, n: count })}
              </option>
            ))}
            {sites.map(({ siteId, number, name }) => (
              <option key={siteId} value={siteId}>{`${number} ${name}`}</option>
            ))}
          </select>
        </label>
        <label className="field" htmlFor={`${id}text`}>
          <span>{t('direction.text')}</span>
          <input
            id={`${id}text`}
            className="input"
            required
            minLength={2}
            maxLength={300}
            aria-describedby={`${id}hint`}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        </label>
        <p id={`${id}hint`} className="muted">
          {t('direction.textHint')}
        </p>
        <button
          type="submit"
          className="button primary"
          disabled={siteIds.length === 0 || text.trim().length < 2}
        >
          {t('direction.send')}
        </button>
        <FailureText code={failure} />
      </form>
      <Sent />
    </section>
  );
}

function Sent() {
  const { t } = useLanguage();
  const directions = useLive('directions', (live) => live.directions());
  if (directions.length === 0) return <p className="muted">{t('direction.none')}</p>;
  return (
    <ul className="direction-sent" aria-label={t('direction.sent')}>
      {directions
        .slice(-LAST)
        .toReversed()
        .map((direction) => (
          <SentLine key={direction.directionId} direction={direction} />
        ))}
    </ul>
  );
}

function SentLine({ direction: { siteIds, text, at, readAt } }: { direction: Direction }) {
  const { t, language } = useLanguage();
  const { live } = useConnection();
  const [only] = siteIds;
  const all = siteIds.length;
  const isRead = readAt.length >= all;
  return (
    <li className="direction-line">
      <span className="muted">{timeOfDay(at, language)}</span>
      <span className="agenda-words">
        <strong>
          {all === 1 && only !== undefined
            ? shortName(live.site(only)?.name ?? only)
            : t('direction.toAll', { n: all })}
        </strong>
        <span>{text}</span>
      </span>
      <span className={`mark ${isRead ? 'good' : 'fair'}`}>
        {t('direction.readBy', { read: readAt.length, all })}
      </span>
    </li>
  );
}

function sitesFor(to: string, sites: readonly LiveSite[]): SiteId[] {
  const groupId = to.startsWith(GROUP) ? to.slice(GROUP.length) : null;
  return sites
    .filter((site) => to === ALL || site.siteId === to || (groupId !== null && site.groupId === groupId))
    .map(({ siteId }) => siteId);
}

/** Districts with more than one site. */
function groupsOf(sites: readonly LiveSite[]) {
  return [...Map.groupBy(sites, ({ groupId }) => groupId)].flatMap(([groupId, members]) => {
    const [first] = members;
    return first && members.length > 1 ? [{ groupId, name: first.groupName, count: members.length }] : [];
  });
}
