import type { Clock } from '@nhipcau/base';
import type { Logger } from 'pino';
import { openAssets } from './assets/assets.routes.ts';
import type { NodeMarks } from './assets/lines.service.ts';
import type { ServerConfig } from './config.ts';
import type { Database } from './database/database.ts';
import { deputyRoutes } from './deputies/deputies.routes.ts';
import { DeputiesService } from './deputies/deputies.service.ts';
import { type OpenDirectory, openDirectory } from './directory/open-directory.ts';
import { batchRoutes } from './documents/batches.routes.ts';
import { formRoutes } from './documents/forms.routes.ts';
import { FormsService } from './documents/forms.service.ts';
import { Press } from './documents/press.ts';
import { PrintBatches } from './documents/print-batches.ts';
import { templateRoutes } from './documents/templates.routes.ts';
import { UnitContacts } from './documents/unit-contacts.ts';
import { vocabularyRoutes } from './documents/vocabulary.routes.ts';
import { openEnding } from './ending/open-ending.ts';
import { openEvaluation } from './evaluation/open-evaluation.ts';
import { openFinance } from './finance/open-finance.ts';
import type { Route } from './http/route.ts';
import { type Incidents, openIncidents } from './incidents/open-incidents.ts';
import type { Jobs } from './jobs/jobs.ts';
import { ledgerRoutes } from './ledger/ledger.routes.ts';
import { LedgerService } from './ledger/ledger.service.ts';
import { LedgerLists } from './ledger/ledger-lists.ts';
import { LinkDuty } from './ledger/link-duty.ts';
import { openLogBooks } from './logs/open-logs.ts';
import { nightRoutes } from './monitoring/night-watch.routes.ts';
import { NightWatch } from './monitoring/night-watch.ts';
import { answersAt } from './monitoring/reachability.ts';
import { DatabaseOutbox } from './notices/database-outbox.ts';
import { Notices } from './notices/notices.ts';
import type { Outbox } from './notices/outbox.ts';
import { paperRoutes } from './papers/papers.routes.ts';
import { PapersService } from './papers/papers.service.ts';
import { AbsenceWatch } from './preparation/absence-watch.ts';
import { openPreparation } from './preparation/open-preparation.ts';
import type { PhaseFollower } from './registration/conference-phases.ts';
import { HostLetters } from './registration/host-letters.ts';
import type { MoveListener } from './registration/move.ts';
import { registrationRoutes } from './registration/registration.routes.ts';
import { RegistrationService } from './registration/registration.service.ts';
import { RegistrationLists } from './registration/registration-lists.ts';
import { RegistrationViews } from './registration/registration-views.ts';
import { rehearsalRoutes } from './rehearsal/rehearsals.routes.ts';
import { openReports } from './reports/open-reports.ts';
import type { ReportReminders } from './reports/report-reminders.ts';
import type { SessionFigures } from './reports/session-figures.ts';
import { openSchedule } from './schedule/open-schedule.ts';
import { openSecurity } from './security/security.routes.ts';
import { SecurityWatch } from './security/security-watch.ts';
import type { DutyService } from './staff/duty.service.ts';
import { openStaff } from './staff/open-staff.ts';
import { openTraining } from './training/training.routes.ts';

export interface OfficeParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly log: Logger;
  readonly config: ServerConfig;
  /** DSCP of what connected media nodes send, by node. */
  readonly nodeMarks: NodeMarks;
}

