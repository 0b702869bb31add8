import type { Route } from '../http/route.ts';
import { admissionRoutes } from './admission.routes.ts';
import { AdmissionService } from './admission.service.ts';
import { ComplianceService } from './compliance.service.ts';
import { ConnectionsService } from './connections.service.ts';
import { ContactsService } from './contacts.service.ts';
import { DocumentsService } from './documents.service.ts';
import { dutyRoutes } from './duty.routes.ts';
import { DutyService } from './duty.service.ts';
import { ExceptionsService } from './exceptions.service.ts';
import { filingRoutes } from './filing.routes.ts';
import { HandoverService } from './handover.service.ts';
import { OperatorsService } from './operators.service.ts';
import { peopleRoutes } from './people.routes.ts';
import { ReplacementsService } from './replacements.service.ts';
import { RoomsService } from './rooms.service.ts';
import { RosterService } from './roster.service.ts';
import type { TellingParts } from './staff-parts.ts';
import { auditedBy } from './worker.ts';

/** Staff, admission, filing and duty, wired; `duty` listens to the steps of meetings. */
export function openStaff({ database, clock, outbox, jobs }: TellingParts): {
  duty: DutyService;
  routes: Route[];
} {
  const parts = { database, clock };
  const audited = auditedBy(parts);
  const telling = { ...parts, outbox, jobs };
  const duty = new DutyService(telling);
  return {
    duty,
    routes: [
      ...peopleRoutes({
        operators: new OperatorsService(telling),
        replacements: new ReplacementsService(telling),
        roster: new RosterService(parts),
        audited,
      }),
      ...admissionRoutes({
        admissions: new AdmissionService(parts),
        exceptions: new ExceptionsService(parts),
        rooms: new RoomsService(parts),
        audited,
      }),
      ...filingRoutes({
        ...parts,
        documents: new DocumentsService(parts),
        compliance: new ComplianceService(parts),
        contacts: new ContactsService(parts),
        connections: new ConnectionsService(parts),
        audited,
      }),
      ...dutyRoutes({ duty, handovers: new HandoverService(parts), audited }),
    ],
  };
}
