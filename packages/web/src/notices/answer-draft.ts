import { AcknowledgeNotice, type StandbyContact } from '@nhipcau/contracts';

/** What is being written in the form of an answer. */
export interface AnswerDraft {
  readonly spokenTo: string;
  readonly dutyName: string;
  readonly dutyPhone: string;
  readonly started: boolean;
  readonly standby: readonly StandbyContact[];
}

export const emptyDraft: AnswerDraft = {
  spokenTo: '',
  dutyName: '',
  dutyPhone: '',
  started: false,
  standby: [],
};

export const emptyStandby: StandbyContact = { area: '', name: '', phone: '' };

const isBlank = ({ area, name, phone }: StandbyContact) => `${area}${name}${phone}`.trim() === '';

/** The answer as it is sent; null while something in it is half-written. */
export function answerOf(draft: AnswerDraft): AcknowledgeNotice | null {
  const { spokenTo, dutyName, dutyPhone, started, standby } = draft;
  const hasDuty = `${dutyName}${dutyPhone}`.trim() !== '';
  const parsed = AcknowledgeNotice.safeParse({
    spokenTo: spokenTo.trim() === '' ? null : spokenTo,
    duty: hasDuty ? { name: dutyName, phone: dutyPhone } : null,
    started,
    standby: standby.filter((one) => !isBlank(one)),
  });
  return parsed.success ? parsed.data : null;
}

/** An acknowledgement and nothing else: one press. */
export const plainAnswer: AcknowledgeNotice = { duty: null, started: false, standby: [], spokenTo: null };

/** Whether a telephone number may be sent; an empty one is no mistake yet. */
export const isPhone = (phone: string): boolean =>
  phone.trim() === '' || /^[0-9+][0-9 .()-]{2,24}$/.test(phone.trim());
