import { z } from 'zod';
import { AssetId } from '../assets/assets.ts';
import { Instant, MeetingId, NodeId, SiteId } from '../ids.ts';
import { IncidentScenario, IncidentType } from '../regulation/office/incident-rules.ts';
import { Quality } from '../room/quality.ts';

const line = z.string().trim().min(2).max(300);
const phone = z.string().regex(/^[0-9+][0-9 .()-]{2,30}$/);

/** A fault in the hands of people: everything that failed at one place until somebody closed it (R-INC-01, R-INC-02). */
export const CaseId = z.string().min(1).max(64).brand<'CaseId'>();
export type CaseId = z.infer<typeof CaseId>;

/** A line at an instant, as it is written into the record. */
export const LineFigures = z.strictObject({
  at: Instant,
  quality: Quality,
  rttMs: z.number().nullable(),
  jitterMs: z.number().nullable(),
  loss: z.number().min(0).max(1).nullable(),
});
export type LineFigures = z.infer<typeof LineFigures>;

/** What failed: what the system observed by its code, or what a person saw. */
export const Fault = z.strictObject({
  kind: z.enum([
    'siteDropped',
    'siteMissing',
    'slaveLate',
    'linkDown',
    'nodeLost',
    'workerDied',
    'lineDegraded',
    'security',
    'reported',
  ]),
  /** Word of the protocol for an observed fault, the words of whoever reported it for another. */
  detail: z.string().max(300),
});
export type Fault = z.infer<typeof Fault>;

/** Why it failed, for statistics; the words beside it are for people. */
export const FaultCause = z.enum([
  'line',
  'power',
  'device',
  'room',
  'operation',
  'mcu',
  'security',
  'other',
]);
export type FaultCause = z.infer<typeof FaultCause>;

/** What a person does about a case. */
export const CaseAct = z.discriminatedUnion('act', [
  /** The party for which somebody answers; null: for the control room or the site. */
  z.strictObject({ act: z.literal('acknowledge'), party: z.int().min(0).max(40).nullable() }),
  /** A party was called, or wrote. */
  z.strictObject({ act: z.literal('tell'), party: z.int().min(0).max(40), note: line.nullable() }),
  /** It is another kind of fault: whoever answers for that is told. */
  z.strictObject({ act: z.literal('retype'), type: IncidentType, reason: line }),
  z.strictObject({ act: z.literal('dispatch'), name: line, phone }),
  z.strictObject({ act: z.literal('arrive') }),
  /** What the provider says: cause, remedy, until when. */
  z.strictObject({ act: z.literal('estimate'), fixedBy: Instant, words: line }),
  /** By the inventory, where both are in it: the spare stands in, what failed goes to repair. */
  z.strictObject({
    act: z.literal('swap'),
    removed: line,
    installed: line,
    spareId: AssetId.optional(),
    removedId: AssetId.optional(),
  }),
  /** The chair at the site was told, and decided. */
  z.strictObject({ act: z.literal('tellChair'), decision: line }),
  /** The site will not be back in time (R-INC-04). */
  z.strictObject({ act: z.literal('interrupt'), reason: line }),
  z.strictObject({ act: z.literal('note'), words: line }),
  z.strictObject({ act: z.literal('close'), cause: FaultCause, causeWords: line, solution: line }),
]);
export type CaseAct = z.infer<typeof CaseAct>;

/** What happened to a case: acts of people, and what the system saw and did. */
export const CaseEvent = z.discriminatedUnion('act', [
  ...CaseAct.options,
  z.strictObject({ act: z.literal('observe'), fault: Fault }),
  z.strictObject({ act: z.literal('calm'), fault: Fault }),
  /** The meeting ended: nothing lasts beyond it. */
  z.strictObject({ act: z.literal('endSession') }),
  z.strictObject({ act: z.literal('escalate') }),
  /** The line after the fault, kept when the case is closed. */
  z.strictObject({ act: z.literal('measure'), figures: LineFigures }),
]);
export type CaseEvent = z.infer<typeof CaseEvent>;

/** `POST /api/incident-cases/:caseId/acts`; the key makes the second of two equal requests harmless. */
export const ActOnCase = z.strictObject({ key: z.uuid(), act: CaseAct });
export type ActOnCase = z.infer<typeof ActOnCase>;

/** `POST /api/incident-cases/closing`: several faults that had one cause. */
export const CloseCases = z.strictObject({
  caseIds: z.array(CaseId).min(1).max(300),
  cause: FaultCause,
  causeWords: line,
  solution: line,
});
export type CloseCases = z.infer<typeof CloseCases>;

/** `POST /api/meetings/:meetingId/incident-cases`: a fault that a person sees, also before the meeting (R-INC-08). */
export const ReportFault = z.strictObject({
  key: z.uuid(),
  /** Null: of the meeting as a whole. */
  siteId: SiteId.nullable(),
  type: IncidentType,
  words: line,
});
export type ReportFault = z.infer<typeof ReportFault>;

export const CaseState = z.enum(['open', 'acknowledged', 'restored', 'closed']);
export type CaseState = z.infer<typeof CaseState>;

