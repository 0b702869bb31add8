import './regulation.css';
import { MeetingId, type Timetable } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { SignedIn } from '../access/SignedIn.tsx';
import { fetchMeetings } from '../api/calls.ts';
import { ApiFailure } from '../api/http.ts';
import { useLanguage } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { fetchRegulation, fetchTimetable } from './calls.ts';
import { RegulationBar } from './RegulationBar.tsx';
import { Timeline } from './Timeline.tsx';
import { Verdict } from './Verdict.tsx';

export function MeetingTimetablePage() {
  return <SignedIn>{() => <Page />}</SignedIn>;
}

/** What a registered meeting owes, by the version of the regulation it was registered under. */
function Page() {
  const { t } = useLanguage();
  const meetingId = MeetingId.parse(useParams({ from: '/quy-che/$meetingId' }).meetingId);
  const meetings = useQuery({ queryKey: ['meetings'], queryFn: ({ signal }) => fetchMeetings(signal) });
  const { data, error, isPending } = useQuery({
    queryKey: ['timetable', meetingId],
    queryFn: ({ signal }) => fetchTimetable(meetingId, signal),
    refetchInterval: 30_000,
  });
  const code = error === null ? null : error instanceof ApiFailure ? error.code : 'INTERNAL';
  const meeting = meetings.data?.meetings.find((one) => one.meetingId === meetingId);
  return (
    <div className="reg-page">
      <RegulationBar />
      <main className="reg-content">
        {meeting && <h2 className="reg-meeting">{meeting.title}</h2>}
        <FailureText code={code} />
        {isPending && <p className="muted">{t('common.loading')}</p>}
        {data && <OfMeeting timetable={data} />}
      </main>
    </div>
  );
}

function OfMeeting({ timetable }: { timetable: Timetable }) {
  const { t, language } = useLanguage();
  const { locality, profileVersion } = timetable;
  const { data } = useQuery({
    queryKey: ['regulation', locality, profileVersion],
    queryFn: ({ signal }) => fetchRegulation(locality, signal, profileVersion),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!data) return null;
  const speech = { t, language, timeZone: data.profile.timeZone };
  return (
    <section className="reg-result" aria-label={t('reg.timeline')}>
      <p className="muted">
        {t('reg.meetingUnder', { title: data.profile.instrument.title, version: profileVersion })}
      </p>
      <Verdict timetable={timetable} speech={speech} />
      <Timeline timetable={timetable} speech={speech} />
    </section>
  );
}
