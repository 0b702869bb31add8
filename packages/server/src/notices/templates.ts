import { IncidentType } from '@nhipcau/contracts';
import { atStart, type Terms } from '@nhipcau/domain';
import { z } from 'zod';
import { PRINTED_TIME } from '../documents/printed-time.ts';

export type LetterLanguage = 'vi' | 'en';

/** How a letter speaks: language, the locality's words, and the zone in which instants are told. */
export interface Speech {
  readonly language: LetterLanguage;
  readonly timeZone: string;
  readonly terms: Terms;
}

export interface WrittenLetter {
  readonly subject: string;
  readonly lines: readonly string[];
}

/** Facts a letter may carry; each template takes what it needs. */
const Facts = z.object({
  title: z.string().nullish(),
  fileNumber: z.string().default(''),
  notice: z.string().default(''),
  kind: z.string().default('first'),
  reason: z.string().nullish(),
  from: z.string().default(''),
  to: z.string().default(''),
  content: z.array(z.object({ label: z.string(), text: z.string() })).default([]),
  contacts: z.array(z.string()).default([]),
  acknowledgeBy: z.string().nullish(),
  duty: z.string().default(''),
  dueAt: z.union([z.number(), z.string()]).nullish(),
  article: z.string().default(''),
  silent: z.string().default(''),
  place: z.string().nullish(),
  fault: IncidentType.nullish(),
  unit: z.string().default(''),
  person: z.string().default(''),
  successor: z.string().default(''),
  date: z.string().default(''),
  startsAt: z.number().nullish(),
  endsAt: z.number().nullish(),
});
type LetterFacts = z.output<typeof Facts>;

interface Words {
  readonly kinds: Readonly<Record<string, string>>;
  readonly about: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly acknowledge: string;
  readonly reminder: string;
  readonly escalated: string;
  readonly silent: string;
  readonly contacts: string;
  readonly deadlineReminder: string;
  readonly deadlineLate: string;
  readonly due: string;
  readonly basis: string;
  readonly link: string;
  readonly dutyAsked: string;
  readonly dutyReminder: string;
  readonly checkFailed: string;
  readonly checkRetest: string;
  readonly checkAbsent: string;
  readonly meetingEnded: string;
  readonly meetingEndedTask: string;
  readonly deviceLeftOn: string;
  readonly incidentOpened: string;
  readonly incidentSilent: string;
  readonly fault: string;
  readonly faults: Readonly<Record<IncidentType, string>>;
  readonly failedSince: string;
  readonly checked: string;
  readonly checkedAt: string;
  readonly post: string;
  readonly place: string;
  readonly begins: string;
  readonly ends: string;
  readonly operatorEnded: string;
  readonly operatorReplaced: string;
  readonly unit: string;
  readonly leaving: string;
  readonly successor: string;
  readonly since: string;
  readonly page: string;
  readonly papersIssued: string;
  readonly registrationReturned: string;
  readonly registrationRefused: string;
  readonly registrationMoved: string;
  readonly serviceAsked: string;
  readonly serviceConsented: string;
  readonly serviceDeclined: string;
  readonly recordingGiven: string;
  readonly recordingReturned: string;
  readonly recordingReceived: string;
  readonly recordingAsked: string;
  readonly recordingDecided: string;
  readonly feedbackGiven: string;
  readonly feedbackAnswered: string;
  readonly deputationGiven: string;
  readonly deputationEnded: string;
}

