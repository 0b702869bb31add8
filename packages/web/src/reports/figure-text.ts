import { useLanguage } from '../text/language.tsx';

const HOUR_MS = 3_600_000;

/** Numbers as the reader writes them: `1.234,5` or `1,234.5`. */
export function useFigureText() {
  const { language } = useLanguage();
  const format = (digits: number) =>
    new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: digits });
  const [whole, fine] = [format(0), format(1)];
  return {
    count: (value: number): string => whole.format(value),
    hours: (ms: number): string => fine.format(ms / HOUR_MS),
    seconds: (ms: number | null): string => (ms === null ? '–' : fine.format(ms / 1000)),
    /** Share of a whole in percent; nothing of nothing is a dash. */
    share: (part: number, whole_: number): string =>
      whole_ === 0 ? '–' : `${fine.format((part / whole_) * 100)} %`,
  };
}
