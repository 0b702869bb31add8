import './regulation.css';
import type { LocalityCode, RegulationProfile, SessionInfo } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { codeOf } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { CalendarView } from './CalendarView.tsx';
import { fetchRegulation, fetchRegulations } from './calls.ts';
import { shortDate } from './format.ts';
import type { PageSearch } from './page-search.ts';
import { RulesView } from './RulesView.tsx';
import { TimetableView } from './TimetableView.tsx';
import { usePageSearch } from './use-page-search.ts';

export function RegulationPage() {
  const t = useText();
  return <OfficePage title={t('reg.title')}>{(session) => <Page session={session} />}</OfficePage>;
}

function Page({ session }: { session: SessionInfo }) {
  const t = useText();
  const [search] = usePageSearch();
  const list = useQuery({ queryKey: ['regulations'], queryFn: ({ signal }) => fetchRegulations(signal) });
  const effective = list.data?.profiles.filter((profile) => profile.effective) ?? [];
  const chosen =
    effective.find(({ locality }) => locality === search.dp)?.locality ?? list.data?.home ?? null;
  return (
    <div className="reg-content">
      <FailureText code={codeOf(list.error)} />
      {list.isPending && <p className="muted">{t('common.loading')}</p>}
      {chosen !== null && (
        <>
          <LocalityTabs profiles={effective} chosen={chosen} />
          <OfLocality locality={chosen} home={list.data?.home ?? chosen} session={session} />
        </>
      )}
    </div>
  );
}

function LocalityTabs({
  profiles,
  chosen,
}: {
  profiles: readonly { locality: LocalityCode; name: string }[];
  chosen: LocalityCode;
}) {
  const t = useText();
  const [, change] = usePageSearch();
  return (
    <nav className="reg-localities segments" aria-label={t('reg.locality')}>
      {profiles.map(({ locality, name }) => (
        <button
          key={locality}
          type="button"
          className="button"
          aria-pressed={locality === chosen}
          onClick={() => change({ dp: locality, loai: undefined })}
        >
          {name}
        </button>
      ))}
    </nav>
  );
}

const views = {
  'thoi-han': 'reg.view.timetable',
  'quy-dinh': 'reg.view.rules',
  lich: 'reg.view.calendar',
} as const satisfies Record<NonNullable<PageSearch['muc']>, string>;
const viewKeys = ['thoi-han', 'quy-dinh', 'lich'] as const;

function OfLocality({
  locality,
  home,
  session,
}: {
  locality: LocalityCode;
  home: LocalityCode;
  session: SessionInfo;
}) {
  const t = useText();
  const [search, change] = usePageSearch();
  const view = search.muc ?? 'thoi-han';
  const { data, error, isPending } = useQuery({
    queryKey: ['regulation', locality],
    queryFn: ({ signal }) => fetchRegulation(locality, signal),
  });
  if (isPending) return <p className="muted">{t('common.loading')}</p>;
  if (!data) return <FailureText code={codeOf(error)} />;
  const { profile } = data;
  return (
    <>
      <Instrument profile={profile} isHome={locality === home} />
      <nav className="reg-views" aria-label={t('reg.views')}>
        {viewKeys.map((key) => (
          <button
            key={key}
            type="button"
            className="reg-view"
            aria-current={key === view ? 'page' : undefined}
            onClick={() => change({ muc: key })}
          >
            {t(views[key])}
          </button>
        ))}
      </nav>
      {view === 'thoi-han' && <TimetableView key={locality} profile={profile} />}
      {view === 'quy-dinh' && <RulesView profile={profile} />}
      {view === 'lich' && <CalendarView profile={profile} session={session} />}
    </>
  );
}

function Instrument({ profile, isHome }: { profile: RegulationProfile; isHome: boolean }) {
  const t = useText();
  const { title, number, draft, note } = profile.instrument;
  return (
    <section className="reg-instrument" aria-label={profile.name}>
      <p>
        {number === null ? t('reg.instrumentNoNumber', { title }) : t('reg.instrument', { title, number })}
      </p>
      <p className="muted">
        {draft && <strong className="reg-chip attention">{t('reg.draft')}</strong>}
        <span>{t('reg.version', { version: profile.version, date: shortDate(profile.validFrom) })}</span>
        {isHome && <span className="reg-chip">{t('reg.ownLocality')}</span>}
        {note !== null && <span>{note}</span>}
      </p>
    </section>
  );
}
