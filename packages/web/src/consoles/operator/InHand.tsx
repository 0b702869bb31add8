import type { LiveSite, MeetingId } from '@nhipcau/contracts';
import { useMutation } from '@tanstack/react-query';
import { useCallback } from 'react';
import { requestRoomLink } from '../../api/calls.ts';
import { shortName } from '../../live/bare-name.ts';
import type { LiveStore } from '../../live/live-store.ts';
import { useLive, useMeeting } from '../../live/use-live.ts';
import { useText } from '../../text/language.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { QualityMark } from '../../ui/QualityMark.tsx';
import { useDeskState } from './desk-context.ts';
import { StateShape } from './StateShape.tsx';
import { flagList, flagsOf, flagText, stateText, stateTone } from './site-words.ts';

/** The site that the next command is about. */
export function InHand() {
  const t = useText();
  const selected = useDeskState((state) => state.selected);
  const read = useCallback((live: LiveStore) => (selected === null ? null : live.site(selected)), [selected]);
  const site = useLive(selected === null ? 'meeting' : `site:${selected}`, read);
  const meeting = useMeeting();
  if (site === null || meeting === null) return <p className="in-hand empty">{t('inHand.none')}</p>;
  const flags = flagList(flagsOf(meeting, site.siteId));
  return (
    <section className="in-hand" aria-label={t('inHand.label')}>
      <span className="tile-number large">{site.number}</span>
      <strong title={site.name}>{shortName(site.name)}</strong>
      <span className={`mark ${stateTone[site.state]}`}>
        <StateShape state={site.state} />
        {t(stateText[site.state])}
      </span>
      {site.state === 'connected' && <QualityMark quality={site.seat?.quality ?? 'unknown'} />}
      {flags.slice(0, 2).map((flag) => (
        <span key={flag} className={`flag ${flag}`}>
          {t(flagText[flag])}
        </span>
      ))}
      {site.duty && (
        <span className="in-hand-duty">
          <Icon name="phone" size={16} />
          {site.duty.phone}
        </span>
      )}
      <RoomLinkButtons key={site.siteId} meetingId={meeting.meetingId} site={site} />
    </section>
  );
}

/** Opens a site's room on this machine, or copies the one-time link for another. */
function RoomLinkButtons({ meetingId, site }: { meetingId: MeetingId; site: LiveSite }) {
  const t = useText();
  const copy = useMutation({
    mutationFn: async () => {
      const { path } = await requestRoomLink(meetingId, site.siteId);
      await navigator.clipboard.writeText(new URL(path, globalThis.location.origin).href);
    },
  });
  const open = useMutation({
    mutationFn: async () => {
      // Opened at once, in the click: a window opened after the reply would be held back.
      const tab = globalThis.open('about:blank', '_blank');
      try {
        const { path } = await requestRoomLink(meetingId, site.siteId);
        if (tab) tab.location.href = new URL(path, globalThis.location.origin).href;
      } catch (cause) {
        tab?.close();
        throw cause;
      }
    },
  });
  const copyText = t(
    copy.isSuccess ? 'roomLink.copied' : copy.isError || open.isError ? 'roomLink.failed' : 'roomLink.copy',
  );
  return (
    <span className="in-hand-links">
      <button
        type="button"
        className="button quiet"
        disabled={copy.isPending}
        aria-label={copyText}
        title={copyText}
        onClick={() => copy.mutate()}
      >
        <Icon name={copy.isSuccess ? 'check' : 'link'} />
        <span className="wide">{copyText}</span>
      </button>
      <button
        type="button"
        className="button quiet"
        disabled={open.isPending}
        aria-label={t('roomLink.open')}
        title={t('roomLink.open')}
        onClick={() => open.mutate()}
      >
        <Icon name="external" />
        <span className="wide">{t('roomLink.open')}</span>
      </button>
    </span>
  );
}
