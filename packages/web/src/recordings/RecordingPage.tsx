import { MeetingId } from '@nhipcau/contracts';
import { mayEver } from '@nhipcau/domain';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { OfficePage } from '../office/OfficePage.tsx';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { ZONE } from '../ui/zone.ts';
import { AccessRequestsPanel } from './AccessRequestsPanel.tsx';
import { fetchRecordingList } from './calls.ts';
import { RecordingsPanel } from './RecordingsPanel.tsx';

/** `/ban-ghi/$meetingId`: one recording, its hand-over, who asks for it; also of a meeting without a file. */
export function RecordingPage() {
  const { t, language } = useLanguage();
  const meetingId = MeetingId.parse(useParams({ from: '/ban-ghi/$meetingId' }).meetingId);
  const list = useQuery({
    queryKey: ['recording-list', undefined],
    queryFn: ({ signal }) => fetchRecordingList(undefined, signal),
  });
  const known = list.data?.recordings.find((one) => one.meetingId === meetingId);
  const speech = { t, language, timeZone: ZONE };
  return (
    <OfficePage
      title={known?.title ?? t('rec.list')}
      subtitle={known && dateAndTime(known.startedAt, language)}
      actions={
        known?.mayRead === true &&
        known.fileNumber !== null && (
          <Link className="button" to="/dang-ky/$meetingId" params={{ meetingId }}>
            {t('rec.file')}
          </Link>
        )
      }
    >
      {(session) => (
        <div className="rec-page">
          {mayEver(session.grants, 'recording.read') && (
            <RecordingsPanel meetingId={meetingId} speech={speech} />
          )}
          <AccessRequestsPanel meetingId={meetingId} speech={speech} mayAsk={known?.mayAsk === true} />
        </div>
      )}
    </OfficePage>
  );
}
