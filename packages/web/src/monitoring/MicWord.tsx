import { useText } from '../text/language.tsx';
import { type MicFault, micText, micTone } from './mic-words.ts';

/**
 * What is wrong with a microphone, in the words operators use.
 *
 * @param isWhole - says what it speaks of, where nothing beside it does
 */
export function MicWord({ fault, isWhole = false }: { fault: MicFault | null; isWhole?: boolean }) {
  const t = useText();
  if (fault === null) return null;
  const word = t(micText[fault]);
  const whole = t('mic.label', { word });
  return (
    <span className={`mic-word mark ${micTone[fault]}`} title={whole}>
      {isWhole ? whole : word}
    </span>
  );
}
