import './talkback.css';
import { useEffect } from 'react';
import type { LocalMedia } from '../room/local-media.ts';
import type { RoomClient } from '../room/room-client.ts';
import { isTalkHeld, type RoomState } from '../room/room-state.ts';
import { useStore } from '../state/use-store.ts';
import { useText } from '../text/language.tsx';
import { Icon } from '../ui/Icon.tsx';
import { PushToTalk } from './PushToTalk.tsx';

/** The talkback at a room: who calls, answering, speaking; the meeting goes on above it (R-CDT-17). */
export function RoomTalk({
  client,
  room,
  local,
}: {
  client: RoomClient | null;
  room: RoomState;
  local: LocalMedia;
}) {
  const t = useText();
  const talk = room.view?.talk ?? null;
  const own = useStore(local.store, (state) => state);
  const isIn = talk?.state === 'answered';
  useEffect(() => {
    if (isIn) void local.openTalk();
    else local.closeTalk();
  }, [isIn, local]);
  if (talk === null || client === null) return null;
  const others = talk.others > 0 ? ` ${t('talk.withOthers', { count: talk.others })}` : '';
  return (
    <section className={`room-talk ${talk.state}`} aria-label={t('talk.title')} aria-live="polite">
      <p className="room-talk-who">
        <Icon name="phone" />
        <strong>
          {talk.state === 'asked'
            ? t('talk.asked')
            : t(talk.state === 'called' ? 'talk.calledBy' : 'talk.inCall', { by: talk.by })}
        </strong>
        {others}
      </p>
      <div className="room-talk-acts">
        {talk.state === 'called' && (
          <button type="button" className="button primary" onClick={() => client.talk('answer')}>
            {t('talk.answer')}
          </button>
        )}
        {isIn && <PushToTalk local={local} disabled={own.talkTrack === null || !room.wanted.talk} />}
        <button type="button" className="button" onClick={() => client.talk('leave')}>
          {t(talk.state === 'asked' ? 'talk.askStop' : talk.state === 'called' ? 'talk.dismiss' : 'talk.end')}
        </button>
        {talk.state !== 'asked' && own.speakers.length > 1 && (
          <select
            className="input"
            aria-label={t('talk.speaker')}
            title={t('talk.speaker')}
            value={own.talkSpeakerId ?? ''}
            onChange={({ target }) => local.chooseTalkSpeaker(target.value === '' ? null : target.value)}
          >
            <option value="">{t('talk.sameSpeaker')}</option>
            {own.speakers.map(({ deviceId, label }) => (
              <option key={deviceId} value={deviceId}>
                {label}
              </option>
            ))}
          </select>
        )}
      </div>
      <p className="room-talk-note">
        {isIn && own.talkTrack === null && own.micProblem !== null
          ? t('talk.noRoomMic')
          : talk.state !== 'asked' && isTalkHeld(room.view, own)
            ? t('talk.held')
            : t('talk.apart')}
      </p>
    </section>
  );
}

/** Rings the centre's technicians. */
export function AskTalk({ client, room }: { client: RoomClient; room: RoomState }) {
  const t = useText();
  if (room.view === null || room.view.talk !== null) return null;
  return (
    <button type="button" className="button" title={t('talk.askCentre')} onClick={() => client.talk('ask')}>
      <Icon name="phone" />
      <span className="label">{t('talk.askCentre')}</span>
    </button>
  );
}
