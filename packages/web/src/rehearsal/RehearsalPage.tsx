import './rehearsal.css';
import type { Rehearsal, RehearsalAct, RehearsalGap, TrialOutcome, TriedSite } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { TextField } from '../staff/fields.tsx';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime, timeOfDay } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { actOnRehearsal, fetchRehearsal, openRehearsal, recordUrl } from './calls.ts';
import { ResultDrawer } from './ResultDrawer.tsx';
import { SiteTable } from './SiteTable.tsx';
import { StageList } from './StageList.tsx';

const REFRESH_MS = 4_000;

/** `/chuan-bi/$meetingId/tong-duyet`: a meeting tried before it is held, stage by stage and site by site. */
export function RehearsalPage() {
  const { t, language } = useLanguage();
  const { meetingId } = useParams({ from: '/chuan-bi/$meetingId/tong-duyet' });
  const query = useQuery({
    queryKey: ['rehearsal', meetingId],
    queryFn: ({ signal }) => fetchRehearsal(meetingId, { signal }),
    refetchInterval: REFRESH_MS,
  });
  const { data } = query;
  return (
    <OfficePage
      title={t('reh.title')}
      subtitle={data && t('reh.subtitle', { title: data.title, at: dateAndTime(data.startsAt, language) })}
      actions={data && <Papers rehearsal={data} />}
    >
      <LoadState query={query}>{(rehearsal) => <Board rehearsal={rehearsal} />}</LoadState>
    </OfficePage>
  );
}

function Papers({ rehearsal: { meetingId, current, may } }: { rehearsal: Rehearsal }) {
  const { t } = useLanguage();
  if (current === null || !may.print) return null;
  return (
    <>
      {(['docx', 'pdf'] as const).map((format) => (
        <a key={format} className="button" href={recordUrl(meetingId, format)} download>
          {`${t('reh.print')} ${format.toUpperCase()}`}
        </a>
      ))}
    </>
  );
}

function Board({ rehearsal }: { rehearsal: Rehearsal }) {
  const { t } = useLanguage();
  const { meetingId } = rehearsal;
  const queries = useQueryClient();
  const [details, setDetails] = useState<{ site: TriedSite; outcome: TrialOutcome } | null>(null);
  const acting = useMutation({
    mutationFn: (act: RehearsalAct) => actOnRehearsal(meetingId, act),
    onSettled: () => queries.invalidateQueries({ queryKey: ['rehearsal', meetingId] }),
  });
  const act = (given: RehearsalAct) => acting.mutate(given);
  return (
    <>
      <Head rehearsal={rehearsal} />
      <StageList rehearsal={rehearsal} />
      <Steps rehearsal={rehearsal} />
      <FailureText code={codeOf(acting.error)} />
      <div className="reh-board">
        <SiteTable
          rehearsal={rehearsal}
          isBusy={acting.isPending}
          onAct={act}
          onDetails={(site, outcome) => setDetails({ site, outcome })}
        />
        <aside>
          <section className="panel">
            <h2>{t('reh.script')}</h2>
            <Script rehearsal={rehearsal} isBusy={acting.isPending} onAct={act} />
          </section>
          <section className="panel">
            <h2>{t('reh.standby')}</h2>
            <Standby rehearsal={rehearsal} />
          </section>
        </aside>
      </div>
      <ResultDrawer meetingId={meetingId} of={details} onClose={() => setDetails(null)} />
    </>
  );
}

function Head({ rehearsal: { due, ledBy, articles, current } }: { rehearsal: Rehearsal }) {
  const { t, language } = useLanguage();
  const owed = [
    due !== null && due.dueAt !== null
      ? t('reh.due', { at: dateAndTime(due.dueAt, language), article: due.article })
      : null,
    due === null ? null : dutyText(due.state, t),
  ].filter((fact) => fact !== null);
  const facts = [
    owed.length > 0 ? owed.join(', ') : null,
    ledBy.length > 0 ? t('reh.ledBy', { names: ledBy.join(', ') }) : null,
    articles.length > 0 ? t('reh.basis', { articles: articles.join(', ') }) : null,
  ].filter((fact) => fact !== null);
  return (
    <div className="reh-head">
      <p className="muted">{facts.join('. ')}</p>
      {current !== null && (
        <p>
          {t('reh.attempt', {
            n: current.number,
            name: current.byName,
            at: dateAndTime(current.openedAt, language),
          })}
          {current.endedAt !== null &&
            `. ${t('reh.ended', { at: timeOfDay(current.endedAt, language), statement: current.statement ?? '' })}`}
          {current.reason !== null && `. ${t('reh.endedInSpite', { reason: current.reason })}`}
        </p>
      )}
    </div>
  );
}

const dutyText = (state: string, t: ReturnType<typeof useLanguage>['t']): string | null =>
  state === 'pending' || state === 'met' || state === 'late' || state === 'waived' || state === 'impossible'
    ? t(`reh.state.${state}`)
    : null;

