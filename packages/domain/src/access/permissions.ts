import type { Action, Grant, HeldGrant, MeetingId, OrganisationId, Role, SiteId } from '@nhipcau/contracts';

const everyone: readonly Role[] = [
  'operator',
  'chair',
  'technician',
  'observer',
  'administrator',
  'clerk',
  'approver',
  'scheduler',
  'desk',
  'partner',
  'auditor',
  'head',
];
/** Partners know what concerns their work, never what a meeting is about (R-SEC-09). */
const officials = everyone.filter((role) => role !== 'partner');

/** Which roles have a right; where each has it is a matter of its scope. `docs/permissions.md` is made from it. */
export const permissions: Readonly<Record<Action, readonly Role[]>> = {
  'session.own': everyone,
  'meeting.read': officials,
  'meeting.create': ['operator'],
  'meeting.watch': ['operator', 'chair', 'observer', 'administrator'],
  'meeting.monitor': ['operator', 'observer', 'administrator'],
  'meeting.records': ['operator', 'observer', 'administrator', 'auditor'],
  // Whoever works with a meeting or answers for it; what was said in it only its host and the unit that records (R-REC-06).
  'recording.read': ['operator', 'clerk', 'desk', 'scheduler', 'approver', 'administrator', 'auditor'],
  'recording.render': ['operator'],
  'recording.watch': ['operator', 'clerk'],
  'recording.handOver': ['operator', 'scheduler'],
  'recording.receive': ['clerk', 'approver'],
  'recording.request': ['clerk', 'approver', 'desk', 'scheduler'],
  'recording.decide': ['clerk', 'approver'],
  'recording.delete': ['operator', 'administrator'],
  'recording.hold': ['operator', 'administrator', 'approver', 'clerk'],
  'line.read': ['operator', 'observer', 'administrator', 'technician', 'partner', 'auditor'],
  'link.configure': ['operator', 'administrator'],
  'trunk.read': ['operator', 'administrator', 'auditor', 'observer'],
  'trunk.configure': ['administrator'],
  'trunk.conduct': ['operator'],
  'room.open': ['operator'],
  'wallboard.issue': ['operator', 'administrator'],
  'ticket.take': ['operator', 'chair', 'technician', 'observer', 'administrator'],
  'directory.read': everyone,
  'directory.write': ['administrator'],
  'directory.import': ['administrator'],
  'site.admit': ['administrator', 'approver'],
  'staff.read': everyone,
  'staff.write': ['administrator', 'clerk', 'technician'],
  'roster.write': ['administrator', 'clerk', 'technician', 'partner', 'scheduler'],
  'asset.read': [
    'operator',
    'technician',
    'administrator',
    'clerk',
    'approver',
    'scheduler',
    'desk',
    'partner',
    'auditor',
  ],
  'asset.write': ['administrator', 'clerk', 'technician', 'partner', 'desk'],
  'asset.judge': ['administrator', 'approver', 'desk'],
  'asset.consent': ['administrator', 'approver', 'partner'],
  'asset.inspect': ['administrator', 'approver', 'desk', 'auditor', 'partner'],
  'training.write': ['administrator', 'desk', 'scheduler'],
  'guidance.read': everyone,
  'guidance.write': ['administrator', 'desk'],
  'regulation.read': everyone,
  'calendar.write': ['administrator'],
  'registration.read': officials,
  'registration.write': ['clerk', 'desk'],
  'registration.acceptLate': ['desk'],
  'registration.decide': ['approver'],
  'registration.advance': ['operator', 'scheduler', 'desk'],
  'service.consent': ['operator', 'scheduler'],
  'schedule.read': officials,
  'schedule.write': ['scheduler'],
  'notice.read': everyone,
  'notice.send': ['clerk', 'desk', 'scheduler', 'operator'],
  'notice.acknowledge': ['technician', 'partner', 'clerk'],
  'deadline.report': ['clerk', 'desk', 'scheduler', 'operator', 'technician', 'partner', 'approver'],
  'deadline.waive': ['desk', 'approver'],
  'document.print': ['clerk', 'approver', 'scheduler', 'desk', 'operator', 'auditor', 'administrator'],
  'template.write': ['clerk', 'administrator'],
  'check.answer': ['technician', 'operator'],
  'check.order': ['operator', 'scheduler'],
  'script.write': ['clerk', 'desk', 'operator', 'scheduler'],
  'script.approve': ['clerk', 'approver', 'desk'],
  'plan.write': ['operator', 'scheduler', 'desk'],
  'plan.agree': ['clerk', 'technician', 'partner', 'operator'],
  'rehearsal.lead': ['operator', 'scheduler'],
  'rehearsal.record': ['operator', 'technician', 'scheduler'],
  'incident.read': [
    'operator',
    'observer',
    'administrator',
    'technician',
    'desk',
    'scheduler',
    'partner',
    'auditor',
  ],
  'incident.handle': ['operator', 'desk', 'technician', 'partner'],
  'incident.report': ['operator', 'desk', 'technician'],
  // Whoever keeps a book or answers for it (R-LOG-01); units other than the own are a matter of scope.
  'log.read': [
    'technician',
    'head',
    'operator',
    'scheduler',
    'desk',
    'approver',
    'clerk',
    'partner',
    'auditor',
    'administrator',
  ],
  // Whoever was there sees how it was judged; the lessor what concerns the lessor.
  'evaluation.read': [
    'technician',
    'head',
    'operator',
    'scheduler',
    'desk',
    'approver',
    'clerk',
    'partner',
    'auditor',
    'administrator',
  ],
  'evaluation.compile': ['operator', 'desk', 'scheduler'],
  'evaluation.confirm': ['partner'],
  'evaluation.object': ['partner', 'head', 'technician'],
  'evaluation.decide': ['desk', 'approver'],
  'log.keep': ['technician', 'operator', 'partner'],
  'log.confirm': ['head'],
  // A signature made elsewhere speaks for itself; the clerk of the unit keeps its seal.
  'log.attach': ['technician', 'operator', 'partner', 'head', 'clerk'],
  'account.manage': ['administrator'],
  'delegation.decide': ['administrator', 'approver'],
  'security.read': ['administrator', 'approver', 'desk', 'operator', 'auditor'],
  'security.write': ['administrator', 'approver', 'desk'],
  'audit.read': ['auditor', 'administrator'],
  // Each the figures of the own unit and of what lies below it.
  'report.read': [
    'operator',
    'observer',
    'administrator',
    'clerk',
    'approver',
    'scheduler',
    'desk',
    'technician',
    'partner',
    'auditor',
  ],
  'report.write': ['clerk', 'technician', 'operator', 'scheduler', 'desk', 'partner'],
  'report.receive': ['clerk', 'operator', 'scheduler', 'desk', 'approver'],
  'feedback.read': [
    'operator',
    'administrator',
    'clerk',
    'approver',
    'scheduler',
    'desk',
    'technician',
    'partner',
    'head',
    'auditor',
  ],
  'feedback.give': ['operator', 'clerk', 'technician', 'partner', 'head', 'desk', 'scheduler'],
  // Whoever collects for the office that runs the system.
  'feedback.handle': ['desk', 'approver'],
  'finance.read': ['clerk', 'approver', 'desk', 'administrator', 'auditor', 'partner'],
  'finance.write': ['clerk', 'desk', 'administrator', 'partner'],
  'figures.recompute': ['administrator', 'operator'],
};

