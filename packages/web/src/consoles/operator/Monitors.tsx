import type { LayoutKind, MeetingId, Screen, SiteId } from '@nhipcau/contracts';
import { paneLayer } from '@nhipcau/domain';
import { useCallback, useMemo, useState } from 'react';
import { requestTicket } from '../../api/calls.ts';
import { shortName } from '../../live/bare-name.ts';
import { composeLayout } from '../../live/compose.ts';
import { useChamber, useConnection, usePhase, useStage } from '../../live/use-live.ts';
import { ScreenView } from '../../screen/ScreenView.tsx';
import { usePictureSource, useRoom } from '../../screen/use-room.ts';
import { useText } from '../../text/language.tsx';
import { useDeskState } from './desk-context.ts';
import { Effect } from './Effect.tsx';
import { LayoutChoice } from './LayoutChoice.tsx';

/** Live pictures: what is on air, what is prepared, what the chair sees. One seat that watches and never sends. */
export function Monitors({ meetingId }: { meetingId: MeetingId }) {
  const t = useText();
  const phase = usePhase();
  const stage = useStage();
  const { live } = useConnection();
  const [monitorId] = useState(() => `console-${crypto.randomUUID().slice(0, 12)}`);
  const isLive = phase === 'live';
  const chamberId = useChamber();
  const seat = useMemo(
    () =>
      isLive
        ? {
            local: null,
            meter: null,
            obtainTicket: () =>
              requestTicket(meetingId, {
                kind: 'monitor',
                monitorId,
                ...(chamberId === null ? {} : { chamberId }),
              }),
          }
        : null,
    [isLive, meetingId, monitorId, chamberId],
  );
  const { room } = useRoom(seat);
  const nameOf = useCallback(
    (siteId: string) => {
      const name = live.sites().find((site) => site.siteId === siteId)?.name;
      return name === undefined ? null : shortName(name);
    },
    [live],
  );
  const source = usePictureSource(room, null, nameOf);
  const preview = usePreview();
  const blank: Screen = { layout: 'full', panes: [{ kind: 'empty' }] };
  const chairView = room.view?.insets.find(({ role }) => role === 'chairView')?.screen ?? blank;
  const soloOnAir = stage?.broadcast.slots.find((slot) => slot.kind === 'site');
  return (
    <section className="monitors" aria-label={t('monitor.label')}>
      <div className="monitor program">
        <header>
          <h2>{t('monitor.program')}</h2>
          {soloOnAir?.kind === 'site' && <Effect siteId={soloOnAir.siteId} />}
        </header>
        <div className="monitor-picture">
          <ScreenView screen={room.view?.main ?? blank} source={source} label={t('monitor.program')} />
        </div>
      </div>
      <div className="monitor preview">
        <header>
          <h2>{t('monitor.preview')}</h2>
        </header>
        <div className="monitor-picture">
          <ScreenView screen={preview ?? blank} source={source} label={t('monitor.preview')} />
          {preview === null && <p className="monitor-hint">{t('monitor.previewEmpty')}</p>}
        </div>
      </div>
      <div className="monitor chair">
        <header>
          <h2>{t('monitor.chairView')}</h2>
        </header>
        <div className="monitor-picture">
          <ScreenView screen={chairView} source={source} label={t('monitor.chairView')} />
        </div>
      </div>
      <div className="monitor-layouts">
        <span className="muted">{t('layout.label')}</span>
        <LayoutChoice />
      </div>
    </section>
  );
}

/** What the next take would put on air. */
function usePreview(): Screen | null {
  const stage = useStage();
  const selected = useDeskState((state) => state.selected);
  const kind = useDeskState((state) => state.kind);
  return useMemo(() => {
    if (stage === null || selected === null) return null;
    return screenOf(
      kind,
      composeLayout(kind, stage.broadcast, selected).slots.map((slot) =>
        slot.kind === 'site' ? slot.siteId : null,
      ),
    );
  }, [stage, selected, kind]);
}

function screenOf(kind: LayoutKind, siteIds: readonly (SiteId | null)[]): Screen {
  return {
    layout: kind,
    panes: siteIds.map((siteId, index) =>
      siteId === null
        ? { kind: 'empty' as const }
        : { kind: 'remote' as const, siteId, source: 'camera' as const, layer: paneLayer(kind, index) },
    ),
  };
}
