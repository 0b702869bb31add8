import { z } from 'zod';
import { Instant, MeetingId, NodeId, OrganisationId, SiteId } from '../ids.ts';
import { IncidentScenario } from '../regulation/office/incident-rules.ts';

const line = z.string().trim().max(300);
const text = z.string().trim().max(4_000);

/** What is known of an MCU before meetings are planned on it (R-PLN-03). */
export const McuSheet = z.strictObject({
  nodeId: NodeId,
  /** Rooms it serves at once. */
  sites: z.int().min(1).max(2_000),
  /** MCUs that may be connected below it. */
  links: z.int().min(0).max(64),
  /** Bandwidth of its line towards the others, kilobits per second. */
  lineKbps: z.int().min(64).max(100_000_000),
  owner: line.min(2),
  operator: line.min(2),
  telephone: z
    .string()
    .trim()
    .regex(/^[0-9+][0-9 .()-]{2,24}$/),
  /** MCU to which it turns when the one above it or the line to it fails; null: none. */
  spareNodeId: NodeId.nullable(),
  /** Technical parameters to set when it is connected. */
  parameters: text.nullable(),
});
export type McuSheet = z.infer<typeof McuSheet>;

/** The five headings of a connection plan (VP Đ6.1 b3). */
export const PlanSections = z.strictObject({
  systems: text,
  mcu: text,
  cascade: text,
  lines: text,
  security: text,
});
export type PlanSections = z.infer<typeof PlanSections>;

/** An MCU in the tree of a plan: what it hangs on, and what it carries. */
export const PlannedNode = z.strictObject({
  nodeId: NodeId,
  parentId: NodeId.nullable(),
  spareNodeId: NodeId.nullable(),
  siteIds: z.array(SiteId).max(2_000),
});
export type PlannedNode = z.infer<typeof PlannedNode>;

export const PlanFinding = z.strictObject({
  severity: z.enum(['error', 'warning']),
  code: z.enum([
    'noMcu',
    'sheetMissing',
    'siteUnplaced',
    'sitesOver',
    'linksOver',
    'deep',
    'shallower',
    'noSpare',
    'sectionEmpty',
    'wavesMissing',
    'qualityPlanMissing',
  ]),
  subject: z.string().max(300),
});
export type PlanFinding = z.infer<typeof PlanFinding>;

/** What one loss costs: a node or the link above it. */
export const LossOutcome = z.strictObject({
  kind: z.enum(['node', 'link']),
  nodeId: NodeId,
  /** Sites that are out until it is mended. */
  lost: z.array(SiteId).max(2_000),
  /** Sites that come back over a spare path. */
  rescued: z.array(SiteId).max(2_000),
});
export type LossOutcome = z.infer<typeof LossOutcome>;

/** `GET /api/preparation/:meetingId/plan` */
export const ConnectionPlan = z.strictObject({
  meetingId: MeetingId,
  fileNumber: z.string().max(20),
  title: z.string().max(300),
  startsAt: Instant,
  /** 0: nothing was saved, the tree is what is proposed. */
  version: z.int().min(0),
  sections: PlanSections,
  tree: z.array(PlannedNode).max(64),
  /** The shallowest that the sheets of the MCUs allow now. */
  proposed: z.array(PlannedNode).max(64),
  /** Sites of the meeting, by number. */
  sites: z.array(z.strictObject({ siteId: SiteId, number: z.int(), name: z.string().max(200) })).max(2_000),
  /** Links on the way from the deepest MCU to the root. */
  depth: z.int().min(0),
  losses: z.array(LossOutcome).max(128),
  findings: z.array(PlanFinding).max(500),
  mcus: z
    .array(
      z.strictObject({
        nodeId: NodeId,
        name: z.string().max(200),
        /** Where its sites are by the directory. */
        homeSites: z.int().min(0),
        sheet: McuSheet.nullable(),
        /** Takes its place when it is lost, declared for the installation; null: none does. */
        standbyId: NodeId.nullable(),
      }),
    )
    .max(64),
  /** Units whose agreement is asked for, and their last word on this version. */
  agreements: z
    .array(
      z.strictObject({
        organisationId: OrganisationId,
        name: z.string().max(200),
        agreed: z.boolean().nullable(),
        note: line.nullable(),
        byName: z.string().max(200).nullable(),
        at: Instant.nullable(),
        mayAnswer: z.boolean(),
      }),
    )
    .max(400),
  /** What is done when something fails, with the names of those who are called (R-PLN-06). */
  scenarios: z.array(IncidentScenario.extend({ contacts: z.array(z.string().max(200)).max(6) })).max(20),
  mayWrite: z.boolean(),
  /** May declare standbys, which hold for every meeting. */
  mayDeclareStandby: z.boolean(),
});
export type ConnectionPlan = z.infer<typeof ConnectionPlan>;

/** `POST /api/preparation/:meetingId/plan`: a further version; agreements begin anew. */
export const SavePlan = z.strictObject({
  version: z.int().min(0),
  sections: PlanSections,
  /** As somebody drew it; absent: as it is proposed. */
  tree: z
    .array(PlannedNode.omit({ spareNodeId: true }))
    .min(1)
    .max(64)
    .optional(),
});
export type SavePlan = z.infer<typeof SavePlan>;

/** `POST /api/preparation/:meetingId/plan/agreements/:organisationId` */
export const AgreePlan = z.strictObject({
  version: z.int().min(1),
  agreed: z.boolean(),
  note: line.nullable(),
});
export type AgreePlan = z.infer<typeof AgreePlan>;
