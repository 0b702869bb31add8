import type { BringUp, LiveSite, SiteId } from '@nhipcau/contracts';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { ChairQueue } from '../../conduct/ChairQueue.tsx';
import { OrderGlance } from '../../conduct/OrderGlance.tsx';
import { PostsNotice } from '../../conduct/PostsNotice.tsx';
import { shortName } from '../../live/bare-name.ts';
import { elapsedOf, inOrder, isOpen, verdictOf } from '../../live/bring-up.ts';
import { findSites } from '../../live/site-search.ts';
import { useConnection, useLive, useMeeting, useSites } from '../../live/use-live.ts';
import { Stopwatch } from '../../screen/Stopwatch.tsx';
import { useLanguage } from '../../text/language.tsx';
import { secondsText } from '../../ui/durations.ts';
import { failureKey } from '../../ui/FailureText.tsx';
import { ServerBanner } from '../operator/ServerBanner.tsx';
import { StateShape } from '../operator/StateShape.tsx';
import { stateText, stateTone } from '../operator/site-words.ts';

const LAST_CALLS = 6;

/** Beside the chair's picture: call a site, watch the stopwatch, let it go again. */
export function CallPanel() {
  const { t } = useLanguage();
  const connection = useConnection();
  const meeting = useMeeting();
  const bringUps = useLive('bringUps', (live) => live.bringUps());
  const [refusal, setRefusal] = useState<string | null>(null);
  const ordered = useMemo(() => inOrder(bringUps), [bringUps]);
  const open = ordered.filter(isOpen);
  const past = ordered.filter((bringUp) => !isOpen(bringUp)).slice(0, LAST_CALLS);
  const nameOf = (siteId: SiteId) => connection.live.site(siteId)?.name ?? siteId;
  const give = async (type: 'bringUp.request' | 'bringUp.release', siteId: SiteId) => {
    const { state } = await connection.give({ type, siteId });
    setRefusal(state.kind === 'refused' ? state.code : null);
  };
  return (
    <aside className="call-panel" aria-label={t('chair.panel')}>
      <ServerBanner />
      <PostsNotice />
      {meeting && (
        <Link
          className="button quiet"
          to="/chu-toa/$meetingId/thu-ky"
          params={{ meetingId: meeting.meetingId }}
          target="_blank"
        >
          {t('secretary.open')}
        </Link>
      )}
      <OrderGlance />
      <ChairQueue onRefused={setRefusal} />
      <CallField
        disabled={meeting?.phase !== 'live'}
        onCall={(siteId) => void give('bringUp.request', siteId)}
      />
      {refusal !== null && (
        <p className="mark bad" role="alert">
          {t(failureKey(refusal))}
        </p>
      )}
      <section className="call-open" aria-labelledby="call-open-title">
        <h2 id="call-open-title">{t('chair.called')}</h2>
        {open.length === 0 && <p className="muted">{t('chair.nobodyCalled')}</p>}
        {open.map((bringUp) => (
          <Stopwatch
            key={bringUp.bringUpId}
            bringUp={bringUp}
            name={nameOf(bringUp.siteId)}
            now={() => connection.now()}
            large
          >
            <button
              type="button"
              className="button large"
              onClick={() => void give('bringUp.release', bringUp.siteId)}
            >
              {t('chair.release')}
            </button>
          </Stopwatch>
        ))}
      </section>
      <LastCalls past={past} nameOf={nameOf} />
    </aside>
  );
}

function CallField({ disabled, onCall }: { disabled: boolean; onCall: (siteId: SiteId) => void }) {
  const { t } = useLanguage();
  const sites = useSites();
  const meeting = useMeeting();
  const [typed, setTyped] = useState('');
  const found = useMemo(
    () => findSites(sites, typed, 6).filter(({ siteId }) => siteId !== meeting?.chairSiteId),
    [sites, typed, meeting],
  );
  const call = (site: LiveSite | undefined) => {
    if (!site) return;
    setTyped('');
    onCall(site.siteId);
  };
  return (
    <form
      className="call-field"
      onSubmit={(event) => {
        event.preventDefault();
        call(found[0]);
      }}
    >
      <label className="field">
        <span>{t('chair.call')}</span>
        <input
          className="input"
          type="search"
          autoComplete="off"
          disabled={disabled}
          placeholder={t('chair.callPlaceholder')}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
      </label>
      {typed !== '' && (
        <ul className="call-found">
          {found.map((site) => (
            <li key={site.siteId}>
              <button type="button" className="button quiet" onClick={() => call(site)}>
                <span className="found-number">{site.number}</span>
                <span className="found-name">
                  {shortName(site.name)}
                  <span className="muted">{site.groupName}</span>
                </span>
                <span className={`mark ${stateTone[site.state]}`}>
                  <StateShape state={site.state} />
                  {t(stateText[site.state])}
                </span>
              </button>
            </li>
          ))}
          {found.length === 0 && <li className="muted">{t('command.nothing')}</li>}
        </ul>
      )}
    </form>
  );
}

function LastCalls({ past, nameOf }: { past: readonly BringUp[]; nameOf: (siteId: SiteId) => string }) {
  const { t, language } = useLanguage();
  if (past.length === 0) return null;
  return (
    <section className="last-calls" aria-labelledby="last-calls-title">
      <h2 id="last-calls-title">{t('chair.lastCalls')}</h2>
      <ul>
        {past.map((bringUp) => {
          const verdict = verdictOf(bringUp, bringUp.endedAt ?? bringUp.requestedAt);
          return (
            <li key={bringUp.bringUpId}>
              <span>{nameOf(bringUp.siteId)}</span>
              <span className="muted">
                {t('fact.took', { seconds: secondsText(elapsedOf(bringUp, 0), language) })}
              </span>
              <span
                className={`mark ${verdict === 'passed' ? 'good' : verdict === 'breached' ? 'bad' : 'unknown'}`}
              >
                {t(
                  verdict === 'passed'
                    ? 'verdict.passed'
                    : verdict === 'breached'
                      ? 'verdict.breached'
                      : 'verdict.ended',
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
