import '../../regulation/regulation.css';
import '../../registration/registration.css';
import './home.css';
import type { Action, SessionInfo } from '@nhipcau/contracts';
import { mayEver } from '@nhipcau/domain';
import { serverNow } from '../../api/server-clock.ts';
import { DeputyPart } from '../../deputies/DeputyPart.tsx';
import { NewFile } from '../../registration/RegistrationsPage.tsx';
import { useLanguage } from '../../text/language.tsx';
import { OfficePage } from '../OfficePage.tsx';
import { CasesPart } from './CasesPart.tsx';
import { DuePart } from './DuePart.tsx';
import { FilesPart } from './FilesPart.tsx';
import { MeetingCards } from './MeetingCards.tsx';
import { ReceivedPart } from './ReceivedPart.tsx';
import { ServedPart } from './ServedPart.tsx';
import { TasksPart } from './TasksPart.tsx';
import { UpkeepPart } from './UpkeepPart.tsx';

/** What is due today for whoever is signed in, the next act at hand. */
export function HomePage() {
  const { t, language } = useLanguage();
  const today = new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', { dateStyle: 'full' }).format(
    serverNow(),
  );
  return (
    <OfficePage title={t('office.home')} subtitle={today}>
      {(session) => <Home session={session} />}
    </OfficePage>
  );
}

function Home({ session }: { session: SessionInfo }) {
  const { t } = useLanguage();
  const may = (action: Action) => mayEver(session.grants, action);
  const meetings = (may('meeting.watch') || may('ticket.take')) && <MeetingCards session={session} />;
  // Whoever conducts comes for the console; the papers can wait below.
  const conducts = session.role === 'operator' || session.role === 'chair' || session.role === 'technician';
  const isPartner = session.role === 'partner';
  return (
    <>
      <div className="home-hello">
        <p>{t('home.greeting', { name: session.name })}</p>
        {may('registration.write') && <NewFile />}
      </div>
      {conducts && meetings}
      <div className="home-parts">
        {may('registration.decide') && <FilesPart view="inbox" />}
        <DeputyPart />
        {may('incident.read') && <CasesPart />}
        {may('notice.acknowledge') && <ReceivedPart isPartner={isPartner} />}
        {isPartner && <ServedPart />}
        {may('notice.send') && <TasksPart />}
        {may('registration.write') && <FilesPart view="mine" />}
        {may('registration.read') && <DuePart />}
        {may('asset.write') && <UpkeepPart />}
      </div>
      {!conducts && meetings}
    </>
  );
}
