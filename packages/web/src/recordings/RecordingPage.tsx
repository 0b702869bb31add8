import { MeetingId } from '@nhipcau/contracts';
import { mayEver } from '@nhipcau/domain';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { ZONE } from '../ui/zone.ts';
import { AccessRequestsPanel } from './AccessRequestsPanel.tsx';
import { fetchRecorded } from './calls.ts';
import { RecordingsPanel } from './RecordingsPanel.tsx';

/** `/ban-ghi/$meetingId`: one recording, its hand-over, who asks for it; also of a meeting without a file. */
export function RecordingPage() {
  const { t, language } = useLanguage();
  const meetingId = MeetingId.parse(useParams({ from: '/ban-ghi/$meetingId' }).meetingId);
  const query = useQuery({
    queryKey: ['recording-list', { meetingId }],
    queryFn: ({ signal }) => fetchRecorded(meetingId, signal),
  });
  const speech = { t, language, timeZone: ZONE };
  return (
    <OfficePage
      title={query.data?.title ?? t('rec.list')}
      subtitle={query.data && dateAndTime(query.data.startedAt, language)}
      actions={
        query.data?.mayRead === true &&
        query.data.fileNumber !== null && (
          <Link className="button" to="/dang-ky/$meetingId" params={{ meetingId }}>
            {t('rec.file')}
          </Link>
        )
      }
    >
      {(session) => (
        <div className="rec-page">
          <LoadState query={query}>
            {(recorded) => (
              <>
                {mayEver(session.grants, 'recording.read') && (
                  <RecordingsPanel meetingId={meetingId} speech={speech} />
                )}
                {recorded !== null && (
                  <AccessRequestsPanel meetingId={meetingId} speech={speech} mayAsk={recorded.mayAsk} />
                )}
              </>
            )}
          </LoadState>
        </div>
      )}
    </OfficePage>
  );
}
