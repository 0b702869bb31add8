import type { LateRequest, NoticeRow, Registration, TechnicalService } from '@nhipcau/contracts';
import { applies, periodText, slotText } from '@nhipcau/domain';
import type { Executor } from '../database/database.ts';
import type { Letter, Outbox, Recipient } from '../notices/outbox.ts';
import type { Move, MoveListener } from './move.ts';

/** Services as they are named in letters. */
const serviceNames: Readonly<Record<TechnicalService, string>> = {
  recording: 'Ghi hình',
  slides: 'Trình chiếu',
  video: 'Phát video',
  projector: 'Máy chiếu',
  speaking: 'Phát biểu',
  storeMedia: 'Lưu trữ video, hình ảnh',
  headquartersRoom: 'Phòng họp tại trụ sở',
  other: 'Yêu cầu khác',
};

const operators: Recipient = { kind: 'profileRole', role: 'account:operator' };

/**
 * Tells the host what became of its file where no notice of the locality does: returned, refused, set to another time, and the
 * answer to a late request; and those who run the system that such a request waits for them.
 *
 * @rule NT-7 (R-APR-06, R-REG-09)
 */
export class HostLetters implements MoveListener {
  readonly #outbox: Outbox;

  constructor({ outbox }: { outbox: Outbox }) {
    this.#outbox = outbox;
  }

  async moved(trx: Executor, move: Move): Promise<void> {
    await this.#outbox.put(trx, lettersAbout(move));
  }
}

/** Every letter of a step. */
export function lettersAbout(move: Move): Letter[] {
  const { registration, act, changed } = move;
  const request = registration.lateRequest;
  const letters: Letter[] = [];
  if (act === 'returnForCompletion') letters.push(...toHost(move, 'registration.returned'));
  if (act === 'refuse' && !isTold(move)) letters.push(...toHost(move, 'registration.refused'));
  if (act === 'confirm' && changed.includes('official')) letters.push(...toHost(move, 'registration.moved'));
  if (act === 'consentServices') letters.push(...toHost(move, 'service.consented', serviceLines(request)));
  if (act === 'declineServices') letters.push(...toHost(move, 'service.declined', serviceLines(request)));
  if (request?.answer.kind === 'open' && request.askedAt === move.at)
    letters.push(letter(move, 'service.asked', 'inApp', operators, serviceLines(request)));
  return letters;
}

/** A result that the locality's own notice brings, and nothing to add to it. */
const isTold = ({ registration: { data }, profile, alternatives = [] }: Move): boolean =>
  alternatives.length === 0 &&
  profile.office.notices.rows.some((row) => isResultToHost(row) && applies(row, data));

const isResultToHost = ({ on, to }: NoticeRow): boolean => on === 'decided' && to.includes('host');

interface Line {
  readonly label: string;
  readonly text: string;
}

const serviceLines = (request: LateRequest | null): Line[] => [
  {
    label: 'Yêu cầu kỹ thuật',
    text: (request?.services ?? []).map((service) => serviceNames[service]).join(', '),
  },
];

/** In this application, and by mail unless the meeting has state secrets. */
function toHost(move: Move, template: string, lines: readonly Line[] = []): Letter[] {
  const { data } = move.registration;
  const host: Recipient = { kind: 'organisation', organisationId: data.hostOrganisationId };
  const channels = data.secret.declared ? (['inApp'] as const) : (['inApp', 'email'] as const);
  return channels.map((channel) => letter(move, template, channel, host, lines));
}

const letter = (
  { registration, profile, reason, alternatives = [], act }: Move,
  template: string,
  channel: 'inApp' | 'email',
  recipient: Recipient,
  lines: readonly Line[],
): Letter => ({
  key: `file:${registration.meetingId}:${registration.revision}:${template}:${channel}`,
  meetingId: registration.meetingId,
  recipient,
  channel,
  template,
  facts: {
    title: titleOf(registration),
    fileNumber: registration.fileNumber,
    reason: act === 'change' ? null : reason,
    path: `/dang-ky/${encodeURIComponent(registration.meetingId)}`,
    content: [
      { label: 'Thời gian', text: periodText(registration.data.official, profile.timeZone) },
      ...lines,
      ...alternatives.map((slot, index) => ({
        label: `Khung giờ trống ${index + 1}`,
        text: slotText(slot, profile.timeZone),
      })),
    ],
  },
  acknowledgeBy: null,
});

const titleOf = ({ data }: Registration): string | null => (data.secret.declared ? null : data.title);
