import type { CameraMove } from '@nhipcau/contracts';
import { useText } from '../text/language.tsx';
import { STILL } from './push.ts';

const ways = [
  { label: 'camera.left', sign: '←', move: { ...STILL, pan: -1 } },
  { label: 'camera.up', sign: '↑', move: { ...STILL, tilt: 1 } },
  { label: 'camera.down', sign: '↓', move: { ...STILL, tilt: -1 } },
  { label: 'camera.right', sign: '→', move: { ...STILL, pan: 1 } },
  { label: 'camera.nearer', sign: '+', move: { ...STILL, zoom: 1 } },
  { label: 'camera.wider', sign: '−', move: { ...STILL, zoom: -1 } },
] as const satisfies readonly { label: string; sign: string; move: CameraMove }[];

/** Six buttons that push while they are held, by pointer or key. */
export function MoveButtons({
  disabled = false,
  onPush,
  onRelease,
}: {
  disabled?: boolean;
  onPush: (move: CameraMove) => void;
  onRelease: () => void;
}) {
  const t = useText();
  return (
    <fieldset className="camera-moves" disabled={disabled}>
      <legend>{t('camera.moves')}</legend>
      {ways.map(({ label, sign, move }) => (
        <button
          key={label}
          type="button"
          className="button icon-only"
          aria-label={t(label)}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            onPush(move);
          }}
          onPointerUp={onRelease}
          onPointerCancel={onRelease}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' && event.key !== ' ') return;
            event.preventDefault();
            event.stopPropagation();
            if (!event.repeat) onPush(move);
          }}
          onKeyUp={onRelease}
          onBlur={onRelease}
        >
          <span aria-hidden="true">{sign}</span>
        </button>
      ))}
    </fieldset>
  );
}
