const MEGABYTE = 1_048_576;

/** `12,3 MB` */
export const megabytes = (bytes: number, language: 'vi' | 'en'): string =>
  `${(bytes / MEGABYTE).toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 1 })} MB`;
