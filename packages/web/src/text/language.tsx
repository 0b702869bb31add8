import { commonTerms, type Terms } from '@nhipcau/domain';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { type Translate, translator } from './catalogue.ts';
import { en } from './en.ts';
import { vi } from './vi.ts';

export type Language = 'vi' | 'en';

const STORED = 'nhipcau.language';
const english = translator(en);

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
  const [terms, speak] = useState<Terms>(commonTerms);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choose = useCallback((chosen: Language) => {
    localStorage.setItem(STORED, chosen);
    setLanguage(chosen);
  }, []);
  const state = useMemo(
    () => ({ language, t: language === 'en' ? english : translator(vi, terms), choose, speak }),
    [language, terms, choose],
  );
  return <LanguageContext value={state}>{children}</LanguageContext>;
}

export const useLanguage = () => useContext(LanguageContext);
export const useText = () => useContext(LanguageContext).t;
