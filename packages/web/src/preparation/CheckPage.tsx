import './preparation.css';
import { type CheckAnswer, instant, MeetingId, type SiteCheckSheet, SiteId } from '@nhipcau/contracts';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { SignedIn } from '../access/SignedIn.tsx';
import { serverNow } from '../api/server-clock.ts';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useServerSecond } from '../ui/use-now.ts';
import { CheckCard } from './CheckCard.tsx';
import { CheckList } from './CheckList.tsx';
import { dueText } from './due-text.ts';
import { joined } from './joined.ts';
import { QueueBanner } from './QueueBanner.tsx';
import { ReadinessShape } from './ReadinessShape.tsx';
import { type Checks, useChecks } from './use-checks.ts';
import { isSettled, nextOpen, type Place, phaseAt, shownAt } from './walk.ts';

/** `/chuan-bi/$meetingId/$siteId`: the site's technician goes through the list, one item at a time, on a phone too. */
export function CheckPage() {
  const params = useParams({ from: '/chuan-bi/$meetingId/$siteId' });
  return (
    <SignedIn>
      {() => <Guide meetingId={MeetingId.parse(params.meetingId)} siteId={SiteId.parse(params.siteId)} />}
    </SignedIn>
  );
}

function Guide({ meetingId, siteId }: { meetingId: MeetingId; siteId: SiteId }) {
  const { t } = useLanguage();
  const checks = useChecks(meetingId, siteId);
  const { sheet, stopped } = checks;
  return (
    <div className="chk-page">
      <header className="chk-bar">
        <Link to="/chuan-bi" className="button quiet" aria-label={t('prep.open')}>
          <Icon name="rows" />
        </Link>
        <div>
          <h1>{sheet?.name ?? t('chk.title')}</h1>
          {sheet && <Head sheet={sheet} />}
        </div>
        {sheet && (
          <span className={`rdy-mark ${sheet.state}`}>
            <ReadinessShape state={sheet.state} />
            {t(`ready.${sheet.state}`)}
          </span>
        )}
      </header>
      <main>
        <QueueBanner checks={checks} />
        {sheet && <Outstanding sheet={sheet} />}
        {sheet ? <Walk checks={checks} sheet={sheet} /> : <Waiting stopped={stopped} />}
      </main>
    </div>
  );
}

/** What earlier meetings left here to be mended. */
function Outstanding({ sheet: { outstanding } }: { sheet: SiteCheckSheet }) {
  const { t, language } = useLanguage();
  if (outstanding.length === 0) return null;
  return (
    <div className="banner attention" role="note">
      <strong>{t('chk.outstanding')}</strong>
      <ul>
        {outstanding.map(({ words, at, byName }) => (
          <li key={`${at} ${words}`}>{joined(words, dateAndTime(at, language), byName)}</li>
        ))}
      </ul>
    </div>
  );
}

function Head({ sheet }: { sheet: SiteCheckSheet }) {
  const { t, language } = useLanguage();
  return (
    <p className="muted">
      {joined(sheet.title, t('prep.start', { at: dateAndTime(sheet.startsAt, language) }))}
    </p>
  );
}

function Waiting({ stopped }: { stopped: string | null }) {
  const { t } = useLanguage();
  if (stopped === null) return <p className="muted">{t('common.loading')}</p>;
  return stopped === 'DISCONNECTED' ? <p>{t('chk.noOffline')}</p> : <FailureText code={stopped} />;
}

function Walk({ checks, sheet }: { checks: Checks; sheet: SiteCheckSheet }) {
  const { t, language } = useLanguage();
  const now = useServerSecond();
  const [chosen, setChosen] = useState<string | null>(null);
  const [place, setPlace] = useState<Place | null>(null);
  const phase = sheet.phases.find((one) => one.phase === chosen) ?? phaseAt(sheet, now);
  if (!phase) return <p className="muted">{t('board.none')}</p>;
  const { lines } = phase;
  const index = shownAt(lines, place);
  const line = index === null ? undefined : lines[index];
  const done = lines.filter(isSettled).length;
  const choose = (chosenIndex: number) => setPlace({ index: chosenIndex, isChosen: true });
  const move = (step: number) => choose(((index ?? 0) + step + lines.length) % lines.length);
  const answer = (given: Omit<CheckAnswer, 'key' | 'phase' | 'answeredAt'>) => {
    checks.answer({
      ...given,
      key: crypto.randomUUID(),
      phase: phase.phase,
      answeredAt: instant(serverNow()),
    });
    setPlace({ index: nextOpen(lines, index ?? 0) ?? 0, isChosen: false });
  };
  return (
    <>
      <nav className="chk-phases" aria-label={t('chk.phase')}>
        {sheet.phases.map((one) => (
          <button
            type="button"
            key={one.phase}
            className="button"
            aria-pressed={one === phase}
            onClick={() => {
              setChosen(one.phase);
              setPlace(null);
            }}
          >
            <ReadinessShape state={one.state} />
            <span>{one.name}</span>
          </button>
        ))}
      </nav>
      <p className="chk-due">
        {joined(dueText(phase, now, { t, language }), t('chk.progress', { done, all: lines.length }))}
      </p>
      <progress className="chk-progress" value={done} max={lines.length} aria-label={t('chk.title')} />
      {index === null && (
        <p className="banner good" role="status">
          <Icon name="check" /> {t('chk.allDone')}
        </p>
      )}
      {index !== null && line && (
        <CheckCard
          key={`${phase.phase} ${line.key}`}
          line={line}
          place={t('chk.step', { n: index + 1, all: lines.length })}
          isOpen={phase.opensAt === null || phase.opensAt <= now}
          isWaiting={checks.queued.some(
            (entry) =>
              entry.refused === null && entry.answer.phase === phase.phase && entry.answer.item === line.key,
          )}
          onAnswer={answer}
          onBack={() => move(-1)}
          onNext={() => move(1)}
        />
      )}
      <CheckList lines={lines} current={line?.key ?? null} onChoose={choose} />
    </>
  );
}
