import type { MeetingTrunk } from '@nhipcau/contracts';
import { useText } from '../text/language.tsx';

const tones = {
  invited: 'waits',
  joined: 'good',
  noControl: 'attention',
  noMedia: 'alarm',
  down: 'alarm',
  ended: 'over',
} as const;

/** A trunk in words: its state, as what it is joined, and what the conference above does with us. */
export function TrunkState({ trunk }: { trunk: MeetingTrunk }) {
  const t = useText();
  const { word, endReason, title, mode, siteIds, side, tally, hasFloor, called } = trunk;
  // What the conference above does is only known while something of it comes here.
  const isTold = side === 'upper' && (word === 'joined' || word === 'noControl');
  return (
    <p className="trunk-state" role="status">
      <span className={`trunk-word ${tones[word]}`}>{t(`trunk.word.${word}`)}</span>
      {endReason !== null && <span>{t(`trunk.end.${endReason}`)}</span>}
      {title !== null && <span>{title}</span>}
      {mode === 'slave' && <span>{t('trunk.lentCount', { count: siteIds.length })}</span>}
      {isTold && tally !== 'off' && (
        <span className="trunk-tally">{t(tally === 'onAir' ? 'trunk.onAir' : 'trunk.cued')}</span>
      )}
      {isTold && hasFloor && <span className="trunk-tally">{t('trunk.floor')}</span>}
      {isTold && called && <span className="trunk-tally">{t('trunk.called')}</span>}
    </p>
  );
}
