import './camera.css';
import { MAX_PRESETS, USUAL_PRESETS } from '@nhipcau/contracts';
import { type FormEvent, useId, useState } from 'react';
import type { LocalMedia } from '../room/local-media.ts';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { Icon } from '../ui/Icon.tsx';
import { MoveButtons } from './MoveButtons.tsx';
import { STILL } from './push.ts';
import { type RoomCameraParts, type RoomCameraState, useRoomCamera } from './use-room-camera.ts';

const usual = [
  'camera.name.chair',
  'camera.name.left',
  'camera.name.right',
  'camera.name.whole',
  'camera.name.close',
] as const;

/** The room's camera, which follows the running order also while its panel is closed. */
export function RoomCamera({ isOpen, ...parts }: RoomCameraParts & { isOpen: boolean }) {
  const state = useRoomCamera(parts);
  return isOpen ? <CameraPanel state={state} local={parts.local} /> : null;
}

/** Positions of the room's camera: one press takes one; the meeting goes on above (R-CDT-10). */
function CameraPanel({ state, local }: { state: RoomCameraState; local: LocalMedia }) {
  const t = useText();
  const { camera, presets, failure, taken } = state;
  return (
    <section className="camera-panel" aria-label={t('camera.title')}>
      {camera === null ? (
        <p>
          {t('camera.none')}{' '}
          <button type="button" className="button" onClick={() => void local.allowTurning()}>
            {t('camera.allow')}
          </button>
        </p>
      ) : (
        <>
          <ul className="camera-presets">
            {presets.map((preset) => (
              <li key={preset.number}>
                <button
                  type="button"
                  className="button"
                  aria-pressed={taken === preset.name}
                  onClick={() => void state.recall(preset)}
                >
                  {preset.name}
                  {preset.onFloor && <Icon name="mic" />}
                </button>
                <button
                  type="button"
                  className="button quiet icon-only"
                  aria-label={t('camera.remove', { name: preset.name })}
                  onClick={() => state.remove(preset.number)}
                >
                  <Icon name="close" />
                </button>
              </li>
            ))}
          </ul>
          {presets.length < USUAL_PRESETS && (
            <p className="muted">{t('camera.fewer', { n: presets.length, of: USUAL_PRESETS })}</p>
          )}
          <SavePosition state={state} />
          <Moves state={state} />
          {presets.length > 0 && (
            <label className="camera-floor">
              {t('camera.onFloor')}
              <select
                className="input"
                value={presets.find(({ onFloor }) => onFloor)?.number ?? ''}
                onChange={({ target }) =>
                  state.chooseForFloor(target.value === '' ? null : Number(target.value))
                }
              >
                <option value="">{t('camera.onFloorNone')}</option>
                {presets.map(({ number, name }) => (
                  <option key={number} value={number}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          )}
        </>
      )}
      <label className="camera-network">
        <input
          type="checkbox"
          checked={state.byNetwork}
          onChange={({ target }) => state.chooseNetwork(target.checked)}
        />
        {t('camera.byNetwork')}
      </label>
      {camera !== null && (
        <label className="camera-network">
          <input
            type="checkbox"
            checked={state.isLent}
            onChange={({ target }) => state.lend(target.checked)}
          />
          {t('camera.lend')}
        </label>
      )}
      <FailureText code={failure} />
    </section>
  );
}

function SavePosition({ state }: { state: RoomCameraState }) {
  const t = useText();
  const names = useId();
  const [name, setName] = useState('');
  const isFull = state.presets.length >= MAX_PRESETS;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (await state.save(name)) setName('');
  };
  return (
    <form className="camera-save" onSubmit={(event) => void save(event)}>
      <input
        className="input"
        list={names}
        maxLength={40}
        aria-label={t('camera.name')}
        placeholder={t('camera.name')}
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <datalist id={names}>
        {usual.map((key) => (
          <option key={key} value={t(key)} />
        ))}
      </datalist>
      <button type="submit" className="button primary" disabled={name.trim() === ''}>
        {t('camera.save')}
      </button>
      {isFull && <span className="muted">{t('camera.full')}</span>}
    </form>
  );
}

/** A network camera moves while it is pushed, a USB camera a little at each press. */
function Moves({ state }: { state: RoomCameraState }) {
  const isHeld = state.camera?.isHeld === true;
  return <MoveButtons onPush={state.move} onRelease={() => isHeld && state.move(STILL)} />;
}
