import type { SeatView } from '@nhipcau/contracts';
import { useText } from '../text/language.tsx';

/** The largest words on a room's screen: whether the whole conference sees it. */
export function TallyBanner({ tally }: { tally: SeatView['tally'] }) {
  const t = useText();
  if (tally === 'off') return null;
  return (
    <p className={`tally ${tally}`} role="status">
      <span aria-hidden="true" className="tally-shape" />
      {t(tally === 'onAir' ? 'tally.onAir' : 'tally.cued')}
    </p>
  );
}
