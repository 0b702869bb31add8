import type { RoomHelp } from '@nhipcau/contracts';
import { useState } from 'react';
import { RoomCamera } from '../../camera/CameraPanel.tsx';
import type { OfSite } from '../../camera/calls.ts';
import { AttendanceQuestion } from '../../conduct/AttendanceQuestion.tsx';
import { DirectionNotices } from '../../conduct/DirectionNotices.tsx';
import { SpeechCountdown } from '../../conduct/SpeakWish.tsx';
import type { LevelMeter } from '../../room/level-meter.ts';
import type { LocalMedia } from '../../room/local-media.ts';
import { ScreenView } from '../../screen/ScreenView.tsx';
import { TallyBanner } from '../../screen/TallyBanner.tsx';
import { type SeatOptions, usePictureSource, useRoom } from '../../screen/use-room.ts';
import { useStore } from '../../state/use-store.ts';
import { RoomTalk } from '../../talkback/RoomTalk.tsx';
import { useText } from '../../text/language.tsx';
import { CallSignal } from './CallSignal.tsx';
import { ControlBar } from './ControlBar.tsx';
import { FinishedView } from './FinishedView.tsx';
import { LineBanner } from './LineBanner.tsx';
import { SelfView } from './SelfView.tsx';
import { useRoomKeys } from './use-room-keys.ts';
import { useSecondScreen } from './use-second-screen.ts';
import { useWakeLock } from './use-wake-lock.ts';
import { WaitingView } from './WaitingView.tsx';

/** A room in the meeting: the program, its own picture, and only what its people need. */
export function TerminalView({
  session,
  seat,
  local,
  meter,
  onLeave,
}: {
  /** With whom to call when the room is not in the meeting. */
  session: OfSite & { readonly help?: readonly RoomHelp[] };
  seat: SeatOptions;
  local: LocalMedia;
  meter: LevelMeter;
  onLeave: () => void;
}) {
  const t = useText();
  const { client, room } = useRoom(seat);
  const own = useStore(local.store, (state) => state);
  const source = usePictureSource(room, own);
  const second = useSecondScreen(room.view?.second ?? null, source);
  useWakeLock();
  useRoomKeys(local, room.view);
  const [cameraOpen, setCameraOpen] = useState(false);
  if (room.finished !== null && room.finished !== 'left')
    return (
      <FinishedView
        reason={room.finished}
        refusal={room.refusal}
        meetingId={session.meetingId}
        help={session.help}
        onAgain={onLeave}
      />
    );
  const { view } = room;
  // With a single display the content is drawn beside the people picture.
  const beside = view?.second && !second.isOpen ? view.second : null;
  const inset = view?.role === 'chair' ? view.insets.find(({ role }) => role === 'program') : undefined;
  return (
    <div className={`terminal ${view?.tally === 'onAir' ? 'on-air' : ''}`} data-line={room.line.kind}>
      <LineBanner room={room} />
      <main className={`terminal-stage ${beside ? 'with-content' : ''}`}>
        {view?.waiting ? (
          <WaitingView waiting={view.waiting} />
        ) : view ? (
          <ScreenView
            screen={view.main}
            source={source}
            label={t(view.role === 'chair' ? 'screen.chairView' : 'screen.program')}
          />
        ) : (
          <p className="terminal-waiting">{t('room.connecting')}</p>
        )}
        {beside && <ScreenView screen={beside} source={source} label={t('screen.content')} />}
        {view?.role === 'chair' && view.main.panes.every(({ kind }) => kind === 'empty') && (
          <p className="terminal-hint">{t('chair.emptyView')}</p>
        )}
        <div className="terminal-top">
          {view && <TallyBanner tally={view.tally} />}
          <SpeechCountdown notice={view?.speak ?? null} offsetMs={room.serverOffsetMs} />
          <DirectionNotices client={client} view={view} />
        </div>
        {view?.recording && (
          <p className="terminal-recording" role="status">
            {t('record.roomNotice')}
          </p>
        )}
        {view?.chamber && (
          <p className="terminal-room">
            {t('chamber.youAreIn', {
              room: view.chamber.kind === 'technical' ? t('chamber.technical') : view.chamber.name,
            })}
          </p>
        )}
        <div className="terminal-corner">
          {inset && (
            <div className="corner-picture">
              <span className="corner-label air">{t('screen.onAirNow')}</span>
              <ScreenView screen={inset.screen} source={source} label={t('screen.onAirNow')} />
            </div>
          )}
          <SelfView local={own} />
        </div>
        {view && <Captions texts={view.captions.map(({ text }) => text)} />}
      </main>
      {view?.called && (
        <CallSignal
          micOn={own.micOn}
          hasFloor={view.hasFloor}
          speakerId={own.speakerId}
          onOpenMic={() => local.setMicOn(true)}
        />
      )}
      {client && view?.attendanceAsked && <AttendanceQuestion client={client} />}
      <RoomCamera isOpen={cameraOpen} session={session} client={client} view={view} local={local} />
      <RoomTalk client={client} room={room} local={local} />
      <ControlBar
        client={client}
        room={room}
        local={local}
        meter={meter}
        second={second}
        cameraPanel={{ isOpen: cameraOpen, toggle: () => setCameraOpen(!cameraOpen) }}
        onLeave={onLeave}
      />
    </div>
  );
}

function Captions({ texts }: { texts: readonly string[] }) {
  const shown = texts.filter((text) => text !== '');
  if (shown.length === 0) return null;
  return <p className="terminal-caption">{shown.join(' · ')}</p>;
}
