import { Link } from '@tanstack/react-router';
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
  meetingId,
  onAgain,
}: {
  reason: FinishReason;
  refusal: string | null;
  meetingId: string;
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
      {isOutside(reason, refusal) && (
        <Link className="button primary large" to="/vao-hop/$meetingId" params={{ meetingId }}>
          {t('door.askInstead')}
        </Link>
      )}
      {reason !== 'meetingEnded' && reason !== 'deviceBarred' && (
        <button type="button" className="button primary large" onClick={onAgain}>
          {t('finished.again')}
        </button>
      )}
    </main>
  );
}

/** No site of the meeting: only its operator can let it in (R-CON-12). */
const isOutside = (reason: FinishReason, refusal: string | null): boolean =>
  reason === 'siteRemoved' || (reason === 'refused' && refusal === 'SITE_NOT_INVITED');
