import { instant, PreviewTimetable, type RegulationProfile } from '@nhipcau/contracts';
import { dateOf, shiftDate } from '@nhipcau/domain';
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiFailure } from '../api/http.ts';
import { useLanguage, useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { previewTimetable } from './calls.ts';
import { fromField, toField } from './format.ts';
import { MeetingForm } from './MeetingForm.tsx';
import type { PageSearch } from './page-search.ts';
import { Timeline } from './Timeline.tsx';
import { usePageSearch } from './use-page-search.ts';
import { Verdict } from './Verdict.tsx';

const DEFAULT_LEAD_DAYS = 7;
const DEFAULT_START = '08:00';
const DEFAULT_SITES = 20;

/** The whole legal timetable of a meeting before anybody has submitted it. */
export function TimetableView({ profile }: { profile: RegulationProfile }) {
  const t = useText();
  const { language } = useLanguage();
  const [search, change] = usePageSearch();
  const [openedAt] = useState(() => instant(Date.now()));
  const { timeZone } = profile;
  const suggested = `${shiftDate(dateOf(openedAt, timeZone), DEFAULT_LEAD_DAYS)}T${DEFAULT_START}`;
  const filled = {
    ...search,
    bd: search.bd ?? suggested,
    dk: search.dk ?? toField(openedAt, timeZone),
    so: search.so ?? DEFAULT_SITES,
  };
  const request = requestOf(filled, profile);
  const { data, error, isPending } = useQuery({
    queryKey: ['timetable', profile.locality, profile.version, request],
    queryFn:
      request === null ? skipToken : ({ signal }) => previewTimetable(profile.locality, request, signal),
    placeholderData: keepPreviousData,
  });
  const code = error === null ? null : error instanceof ApiFailure ? error.code : 'INTERNAL';
  return (
    <div className="reg-columns">
      <MeetingForm profile={profile} values={filled} onChange={change} />
      <section className="reg-result" aria-label={t('reg.timeline')} aria-busy={isPending}>
        <FailureText code={code} />
        {request === null && <p className="muted">{t('reg.form.incomplete')}</p>}
        {data && request && code === null && (
          <>
            <Verdict timetable={data} speech={{ t, language, timeZone }} />
            <Timeline timetable={data} speech={{ t, language, timeZone }} />
          </>
        )}
      </section>
    </div>
  );
}

function requestOf(search: PageSearch, { kinds, timeZone }: RegulationProfile): PreviewTimetable | null {
  const kind = kinds.find(({ key }) => key === search.loai) ?? kinds[0];
  const parsed = PreviewTimetable.safeParse({
    kind: kind?.key,
    urgency: search.khan ? 'urgent' : 'planned',
    recording: search.ghi ?? false,
    siteCount: search.so,
    start: fromField(search.bd, timeZone),
    end: null,
    registeredAt: fromField(search.dk, timeZone),
  });
  return parsed.success ? parsed.data : null;
}
