import { useText } from '../text/language.tsx';
import { type MicFault, micText, micTone } from './mic-words.ts';

/** What is wrong with a microphone, in the words operators use. */
export function MicWord({ fault }: { fault: MicFault | null }) {
  const t = useText();
  if (fault === null) return null;
  return (
    <span className={`mic-word mark ${micTone[fault]}`} title={t('mic.label', { word: t(micText[fault]) })}>
      {t(micText[fault])}
    </span>
  );
}
