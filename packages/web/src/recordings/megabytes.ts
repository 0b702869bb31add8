const KILOBYTE = 1_024;
const MEGABYTE = 1_048_576;

/** `12,3 MB`; what is less than a tenth of it in kilobytes, so that no file is said to be of nothing. */
export const megabytes = (bytes: number, language: 'vi' | 'en'): string => {
  const isSmall = bytes > 0 && bytes < MEGABYTE / 10;
  const amount = isSmall ? Math.max(1, Math.round(bytes / KILOBYTE)) : bytes / MEGABYTE;
  const said = amount.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 1 });
  return `${said} ${isSmall ? 'KB' : 'MB'}`;
};
