import { useQuery } from '@tanstack/react-query';
import { Redirect } from '../../access/Redirect.tsx';
import { SignedIn } from '../../access/SignedIn.tsx';
import { fetchMeetings } from '../../api/calls.ts';

/** Takes the chair straight to the meeting it leads now; to the list when there is none. */
export function ChairHomePage() {
  return <SignedIn>{({ siteId }) => <OwnMeeting siteId={siteId} />}</SignedIn>;
}

function OwnMeeting({ siteId }: { siteId: string | null }) {
  const meetings = useQuery({ queryKey: ['meetings'], queryFn: ({ signal }) => fetchMeetings(signal) });
  if (meetings.isPending) return null;
  const own = meetings.data?.meetings.filter(
    ({ chairSiteId, phase }) => chairSiteId === siteId && phase !== 'ended',
  );
  const meeting = own?.find(({ phase }) => phase === 'live') ?? own?.[0];
  return <Redirect href={meeting ? `/chu-toa/${encodeURIComponent(meeting.meetingId)}` : '/'} />;
}