/** Beginning, next stage, end: with what keeps it from being done, and a reason where that can be passed over. */
function Steps({ rehearsal }: { rehearsal: Rehearsal }) {
  const { t } = useLanguage();
  const { meetingId, current, gaps, stages, may } = rehearsal;
  const queries = useQueryClient();
  const [asking, setAsking] = useState<'advance' | 'end' | null>(null);
  const opening = useMutation({
    mutationFn: () => openRehearsal(meetingId),
    onSettled: () => queries.invalidateQueries({ queryKey: ['rehearsal', meetingId] }),
  });
  if (!may.lead) return null;
  const isRunning = current !== null && current.endedAt === null;
  const hasNext = isRunning && current.stage < stages.length;
  const against = asking === null ? [] : gaps[asking];
  return (
    <div className="reh-steps">
      {!isRunning && (
        <button
          type="button"
          className="button primary"
          disabled={gaps.open.length > 0 || opening.isPending}
          onClick={() => opening.mutate()}
        >
          {t(current === null ? 'reh.open' : 'reh.openAgain')}
        </button>
      )}
      {isRunning && current.conferencePhase !== 'ended' && (
        <Link
          className="button"
          to="/dieu-hanh/$meetingId"
          params={{ meetingId: current.conferenceId }}
          target="_blank"
        >
          {t('reh.console')}
        </Link>
      )}
      {hasNext && (
        <button type="button" className="button" onClick={() => setAsking('advance')}>
          {t('reh.advance')}
        </button>
      )}
      {isRunning && (
        <button
          type="button"
          className={`button ${gaps.end.length === 0 ? 'primary' : ''}`}
          onClick={() => setAsking('end')}
        >
          {t('reh.end')}
        </button>
      )}
      <Gaps gaps={isRunning ? gaps[hasNext ? 'advance' : 'end'] : gaps.open} />
      <FailureText code={codeOf(opening.error)} />
      <ActDrawer<{ statement?: string; reason?: string }>
        title={t(asking === 'end' ? 'reh.end' : 'reh.advance')}
        isOpen={asking !== null}
        onClose={() => setAsking(null)}
        initial={{}}
        submit={t(asking === 'end' ? 'reh.end' : 'reh.advance')}
        act={({ statement, reason }) =>
          actOnRehearsal(
            meetingId,
            asking === 'end'
              ? { act: 'end', statement: statement?.trim() ?? '', reason: reason?.trim() || null }
              : { act: 'advance', reason: reason?.trim() || null },
          )
        }
      >
        {asking === 'end' && <TextField name="statement" label={t('reh.statement')} rows={3} required />}
        {against.length > 0 && (
          <>
            <p className="reh-bad">{t('reh.reasonHelp')}</p>
            <Gaps gaps={against} />
            <TextField name="reason" label={t('reh.reason')} rows={3} required />
          </>
        )}
      </ActDrawer>
    </div>
  );
}

function Gaps({ gaps }: { gaps: readonly RehearsalGap[] }) {
  const { t } = useLanguage();
  if (gaps.length === 0) return null;
  return (
    <ul className="reh-gaps">
      {gaps.map((gap) => (
        <li key={gap}>{t(`reh.gap.${gap}`)}</li>
      ))}
    </ul>
  );
}

function Script({
  rehearsal: { segments, current, may },
  isBusy,
  onAct,
}: {
  rehearsal: Rehearsal;
  isBusy: boolean;
  onAct: (act: RehearsalAct) => void;
}) {
  const { t, language } = useLanguage();
  if (segments.length === 0) return <p className="muted">{t('reh.noScript')}</p>;
  const mayTry = may.lead && current !== null && current.endedAt === null;
  return (
    <ol className="reh-script">
      {segments.map(({ segmentId, title, plannedAt, outcome }) => (
        <li key={segmentId}>
          <time>{timeOfDay(plannedAt, language).slice(0, 5)}</time>
          <span>{title}</span>
          <span className="reh-acts">
            {(['passed', 'failed'] as const).map((one) => (
              <button
                key={one}
                type="button"
                className="button quiet"
                aria-pressed={outcome === one}
                disabled={!mayTry || isBusy}
                onClick={() => onAct({ act: 'segment', segmentId, outcome: one, note: null })}
              >
                {t(one === 'passed' ? 'reh.pass' : 'reh.fail')}
              </button>
            ))}
          </span>
        </li>
      ))}
    </ol>
  );
}

const SHOWN = 12;

function Standby({ rehearsal: { standby } }: { rehearsal: Rehearsal }) {
  const { t } = useLanguage();
  if (standby.length === 0) return <p className="muted">{t('reh.noStandby')}</p>;
  return (
    <ul className="reh-standby">
      {standby.slice(0, SHOWN).map(({ label, place, name, telephone }) => (
        <li key={`${label} ${place ?? ''}`}>
          <strong>{place === null ? label : `${label}, ${place}`}</strong>
          <span className={name === null ? 'reh-bad' : ''}>
            {name === null ? t('reh.nobody') : `${name}, ${telephone ?? ''}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