export interface Office {
  readonly routes: readonly Route[];
  /** Told of every step of a meeting's file, in this order: schedule, duty sheet, ledger, notices, letters to the host. */
  readonly listeners: readonly MoveListener[];
  readonly directory: OpenDirectory;
  readonly duty: DutyService;
  readonly ledger: LedgerService;
  readonly outbox: Outbox;
  readonly press: Press;
  readonly notices: Notices;
  readonly forms: FormsService;
  readonly incidents: Incidents;
  readonly reportCalendar: ReportReminders;
  /** What a session amounts to, made now. */
  readonly figures: Pick<SessionFigures, 'refresh'>;
  readonly absence: AbsenceWatch;
  readonly security: SecurityWatch;
  readonly night: NightWatch;
  /** Told of every event of a live meeting, in its transaction. */
  readonly followers: readonly PhaseFollower[];
  /** Once, when the timers run: what passed while no server did. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** The administrative half, wired: who listens to whom, and which routes there are. Handlers of jobs are announced here. */
export function openOffice({ database, clock, jobs, log, config, nodeMarks }: OfficeParts): Office {
  const audit = { database, clock };
  const directory = openDirectory({ database, clock, jobs });
  const outbox = new DatabaseOutbox({ clock, jobs });
  const ledger = new LedgerService({ database, clock, jobs, outbox });
  const schedule = openSchedule({ database, clock, outbox });
  const press = new Press({ log });
  const forms = new FormsService({ database, clock, press });
  const notices = new Notices({
    database,
    clock,
    jobs,
    log,
    config,
    outbox,
    ledger,
    printer: forms,
    calendarFile: schedule.calendarFile,
  });
  const staff = openStaff({ database, clock, outbox, jobs });
  const incidents = openIncidents({ database, clock, outbox, jobs });
  const reports = openReports({ database, clock, jobs, log, outbox, press });
  const ending = openEnding({ database, clock, press, outbox, figures: reports.figures });
  const batches = new PrintBatches({ database, clock, jobs, press });
  const logs = openLogBooks({
    database,
    clock,
    press,
    batches,
    authorities: config.signatureAuthorities,
  });
  const security = new SecurityWatch({ database, clock, log, opener: incidents.opener });
  const night = new NightWatch({ database, clock, jobs, outbox, answersAt });
  const absence = new AbsenceWatch({ database, clock, outbox, jobs });
  const listeners: MoveListener[] = [
    schedule.listener,
    staff.duty,
    ledger,
    absence,
    notices.listener,
    new HostLetters({ outbox }),
    reports.figures,
  ];
  const { availability } = schedule;
  const registration = { database, clock, listeners, availability, maxSites: config.maxSites };
  return {
    listeners,
    directory,
    duty: staff.duty,
    ledger,
    outbox,
    press,
    notices,
    forms,
    incidents,
    reportCalendar: reports.calendar,
    figures: reports.figures,
    absence,
    security,
    night,
    followers: [new LinkDuty(ledger), incidents.follower, ending.follower, reports.figures, logs.follower],
    routes: [
      ...staff.routes,
      ...incidents.routes,
      ...openPreparation({ database, clock, outbox, ledger, press }).routes,
      ...ending.routes,
      ...reports.routes,
      ...openFinance({ database, clock, press }),
      ...logs.routes,
      ...batchRoutes(batches),
      ...openEvaluation({ database, clock, press }),
      ...nightRoutes(night),
      ...rehearsalRoutes({ database, clock, ledger, press, listeners }),
      ...openSecurity({ database, clock }),
      ...openAssets({ database, clock, press, nodeMarks }),
      ...openTraining({ database, clock, press }),
      ...directory.routes,
      ...vocabularyRoutes({ database, clock }),
      ...deputyRoutes(new DeputiesService({ ...audit, outbox }), audit),
      ...templateRoutes({ database, clock, press, forms }),
      ...formRoutes(forms, new UnitContacts({ database, clock, press }), audit),
      ...ledgerRoutes(ledger, new LedgerLists({ database, clock, ledger, reports: reports.service }), audit),
      ...notices.routes,
      ...paperRoutes(new PapersService({ ...audit, outbox, holderOf: notices.recipientOfLink }), audit),
      ...schedule.routes,
      ...registrationRoutes({
        service: new RegistrationService(registration),
        views: new RegistrationViews(registration),
        lists: new RegistrationLists(registration),
        database,
        clock,
      }),
    ],
    start: async () => {
      await directory.start();
      await ledger.sweep();
      await notices.start();
      await incidents.watch.sweep();
      await night.start();
      await batches.start();
      await reports.start();
      security.start();
    },
    close: async () => {
      await security.close();
      await notices.close();
      await press.close();
    },
  };
}
