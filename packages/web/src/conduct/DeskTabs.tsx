import './conduct.css';
import type { SiteId } from '@nhipcau/contracts';
import type { ReactNode } from 'react';
import type { SidePanel } from '../consoles/operator/desk.ts';
import { useDesk, useDeskState } from '../consoles/operator/desk-context.ts';
import { queueIn } from '../live/speak-queue.ts';
import { useLive } from '../live/use-live.ts';
import { useText } from '../text/language.tsx';
import { FloorPanel } from './FloorPanel.tsx';
import { RunningOrderPanel } from './RunningOrderPanel.tsx';
import { SpeakQueuePanel } from './SpeakQueuePanel.tsx';
import { sideShown } from './side.ts';
import { useOrder } from './use-order.ts';

/** The lower part of the desk's side: what comes next, who wants to speak, what happened. Each tab tells the essence of its own. */
export function DeskTabs({
  log,
  camera,
}: {
  log: ReactNode;
  /** Of the site in hand, while it is looked at. */
  camera: (siteId: SiteId) => ReactNode;
}) {
  const t = useText();
  const desk = useDesk();
  const chosen = useDeskState((state) => state.side);
  const hasOrder = useLive('meeting', (live) => live.whole()?.order != null);
  const cameraSite = useDeskState(({ cameraOpen, selected }) => (cameraOpen ? selected : null));
  const shown = sideShown(chosen, { hasOrder, hasCamera: cameraSite !== null });
  const tab = (side: SidePanel, label: ReactNode) => (
    <button
      type="button"
      role="tab"
      id={`desk-tab-${side}`}
      aria-selected={shown === side}
      aria-controls="desk-tab-panel"
      onClick={() => desk.store.set({ side })}
    >
      {label}
    </button>
  );
  return (
    <div className="desk-tabs">
      <div className="desk-tab-list" role="tablist" aria-label={t('desk.tabs')}>
        {tab('order', <OrderLabel />)}
        {tab('speech', <SpeechLabel />)}
        {tab('log', t('desk.log'))}
        {cameraSite !== null && tab('camera', t('desk.camera'))}
      </div>
      <div
        id="desk-tab-panel"
        className="desk-tab-panel"
        role="tabpanel"
        aria-labelledby={`desk-tab-${shown}`}
      >
        {shown === 'order' && <RunningOrderPanel />}
        {shown === 'speech' && (
          <>
            <SpeakQueuePanel />
            <FloorPanel />
          </>
        )}
        {shown === 'log' && log}
        {shown === 'camera' && cameraSite !== null && camera(cameraSite)}
      </div>
    </div>
  );
}

function OrderLabel() {
  const t = useText();
  const order = useOrder();
  if (order === null) return t('order.title');
  const isOver = order.remainingMs !== null && order.remainingMs < 0;
  return (
    <>
      {t('order.title')}{' '}
      <span className={isOver ? 'count alarm' : 'count'}>{`${order.place}/${order.segments.length}`}</span>
    </>
  );
}

function SpeechLabel() {
  const t = useText();
  useLive('speech', (live) => live.speakRequests());
  const waiting = useLive('meeting', (live) => queueIn(live).length);
  return (
    <>
      {t('speak.title')} {waiting > 0 && <span className="count alarm">{waiting}</span>}
    </>
  );
}
