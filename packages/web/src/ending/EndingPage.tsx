import './ending.css';
import type { EndedSite, Ending, EndingAct } from '@nhipcau/contracts';
import { mayEver } from '@nhipcau/domain';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { SessionPanel } from '../evaluation/SessionPanel.tsx';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { RecordingsPanel } from '../recordings/RecordingsPanel.tsx';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { ZONE } from '../ui/zone.ts';
import { actOnEnding, fetchEnding, reportUrl } from './calls.ts';
import { EndedSites } from './EndedSites.tsx';
import { IssueList } from './IssueList.tsx';
import { RatingForm } from './RatingForm.tsx';
import { SiteSignal } from './SiteSignal.tsx';
import { StepButtons } from './StepButtons.tsx';

const REFRESH_MS = 5_000;
/** Whoever answers for so few sites gets them written out; more are a table. */
const WRITTEN_OUT = 3;

/** `/ket-thuc/$meetingId`: switched off in order, judged, what is left, the report; on a phone for the own site. */
export function EndingPage() {
  const { t, language } = useLanguage();
  const { meetingId } = useParams({ from: '/ket-thuc/$meetingId' });
  const query = useQuery({
    queryKey: ['ending', meetingId],
    queryFn: ({ signal }) => fetchEnding(meetingId, { signal }),
    refetchInterval: REFRESH_MS,
  });
  const { data } = query;
  return (
    <OfficePage
      title={t('end.title')}
      subtitle={
        data &&
        (data.endedAt === null
          ? t('end.notYet')
          : t('end.subtitle', {
              title: data.title ?? data.fileNumber ?? '',
              at: dateAndTime(data.endedAt, language),
            }))
      }
      actions={data && <Papers ending={data} />}
    >
      {(session) => (
        <LoadState query={query}>
          {(ending) => (
            <>
              {ending.endedAt !== null && mayEver(session.grants, 'recording.read') && (
                <RecordingsPanel meetingId={ending.meetingId} speech={{ t, language, timeZone: ZONE }} />
              )}
              {ending.endedAt !== null && mayEver(session.grants, 'evaluation.read') && (
                <SessionPanel meetingId={ending.meetingId} />
              )}
              <Board ending={ending} />
            </>
          )}
        </LoadState>
      )}
    </OfficePage>
  );
}

function Papers({ ending: { meetingId, mayPrint, endedAt } }: { ending: Ending }) {
  const { t } = useLanguage();
  return (
    <>
      {endedAt !== null && (
        <Link className="button" to="/so-nhat-ky" search={{ hop: meetingId }}>
          {t('book.title')}
        </Link>
      )}
      <Link className="button" to="/su-co/$meetingId" params={{ meetingId }}>
        {t('end.incidentsOf')}
      </Link>
      {mayPrint &&
        endedAt !== null &&
        (['docx', 'pdf'] as const).map((format) => (
          <a key={format} className="button" href={reportUrl(meetingId, format)} download>
            {`${t('end.report')} ${format.toUpperCase()}`}
          </a>
        ))}
    </>
  );
}

function Board({ ending }: { ending: Ending }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const acting = useMutation({
    mutationFn: (act: EndingAct) => actOnEnding(ending.meetingId, act),
    onSettled: () => queries.invalidateQueries({ queryKey: ['ending', ending.meetingId] }),
  });
  const act = (given: EndingAct) => acting.mutate(given);
  const own = ending.sites.filter(({ siteId }) => siteId !== null);
  const shared = { ending, isBusy: acting.isPending, onAct: act };
  return (
    <>
      {ending.articles.length > 0 && (
        <p className="muted">{t('end.basis', { articles: ending.articles.join(', ') })}</p>
      )}
      <FailureText code={codeOf(acting.error)} />
      <Report {...shared} />
      {own.length <= WRITTEN_OUT ? (
        <div className="end-cards">
          {ending.sites.map((site) => (
            <SiteCard key={site.siteId ?? ''} site={site} {...shared} />
          ))}
        </div>
      ) : (
        <>
          <Figures sites={own} ending={ending} />
          <EndedSites {...shared} />
        </>
      )}
      <IssueList ending={ending} onAct={act} />
    </>
  );
}

interface Shared {
  readonly ending: Ending;
  readonly isBusy: boolean;
  readonly onAct: (act: EndingAct) => void;
}

function SiteCard({ site, ending, isBusy, onAct }: { site: EndedSite } & Shared) {
  const { t } = useLanguage();
  const { siteId } = site;
  return (
    <section className="panel end-card">
      <h2>{siteId === null ? t('end.centre') : site.name}</h2>
      <SiteSignal of={site} />
      {ending.order.length > 0 && (
        <StepButtons
          of={site}
          order={ending.order}
          isBusy={isBusy}
          onStep={(step) => onAct({ act: 'step', siteId, step })}
        />
      )}
      {siteId !== null && ending.endedAt !== null && (
        <>
          <h3>{t('end.rate')}</h3>
          <p className="muted">{t('end.rateHelp')}</p>
          <RatingForm
            key={site.rating?.at ?? 0}
            of={site}
            isBusy={isBusy}
            onRate={(rating) => onAct({ act: 'rate', siteId, rating })}
          />
        </>
      )}
    </section>
  );
}

function Figures({ sites, ending }: { sites: readonly EndedSite[]; ending: Ending }) {
  const { t } = useLanguage();
  const all = sites.length;
  const done = sites.filter(({ next }) => next === null).length;
  const rated = sites.filter(({ rating }) => rating !== null).length;
  const open = ending.issues.filter(({ fixed }) => fixed === null).length;
  return (
    <ul className="end-figures">
      {ending.order.length > 0 && <li>{t('end.done', { done, all })}</li>}
      <li>{t('end.rated', { done: rated, all })}</li>
      <li>{t('end.open', { n: open })}</li>
    </ul>
  );
}

function Report({ ending: { report, mayReport, endedAt }, isBusy, onAct }: Shared) {
  const { t, language } = useLanguage();
  if (report === null || endedAt === null) return null;
  return (
    <div className="banner end-report">
      <span>
        {report.reportedAt === null
          ? t('end.reportTo', { name: report.to })
          : t('end.reported', { at: dateAndTime(report.reportedAt, language), name: report.byName ?? '' })}
      </span>
      {mayReport && report.reportedAt === null && (
        <button
          type="button"
          className="button primary"
          disabled={isBusy}
          onClick={() => onAct({ act: 'report' })}
        >
          {t('end.markReported')}
        </button>
      )}
    </div>
  );
}
