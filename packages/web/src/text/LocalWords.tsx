import { useEffect } from 'react';
import { useLanguage } from './language.tsx';
import { useVocabulary } from './use-vocabulary.ts';

/** Gives every text of the interface the home locality's own words (R-PROF-06); until they are there, the common ones stand. */
export function LocalWords() {
  const { speak } = useLanguage();
  const vocabulary = useVocabulary();
  useEffect(() => {
    if (vocabulary) speak(vocabulary.terms);
  }, [vocabulary, speak]);
  return null;
}
