import './camera.css';
import { systemClock } from '@nhipcau/base';
import { type MeetingId, type SiteId, USUAL_PRESETS } from '@nhipcau/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useDesk, useDeskState } from '../consoles/operator/desk-context.ts';
import { shortName } from '../live/bare-name.ts';
import { useConnection } from '../live/use-live.ts';
import { codeOf } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { Icon } from '../ui/Icon.tsx';
import { fetchCamera } from './calls.ts';
import { MoveButtons } from './MoveButtons.tsx';
import { HeldButton } from './push.ts';

const LOOK_EVERY_MS = 1_000;

/** The camera of the site in hand, while the operator looks at it: its positions, and where the text allows it, turning it. */
export function SiteCameraPanel({ meetingId, siteId }: { meetingId: MeetingId; siteId: SiteId }) {
  const t = useText();
  const desk = useDesk();
  const { live } = useConnection();
  const cache = useQueryClient();
  const queryKey = ['camera', meetingId, siteId];
  const { data, error } = useQuery({
    queryKey,
    queryFn: () => fetchCamera({ meetingId, siteId }),
    refetchInterval: LOOK_EVERY_MS,
  });
  const speechCamera = useDeskState((state) => state.speechCamera);
  const [failure, setFailure] = useState<string | null>(null);
  const button = useMemo(
    () =>
      new HeldButton(systemClock, (move) => {
        void desk.pushCamera(siteId, move).then(setFailure);
      }),
    [desk, siteId],
  );
  useEffect(() => () => button.release(), [button]);
  const site = live.site(siteId);
  const camera = data?.camera ?? null;
  const mayTurn = data?.mayTurn === true && site?.state === 'connected';
  const recall = (name: string) => {
    desk.recallCamera(siteId, name);
    void cache.invalidateQueries({ queryKey });
  };
  const atGrant = speechCamera?.siteId === siteId ? speechCamera.name : '';
  return (
    <section className="site-camera" aria-labelledby="site-camera-title">
      <header>
        <h2 id="site-camera-title">
          <Icon name="camera" size={16} /> {t('camera.ofSite', { site: shortName(site?.name ?? siteId) })}
        </h2>
        {camera !== null && camera.presets.length < USUAL_PRESETS && (
          <span className="muted">{t('camera.fewer', { n: camera.presets.length, of: USUAL_PRESETS })}</span>
        )}
        <button
          type="button"
          className="button quiet icon-only"
          aria-label={t('camera.close')}
          onClick={() => desk.toggleCamera()}
        >
          <Icon name="close" />
        </button>
      </header>
      {data && (camera === null || camera.presets.length === 0) && (
        <p className="muted">{t('camera.noPositions')}</p>
      )}
      {camera !== null && camera.presets.length > 0 && (
        <ul className="camera-presets">
          {camera.presets.map(({ number, name, onFloor }) => (
            <li key={number}>
              <button
                type="button"
                className="button"
                disabled={!mayTurn || camera.kind === 'none'}
                aria-pressed={camera.taken === name}
                onClick={() => recall(name)}
              >
                {name}
                {onFloor && <Icon name="mic" />}
              </button>
            </li>
          ))}
        </ul>
      )}
      {camera?.kind === 'none' && <p className="muted">{t('camera.notNow')}</p>}
      {camera !== null && camera.kind !== 'none' && (
        <MoveButtons
          disabled={!mayTurn}
          onPush={(move) => button.push(move)}
          onRelease={() => button.release()}
        />
      )}
      {camera !== null && data?.mayTurn === false && <p className="muted">{t('camera.roomsOwn')}</p>}
      {camera !== null && camera.presets.length > 0 && (
        <label className="camera-floor">
          {t('camera.atGrant')}
          <select
            className="input"
            value={atGrant}
            onChange={({ target }) =>
              desk.store.set({
                speechCamera: target.value === '' ? null : { siteId, name: target.value },
              })
            }
          >
            <option value="">{t('camera.atGrantOwn')}</option>
            {camera.presets.map(({ number, name }) => (
              <option key={number} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <FailureText code={failure ?? camera?.failure ?? codeOf(error)} />
    </section>
  );
}
