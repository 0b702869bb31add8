import './map.css';
import { MeetingId } from '@nhipcau/contracts';
import { Link, useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { SignedIn } from '../../access/SignedIn.tsx';
import { LiveMeetingProvider } from '../../live/LiveMeetingProvider.tsx';
import { useLive, useMeeting, useSites } from '../../live/use-live.ts';
import { useText } from '../../text/language.tsx';
import { Brand } from '../../ui/Brand.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { LanguageSwitch, ThemeSwitch } from '../../ui/Switches.tsx';
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

function MapView() {
  const t = useText();
  const meeting = useMeeting();
  const nodes = useLive('nodes', (live) => live.nodes());
  const links = useLive('nodes', (live) => live.links());
  const sites = useSites();
  const map = useMemo(() => cascadeMap(nodes, links, sites, meeting), [nodes, links, sites, meeting]);
  return (
    <div className="map-page">
      <header className="app-bar">
        <Brand size={24} />
        <h1>{t('map.title')}</h1>
        <span className="muted map-meeting">{meeting?.title ?? ''}</span>
        <span className="push" />
        {meeting && (
          <Link className="button" to="/dieu-hanh/$meetingId" params={{ meetingId: meeting.meetingId }}>
            <Icon name="broadcast" />
            {t('home.openConsole')}
          </Link>
        )}
        <LanguageSwitch />
        <ThemeSwitch />
      </header>
      <ServerBanner />
      <main className="map-main">
        <CascadeFlow map={map} />
        <LinkTable map={map} />
      </main>
    </div>
  );
}