/** The words around the content of a letter, as the locality calls things (R-PROF-06). */
const vi = (terms: Terms): Words => ({
  kinds: { first: '', correction: 'Điều chỉnh: ', postponement: 'Hoãn họp: ', cancellation: 'Hủy họp: ' },
  about: atStart(terms.meeting),
  file: 'Số hồ sơ',
  from: 'Nơi gửi',
  to: 'Kính gửi',
  reason: 'Lý do',
  acknowledge: 'Đề nghị xác nhận trước',
  reminder: 'Nhắc xác nhận: ',
  escalated: 'Đơn vị trực thuộc chưa xác nhận: ',
  silent: 'Đơn vị chưa xác nhận',
  contacts: atStart(terms.contact),
  deadlineReminder: 'Sắp đến hạn: ',
  deadlineLate: 'Đã quá hạn: ',
  due: 'Hạn',
  basis: 'Căn cứ',
  link: `Xác nhận đã nhận ${terms.notice} tại`,
  dutyAsked: 'Đề nghị cử người trực: ',
  dutyReminder: 'Nhắc cử người trực: ',
  checkFailed: 'Kiểm tra không đạt: ',
  checkRetest: 'Yêu cầu kiểm thử lại: ',
  checkAbsent: 'Chưa có mặt: ',
  meetingEnded: `Kết thúc ${terms.meeting}: `,
  meetingEndedTask: 'Kiểm tra, tắt thiết bị, đánh giá, ghi tồn tại',
  deviceLeftOn: 'Thiết bị bật qua đêm: ',
  incidentOpened: 'Sự cố: ',
  incidentSilent: 'Sự cố chưa ai tiếp nhận: ',
  fault: 'Loại sự cố',
  faults: {
    call: 'mất kết nối',
    quality: 'chất lượng suy giảm',
    line: 'đường truyền',
    device: 'thiết bị',
    power: 'nguồn điện',
    control: 'điều khiển, MCU',
    security: 'an toàn thông tin',
  },
  failedSince: 'Từ lúc',
  checked: 'Nội dung kiểm tra',
  checkedAt: 'Điểm cầu',
  post: 'Vị trí trực',
  place: 'Nơi trực',
  begins: 'Bắt đầu',
  ends: 'Kết thúc',
  operatorEnded: 'Cán bộ thôi phụ trách kỹ thuật: ',
  operatorReplaced: 'Cử cán bộ thay thế: ',
  unit: 'Đơn vị',
  leaving: 'Cán bộ thôi phụ trách',
  successor: 'Cán bộ thay thế',
  since: 'Kể từ ngày',
  page: 'Mở trang làm việc',
  papersIssued: 'Giấy mời, tài liệu mới: ',
  registrationReturned: 'Đề nghị bổ sung hồ sơ: ',
  registrationRefused: 'Không chấp thuận: ',
  registrationMoved: 'Đã xác nhận vào giờ khác: ',
  serviceAsked: 'Yêu cầu kỹ thuật gửi muộn, chờ đồng ý: ',
  serviceConsented: 'Đồng ý yêu cầu kỹ thuật: ',
  serviceDeclined: 'Không đáp ứng yêu cầu kỹ thuật: ',
  recordingGiven: 'Bàn giao bản ghi, chờ ký nhận: ',
  recordingReturned: 'Trả lại bản ghi đã bàn giao: ',
  recordingReceived: 'Đã ký nhận bản ghi: ',
  recordingAsked: 'Đề nghị khai thác bản ghi: ',
  recordingDecided: 'Trả lời đề nghị khai thác bản ghi: ',
  feedbackGiven: 'Vướng mắc khi thực hiện quy chế: ',
  feedbackAnswered: 'Trả lời vướng mắc khi thực hiện quy chế: ',
  deputationGiven: 'Ủy quyền quyết định thay: ',
  deputationEnded: 'Kết thúc ủy quyền: ',
});

const en: Words = {
  kinds: { first: '', correction: 'Correction: ', postponement: 'Postponed: ', cancellation: 'Cancelled: ' },
  about: 'Meeting',
  file: 'File number',
  from: 'From',
  to: 'To',
  reason: 'Reason',
  acknowledge: 'Please acknowledge before',
  reminder: 'Reminder to acknowledge: ',
  escalated: 'A unit of yours has not acknowledged: ',
  silent: 'Silent unit',
  contacts: 'Contact',
  deadlineReminder: 'Due soon: ',
  deadlineLate: 'Overdue: ',
  due: 'Due',
  basis: 'Basis',
  link: 'Acknowledge at',
  dutyAsked: 'Please name who is on duty: ',
  dutyReminder: 'Nobody named for duty yet: ',
  checkFailed: 'Check failed: ',
  checkRetest: 'Please test again: ',
  checkAbsent: 'Nobody present: ',
  meetingEnded: 'The meeting ended: ',
  meetingEndedTask: 'Check, switch off, judge the quality, say what is left',
  deviceLeftOn: 'Device left on overnight: ',
  incidentOpened: 'Incident: ',
  incidentSilent: 'Nobody has answered an incident: ',
  fault: 'Fault',
  faults: {
    call: 'call dropped',
    quality: 'poor quality',
    line: 'line',
    device: 'device',
    power: 'power',
    control: 'control, MCU',
    security: 'security',
  },
  failedSince: 'Since',
  checked: 'Checked',
  checkedAt: 'Site',
  post: 'Duty post',
  place: 'Place',
  begins: 'Begins',
  ends: 'Ends',
  operatorEnded: 'Operator leaves: ',
  operatorReplaced: 'Operator replaced: ',
  unit: 'Unit',
  leaving: 'Leaving',
  successor: 'Successor',
  since: 'As of',
  page: 'Open the page',
  papersIssued: 'New invitation, papers: ',
  registrationReturned: 'To be completed: ',
  registrationRefused: 'Refused: ',
  registrationMoved: 'Confirmed at another time: ',
  serviceAsked: 'Late technical request, waits for consent: ',
  serviceConsented: 'Technical request accepted: ',
  serviceDeclined: 'Technical request declined: ',
  recordingGiven: 'Recording handed over, to be signed for: ',
  recordingReturned: 'Recording sent back: ',
  recordingReceived: 'Recording signed for: ',
  recordingAsked: 'Request for a recording: ',
  recordingDecided: 'Answer to a request for a recording: ',
  feedbackGiven: 'A problem in applying the regulation: ',
  feedbackAnswered: 'Answer to a problem in applying the regulation: ',
  deputationGiven: 'To decide in the place of: ',
  deputationEnded: 'Deputation over: ',
};

