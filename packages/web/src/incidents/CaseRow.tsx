import type { IncidentCase } from '@nhipcau/contracts';
import { useLanguage } from '../text/language.tsx';
import { clockText, timeOfDay } from '../ui/durations.ts';
import { useServerSecond } from '../ui/use-now.ts';
import { CaseShape } from './CaseShape.tsx';
import { placeText } from './place-text.ts';

export const isLasting = ({ faults }: Pick<IncidentCase, 'faults'>): boolean =>
  faults.some(({ to }) => to === null);

/** State of an incident by shape, word and colour. */
export function CaseMark({ of: { state, isSilent } }: { of: Pick<IncidentCase, 'state' | 'isSilent'> }) {
  const { t } = useLanguage();
  const word = isSilent ? t('inc.silent') : t(`inc.state.${state}`);
  return (
    <span className={`inc-mark ${isSilent ? 'silent' : state}`} title={word}>
      <CaseShape state={state} />
      {word}
    </span>
  );
}

/** One incident in a list. */
export function CaseRow({
  of,
  isChosen,
  onChoose,
}: {
  of: IncidentCase;
  isChosen: boolean;
  onChoose: () => void;
}) {
  const { t, language } = useLanguage();
  const now = useServerSecond();
  return (
    <li>
      <button type="button" className={`inc-row ${of.state}`} aria-pressed={isChosen} onClick={onChoose}>
        <span className="inc-place">
          <strong>{placeText(of, t)}</strong>
          <span>{t(`inc.type.${of.type}`)}</span>
        </span>
        <CaseMark of={of} />
        <span className="inc-when">
          <span>{timeOfDay(of.openedAt, language)}</span>
          <strong>{clockText(isLasting(of) ? now - of.openedAt : of.downMs)}</strong>
        </span>
      </button>
    </li>
  );
}
