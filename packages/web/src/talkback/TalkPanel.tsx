import './talkback.css';
import { type MeetingId, type SiteId, type TalkCall, TalkDeskId } from '@nhipcau/contracts';
import { useEffect, useMemo, useState } from 'react';
import { requestTicket } from '../api/calls.ts';
import { useDesk, useDeskState } from '../consoles/operator/desk-context.ts';
import { shortName } from '../live/bare-name.ts';
import { useConnection, useSites, useWholeMeeting } from '../live/use-live.ts';
import { LocalMedia } from '../room/local-media.ts';
import { useRoom } from '../screen/use-room.ts';
import { useStore } from '../state/use-store.ts';
import { useLanguage, useText } from '../text/language.tsx';
import { timeOfDay } from '../ui/durations.ts';
import { Icon } from '../ui/Icon.tsx';
import { PushToTalk } from './PushToTalk.tsx';
import { callChoices, speakingSites } from './talk-state.ts';

/** The console's place on the talkback: who rings, whom it speaks with, whom it may call (R-CDT-17). */
export function TalkPanel({ meetingId }: { meetingId: MeetingId }) {
  const t = useText();
  const meeting = useWholeMeeting();
  const [deskId] = useState(() => TalkDeskId.parse(`desk.${crypto.randomUUID()}`));
  if (meeting?.phase !== 'live') return null;
  const own = meeting.talks.find((talk) => talk.deskId === deskId) ?? null;
  return (
    <section className="talk-panel" aria-labelledby="talk-title">
      <h2 id="talk-title">{t('talk.title')}</h2>
      <Rings deskId={deskId} own={own} />
      {own ? <OwnCall meetingId={meetingId} own={own} /> : <CallButtons deskId={deskId} />}
      {meeting.talks
        .filter((talk) => talk !== own)
        .map((talk) => (
          <p key={talk.deskId} className="muted">
            {t('talk.others', { name: talk.by.name, count: talk.siteIds.length })}
          </p>
        ))}
    </section>
  );
}

/** Sites that ring, the longest waiting first; answering one in a call takes it into the call. */
function Rings({ deskId, own }: { deskId: TalkDeskId; own: TalkCall | null }) {
  const { t, language } = useLanguage();
  const desk = useDesk();
  const { live } = useConnection();
  const asks = useWholeMeeting()?.talkAsks ?? [];
  if (asks.length === 0) return null;
  return (
    <ul className="talk-rings">
      {asks.slice(0, 5).map(({ siteId, at }) => (
        <li key={siteId}>
          <Icon name="bell" />
          <strong>{t('talk.rings', { site: shortName(live.site(siteId)?.name ?? siteId) })}</strong>
          <time>{timeOfDay(at, language)}</time>
          <button
            type="button"
            className="button primary"
            onClick={() =>
              desk.give({ type: 'talk.call', deskId, siteIds: [...(own?.siteIds ?? []), siteId] })
            }
          >
            {t('talk.answer')}
          </button>
          <button
            type="button"
            className="button quiet"
            onClick={() => desk.give({ type: 'talk.dismiss', siteId })}
          >
            {t('talk.dismiss')}
          </button>
        </li>
      ))}
    </ul>
  );
}

function CallButtons({ deskId }: { deskId: TalkDeskId }) {
  const t = useText();
  const desk = useDesk();
  const selected = useDeskState((state) => state.selected);
  const choices = callChoices(useSites(), selected);
  const call = (siteIds: SiteId[]) => desk.give({ type: 'talk.call', deskId, siteIds });
  const one = choices.site;
  useTalkKey(() => one && call([one.siteId]));
  return (
    <div className="talk-acts">
      <button type="button" className="button" disabled={!one} onClick={() => one && call([one.siteId])}>
        <Icon name="phone" />
        <span>{one ? t('talk.call', { site: shortName(one.name) }) : t('talk.callNone')}</span>
        <kbd>{t('key.l')}</kbd>
      </button>
      {choices.group && (
        <button type="button" className="button quiet" onClick={() => call(choices.group?.siteIds ?? [])}>
          <span>{t('talk.callGroup', { group: shortName(choices.group.name) })}</span>
        </button>
      )}
      <button
        type="button"
        className="button quiet"
        disabled={choices.all.length === 0}
        onClick={() => call(choices.all)}
      >
        {t('talk.callAll')}
      </button>
    </div>
  );
}

function OwnCall({ meetingId, own }: { meetingId: MeetingId; own: TalkCall }) {
  const t = useText();
  const desk = useDesk();
  const { live } = useConnection();
  const { deskId, siteIds, answered } = own;
  const [local] = useState(() => new LocalMedia());
  const [isAsking, setAsking] = useState(true);
  useEffect(() => {
    void local.openTalk().finally(() => setAsking(false));
    return () => local.close();
  }, [local]);
  const seat = useMemo(
    () => ({
      local,
      meter: null,
      obtainTicket: () => requestTicket(meetingId, { kind: 'desk', deskId: TalkDeskId.parse(deskId) }),
    }),
    [local, meetingId, deskId],
  );
  const { room } = useRoom(seat);
  const hasMic = useStore(local.store, (state) => state.talkTrack !== null);
  const end = () => desk.give({ type: 'talk.end', deskId: TalkDeskId.parse(deskId) });
  useTalkKey(end);
  const nameOf = (siteId: SiteId) => shortName(live.site(siteId)?.name ?? siteId);
  const speaking = speakingSites(useSites(), answered).map(nameOf);
  const [first] = siteIds;
  const names =
    siteIds.length > 3 && first
      ? t('talk.more', { first: nameOf(first), count: siteIds.length - 1 })
      : siteIds.map(nameOf).join(', ');
  const isReady = room.line.kind === 'whole' && hasMic;
  return (
    <div className="talk-own">
      <p>
        <strong>{t('talk.with', { sites: names })}</strong>{' '}
        <span className="muted">{t('talk.answered', { count: answered.length, all: siteIds.length })}</span>
      </p>
      {speaking.length > 0 && (
        <p className="talk-speaking" role="status">
          <Icon name="speaker" /> {t('talk.speaking', { sites: speaking.slice(0, 4).join(', ') })}
        </p>
      )}
      {!isReady && (
        <p className="muted" role="status">
          {t(hasMic || isAsking ? 'talk.connecting' : 'talk.noMic')}
        </p>
      )}
      <div className="talk-acts">
        <PushToTalk local={local} disabled={!isReady} hotKey={{ code: 'KeyP', label: t('key.p') }} />
        <button type="button" className="button" onClick={end}>
          {t('talk.end')}
          <kbd>{t('key.l')}</kbd>
        </button>
      </div>
    </div>
  );
}

/** L calls the site in hand, or ends the call. */
function useTalkKey(act: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.code !== 'KeyL' || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      const { target } = event;
      if (target instanceof HTMLElement && target.matches('input:not([type="checkbox"]), select, textarea'))
        return;
      event.preventDefault();
      act();
    };
    globalThis.addEventListener('keydown', onKey);
    return () => globalThis.removeEventListener('keydown', onKey);
  });
}
