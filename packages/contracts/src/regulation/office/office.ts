import { z } from 'zod';
import { AssetRules, silentAssets } from './asset-rules.ts';
import { ChairRules } from './chair-rules.ts';
import { CheckRules } from './check-rules.ts';
import { ControlRules } from './control-rules.ts';
import { DirectoryRules } from './directory-rules.ts';
import { EndingRules, silentEnding } from './ending-rules.ts';
import { EvaluationRules, silentEvaluation } from './evaluation-rules.ts';
import { FinanceRules, silentFinance } from './finance-rules.ts';
import { FormRules } from './form-rules.ts';
import { IncidentRules } from './incident-rules.ts';
import { LiveRules, silentLive } from './live-rules.ts';
import { LogRules } from './log-rules.ts';
import { MonitoringRules } from './monitoring-rules.ts';
import { NoticeRules } from './notice-rules.ts';
import { RecordingRules, silentRecording } from './recording-rules.ts';
import { RegistrationRules } from './registration-rules.ts';
import { RehearsalRules, silentRehearsal } from './rehearsal-rules.ts';
import { ReportRules, silentReports } from './report-rules.ts';
import { ScheduleRules } from './schedule-rules.ts';
import { SecurityRules, silentSecurity } from './security-rules.ts';
import { silentTraining, TrainingRules } from './training-rules.ts';

/** What a regulation says of the office's work, one part for each feature. Shipped as `data/regulation/office/<locality>/<part>.json`. */
export const OfficeRules = z.strictObject({
  directory: DirectoryRules,
  registration: RegistrationRules,
  schedule: ScheduleRules,
  notices: NoticeRules,
  forms: FormRules,
  chair: ChairRules.default({ sites: [], onRequest: null }),
  assets: AssetRules.default(silentAssets),
  training: TrainingRules.default(silentTraining),
  checks: CheckRules.default({ phases: [] }),
  incidents: IncidentRules.prefault({ scenarios: [] }),
  ending: EndingRules.default(silentEnding),
  evaluation: EvaluationRules.default(silentEvaluation),
  logs: LogRules.default({ books: [] }),
  recordings: RecordingRules.default(silentRecording),
  rehearsal: RehearsalRules.default(silentRehearsal),
  control: ControlRules.default({ delegation: null, personalDevice: null }),
  monitoring: MonitoringRules.default({ longLoss: null, leftOn: null }),
  security: SecurityRules.prefault(silentSecurity),
  live: LiveRules.prefault(silentLive),
  finance: FinanceRules.default(silentFinance),
  reports: ReportRules.default(silentReports),
});
export type OfficeRules = z.infer<typeof OfficeRules>;
