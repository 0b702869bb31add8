import { useConnection, useLive, useMeeting } from '../../live/use-live.ts';
import { useText } from '../../text/language.tsx';
import { secondsLeft } from '../../ui/durations.ts';
import { Icon } from '../../ui/Icon.tsx';
import { useSecond } from '../../ui/use-now.ts';
import { useDesk, useDeskState } from './desk-context.ts';

/** Every command as a button with its key. */
export function ActionBar() {
  const t = useText();
  const desk = useDesk();
  const meeting = useMeeting();
  const selected = useDeskState((state) => state.selected);
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
        <kbd>{t('key.c')}</kbd>
      </button>
      <button
        type="button"
        className="button"
        disabled={none}
        aria-pressed={onFloor}
        onClick={() => desk.toggleFloor()}
      >
        <Icon name="mic" />
        {t(onFloor ? 'action.withdrawFloor' : 'action.grantFloor')}
        <kbd>{t('key.v')}</kbd>
      </button>
      <button type="button" className="button" disabled={none || !onFloor} onClick={() => desk.mute()}>
        <Icon name="micOff" />
        {t('action.mute')}
        <kbd>{t('key.m')}</kbd>
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
        <kbd>{t('key.n')}</kbd>
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
        <kbd>{t('key.b')}</kbd>
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
      <kbd>{t('key.z')}</kbd>
    </button>
  );
}
