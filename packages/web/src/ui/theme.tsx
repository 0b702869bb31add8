import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';

export type Theme = 'dark' | 'light';

const STORED = 'nhipcau.theme';
interface ThemeState {
  readonly theme: Theme;
  readonly choose: (theme: Theme) => void;
  /** For a page that reads better in one of them, as long as the person has not chosen. */
  readonly suggest: (theme: Theme | null) => void;
}
const ThemeContext = createContext<ThemeState>({ theme: 'dark', choose: () => {}, suggest: () => {} });

/** Consoles and rooms are dark; everything else, before it has said so itself. */
const firstSuggestion = (): Theme | null =>
  /^\/(dieu-hanh|phong|chu-toa|dang-nhap|man-hinh)/.test(globalThis.location.pathname) ? null : 'light';

function storedTheme(): Theme | null {
  const stored = localStorage.getItem(STORED);
  return stored === 'light' || stored === 'dark' ? stored : null;
}

export function ThemeProvider({ children }: { children: ReactNode }) {
  const [chosen, setChosen] = useState(storedTheme);
  const [suggested, suggest] = useState(firstSuggestion);
  const theme = chosen ?? suggested ?? 'dark';
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  const choose = useCallback((wanted: Theme) => {
    localStorage.setItem(STORED, wanted);
    setChosen(wanted);
  }, []);
  const state = useMemo(() => ({ theme, choose, suggest }), [theme, choose]);
  return <ThemeContext value={state}>{children}</ThemeContext>;
}

export const useTheme = () => useContext(ThemeContext);

/** Draws in this theme while the caller is shown and the person has chosen none. */
export function useSuggestedTheme(theme: Theme): void {
  const { suggest } = useTheme();
  useEffect(() => {
    suggest(theme);
    return () => suggest(null);
  }, [suggest, theme]);
}
