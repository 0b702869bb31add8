import './regulation.css';
import { MeetingId, type MeetingLedger, type SessionInfo, type Timetable } from '@nhipcau/contracts';
import { mayEver } from '@nhipcau/domain';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { fetchMeetings } from '../api/calls.ts';
import { codeOf } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useLanguage } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { fetchRegulation, fetchTimetable } from './calls.ts';
import { fetchLedger } from './ledger/calls.ts';
import { DueActs } from './ledger/DueActs.tsx';
import { LedgerChanges } from './ledger/LedgerChanges.tsx';
import { Timeline } from './Timeline.tsx';
import { Verdict } from './Verdict.tsx';

/** What a registered meeting owes, by the version of the regulation it was registered under. */
export function MeetingTimetablePage() {
  const { t } = useLanguage();
  const meetingId = MeetingId.parse(useParams({ from: '/quy-che/$meetingId' }).meetingId);
  const meetings = useQuery({ queryKey: ['meetings'], queryFn: ({ signal }) => fetchMeetings(signal) });
  const { data, error, isPending } = useQuery({
    queryKey: ['timetable', meetingId],
    queryFn: ({ signal }) => fetchTimetable(meetingId, signal),
    refetchInterval: 30_000,
  });
  // Only meetings with a file have a ledger; those of the desk before files were kept do not.
  const ledger = useQuery({
    queryKey: ['ledger', meetingId],
    queryFn: ({ signal }) => fetchLedger(meetingId, signal),
    refetchInterval: 30_000,
    retry: false,
  });
  const meeting = meetings.data?.meetings.find((one) => one.meetingId === meetingId);
  return (
    <OfficePage title={meeting?.title ?? t('reg.title')}>
      {(session) => (
        <div className="reg-content">
          <FailureText code={codeOf(error)} />
          {isPending && <p className="muted">{t('common.loading')}</p>}
          {data && (
            <OfMeeting
              timetable={ledger.data?.timetable ?? data}
              ledger={ledger.data ?? null}
              meetingId={meetingId}
              session={session}
            />
          )}
        </div>
      )}
    </OfficePage>
  );
}

function OfMeeting({
  timetable,
  ledger,
  meetingId,
  session,
}: {
  timetable: Timetable;
  ledger: MeetingLedger | null;
  meetingId: MeetingId;
  session: SessionInfo;
}) {
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
      <Timeline
        timetable={timetable}
        speech={speech}
        actsOn={({ deadlineId, duty, state }) =>
          ledger !== null &&
          (state === 'pending' || state === 'late') && (
            <DueActs
              meetingId={meetingId}
              deadlineId={deadlineId}
              duty={duty}
              mayReport={mayEver(session.grants, 'deadline.report')}
              mayWaive={mayEver(session.grants, 'deadline.waive')}
            />
          )
        }
      />
      {ledger !== null && <LedgerChanges ledger={ledger} speech={speech} />}
    </section>
  );
}
