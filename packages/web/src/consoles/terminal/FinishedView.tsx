import type { RoomHelp } from '@nhipcau/contracts';
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
  help = [],
  onAgain,
}: {
  reason: FinishReason;
  refusal: string | null;
  meetingId: string;
  help: readonly RoomHelp[] | undefined;
  onAgain: () => void;
}) {
  const t = useText();
  useReloadWhenOutdated(reason === 'refused' ? refusal : null);
  // Put out in mid-meeting, or come back later: the device is refused for the same reason.
  const isBarred = reason === 'deviceBarred' || (reason === 'refused' && refusal === 'DEVICE_NOT_APPROVED');
  return (
    <main className="center-page">
      <Brand size={40} />
      <h1>{t(isBarred ? 'finished.deviceBarred' : finishedText[reason])}</h1>
      {reason === 'refused' && !isBarred && <FailureText code={refusal} />}
      {isBarred && <p>{t('finished.deviceBarredHow')}</p>}
      {asksForHelp(reason) && help.length > 0 && <WhomToCall help={help} />}
      {isOutside(reason, refusal) && (
        <Link className="button primary large" to="/vao-hop/$meetingId" params={{ meetingId }}>
          {t('door.askInstead')}
        </Link>
      )}
      {reason !== 'meetingEnded' && !isBarred && (
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

const asksForHelp = (reason: FinishReason): boolean =>
  reason === 'deviceBarred' || reason === 'refused' || reason === 'siteRemoved';

/** Desks with their telephones; a room has no directory to look them up in. */
function WhomToCall({ help }: { help: readonly RoomHelp[] }) {
  const t = useText();
  return (
    <section className="panel whom-to-call" aria-label={t('finished.call')}>
      <h2>{t('finished.call')}</h2>
      <ul>
        {help.map(({ name, telephone, other }) => (
          <li key={name}>
            <span>{name}</span>
            {telephone === null ? (
              <strong>{other}</strong>
            ) : (
              <a href={`tel:${telephone.replace(/[^0-9+]/g, '')}`}>{telephone}</a>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
