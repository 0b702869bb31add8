import type { LayoutKind } from '@nhipcau/contracts';
import { useConnection, useLive, useMeeting } from '../../live/use-live.ts';
import type { TextKey } from '../../text/catalogue.ts';
import { useText } from '../../text/language.tsx';
import { secondsLeft } from '../../ui/durations.ts';
import { Icon } from '../../ui/Icon.tsx';
import { useSecond } from '../../ui/use-now.ts';
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

/** Every command as a button with its key. */
export function ActionBar() {
  const t = useText();
  const desk = useDesk();
  const meeting = useMeeting();
  const selected = useDeskState((state) => state.selected);
  const kind = useDeskState((state) => state.kind);
  const calls = useLive('bringUps', (live) => live.bringUps());
  const live = meeting?.phase === 'live';
  const stage = meeting?.stage ?? null;
  const none = !live || selected === null;
  const onFloor = selected !== null && stage?.floor.includes(selected) === true;
  const call = calls.find(
    ({ siteId, state }) =>
      siteId === selected && (state === 'requested' || state === 'running' || state === 'established'),
  );
  const showing = stage?.content ?? null;
  return (
    <div className="action-bar" role="toolbar" aria-label={t('action.label')}>
      <button type="button" className="button air" disabled={!live} onClick={() => desk.take('broadcast')}>
        <Icon name="broadcast" />
        {t('action.take')}
        <kbd>{t('key.space')}</kbd>
      </button>
      <button
        type="button"
        className="button primary"
        disabled={!live}
        onClick={() => desk.take('chairView')}
      >
        <Icon name="chair" />
        {t('action.toChair')}
        <kbd>C</kbd>
      </button>
      <div className="segments" role="group" aria-label={t('layout.label')}>
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
      </div>
      <button
        type="button"
        className="button"
        disabled={none}
        aria-pressed={onFloor}
        onClick={() => desk.toggleFloor()}
      >
        <Icon name="mic" />
        {t(onFloor ? 'action.withdrawFloor' : 'action.grantFloor')}
        <kbd>V</kbd>
      </button>
      <button type="button" className="button" disabled={none || !onFloor} onClick={() => desk.mute()}>
        <Icon name="micOff" />
        {t('action.mute')}
        <kbd>M</kbd>
      </button>
      <button type="button" className="button" disabled={!live} onClick={() => desk.muteAll()}>
        {t('action.muteAll')}
        <kbd>{t('key.shiftM')}</kbd>
      </button>
      <button
        type="button"
        className="button"
        disabled={!live || (selected === null && showing === null)}
        aria-pressed={showing !== null}
        onClick={() => desk.toggleContent()}
      >
        <Icon name="content" />
        {t(
          showing !== null && (selected === null || selected === showing)
            ? 'action.stopContent'
            : 'action.content',
        )}
        <kbd>N</kbd>
      </button>
      <button
        type="button"
        className="button"
        disabled={none || selected === meeting?.chairSiteId}
        aria-pressed={call !== undefined}
        onClick={() => desk.toggleBringUp()}
      >
        <Icon name="bring" />
        {t(
          call === undefined
            ? 'action.bringUp'
            : call.state === 'requested'
              ? 'bringUp.perform'
              : 'bringUp.release',
        )}
        <kbd>B</kbd>
      </button>
      <UndoButton />
    </div>
  );
}

function UndoButton() {
  const t = useText();
  const desk = useDesk();
  const meeting = useMeeting();
  const connection = useConnection();
  useSecond();
  const now = connection.now();
  const can = desk.canUndo(meeting, now);
  return (
    <button type="button" className="button undo" disabled={!can} onClick={() => desk.undo()}>
      <Icon name="undo" />
      {can && meeting?.undoUntil != null
        ? t('action.undoIn', { seconds: secondsLeft(meeting.undoUntil, now) })
        : t('action.undo')}
      <kbd>Z</kbd>
    </button>
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
