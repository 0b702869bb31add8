import dayjs, { type Dayjs } from 'dayjs';

/** `2026-03-02` → `02/03/2026` */
export const dateText = (date: string): string => dayjs(date).format('DD/MM/YYYY');
export const timeText = (at: number): string => dayjs(at).format('HH:mm DD/MM/YYYY');
export const asDate = (value: Dayjs | null | undefined): string | null => value?.format('YYYY-MM-DD') ?? null;
export const today = (): string => dayjs().format('YYYY-MM-DD');
