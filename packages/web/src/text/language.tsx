import { commonTerms, type Terms } from '@nhipcau/domain';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { type Translate, translator } from './catalogue.ts';
import { vi } from './vi.ts';

export type Language = 'vi' | 'en';

const STORED = 'nhipcau.language';

/** Everything is written in Vietnamese; who reads English fetches it. */
const fetchEnglish = async (): Promise<Translate> => translator((await import('./en.ts')).en);

interface LanguageState {
  readonly language: Language;
  readonly t: Translate;
  readonly choose: (language: Language) => void;
  /** Tells the words of the locality, once they are known. */
  readonly speak: (terms: Terms) => void;
}

const LanguageContext = createContext<LanguageState>({
  language: 'vi',
  t: translator(vi),
  choose: () => {},
  speak: () => {},
});

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() =>
    localStorage.getItem(STORED) === 'en' ? 'en' : 'vi',
  );
  const [english, setEnglish] = useState<Translate | null>(null);
  const [terms, speak] = useState<Terms>(commonTerms);
  const isAwaited = language === 'en' && english === null;
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  useEffect(() => {
    if (!isAwaited) return;
    fetchEnglish().then(
      (fetched) => setEnglish(() => fetched),
      // Better in the other language than not at all; what was chosen stays chosen.
      () => setLanguage('vi'),
    );
  }, [isAwaited]);
  const choose = useCallback((chosen: Language) => {
    localStorage.setItem(STORED, chosen);
    if (chosen === 'vi') return setLanguage('vi');
    // The page stays as it is until the words are there.
    fetchEnglish().then(
      (fetched) => {
        setEnglish(() => fetched);
        setLanguage('en');
      },
      () => {}, // The line is cut: the next page asks again.
    );
  }, []);
  const state = useMemo(
    () => ({
      language,
      t: language === 'en' && english !== null ? english : translator(vi, terms),
      choose,
      speak,
    }),
    [language, english, terms, choose],
  );
  return <LanguageContext value={state}>{isAwaited ? null : children}</LanguageContext>;
}

export const useLanguage = () => useContext(LanguageContext);
export const useText = () => useContext(LanguageContext).t;
