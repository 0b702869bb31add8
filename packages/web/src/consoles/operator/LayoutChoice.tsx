import type { LayoutKind } from '@nhipcau/contracts';
import type { TextKey } from '../../text/catalogue.ts';
import { useText } from '../../text/language.tsx';
import { useDesk, useDeskState } from './desk-context.ts';

const kinds = [
  { kind: 'full', text: 'layout.full' },
  { kind: 'pip', text: 'layout.pip' },
  { kind: 'grid4', text: 'layout.grid4' },
  { kind: 'grid9', text: 'layout.grid9' },
  { kind: 'grid16', text: 'layout.grid16' },
  { kind: 'grid25', text: 'layout.grid25' },
] as const satisfies readonly { kind: LayoutKind; text: TextKey }[];

const columns = { full: 1, pip: 1, grid4: 2, grid9: 3, grid16: 4, grid25: 5 } as const satisfies Record<
  LayoutKind,
  number
>;

/** Arrangement that the next take uses. */
export function LayoutChoice() {
  const t = useText();
  const desk = useDesk();
  const kind = useDeskState((state) => state.kind);
  return (
    <fieldset className="segments" aria-label={t('layout.label')}>
      {kinds.map(({ kind: each, text }) => (
        <button
          key={each}
          type="button"
          className="button icon-only"
          aria-pressed={kind === each}
          aria-label={t(text)}
          title={t(text)}
          onClick={() => desk.setKind(each)}
        >
          <LayoutPicture kind={each} />
        </button>
      ))}
    </fieldset>
  );
}

/** A small drawing of an arrangement. */
function LayoutPicture({ kind }: { kind: LayoutKind }) {
  const count = columns[kind];
  const [width, height, gap] = [22, 14, 1];
  const [w, h] = [(width - gap * (count - 1)) / count, (height - gap * (count - 1)) / count];
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      fill="currentColor"
      aria-hidden="true"
    >
      {Array.from({ length: count * count }, (_, index) => {
        const [x, y] = [(index % count) * (w + gap), Math.floor(index / count) * (h + gap)];
        return <rect key={`${x}-${y}`} x={x} y={y} width={w} height={h} rx="0.800" />;
      })}
      {kind === 'pip' && <rect x="12" y="7" width="8" height="5" rx="0.800" fill="var(--surface-2)" />}
    </svg>
  );
}