const wordsOf = ({ language, terms }: Pick<Speech, 'language' | 'terms'>): Words =>
  language === 'vi' ? vi(terms) : en;

/** An instant of a letter in the locality's time; text is taken as it stands. */
const dated = (value: number | string, timeZone: string, language: LetterLanguage): string =>
  typeof value === 'string'
    ? value
    : new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', {
        timeZone,
        ...PRINTED_TIME,
      }).format(value);

const line = (label: string, text: string | null | undefined): string[] =>
  text === null || text === undefined || text === '' ? [] : [`${label}: ${text}`];

const noticeLines = (facts: LetterFacts, w: Words): string[] => [
  ...line(w.to, facts.to),
  ...line(w.from, facts.from),
  ...line(w.about, facts.title),
  ...line(w.file, facts.fileNumber),
  ...line(w.reason, facts.reason),
  ...facts.content.map(({ label, text }) => `${label}: ${text}`),
  ...line(w.acknowledge, facts.acknowledgeBy),
  ...facts.contacts.map((contact) => `${w.contacts}: ${contact}`),
];

const deadlineLines = (facts: LetterFacts, w: Words, due: string): string[] => [
  ...line(w.about, facts.title),
  ...line(w.file, facts.fileNumber),
  ...line(w.due, due),
  ...line(w.basis, facts.article),
];

/** A duty sheet never says what its meeting is about. */
const dutyLines = (facts: LetterFacts, w: Words, told: (at: number) => string): string[] => [
  ...line(w.post, facts.duty),
  ...line(w.place, facts.place),
  ...line(w.file, facts.fileNumber),
  ...periodLines(facts, w, told),
];

/** Whoever mends a line or a socket need not know what the meeting is about. */
const checkLines = (facts: LetterFacts, w: Words, told: (at: number) => string): string[] => [
  ...line(w.checked, facts.duty),
  ...line(w.checkedAt, facts.place),
  ...line(w.reason, facts.reason),
  ...line(w.file, facts.fileNumber),
  ...(facts.startsAt ? line(w.begins, told(facts.startsAt)) : []),
];

const operatorLines = (facts: LetterFacts, w: Words): string[] => [
  ...line(w.to, facts.to),
  ...line(w.unit, facts.unit),
  ...line(w.leaving, facts.person),
  ...line(w.successor, facts.successor),
  ...line(w.since, facts.date),
  ...line(w.reason, facts.reason),
  ...line(w.basis, facts.article),
];

/** Letters about a check, by the words they begin with. */
const checkSubjects = {
  'check.failed': 'checkFailed',
  'check.absent': 'checkAbsent',
  'check.retest': 'checkRetest',
} as const satisfies Record<string, keyof Words>;

/** Letters about a file, by the words they begin with. */
const fileSubjects = {
  'papers.issued': 'papersIssued',
  'registration.returned': 'registrationReturned',
  'registration.refused': 'registrationRefused',
  'registration.moved': 'registrationMoved',
  'recording.given': 'recordingGiven',
  'recording.returned': 'recordingReturned',
  'recording.received': 'recordingReceived',
  'recording.asked': 'recordingAsked',
  'recording.decided': 'recordingDecided',
  'service.asked': 'serviceAsked',
  'service.consented': 'serviceConsented',
  'service.declined': 'serviceDeclined',
} as const satisfies Record<string, keyof Words>;

const fileName = ({ title, fileNumber }: LetterFacts): string =>
  title ? `${title} (${fileNumber})` : fileNumber;

const periodLines = (facts: LetterFacts, w: Words, told: (at: number) => string): string[] => [
  ...(facts.startsAt ? line(w.begins, told(facts.startsAt)) : []),
  ...(facts.endsAt ? line(w.ends, told(facts.endsAt)) : []),
];

/**
 * The words of a letter.
 *
 * @throws {Error} for a template nobody has written
 */
