import type {
  ContentLine,
  Finding,
  Instant,
  MeetingState,
  NoticeField,
  NoticeRow,
  RegistrationData,
  RegulationProfile,
} from '@nhipcau/contracts';
import { asksForService } from '../registration/meeting-facts.ts';
import { applies } from './matrix.ts';

const isWritten = (text: string | null): boolean => text !== null && text.trim() !== '';

/** Which field of the registration fills a field of a notice. */
const sourceOf: Readonly<Record<NoticeField, string>> = {
  host: 'hostOrganisationId',
  result: 'official',
  official: 'official',
  rehearsal: 'rehearsal',
  sites: 'sites',
  siteAddresses: 'sites',
  script: 'script',
  staffRequest: 'staffRequest',
  services: 'technical.other',
  contact: 'technician',
};

function isFilled(field: NoticeField, data: RegistrationData): boolean {
  switch (field) {
    case 'host':
    case 'result':
    case 'official':
      return true;
    case 'rehearsal':
      return data.rehearsal !== null;
    case 'sites':
    case 'siteAddresses':
      return data.sites.length > 0;
    case 'script':
      return isWritten(data.script);
    case 'staffRequest':
      return isWritten(data.staffRequest);
    case 'services':
      return asksForService(data);
    case 'contact':
      return data.technician !== null;
  }
}

/** Fields a row prescribes and the meeting does not have yet. */
export const missingIn = (row: NoticeRow, data: RegistrationData): NoticeField[] =>
  row.content.map(({ field }) => field).filter((field) => !isFilled(field, data));

/**
 * What keeps the notices of a registration from leaving: a field the regulation prescribes for them is empty.
 *
 * @rule NT-2 (R-NTC-02; VP Đ6.1 b2, Đ6.2 b2; QN Đ5.1.1; HB II.1.2 b2)
 */
export function noticeFindings(profile: RegulationProfile, data: RegistrationData): Finding[] {
  const seen = new Set<string>();
  return profile.office.notices.rows
    .filter((row) => applies(row, data))
    .flatMap((row) =>
      row.content
        .filter(({ field }) => !isFilled(field, data))
        .map(({ field, label }) => ({ row, field, label })),
    )
    .filter(({ field }) => !seen.has(field) && seen.add(field))
    .map(({ row, field, label }) => ({
      severity: 'error' as const,
      code: 'noticeFieldMissing',
      field: sourceOf[field],
      facts: { label, notice: row.name },
      cite: [...row.cite].slice(0, 5),
    }));
}

/** Names the data speaks of by id. */
export interface NoticeNames {
  readonly host: string;
  readonly sites: readonly { readonly name: string; readonly address: string | null }[];
  readonly services: readonly string[];
  readonly fileNumber: string;
  readonly result: string;
  readonly inFile: string;
}

const MOST_SITES = 300;

/** The text of a notice, line by line, in the locality's words. What is empty is left out. */
export const contentOf = (
  row: NoticeRow,
  data: RegistrationData,
  names: NoticeNames,
  timeZone: string,
): ContentLine[] =>
  row.content.flatMap(({ field, label }) => {
    const text = textOf(field, data, names, timeZone);
    return text === null ? [] : [{ label, text }];
  });

function textOf(
  field: NoticeField,
  data: RegistrationData,
  names: NoticeNames,
  timeZone: string,
): string | null {
  if (!isFilled(field, data)) return null;
  switch (field) {
    case 'host':
      return names.host;
    case 'result':
      return names.result;
    case 'official':
      return periodText(data.official, timeZone);
    case 'rehearsal':
      return data.rehearsal && periodText(data.rehearsal, timeZone);
    case 'sites':
      return listed(names.sites.map(({ name }) => name));
    case 'siteAddresses':
      return listed(names.sites.map(({ name, address }) => (address ? `${name} (${address})` : name)));
    case 'script':
      // Long, and content: whoever may read it does so in the file.
      return names.inFile;
    case 'staffRequest':
      return data.staffRequest;
    case 'services':
      return names.services.join(', ');
    case 'contact':
      return data.technician && `${data.technician.name}, ${data.technician.phone}`;
  }
}

const listed = (all: readonly string[]): string =>
  `${all.length}: ${all.slice(0, MOST_SITES).join('; ')}${all.length > MOST_SITES ? '; …' : ''}`;

/** `08:00–11:30, 05/05/2022`; over midnight with both days. */
export function periodText({ start, end }: { start: Instant; end: Instant }, timeZone: string): string {
  const from = partsOf(start, timeZone);
  const to = partsOf(end, timeZone);
  return from.day === to.day
    ? `${from.time}–${to.time}, ${from.day}`
    : `${from.time}, ${from.day} – ${to.time}, ${to.day}`;
}

/** A free time as letters offer it: `08:00–10:00, thứ Năm 12/11`. */
export function slotText({ start, end }: { start: Instant; end: Instant }, timeZone: string): string {
  const day = new Intl.DateTimeFormat('vi-VN', {
    timeZone,
    weekday: 'long',
    day: '2-digit',
    month: '2-digit',
  });
  const [from, to] = [partsOf(start, timeZone), partsOf(end, timeZone)];
  return `${from.time}–${to.time}, ${day.format(start)}`;
}

function partsOf(at: Instant, timeZone: string): { day: string; time: string } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return {
    day: `${part('day')}/${part('month')}/${part('year')}`,
    time: `${part('hour')}:${part('minute')}`,
  };
}

/** Fields of the registration of which others have been told: a change of any of them sends a correction. */
const told: readonly (keyof RegistrationData)[] = [
  'official',
  'rehearsal',
  'sites',
  'chairSiteId',
  'script',
  'staffRequest',
  'technical',
  'technician',
  'venue',
  'urgency',
];

/**
 * What a step means to those who have been told already; null: nothing.
 *
 * @rule NT-5 (R-REG-17)
 */
export function followUpOf(
  step: { from: MeetingState; to: MeetingState; act: string },
  changed: readonly (keyof RegistrationData)[],
): 'correction' | 'postponement' | 'cancellation' | null {
  if (step.to === 'cancelled' && step.from !== 'cancelled') return 'cancellation';
  if (step.act === 'postpone' || step.act === 'displace') return 'postponement';
  return changed.some((field) => told.includes(field)) ? 'correction' : null;
}
