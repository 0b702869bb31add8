import type { Finding, LateRequest, MeetingMove, MeetingState } from '@nhipcau/contracts';
import { instantText, type Speech, spanText } from '../regulation/sentences.ts';
import type { PlainTextKey } from '../text/catalogue.ts';

/** Findings that are said without figures. */
const plain = {
  startInPast: 'finding.startInPast',
  endBeforeStart: 'finding.endBeforeStart',
  longerThanADay: 'finding.longerThanADay',
  rehearsalAfterStart: 'finding.rehearsalAfterStart',
  channelNotAllowed: 'finding.channelNotAllowed',
  alsoTelephone: 'finding.alsoTelephone',
  callMissing: 'finding.callMissing',
  readBackMissing: 'finding.readBackMissing',
  senderMissing: 'finding.senderMissing',
  receivedInFuture: 'finding.receivedInFuture',
  receivedLongAgo: 'finding.receivedLongAgo',
  siteTwice: 'finding.siteTwice',
  siteUnknown: 'finding.siteUnknown',
  siteNotAdmitted: 'finding.siteNotAdmitted',
  siteOutsideReach: 'finding.siteOutsideReach',
  chairSiteMissing: 'finding.chairSiteMissing',
  chairSiteNotAmongSites: 'finding.chairSiteNotAmongSites',
  chairSiteNotCapable: 'finding.chairSiteNotCapable',
  chairSiteOnRequest: 'finding.chairSiteOnRequest',
  kindUnknown: 'finding.kindUnknown',
  hostUnknown: 'finding.hostUnknown',
  hostNotEntitled: 'finding.hostNotEntitled',
  hostNotOfficeOfChair: 'finding.hostNotOfficeOfChair',
  venueMissing: 'finding.venueMissing',
  chairBodyUnfit: 'finding.chairBodyUnfit',
  upstreamMissing: 'finding.upstreamMissing',
  purposeUnknown: 'finding.purposeUnknown',
  secretNotAllowed: 'finding.secretNotAllowed',
  secretLineForbidden: 'finding.secretLineForbidden',
  protectionPlanMissing: 'finding.protectionPlanMissing',
  invitedBeforeConfirmation: 'finding.invitedBeforeConfirmation',
  calendarGap: 'finding.calendarGap',
} as const satisfies Readonly<Record<string, PlainTextKey>>;

const isPlain = (code: string): code is keyof typeof plain => Object.hasOwn(plain, code);

/** What a finding says, as one sentence. */
export function findingText({ code, facts }: Finding, speech: Speech): string {
  const { t } = speech;
  const word = (key: string) => String(facts[key] ?? '');
  const due = typeof facts['dueAt'] === 'number' ? instantText(facts['dueAt'], speech) : '';
  const span = typeof facts['missedByMs'] === 'number' ? spanText(facts['missedByMs'], speech) : '';
  if (isPlain(code)) return t(plain[code]);
  switch (code) {
    case 'fieldMissing':
      return t('finding.fieldMissing', { label: word('label') });
    case 'fieldMissingAtSites':
      return t('finding.fieldMissingAtSites', { label: word('label'), count: word('count') });
    case 'leadTimePassed':
      return t('finding.leadTimePassed', { due, span });
    case 'urgentLeadTimePassed':
      return t('finding.urgentLeadTimePassed', { due, span });
    case 'siteShortOfTrained':
      return t('finding.siteShortOfTrained', {
        site: word('siteName'),
        present: word('present'),
        required: word('required'),
      });
    case 'tooManySites':
      return t('finding.tooManySites', { wanted: word('wanted'), most: word('most') });
    case 'senderNotOfficial':
      return t('finding.senderNotOfficial', { domains: word('domains') });
    case 'technicalRequestLate':
      return t('finding.technicalRequestLate', { due });
    default:
      return t('finding.unknown');
  }
}

/** Colour of a state's tag; the word stands in it, so colour is never alone. */
export const stateTone: Readonly<Record<MeetingState, string>> = {
  draft: 'default',
  registered: 'gold',
  underReview: 'gold',
  confirmed: 'green',
  refused: 'red',
  noticed: 'green',
  planned: 'green',
  rehearsed: 'green',
  connected: 'green',
  ready: 'green',
  live: 'volcano',
  ended: 'blue',
  closed: 'default',
  cancelled: 'red',
};

const acts = [
  'create',
  'submit',
  'acceptLate',
  'takeUp',
  'returnForCompletion',
  'confirm',
  'refuse',
  'postpone',
  'cancel',
  'change',
  'displace',
  'markNoticed',
  'markPlanned',
  'markRehearsed',
  'markConnected',
  'markReady',
  'consentServices',
  'declineServices',
  'start',
  'end',
  'close',
] as const;

/** Who took a step, and by whose right. */
export const actorWords = (
  { actorName, inPlaceOf }: Pick<MeetingMove, 'actorName' | 'inPlaceOf'>,
  { t }: Pick<Speech, 't'>,
): string =>
  inPlaceOf === null ? actorName : t('deputy.inPlaceOf', { name: actorName, principal: inPlaceOf });

/** What became of a technical request that came late. */
export function lateRequestText(request: LateRequest, { t }: Pick<Speech, 't'>): string {
  const services = request.services.map((service) => t(`file.service.${service}`)).join(', ');
  const { answer } = request;
  if (answer.kind === 'open') return t('file.lateRequest.open', { services });
  return [t(`file.lateRequest.${answer.kind}`, { services, by: answer.by }), answer.reason]
    .filter(Boolean)
    .join('. ');
}

/** What a step of a file's history is called. */
export function actText(act: string, { t }: Pick<Speech, 't'>): string {
  const known = acts.find((one) => one === act);
  return known === undefined ? act : t(`file.act.${known}`);
}
