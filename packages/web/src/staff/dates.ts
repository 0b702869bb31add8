import dayjs, { type Dayjs } from 'dayjs';
import { handsAt, handsNow } from '../ui/zone.ts';

/** `2026-03-02` → `02/03/2026` */
export const dateText = (date: string): string => dayjs(date).format('DD/MM/YYYY');
export const timeText = (at: number): string => handsAt(at).format('HH:mm DD/MM/YYYY');
export const asDate = (value: Dayjs | null | undefined): string | null => value?.format('YYYY-MM-DD') ?? null;
export const today = (): string => handsNow().format('YYYY-MM-DD');
