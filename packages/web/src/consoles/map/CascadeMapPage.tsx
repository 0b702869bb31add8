import './map.css';
import { type LiveMeeting, MeetingId } from '@nhipcau/contracts';
import { Link, useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { SignedIn } from '../../access/SignedIn.tsx';
import { LiveBar } from '../../live/LiveBar.tsx';
import { LiveMeetingProvider } from '../../live/LiveMeetingProvider.tsx';
import { useLive, useMeeting, useSites } from '../../live/use-live.ts';
import { useText } from '../../text/language.tsx';
import { ServerBanner } from '../operator/ServerBanner.tsx';
import { CascadeFlow } from './CascadeFlow.tsx';
import { cascadeMap } from './cascade.ts';
import { LinkTable } from './LinkTable.tsx';

/** The cascade as it is now: nodes, links, and every stream that crosses them. */
export function CascadeMapPage() {
  const params = useParams({ from: '/dieu-hanh/$meetingId/so-do' });
  return (
    <SignedIn>
      {() => (
        <LiveMeetingProvider meetingId={MeetingId.parse(params.meetingId)} wantsStills={false}>
          <MapView />
        </LiveMeetingProvider>
      )}
    </SignedIn>
  );
}

/** Before the meeting there is the plan; the map is of what is connected. */
function NotYet({ meeting: { meetingId, phase } }: { meeting: Pick<LiveMeeting, 'meetingId' | 'phase'> }) {
  const t = useText();
  return (
    <div className="map-none">
      <p>{t(phase === 'ended' ? 'map.over' : 'map.notYet')}</p>
      <Link className="button" to="/chuan-bi/$meetingId/phuong-an" params={{ meetingId }}>
        {t('plan.title')}
      </Link>
    </div>
  );
}

function MapView() {
  const t = useText();
  const meeting = useMeeting();
  const nodes = useLive('nodes', (live) => live.nodes());
  const links = useLive('nodes', (live) => live.links());
  const sites = useSites();
  const map = useMemo(() => cascadeMap(nodes, links, sites, meeting), [nodes, links, sites, meeting]);
  return (
    <div className="map-page">
      <LiveBar title={t('map.title')} />
      <ServerBanner />
      <main className="map-main">
        {meeting !== null && meeting.phase !== 'live' && map.nodes.length === 0 ? (
          <NotYet meeting={meeting} />
        ) : (
          <CascadeFlow map={map} />
        )}
        {meeting && <LinkTable map={map} meetingId={meeting.meetingId} />}
      </main>
    </div>
  );
}
