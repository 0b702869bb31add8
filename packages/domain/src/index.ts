export { type DelegationRefusal, delegationRefusal } from './access/delegation.ts';
export { type LiveVerdict, liveRightOf, liveVerdict, partiesOf } from './access/live-rights.ts';
export { classesOf, type PasswordFault, passwordFault, passwordRule } from './access/password.ts';
export { can, covers, gives, mayEver, type Place, permissions } from './access/permissions.ts';
export { type AccessPolicy, accessPolicies, lockMinutes, policyOf } from './access/policy.ts';
export {
  carePoster,
  handoverPaper,
  kindWords,
  sheetFieldWords,
  technicalSheet,
} from './assets/asset-papers.ts';
export { audioFields, audioStandard, compareAudio, comparedAudio, unreadAudio } from './assets/audio.ts';
export { consentingUnit, consentTo, movesFreely, nextRequest } from './assets/consent.ts';
export { fallbackGaps } from './assets/fallback.ts';
export { type HandoverRefusal, signHandover } from './assets/handover.ts';
export { lineGaps, linePriority, lineRefusal } from './assets/lines.ts';
export { type SheetChange, sheetChanges, sheetFieldsOf, unapprovedChanges } from './assets/sheet.ts';
export { spareRefusal } from './assets/spare.ts';
export { inspectionDue, monthsAfter, upkeepDue, upkeepRulesFor, upkeepSince } from './assets/upkeep.ts';
export { assetReviewPaper, upkeepPlanPaper } from './assets/upkeep-paper.ts';
export { useRefusal, type Verdict } from './assets/use.ts';
export { apply } from './conference/apply.ts';
export { attendanceGiven } from './conference/attendance.ts';
export { type BringUpMeasure, breachInstant } from './conference/bring-up.ts';
export { ADVISED_LINKS, type DepthReport, depthOf, type ParentMove } from './conference/cascade-depth.ts';
export {
  chamberHolding,
  chamberPlans,
  openChambers,
  partOfSite,
  type StagePlan,
  stateOfPart,
} from './conference/chambers.ts';
export { isOfStage } from './conference/command-scope.ts';
export { callOn, connectionOf, escalateUnconnected, isSettled } from './conference/connecting.ts';
export type { Decision, DecisionContext, StandbyAtHand } from './conference/decision.ts';
export { directionRead } from './conference/directions.ts';
export { helpInHand } from './conference/help.ts';
export { fullScreenOf, layoutOf, paneLayer, sitesIn, soleSiteOf } from './conference/layout.ts';
export { decide, initialState, observe, planOf } from './conference/lifecycle.ts';
export {
  type LineCapacity,
  type LineSecond,
  nextCapacity,
  unknownCapacity,
} from './conference/line-capacity.ts';
export {
  type Admission,
  admit,
  type Carried,
  type LinkWish,
  lowerRate,
  nominalKbps,
  type Shed,
} from './conference/link-budget.ts';
export { pollingStep } from './conference/polling.ts';
export { absenceOf, type PostSign, watchCalls, watchPosts } from './conference/posts.ts';
export { moveRecording, type RecordingWish, recorderFor, recordingPermit } from './conference/record.ts';
export { relieve, sparesOf } from './conference/relief.ts';
export {
  currentIndex,
  departsFromOrder,
  nextSegment,
  type OrderClock,
  type OrderNow,
  orderClock,
} from './conference/running-order.ts';
export { sameData } from './conference/same-data.ts';
export { type Seat, tallyOf, viewOf } from './conference/seat-view.ts';
export { followSlaves, type SlaveStanding, slaveStanding } from './conference/slave-links.ts';
export {
  SOUNDING_PACKETS_PER_S,
  type SoundWatch,
  soundBefore,
  untouchedSound,
  watchSound,
} from './conference/sound-repair.ts';
export { queueOf, speakNotices, spokenBy, wishOf, withdrawnBy } from './conference/speech.ts';
export { openingStage, type Refusal } from './conference/stage-moves.ts';
export { type NodeEvidence, settled, standbyFault, verdictOf } from './conference/standby.ts';
export {
  demandsOf,
  type LinkDemand,
  type LinkStream,
  mustFlow,
  type SeatAt,
  slaveLayout,
  streamKey,
  subscriptionsOf,
  wantedLayer,
} from './conference/subscriptions.ts';
export {
  abandonedTalks,
  maySpeakOnTalkback,
  talkPlans,
  talkSaid,
} from './conference/talkback.ts';
export { checkTopology, longestPath, nextHop, pathBetween, type TopologyFault } from './conference/tree.ts';
export { checkAssetRows } from './directory/asset-import.ts';
export { chairAnswer } from './directory/chair.ts';
export { type Dated, holdsOn, onDay } from './directory/dated.ts';
export {
  checkOrganisationRows,
  checkRoomRows,
  checkSiteRows,
  type ImportFacts,
  type SheetRow,
} from './directory/import-check.ts';
export { findLoops } from './directory/loops.ts';
export { planReform, type ReformPlan, type ReformRow, type ReformUnit } from './directory/reform-plan.ts';
export { nextSiteStatuses } from './directory/site-status.ts';
export { composePaper } from './documents/compose.ts';
export { composeUnitContacts, type UnitStaff } from './documents/compose-register.ts';
export type { DutyFacts, FormFacts, SiteFacts, StaffFacts } from './documents/form-facts.ts';
export { countInWords, dayInWords, periodInWords, printable, shortDay } from './documents/print-words.ts';
export {
  nearestName,
  starterPaper,
  type TemplateData,
  templateData,
  templateFieldsOf,
} from './documents/template-fields.ts';
export {
  admissionOf,
  type CallingEndpoint,
  endpointOf,
  goneKnocks,
  isWaiting,
  knock,
  leftDoor,
} from './door/door.ts';
export {
  checkEndingAct,
  type EndingFacts,
  type EndingRefusal,
  isReportedUpward,
  nextEndingStep,
} from './ending/ending.ts';
export { endingReport, type ReportFacts } from './ending/report-paper.ts';
export { executionPaper } from './evaluation/execution-paper.ts';
export { periodPaper } from './evaluation/period-paper.ts';
export {
  checkPeriodAct,
  type Period,
  type PeriodRecord,
  type PeriodRefusal,
  type PeriodStanding,
  periodStanding,
  periodsOf,
  reachedQuality,
  type SiteSession,
  siteFigures,
} from './evaluation/periods.ts';
export {
  allowancePaper,
  budgetPaper,
  type FinanceHead,
  statementPaper,
} from './finance/finance-paper.ts';
export { type PaidSite, type Payment, paymentsOf } from './finance/payers.ts';
export { type FaultFacts, holdersNear, routeOf } from './incidents/routing.ts';
export {
  type CaseEntry,
  type CaseHead,
  type CaseReach,
  type CaseRefusal,
  type CaseStanding,
  caseStanding,
  caseType,
  checkCaseAct,
  closedByArrival,
  isMissing,
  mayActOnCase,
} from './incidents/standing.ts';
export { byCaseNeed, caseTotals } from './incidents/totals.ts';
export { drawEntry, type LoggedFault, type PlaceFacts } from './logs/draw-entry.ts';
export { type LogPaperFacts, logPaper, sessionTime, valueInWords } from './logs/log-paper.ts';
export {
  canonical,
  checkLogAct,
  choicesOf,
  correctedValues,
  type LogContent,
  type LogRecord,
  type LogRefusal,
  type LogStanding,
  logStanding,
} from './logs/log-standing.ts';
export {
  type AlarmRule,
  type AlarmState,
  alarmRules,
  nextAlarm,
  quiet,
  raised,
} from './monitoring/alarms.ts';
export { isInUse, isNight, nextNightLook } from './monitoring/left-on.ts';
export { bucketFrom, bucketOf, type LineSample } from './monitoring/line-buckets.ts';
export {
  type LineFigures,
  qualityThresholds,
  qualityWords,
  wordOf,
  worseOf,
} from './monitoring/line-quality.ts';
export { lookAtSound, MIC_MEMORY_S, type MicSecond, micSoundOf } from './monitoring/mic-sound.ts';
export { lossClassOf, signalLosses } from './monitoring/signal-loss.ts';
export {
  contentOf,
  followUpOf,
  missingIn,
  type NoticeNames,
  noticeFindings,
  periodText,
  slotText,
} from './notices/content.ts';
export { applies, type NoticedStep, rowsOwed, rowsSentBy } from './notices/matrix.ts';
export { bodiesServedBy } from './notices/offices.ts';
export { isSilent, nextRecipientState, type RecipientEvent } from './notices/recipient.ts';
export {
  acknowledgeBy,
  isNotStarted,
  type SilenceSteps,
  silenceSteps,
  startExpectedAt,
} from './notices/silence.ts';
export { type Reachable, waysTo } from './notices/ways.ts';
export {
  emptySections,
  lossesOf,
  type PlanSite,
  type ProposedPlan,
  planDepth,
  proposePlan,
} from './preparation/cascade-plan.ts';
export { type AnswerRefusal, checkAnswer, isWithin } from './preparation/check-answers.ts';
export { type CheckMeeting, checkPhasesOf, type TimedPhase } from './preparation/check-phases.ts';
export { configurationChanges, isSetting } from './preparation/configuration.ts';
export { type PlanFacts, planPaper } from './preparation/plan-paper.ts';
export {
  editPlan,
  overloadsOf,
  type PlanEdit,
  plannedRoster,
  plannedTree,
  withSpares,
} from './preparation/plan-tree.ts';
export {
  absentAt,
  type CheckFacts,
  type CheckResult,
  type ItemStanding,
  isRetestOpen,
  passedAt,
  progressOf,
  type RetestOrder,
  type SiteStanding,
  siteStanding,
  unclearedSites,
} from './preparation/readiness.ts';
export {
  checkScript,
  type ScriptClock,
  type ScriptMeeting,
  scriptClock,
  segmentEnd,
  timedFrom,
} from './preparation/script.ts';
export { type ScriptFacts, scriptPaper } from './preparation/script-paper.ts';
export {
  type AccessRequestRefusal,
  accessState,
  checkAsk,
  checkDecision,
} from './recording/access-request.ts';
export { filmFactsOf } from './recording/film-facts.ts';
export { type Box, FILM } from './recording/film-layout.ts';
export {
  type Chapter,
  type FilmPlan,
  type FilmSegment,
  FRAME_MS,
  filmPlan,
  HOLD_MS,
  type Piece,
  type Shot,
  type ShotPane,
  shotEnd,
  TITLE_FRAMES,
  uncoveredMs,
} from './recording/film-plan.ts';
export {
  checkGive,
  checkReceipt,
  custodianOf,
  type RecordingHandoverRefusal,
  receiverOf,
  withHandover,
} from './recording/handover.ts';
export { type RecordingHandoverFacts, recordingHandoverPaper } from './recording/handover-paper.ts';
export { deletionsDue, type KeptMeeting } from './recording/retention.ts';
export { type Approval, approvalOf, decisionLimit } from './registration/approval.ts';
export { changedFields, settledAmong } from './registration/changes.ts';
export { checkRegistration } from './registration/check.ts';
export { channelsOf } from './registration/check-channel.ts';
export { kindsFor } from './registration/check-class.ts';
export { fieldsOf } from './registration/check-fields.ts';
export type { DirectoryFacts, ShortOfTrained } from './registration/check-sites.ts';
export { type Course, courseOf, startable } from './registration/course.ts';
export { type Clearance, withoutContent } from './registration/disclosure.ts';
export { isGranted, lateRequestAfter } from './registration/late-request.ts';
export { type LifeAct, type LifeStep, stepOf } from './registration/lifecycle.ts';
export { asksForService, meetingFactsOf } from './registration/meeting-facts.ts';
export { movedTo } from './registration/moved-to.ts';
export { safeFileName } from './registration/safe-file-name.ts';
export { CalendarGapError, OwnCalendar } from './regulation/calendar.ts';
export { limitOf, remindAt } from './regulation/counting.ts';
export { ledgerChanges, type StoredDeadline } from './regulation/ledger.ts';
export { conferenceRules, effectiveProfile, termOf } from './regulation/profiles.ts';
export { type SlaveLimit, slaveLimit } from './regulation/slave-limit.ts';
export { atStart, commonTerms, type Terms, termsOf } from './regulation/terms.ts';
export { timetableOf } from './regulation/timetable.ts';
export { dateOf, instantOf, shiftDate } from './regulation/zone.ts';
export { type RecordFacts, rehearsalRecord } from './rehearsal/record-paper.ts';
export {
  advanceGaps,
  checkTrialAct,
  endGaps,
  leadersOf,
  type SiteTrial,
  type TrialEntry,
  type TrialRefusal,
  type TrialSite,
  type TrialStage,
  type TrialStanding,
  trialPresenters,
  trialStages,
  trialStanding,
} from './rehearsal/rehearsal.ts';
export { feedbackPaper, feedbackTable, nextFeedbackState } from './reports/feedback.ts';
export {
  addFigures,
  bringUpFigures,
  type CallSums,
  type Lineage,
  noSessions,
  noSites,
  presentUnit,
} from './reports/figures.ts';
export { type DueReport, dueReports } from './reports/periods.ts';
export {
  columnKinds,
  fitsColumn,
  isLate,
  judgementOf,
  nextReportState,
  reportColumns,
  reportDuty,
  totalOf,
} from './reports/report-forms.ts';
export { type ReportUnit, reportPaper, reportPeriodText, valueText } from './reports/report-paper.ts';
export { toldApart } from './reports/told-apart.ts';
export { freeSlots, type Shared, SLOT_HORIZON_MS, type SlotSearch } from './schedule/free-slots.ts';
export {
  type Interval,
  mergeIntervals,
  overlaps,
  type Peak,
  peakOf,
  type Taking,
  without,
} from './schedule/intervals.ts';
export { type Load, loadOf, type NodePlace, SESSIONS } from './schedule/load.ts';
export { goesBeforeLocalUse, priorityRuleOf, rankOf } from './schedule/priority.ts';
export { chooseRoom, type RoomAsker, type RoomChoice, roomRuleOf } from './schedule/rooms.ts';
export {
  type ChosenTime,
  type GatheringSite,
  type PlannedWave,
  roomForWave,
  type Wave,
  type WaveSearch,
  wavesOf,
  withChosenTimes,
} from './schedule/waves.ts';
export { type Window, windowsOf } from './schedule/windows.ts';
export { type EndpointRefusal, endpointRefusal } from './security/endpoints.ts';
export {
  type FoundEvent,
  SECURITY_WINDOW_MS,
  securityEvents,
  type WatchedLine,
} from './security/events.ts';
export { nextWeakness } from './security/weakness.ts';
export {
  type AdmissionRefusal,
  type AdmissionState,
  conditionsOf,
  type Evidence,
  type ExceptionAct,
  type ExceptionState,
  nextAdmission,
  nextException,
  openConditions,
} from './staff/admission.ts';
export { type ConnectionState, coverageByDistrict, type DistrictCoverage } from './staff/coverage.ts';
export {
  type DutyMeeting,
  type DutyPost,
  type DutySite,
  districtOperatorOf,
  dutyPostIdentity,
  dutyPostsOf,
} from './staff/duty-sheet.ts';
export { missingFields } from './staff/person-fields.ts';
export { type QuotaStanding, quotaStanding } from './staff/quota.ts';
export { replacementDueOn, successionState } from './staff/replacement.ts';
export { type ConditionSheet, roomStanding } from './staff/room-conditions.ts';
export { coveredShare, rosterGaps, type Span } from './staff/roster.ts';
export { type StaffMember, staffingDeficits, type UnitWithSites } from './staff/staffing.ts';
export { inScope, type Unit } from './staff/unit-scope.ts';
export { dutyTrainingIn, isTrainedBy, missedCourse, needStanding } from './training/training.ts';
export { trainingPlanPaper } from './training/training-paper.ts';
export { aliasOf, gateOf, isFrom, plainOf, programOf } from './trunk/alias.ts';
export { mayStandBelow, nextTrunk, type TrunkMove, type TrunkState, trunkWord } from './trunk/course.ts';
export { feedDown, feedUp, guestRoles, offersOf } from './trunk/feed.ts';
export { agreedBudget, linkTrunk, type TrunkLinked, turned, unlinkTrunk } from './trunk/membership.ts';
export { type Guest, type Lent, type TrunkView, unfold } from './trunk/unfold.ts';
export { type OpenIncident, wallMeetingOf } from './wallboard/wallboard.ts';
