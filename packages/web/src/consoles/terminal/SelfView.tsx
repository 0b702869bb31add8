import type { LocalMediaState } from '../../room/local-media.ts';
import { StreamVideo } from '../../screen/StreamVideo.tsx';
import { useTrackStream } from '../../screen/use-room.ts';
import { useText } from '../../text/language.tsx';
import { Icon } from '../../ui/Icon.tsx';

/** The room's own small picture. */
export function SelfView({ local }: { local: LocalMediaState }) {
  const t = useText();
  const stream = useTrackStream(local.cameraOn ? local.cameraTrack : null);
  return (
    <section className="corner-picture" aria-label={t('screen.self')}>
      <span className="corner-label">{t('screen.self')}</span>
      {stream ? (
        <StreamVideo stream={stream} mirrored />
      ) : (
        <p className="corner-empty">
          <Icon name="cameraOff" />
          {t(local.cameraOn ? 'device.noCamera' : 'room.cameraOff')}
        </p>
      )}
    </section>
  );
}
