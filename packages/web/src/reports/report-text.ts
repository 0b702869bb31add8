import type { ReportColumn, ReportPeriod, ReportState } from '@nhipcau/contracts';
import type { PlainTextKey } from '../text/catalogue.ts';

export const stateTexts = {
  open: 'report.open',
  submitted: 'report.submitted',
  returned: 'report.returned',
  accepted: 'report.accepted',
} as const satisfies Record<ReportState, PlainTextKey>;

export const periodTexts = {
  session: 'report.everySession',
  month: 'report.everyMonth',
  quarter: 'report.everyQuarter',
  halfYear: 'report.everyHalfYear',
  year: 'report.everyYear',
} as const satisfies Record<ReportPeriod, PlainTextKey>;

export const columnTexts = {
  device: 'report.col.device',
  sessions: 'report.col.sessions',
  lossTotal: 'report.col.lossTotal',
  lossLong: 'report.col.lossLong',
  cause: 'report.col.cause',
  repair: 'report.col.repair',
  sound: 'report.col.sound',
  line: 'report.col.line',
  picture: 'report.col.picture',
  good: 'report.col.good',
  unconfirmed: 'report.col.unconfirmed',
  minutes: 'report.col.minutes',
  connected: 'report.col.connected',
  incidents: 'report.col.incidents',
  callsLate: 'report.col.callsLate',
  attendance: 'report.col.attendance',
  kind: 'report.col.kind',
  rehearsals: 'report.col.rehearsals',
  sites: 'report.col.sites',
  urgent: 'report.col.urgent',
  mixed: 'report.col.mixed',
  recorded: 'report.col.recorded',
  content: 'report.col.content',
  time: 'report.col.time',
  recording: 'report.col.recording',
  siteTechnician: 'report.col.siteTechnician',
  telecomTechnician: 'report.col.telecomTechnician',
  open: 'report.col.open',
  maintenance: 'report.col.maintenance',
  repairs: 'report.col.repairs',
  upkeepCost: 'report.col.upkeepCost',
  needs: 'report.col.needs',
  owed: 'report.col.owed',
  late: 'report.col.late',
} as const satisfies Record<ReportColumn, PlainTextKey>;