export function writeLetter(
  template: string,
  given: unknown,
  { language, timeZone, terms }: Speech,
): WrittenLetter {
  const facts = Facts.parse(given);
  const w = wordsOf({ language, terms });
  const due = facts.dueAt === null || facts.dueAt === undefined ? '' : dated(facts.dueAt, timeZone, language);
  const name = `${facts.notice}${facts.fileNumber ? ` (${facts.fileNumber})` : ''}`;
  switch (template) {
    case 'notice.sent':
      return { subject: `${w.kinds[facts.kind] ?? ''}${name}`, lines: noticeLines(facts, w) };
    case 'notice.reminder':
      return { subject: `${w.reminder}${name}`, lines: noticeLines(facts, w) };
    case 'notice.escalated':
      return {
        subject: `${w.escalated}${name}`,
        lines: [...line(w.silent, facts.silent), ...noticeLines(facts, w)],
      };
    case 'deadline.reminder':
      return { subject: `${w.deadlineReminder}${facts.duty}`, lines: deadlineLines(facts, w, due) };
    case 'deadline.late':
      return { subject: `${w.deadlineLate}${facts.duty}`, lines: deadlineLines(facts, w, due) };
    case 'duty.asked':
    case 'duty.reminder': {
      const post = [facts.duty, facts.place].filter(Boolean).join(' – ');
      const subject = `${template === 'duty.asked' ? w.dutyAsked : w.dutyReminder}${post}`;
      return { subject, lines: dutyLines(facts, w, (at) => dated(at, timeZone, language)) };
    }
    case 'check.failed':
    case 'check.absent':
    case 'check.retest': {
      const about = [facts.place, facts.duty].filter(Boolean).join(' – ');
      const subject = `${w[checkSubjects[template]]}${about}`;
      return { subject, lines: checkLines(facts, w, (at) => dated(at, timeZone, language)) };
    }
    case 'incident.opened':
    case 'incident.silent': {
      const fault = facts.fault ? w.faults[facts.fault] : '';
      const about = [facts.place, fault].filter(Boolean).join(' – ');
      const subject = `${template === 'incident.opened' ? w.incidentOpened : w.incidentSilent}${about}`;
      return {
        subject,
        lines: [
          ...line(w.fault, fault),
          ...line(w.place, facts.place),
          ...(facts.startsAt ? line(w.failedSince, dated(facts.startsAt, timeZone, language)) : []),
          ...line(w.file, facts.fileNumber),
        ],
      };
    }
    case 'meeting.ended':
      return {
        subject: `${w.meetingEnded}${[facts.place, facts.fileNumber].filter(Boolean).join(' – ')}`,
        lines: [...line(w.place, facts.place), w.meetingEndedTask, ...line(w.file, facts.fileNumber)],
      };
    case 'device.leftOn':
      return {
        subject: `${w.deviceLeftOn}${facts.place ?? ''}`,
        lines: [...line(w.place, facts.place), ...line(w.since, facts.date), ...line(w.basis, facts.article)],
      };
    case 'operator.ended':
      return { subject: `${w.operatorEnded}${facts.unit}`, lines: operatorLines(facts, w) };
    case 'operator.replaced':
      return { subject: `${w.operatorReplaced}${facts.unit}`, lines: operatorLines(facts, w) };
    case 'papers.issued':
    case 'registration.returned':
    case 'registration.refused':
    case 'registration.moved':
    case 'recording.given':
    case 'recording.returned':
    case 'recording.received':
    case 'recording.asked':
    case 'recording.decided':
    case 'service.asked':
    case 'service.consented':
    case 'service.declined':
      return { subject: `${w[fileSubjects[template]]}${fileName(facts)}`, lines: noticeLines(facts, w) };
    case 'feedback.given':
    case 'feedback.answered':
      return {
        subject: `${template === 'feedback.given' ? w.feedbackGiven : w.feedbackAnswered}${facts.unit}`,
        lines: [...line(w.basis, facts.article), ...(facts.reason ? [facts.reason] : [])],
      };
    case 'deputation.given':
      return {
        subject: `${w.deputationGiven}${facts.person}`,
        lines: [
          ...periodLines(facts, w, (at) => dated(at, timeZone, language)),
          ...line(w.reason, facts.reason),
        ],
      };
    case 'deputation.ended':
      return { subject: `${w.deputationEnded}${facts.person}`, lines: [] };
    default:
      return {
        subject: [facts.notice || facts.title || facts.duty || template, facts.fileNumber]
          .filter(Boolean)
          .join(' – '),
        lines: noticeLines(facts, w),
      };
  }
}

/** The sentence before a link; where a mail has several readers, with the name of the one whose link it is. */
export const linkWords = (speech: Speech, reader?: string): string =>
  [reader, wordsOf(speech).link].filter(Boolean).join(' – ');

/** The sentence before the page on which something is to be done. */
export const pageWords = (speech: Speech): string => wordsOf(speech).page;
