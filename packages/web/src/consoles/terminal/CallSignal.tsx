import { useEffect } from 'react';
import { useText } from '../../text/language.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { playCallSignal } from './sounds.ts';

/** The chair calls this room: seen, heard, and answered with one key. */
export function CallSignal({
  micOn,
  hasFloor,
  speakerId,
  onOpenMic,
}: {
  micOn: boolean;
  hasFloor: boolean;
  speakerId: string | null;
  onOpenMic: () => void;
}) {
  const t = useText();
  useEffect(() => {
    void playCallSignal(speakerId).catch(() => {
      // Sound is still asleep on a page nobody has touched; the signal is seen all the same.
    });
  }, [speakerId]);
  return (
    <section className={`call-signal ${micOn ? 'answered' : ''}`} role="alert">
      <Icon name="bell" size={30} />
      <div>
        <h2>{t('call.title')}</h2>
        <p>{t(micOn ? (hasFloor ? 'call.speak' : 'call.waitFloor') : 'call.openMic')}</p>
      </div>
      {!micOn && (
        <button type="button" className="button air large" onClick={onOpenMic}>
          <Icon name="mic" size={22} />
          {t('call.openMicButton')}
          <kbd>{t('key.space')}</kbd>
        </button>
      )}
    </section>
  );
}
