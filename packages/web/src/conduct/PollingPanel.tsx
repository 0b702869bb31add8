import type { LiveMeeting, Target } from '@nhipcau/contracts';
import { useState } from 'react';
import { useDesk, useDeskState } from '../consoles/operator/desk-context.ts';
import { useConnection, useMeeting, useSites } from '../live/use-live.ts';
import { useText } from '../text/language.tsx';

const SECONDS = [5, 10, 15, 20, 30, 60] as const;
const targets = [
  { target: 'chairView', text: 'monitor.chairView' },
  { target: 'broadcast', text: 'monitor.program' },
] as const;

/** Sites shown one after the other on the chair's screen or on air: begun here, followed here, stopped here. */
export function PollingPanel() {
  const meeting = useMeeting();
  if (meeting?.phase !== 'live' || meeting.stage === null) return null;
  return meeting.polling === null ? <Begin /> : <Running polling={meeting.polling} />;
}

function Running({ polling }: { polling: NonNullable<LiveMeeting['polling']> }) {
  const t = useText();
  const desk = useDesk();
  const connection = useConnection();
  const { siteId, siteIds, everyMs, target } = polling;
  const where = t(targets.find((one) => one.target === target)?.text ?? 'monitor.program');
  const name = siteId === null ? null : (connection.live.site(siteId)?.name ?? siteId);
  return (
    <section className="polling running" aria-label={t('polling.title')}>
      <p role="status">
        <strong>{where}</strong>{' '}
        {name === null
          ? t('polling.waits', { count: siteIds.length })
          : t('polling.shows', {
              site: name,
              at: siteId === null ? 0 : siteIds.indexOf(siteId) + 1,
              count: siteIds.length,
              seconds: everyMs / 1_000,
            })}
      </p>
      <button type="button" className="button" onClick={() => void desk.give({ type: 'polling.stop' })}>
        {t('polling.stop')}
      </button>
    </section>
  );
}

function Begin() {
  const t = useText();
  const desk = useDesk();
  const sites = useSites();
  const selected = useDeskState((state) => state.selected);
  const [target, setTarget] = useState<Target>('chairView');
  const [seconds, setSeconds] = useState<number>(10);
  const [scope, setScope] = useState<'all' | 'group'>('all');
  const group = sites.find(({ siteId }) => siteId === selected);
  const chosen =
    scope === 'group' && group ? sites.filter(({ groupId }) => groupId === group.groupId) : sites;
  return (
    <details
      className="polling"
      onToggle={({ currentTarget }) =>
        currentTarget.open && currentTarget.scrollIntoView({ block: 'nearest' })
      }
    >
      <summary>{t('polling.title')}</summary>
      <div className="polling-choice">
        <select
          className="input"
          aria-label={t('polling.where')}
          value={target}
          onChange={({ target: { value } }) =>
            setTarget(targets.find((one) => one.target === value)?.target ?? 'chairView')
          }
        >
          {targets.map(({ target: each, text }) => (
            <option key={each} value={each}>
              {t(text)}
            </option>
          ))}
        </select>
        <select
          className="input"
          aria-label={t('polling.every')}
          value={seconds}
          onChange={({ target: { value } }) => setSeconds(Number(value))}
        >
          {SECONDS.map((each) => (
            <option key={each} value={each}>
              {t('polling.everySeconds', { seconds: each })}
            </option>
          ))}
        </select>
        <select
          className="input"
          aria-label={t('polling.which')}
          value={group ? scope : 'all'}
          onChange={({ target: { value } }) => setScope(value === 'group' ? 'group' : 'all')}
        >
          <option value="all">{t('polling.all', { count: sites.length })}</option>
          {group && <option value="group">{group.groupName}</option>}
        </select>
        <button
          type="button"
          className="button primary"
          disabled={chosen.length === 0}
          onClick={() =>
            void desk.give({
              type: 'polling.start',
              target,
              everyMs: seconds * 1_000,
              siteIds: chosen.map(({ siteId }) => siteId),
            })
          }
        >
          {t('polling.start')}
        </button>
      </div>
    </details>
  );
}
