import type { FinishReason } from '../../room/room-state.ts';
import type { TextKey } from '../../text/catalogue.ts';
import { useText } from '../../text/language.tsx';
import { Brand } from '../../ui/Brand.tsx';
import { FailureText } from '../../ui/FailureText.tsx';
import { useReloadWhenOutdated } from '../../ui/use-reload-when-outdated.ts';

const finishedText = {
  meetingEnded: 'finished.meetingEnded',
  siteRemoved: 'finished.siteRemoved',
  takenOver: 'finished.takenOver',
  deviceBarred: 'finished.deviceBarred',
  nodeStopping: 'finished.left',
  left: 'finished.left',
  refused: 'finished.refused',
} as const satisfies Record<FinishReason, TextKey>;

export function FinishedView({
  reason,
  refusal,
  onAgain,
}: {
  reason: FinishReason;
  refusal: string | null;
  onAgain: () => void;
}) {
  const t = useText();
  useReloadWhenOutdated(reason === 'refused' ? refusal : null);
  return (
    <main className="center-page">
      <Brand size={40} />
      <h1>{t(finishedText[reason])}</h1>
      {reason === 'refused' && <FailureText code={refusal} />}
      {reason === 'deviceBarred' && <p>{t('finished.deviceBarredHow')}</p>}
      {reason !== 'meetingEnded' && reason !== 'deviceBarred' && (
        <button type="button" className="button primary large" onClick={onAgain}>
          {t('finished.again')}
        </button>
      )}
    </main>
  );
}
