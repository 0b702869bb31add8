import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';

export type Theme = 'dark' | 'light';

const STORED = 'nhipcau.theme';
interface ThemeState {
  readonly theme: Theme;
  readonly choose: (theme: Theme) => void;
}
const ThemeContext = createContext<ThemeState>({ theme: 'dark', choose: () => {} });

export function ThemeProvider({ children }: { children: ReactNode }) {
  const [theme, setTheme] = useState<Theme>(() =>
    localStorage.getItem(STORED) === 'light' ? 'light' : 'dark',
  );
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  const choose = useCallback((chosen: Theme) => {
    localStorage.setItem(STORED, chosen);
    setTheme(chosen);
  }, []);
  const state = useMemo(() => ({ theme, choose }), [theme, choose]);
  return <ThemeContext value={state}>{children}</ThemeContext>;
}

export const useTheme = () => useContext(ThemeContext);