/** Somebody to be told of a case, with the number to call. */
export const CaseParty = z.strictObject({
  party: z.int().min(0).max(40),
  role: z.string().max(60),
  /** The role in the locality's words. */
  roleName: z.string().max(200),
  name: z.string().max(300),
  /** Who has the duty there now; null: nobody was named. */
  person: z.string().max(200).nullable(),
  phone: z.string().max(40).nullable(),
  /** Told only when the first stayed silent. */
  isNext: z.boolean(),
  toldAt: Instant.nullable(),
  acknowledgedAt: Instant.nullable(),
});
export type CaseParty = z.infer<typeof CaseParty>;

export const CaseStep = z.strictObject({
  at: Instant,
  event: CaseEvent,
  /** Empty: the system. */
  byName: z.string().max(200),
});
export type CaseStep = z.infer<typeof CaseStep>;

export const IncidentCase = z.strictObject({
  caseId: CaseId,
  meetingId: MeetingId,
  /** Counted in its meeting. */
  number: z.int().min(1),
  /** Null for whoever may not know what the meeting is about. */
  title: z.string().max(300).nullable(),
  fileNumber: z.string().max(100).nullable(),
  siteId: SiteId.nullable(),
  nodeId: NodeId.nullable(),
  /** Name of the site, link or node. */
  place: z.string().max(300),
  type: IncidentType,
  /** Where the type was changed: what it was first. */
  openedAs: IncidentType,
  origin: z.enum(['system', 'person']),
  session: z.enum(['preparation', 'session']),
  state: CaseState,
  openedAt: Instant,
  openedBy: z.string().max(200).nullable(),
  faults: z.array(Fault.extend({ from: Instant, to: Instant.nullable() })).max(200),
  /** The line before the fault, while it was there, and after it. */
  before: LineFigures.nullable(),
  during: LineFigures.nullable(),
  after: LineFigures.nullable(),
  acknowledgeBy: Instant,
  acknowledgedAt: Instant.nullable(),
  isSilent: z.boolean(),
  escalatedAt: Instant.nullable(),
  restoredAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  downMs: z.int().min(0),
  parties: z.array(CaseParty).max(40),
  /** Who sits at the site, or answers for it. */
  atSite: z
    .strictObject({ name: z.string().max(200).nullable(), phone: z.string().max(40).nullable() })
    .nullable(),
  /** Somebody goes there (R-INC-07). */
  technician: z
    .strictObject({ name: z.string(), phone: z.string(), at: Instant, arrivedAt: Instant.nullable() })
    .nullable(),
  estimate: z.strictObject({ fixedBy: Instant, words: z.string() }).nullable(),
  swap: z.strictObject({ removed: z.string(), installed: z.string(), at: Instant }).nullable(),
  /** Now is the time to tell the chair at the site (R-INC-03). */
  asksForChair: z.boolean(),
  chairTold: z.strictObject({ at: Instant, decision: z.string() }).nullable(),
  interrupted: z.strictObject({ at: Instant, reason: z.string() }).nullable(),
  closing: z
    .strictObject({ cause: FaultCause, causeWords: z.string(), solution: z.string(), byName: z.string() })
    .nullable(),
  /** Steps of the plan that is filed for such a fault (R-PLN-06). */
  scenario: z.strictObject({ name: z.string(), steps: IncidentScenario.shape.steps }).nullable(),
  steps: z.array(CaseStep).max(500),
  may: z.strictObject({
    handle: z.boolean(),
    /** Tell whether the own site's chair knows, and that the site will not be back. */
    answerForSite: z.boolean(),
    interrupt: z.boolean(),
    close: z.boolean(),
    /** The party as which this person answers. */
    party: z.int().min(0).max(40).nullable(),
  }),
});
export type IncidentCase = z.infer<typeof IncidentCase>;

/** Totals and means of a meeting (R-INC-05). */
export const CaseTotals = z.strictObject({
  cases: z.int().min(0),
  open: z.int().min(0),
  silent: z.int().min(0),
  downMs: z.int().min(0),
  meanAcknowledgeMs: z.number().min(0).nullable(),
  meanRestoreMs: z.number().min(0).nullable(),
});
export type CaseTotals = z.infer<typeof CaseTotals>;

/** `GET /api/meetings/:meetingId/incident-cases`, those that need somebody first. */
export const CaseList = z.strictObject({
  meetingId: MeetingId,
  title: z.string().max(300).nullable(),
  fileNumber: z.string().max(100).nullable(),
  totals: CaseTotals,
  cases: z.array(IncidentCase).max(1000),
  /** Sites for which this person may report a fault. */
  reportable: z.array(z.strictObject({ siteId: SiteId, name: z.string().max(300) })).max(1000),
  /** May report what concerns the meeting as a whole. */
  mayReport: z.boolean(),
});
export type CaseList = z.infer<typeof CaseList>;

/** `GET /api/incident-cases`: cases of all meetings that are not closed and are this person's business. */
export const OpenCases = z.strictObject({ cases: z.array(IncidentCase).max(300) });
export type OpenCases = z.infer<typeof OpenCases>;
