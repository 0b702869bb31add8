import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { type Translate, translator } from './catalogue.ts';
import { en } from './en.ts';
import { vi } from './vi.ts';

export type Language = 'vi' | 'en';

const translators: Readonly<Record<Language, Translate>> = { vi: translator(vi), en: translator(en) };
const STORED = 'nhipcau.language';

interface LanguageState {
  readonly language: Language;
  readonly t: Translate;
  readonly choose: (language: Language) => void;
}

const LanguageContext = createContext<LanguageState>({ language: 'vi', t: translators.vi, choose: () => {} });

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() =>
    localStorage.getItem(STORED) === 'en' ? 'en' : 'vi',
  );
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choose = useCallback((chosen: Language) => {
    localStorage.setItem(STORED, chosen);
    setLanguage(chosen);
  }, []);
  const state = useMemo(() => ({ language, t: translators[language], choose }), [language, choose]);
  return <LanguageContext value={state}>{children}</LanguageContext>;
}

export const useLanguage = () => useContext(LanguageContext);
export const useText = () => useContext(LanguageContext).t;