/**
 * What somebody may do in the place of another who is away: decide, and read what is decided on. Nothing else of the role is
 * lent, and what is lent cannot be lent further.
 *
 * @rule AC-19
 */
const lent: readonly Action[] = [
  'registration.decide',
  'registration.read',
  'schedule.read',
  'notice.read',
  'document.print',
];

/** Whether a grant, wherever it counts, has this right in it. */
export const gives = ({ role, inPlaceOf }: HeldGrant, action: Action): boolean =>
  permissions[action].includes(role) && (inPlaceOf === undefined || lent.includes(action));

/** Where a thing stands: what is absent does not place it. */
export interface Place {
  /** The organisation it belongs to and all above it. */
  readonly organisationPath?: readonly OrganisationId[];
  readonly siteId?: SiteId;
  readonly meetingId?: MeetingId;
}

/** Whether a grant reaches the thing that stands there. */
export function covers({ scope }: Grant, { organisationPath, siteId, meetingId }: Place): boolean {
  switch (scope.kind) {
    case 'installation':
      return true;
    case 'organisation':
      return organisationPath?.includes(scope.organisationId) === true;
    case 'site':
      return siteId === scope.siteId;
    case 'meeting':
      return meetingId === scope.meetingId;
  }
}

/** Whether somebody with these grants may do this to the thing that stands there (R-MCU-14, R-SEC-11). */
export const can = (grants: readonly HeldGrant[], action: Action, place: Place): boolean =>
  grants.some((grant) => gives(grant, action) && covers(grant, place));

/** Whether there may be anything at all to which somebody with these grants may do this. */
export const mayEver = (grants: readonly HeldGrant[], action: Action): boolean =>
  grants.some((grant) => gives(grant, action));
