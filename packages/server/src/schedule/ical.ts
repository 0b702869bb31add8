/** A meeting as a calendar program shows it. */
export interface CalendarMeeting {
  readonly meetingId: string;
  /** Counts the changes of the meeting: a later one replaces an earlier. */
  readonly revision: number;
  /** Null: only that the time is taken is told. */
  readonly title: string | null;
  readonly place: string | null;
  /** Who called it; replies and cancellations of calendar programs are matched by it. */
  readonly organiser: {
    readonly organisationId: string;
    readonly name: string;
    readonly email: string | null;
  };
  readonly lines: readonly string[];
  /** Epoch ms. */
  readonly start: number;
  readonly end: number;
  readonly isCancelled: boolean;
  readonly isFirm: boolean;
  /** Last change, epoch ms. */
  readonly at: number;
}

const ZONE = 'Asia/Ho_Chi_Minh';
const OFFSET_MS = 7 * 3_600_000;
const BUSY = 'Đã có lịch';

/** The zone for programs that do not know it: +07:00 without summer time since 13 June 1975. */
const zone = [
  'BEGIN:VTIMEZONE',
  `TZID:${ZONE}`,
  'BEGIN:STANDARD',
  'DTSTART:19750613T000000',
  'TZOFFSETFROM:+0800',
  'TZOFFSETTO:+0700',
  'TZNAME:+07',
  'END:STANDARD',
  'END:VTIMEZONE',
];

/** RFC 5545, 3.3.11: what would end or divide a text is escaped. */
const text = (value: string): string =>
  value
    .normalize('NFC')
    .replace(/[\\;,]/g, (mark) => `\\${mark}`)
    .replace(/\r\n|\r|\n/g, '\\n')
    // Control characters have no place in a text (3.1).
    .replace(/\p{Cc}/gu, '');

const stamp = (at: number): string => new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '');
const local = (at: number): string => stamp(at + OFFSET_MS).slice(0, -1);

const LINE_OCTETS = 75;

/** RFC 5545, 3.1: lines of at most 75 octets, never divided within a letter. */
function fold(line: string): string {
  const folded: string[] = [];
  let part = '';
  let octets = 0;
  for (const letter of line) {
    const size = Buffer.byteLength(letter);
    if (octets + size > LINE_OCTETS) {
      folded.push(part);
      part = ' ';
      octets = 1;
    }
    part += letter;
    octets += size;
  }
  return [...folded, part].join('\r\n');
}

/** RFC 5546, 3.2: invitations and cancellations name an organiser; without a mailbox it is an identifier of ours. */
function organiserOf({ title, organiser: { organisationId, name, email } }: CalendarMeeting): string {
  if (title === null) return 'ORGANIZER:urn:nhipcau:organisation';
  const common = name.normalize('NFC').replace(/["\p{Cc}]/gu, '');
  const address = email === null ? `urn:nhipcau:organisation:${organisationId}` : `mailto:${email}`;
  return `ORGANIZER;CN="${common}":${address.replace(/\s/g, '')}`;
}

function eventOf(meeting: CalendarMeeting): string[] {
  const { title, place, lines, isCancelled, isFirm } = meeting;
  const status = isCancelled ? 'CANCELLED' : isFirm ? 'CONFIRMED' : 'TENTATIVE';
  return [
    'BEGIN:VEVENT',
    `UID:${text(meeting.meetingId)}@nhipcau`,
    `SEQUENCE:${meeting.revision}`,
    `DTSTAMP:${stamp(meeting.at)}`,
    `LAST-MODIFIED:${stamp(meeting.at)}`,
    `DTSTART;TZID=${ZONE}:${local(meeting.start)}`,
    `DTEND;TZID=${ZONE}:${local(meeting.end)}`,
    organiserOf(meeting),
    `SUMMARY:${text(title ?? BUSY)}`,
    ...(title !== null && place !== null ? [`LOCATION:${text(place)}`] : []),
    ...(title !== null && lines.length > 0 ? [`DESCRIPTION:${text(lines.join('\n'))}`] : []),
    `STATUS:${status}`,
    `TRANSP:${isCancelled ? 'TRANSPARENT' : 'OPAQUE'}`,
    'END:VEVENT',
  ];
}

function calendarOf(meetings: readonly CalendarMeeting[], method: string, name: string): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Nhip Cau//Lich hop truc tuyen//VI',
    'CALSCALE:GREGORIAN',
    `METHOD:${method}`,
    `X-WR-CALNAME:${text(name)}`,
    `X-WR-TIMEZONE:${ZONE}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT15M',
    ...zone,
    ...meetings.flatMap(eventOf),
    'END:VCALENDAR',
  ];
  return `${lines.map(fold).join('\r\n')}\r\n`;
}

/** A subscribed calendar. */
export const feedText = (meetings: readonly CalendarMeeting[], name: string): string =>
  calendarOf(meetings, 'PUBLISH', name);

/** What is attached to a notice: an invitation, a change of it (a higher revision), or its cancellation. */
export const icsFor = (meeting: CalendarMeeting, method: 'REQUEST' | 'CANCEL'): string =>
  calendarOf([{ ...meeting, isCancelled: method === 'CANCEL' }], method, 'Họp trực tuyến');
