import {
  instant,
  type OrganisationId,
  type Reception,
  type RegistrationData,
  type RegistrationRulesReply,
  type SiteId,
} from '@nhipcau/contracts';

type Body = RegistrationData['chairBody'];
type Field = RegistrationRulesReply['fields'][number];

/** What the form says of one site. */
export interface SiteDetail {
  readonly attendance: number | null;
  readonly contactName: string;
  readonly contactPhone: string;
}
export const noDetail: SiteDetail = { attendance: null, contactName: '', contactPhone: '' };

/** What the desk has written down so far; times in epoch ms, texts as typed. */
export interface DeskNote {
  readonly urgency: RegistrationData['urgency'];
  readonly channel: Reception['channel'];
  readonly receivedAt: number;
  readonly sender: string;
  readonly caller: string;
  readonly callee: string;
  readonly callPhone: string;
  readonly readBack: boolean;
  readonly title: string;
  readonly hostId: OrganisationId | null;
  readonly kind: string;
  readonly chairBody: Body;
  readonly start: number | null;
  readonly end: number | null;
  readonly rehearsalStart: number | null;
  readonly rehearsalEnd: number | null;
  readonly chairSiteId: SiteId | null;
  readonly siteIds: readonly SiteId[];
  readonly siteDetails: Readonly<Record<string, SiteDetail>>;
  readonly purpose: string | null;
  readonly content: string;
  readonly urgentCause: string;
  readonly venue: string;
  readonly chairPerson: string;
  readonly chairTitle: string;
  readonly technicianName: string;
  readonly technicianPhone: string;
  readonly basisNumber: string;
  readonly upstreamBody: string;
  readonly upstreamDocument: string;
  readonly script: string;
  readonly staffRequest: string;
}

/** An empty sheet; the kind and the body are the first the regulation names. */
export function emptyNote(rules: RegistrationRulesReply, now: number): DeskNote {
  const [purpose] = rules.purposes;
  return {
    urgency: 'urgent',
    channel: channelsFor(rules, 'urgent')[0] ?? 'telephone',
    receivedAt: now,
    sender: '',
    caller: '',
    callee: '',
    callPhone: '',
    readBack: false,
    title: '',
    hostId: null,
    kind: rules.kinds[0]?.key ?? '',
    chairBody: bodiesOf(rules, rules.kinds[0]?.key ?? '')[0]?.key ?? 'agency',
    start: null,
    end: null,
    rehearsalStart: null,
    rehearsalEnd: null,
    chairSiteId: null,
    siteIds: [],
    siteDetails: {},
    purpose: rules.purposes.length === 1 && purpose ? purpose.key : null,
    content: '',
    urgentCause: '',
    venue: '',
    chairPerson: '',
    chairTitle: '',
    technicianName: '',
    technicianPhone: '',
    basisNumber: '',
    upstreamBody: '',
    upstreamDocument: '',
    script: '',
    staffRequest: '',
  };
}

const channels = ['document', 'form', 'officialMailbox', 'application', 'telephone', 'fax', 'email'] as const;

/** Ways by which the regulation takes a registration of this urgency; all where it does not say. */
export const channelsFor = (
  { channels: allowed }: RegistrationRulesReply,
  urgency: RegistrationData['urgency'],
): readonly Reception['channel'][] => {
  const named = channels.filter((channel) => allowed[urgency].includes(channel));
  return named.length === 0 ? channels : named;
};

export const bodiesOf = (
  { chairBodies, kinds }: RegistrationRulesReply,
  kind: string,
): readonly { key: Body; name: string }[] =>
  (kinds.find(({ key }) => key === kind)?.chairBodies ?? []).map((key) => ({
    key,
    name: chairBodies.find((body) => body.key === key)?.name ?? key,
  }));

/** The field's rule where the form of this kind has it at all. */
export const fieldOf = (
  { fields }: RegistrationRulesReply,
  name: string,
  { kind }: Pick<DeskNote, 'kind'>,
): Field | undefined => fields.find(({ field, kinds }) => field === name && (kinds?.includes(kind) ?? true));

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** How it came in. */
export const receptionOf = (note: DeskNote): Reception => ({
  channel: note.channel,
  sender: orNull(note.sender),
  call:
    note.channel === 'telephone' && note.caller.trim() !== '' && note.callee.trim() !== ''
      ? {
          caller: note.caller.trim(),
          callee: note.callee.trim(),
          phone: orNull(note.callPhone),
          readBack: note.readBack,
        }
      : null,
  receivedAt: instant(note.receivedAt),
});

/** What is registered; null until there is a title, a host and a time. */
export function dataOf(note: DeskNote): unknown {
  const { hostId, start, end } = note;
  if (note.title.trim().length < 3 || hostId === null || start === null || end === null) return null;
  return {
    title: note.title.trim(),
    content: orNull(note.content),
    kind: note.kind,
    urgency: note.urgency,
    urgentCause: note.urgency === 'urgent' ? orNull(note.urgentCause) : null,
    purpose: note.purpose,
    form: 'online',
    hostOrganisationId: hostId,
    chairBody: note.chairBody,
    chairPerson: orNull(note.chairPerson),
    chairTitle: orNull(note.chairTitle),
    venue: orNull(note.venue),
    basis:
      note.basisNumber.trim() === ''
        ? null
        : { number: note.basisNumber.trim(), issuedOn: null, issuer: null },
    official: { start, end },
    rehearsal:
      note.rehearsalStart === null || note.rehearsalEnd === null
        ? null
        : { start: note.rehearsalStart, end: note.rehearsalEnd },
    chairSiteId: note.chairSiteId,
    sites: sitesOf(note),
    script: orNull(note.script),
    technician:
      note.technicianName.trim() === '' || note.technicianPhone.trim() === ''
        ? null
        : { name: note.technicianName.trim(), phone: note.technicianPhone.trim() },
    staffRequest: orNull(note.staffRequest),
    technical: {
      recording: false,
      slides: false,
      video: false,
      projector: false,
      speaking: false,
      storeMedia: false,
      headquartersRoom: false,
      other: null,
    },
    secret: { declared: false, protectionPlan: null },
    invitation: null,
    upstream:
      note.upstreamBody.trim() === ''
        ? null
        : { body: note.upstreamBody.trim(), document: orNull(note.upstreamDocument) },
  };
}

/** The chair site takes part, whether or not it was chosen a second time. */
const sitesOf = ({ chairSiteId, siteIds, siteDetails }: DeskNote) =>
  [...new Set([...(chairSiteId === null ? [] : [chairSiteId]), ...siteIds])].map((siteId) => {
    const { attendance, contactName, contactPhone } = siteDetails[siteId] ?? noDetail;
    return {
      siteId,
      attendance,
      contactName: orNull(contactName),
      contactPhone: orNull(contactPhone),
      mayPresent: false,
    };
  });
