import { useRef } from 'react';
import { ReportButton } from '../../conduct/ReportButton.tsx';
import { SpeakWish } from '../../conduct/SpeakWish.tsx';
import { MicWord } from '../../monitoring/MicWord.tsx';
import { micFaultOf } from '../../monitoring/mic-words.ts';
import type { LevelMeter } from '../../room/level-meter.ts';
import type { LocalMedia } from '../../room/local-media.ts';
import type { RoomClient } from '../../room/room-client.ts';
import type { RoomState } from '../../room/room-state.ts';
import { useLevel } from '../../screen/use-level.ts';
import { useStore } from '../../state/use-store.ts';
import { AskTalk } from '../../talkback/RoomTalk.tsx';
import { useText } from '../../text/language.tsx';
import { HoldButton } from '../../ui/HoldButton.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { LevelBar } from '../../ui/LevelBar.tsx';
import { QualityMark } from '../../ui/QualityMark.tsx';
import type { SecondScreen } from './use-second-screen.ts';

/** The room's own switches and the facts about its line. */
export function ControlBar({
  client,
  room,
  local,
  meter,
  second,
  cameraPanel,
  onLeave,
}: {
  client: RoomClient | null;
  room: RoomState;
  local: LocalMedia;
  meter: LevelMeter;
  second: SecondScreen;
  cameraPanel: { readonly isOpen: boolean; readonly toggle: () => void };
  onLeave: () => void;
}) {
  const t = useText();
  const own = useStore(local.store, (state) => state);
  const level = useLevel(meter);
  return (
    <section className="control-bar" aria-label={t('control.label')}>
      <div className="control-switches">
        <button
          type="button"
          className={`switch ${own.micOn ? 'on' : 'off'}`}
          aria-pressed={own.micOn}
          disabled={own.micTrack === null}
          onClick={() => local.setMicOn(!own.micOn)}
        >
          <Icon name={own.micOn ? 'mic' : 'micOff'} size={24} />
          <span>
            {t(own.micTrack === null ? 'device.noMic' : own.micOn ? 'control.micOn' : 'control.micOff')}
          </span>
          <kbd>{t('key.space')}</kbd>
        </button>
        <div className="control-level">
          <LevelBar db={own.micOn ? level.db : null} label={t('prejoin.micLevel')} />
          <span className="control-words">
            <FloorWord room={room} micOn={own.micOn} />
            <span role="status">
              <MicWord fault={own.micOn ? micFaultOf(level.sound, room.view?.hasFloor === true) : null} />
            </span>
          </span>
        </div>
        <button
          type="button"
          className={`switch ${own.cameraOn ? 'on' : 'off'}`}
          aria-pressed={own.cameraOn}
          disabled={own.cameraTrack === null}
          onClick={() => local.setCameraOn(!own.cameraOn)}
        >
          <Icon name={own.cameraOn ? 'camera' : 'cameraOff'} size={24} />
          <span>
            {t(
              own.cameraTrack === null
                ? 'device.noCamera'
                : own.cameraOn
                  ? 'control.cameraOn'
                  : 'control.cameraOff',
            )}
          </span>
        </button>
      </div>
      <dl className="control-facts">
        <div>
          <dt>{t('control.site')}</dt>
          <dd>{room.joined?.siteName ?? ''}</dd>
        </div>
        <div>
          <dt>{t('control.meeting')}</dt>
          <dd>{room.joined?.meetingTitle ?? ''}</dd>
        </div>
        <div>
          <dt>{t('control.line')}</dt>
          <dd>
            <QualityMark quality={room.line.kind === 'whole' ? room.quality : 'unknown'} />
          </dd>
        </div>
      </dl>
      <div className="control-acts">
        {client && <UnblockSound client={client} />}
        {client && room.view?.role === 'satellite' && room.view.waiting === null && (
          <SpeakWish client={client} notice={room.view.speak} />
        )}
        {client && room.view?.role === 'satellite' && <ReportButton client={client} />}
        {client && <AskTalk client={client} room={room} />}
        <button
          type="button"
          className="button icon-only"
          aria-label={t('camera.title')}
          title={t('camera.title')}
          aria-expanded={cameraPanel.isOpen}
          onClick={cameraPanel.toggle}
        >
          <Icon name="camera" />
        </button>
        <PresentButtons local={local} room={room} />
        {second.canOpen && (
          <button type="button" className="button" aria-pressed={second.isOpen} onClick={second.toggle}>
            <Icon name="external" />
            <span className="label">{t(second.isOpen ? 'control.closeSecond' : 'control.openSecond')}</span>
          </button>
        )}
        <button
          type="button"
          className="button icon-only"
          aria-label={t('control.fullScreen')}
          title={t('control.fullScreen')}
          onClick={toggleFullScreen}
        >
          <Icon name="full" />
        </button>
        <HoldButton
          hint={t('control.leaveHint')}
          onHeld={() => {
            void client?.leave();
            onLeave();
          }}
        >
          <Icon name="exit" />
          <span className="label">{t('control.leave')}</span>
        </HoldButton>
      </div>
    </section>
  );
}

function FloorWord({ room, micOn }: { room: RoomState; micOn: boolean }) {
  const t = useText();
  const hasFloor = room.view?.hasFloor === true;
  const text = hasFloor ? (micOn ? 'floor.open' : 'floor.openButMuted') : 'floor.closed';
  return <span className={`floor-word ${hasFloor ? 'open' : ''}`}>{t(text)}</span>;
}

function UnblockSound({ client }: { client: RoomClient }) {
  const t = useText();
  const blocked = useStore(client.audio.store, (state) => state.blocked);
  if (!blocked) return null;
  return (
    <button type="button" className="button air" onClick={() => client.audio.unblock()}>
      <Icon name="speaker" />
      {t('control.unblockSound')}
    </button>
  );
}

function PresentButtons({ local, room }: { local: LocalMedia; room: RoomState }) {
  const t = useText();
  const file = useRef<HTMLInputElement>(null);
  const content = useStore(local.store, (state) => state.contentTrack);
  if (content !== null)
    return (
      <button type="button" className="button" aria-pressed="true" onClick={() => local.stopPresenting()}>
        <Icon name="stop" />
        {t(room.view?.presenting ? 'content.stopLive' : 'content.stop')}
      </button>
    );
  if (room.view?.mayPresent !== true) return null;
  return (
    <>
      <button type="button" className="button" onClick={() => void local.presentScreen().catch(ignoreCancel)}>
        <Icon name="content" />
        <span className="label">{t('content.present')}</span>
      </button>
      <button
        type="button"
        className="button"
        title={t('content.file')}
        onClick={() => file.current?.click()}
      >
        <Icon name="film" />
        <span className="label">{t('content.file')}</span>
      </button>
      <input
        ref={file}
        type="file"
        accept="video/*"
        hidden
        onChange={({ target }) => {
          const chosen = target.files?.[0];
          if (chosen) void local.presentFile(chosen).catch(ignoreCancel);
          target.value = '';
        }}
      />
    </>
  );
}

/** The person closed the chooser: nothing was to be done. */
function ignoreCancel(): void {}

function toggleFullScreen(): void {
  if (document.fullscreenElement) void document.exitFullscreen().catch(ignoreCancel);
  else void document.documentElement.requestFullscreen().catch(ignoreCancel);
}
