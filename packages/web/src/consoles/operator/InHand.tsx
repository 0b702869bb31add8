import { useCallback } from 'react';
import { shortName } from '../../live/bare-name.ts';
import type { LiveStore } from '../../live/live-store.ts';
import { useLive, useWholeMeeting } from '../../live/use-live.ts';
import { alarmText } from '../../monitoring/alarm-text.ts';
import { LineButton } from '../../monitoring/LineButton.tsx';
import { MicWord } from '../../monitoring/MicWord.tsx';
import { micFaultAt } from '../../monitoring/mic-words.ts';
import { useText } from '../../text/language.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { QualityMark } from '../../ui/QualityMark.tsx';
import { useDesk, useDeskState } from './desk-context.ts';
import { RoomLinkButtons } from './RoomLinkButtons.tsx';
import { StateShape } from './StateShape.tsx';
import { flagList, flagsOf, flagText, stateText, stateTone } from './site-words.ts';

function CameraButton() {
  const t = useText();
  const desk = useDesk();
  const isOpen = useDeskState((state) => state.cameraOpen);
  return (
    <button
      type="button"
      className="button quiet"
      aria-pressed={isOpen}
      aria-label={t('camera.title')}
      title={t('camera.title')}
      onClick={() => desk.toggleCamera()}
    >
      <Icon name="camera" />
      <span className="wide">{t('camera.short')}</span>
      <kbd>{t('key.o')}</kbd>
    </button>
  );
}

/** The site that the next command is about. */
export function InHand() {
  const t = useText();
  const selected = useDeskState((state) => state.selected);
  const read = useCallback((live: LiveStore) => (selected === null ? null : live.site(selected)), [selected]);
  const site = useLive(selected === null ? 'meeting' : `site:${selected}`, read);
  const meeting = useWholeMeeting();
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
      {site.state === 'connected' && site.seat?.transport === 'tcp' && (
        <span className="mark fair" title={t('inHand.tcpHint')}>
          {t('inHand.tcp')}
        </span>
      )}
      <MicWord fault={micFaultAt(site, true)} />
      {site.alarms.length > 0 && (
        <span className="mark poor">{site.alarms.map((alarm) => t(alarmText[alarm])).join(', ')}</span>
      )}
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
      <LineButton
        key={`line ${site.siteId}`}
        meetingId={meeting.meetingId}
        subject={{ kind: 'site', siteId: site.siteId }}
        name={site.name}
      />
      <CameraButton />
      <RoomLinkButtons key={site.siteId} meetingId={meeting.meetingId} site={site} />
    </section>
  );
}
