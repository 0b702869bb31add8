export {
  Duty,
  HttpFailure,
  OpenRoomSession,
  RequestRoomLink,
  RequestTicket,
  RoomLinkIssued,
  RoomSessionOpened,
  SessionInfo,
  SignIn,
  TicketIssued,
} from './access/access.ts';
export {
  AccountDetail,
  AccountLine,
  AccountPage,
  AccountQuery,
  AccountState,
  ConfirmReview,
  CreateAccount,
  DisableAccount,
  DisableReason,
  EditAccount,
  InitialPassword,
  Login,
  NamedGrant,
  ReviewConfirmed,
  ReviewLine,
  RightsReview,
  SetGrants,
  UnlockAccount,
} from './access/accounts.ts';
export { Action } from './access/actions.ts';
export {
  AuditActorKind,
  AuditEntry,
  AuditFilter,
  AuditHead,
  AuditPage,
  AuditQuery,
  AuditVerified,
  VerifyAudit,
} from './access/audit.ts';
export {
  ControlDelegation,
  ControlRegister,
  ControlToken,
  ControlTokenKind,
  DecideDelegation,
  DecideDevice,
  DelegationCondition,
  DelegationScope,
  DeviceCondition,
  Evidence,
  IssueToken,
  PersonalDevice,
  PersonalDeviceKind,
  PersonalDeviceList,
  RegisterDevice,
  RequestDelegation,
  RevokeControl,
} from './access/control.ts';
export {
  DEPUTATION_DAYS,
  Deputation,
  Deputations,
  DeputyCandidates,
  GiveDeputation,
} from './access/deputies.ts';
export { AccountKind, Grant, GrantScope, HeldGrant, Role } from './access/grants.ts';
export {
  AccountSecurity,
  ChangePassword,
  ConfirmTotp,
  PasskeyLine,
  PasswordRule,
  RecoveryCodes,
  RegisterPasskey,
  SecurityEvent,
  SessionLine,
  TotpOffered,
} from './access/security.ts';
export {
  Assurance,
  LockState,
  OidcReturned,
  OidcStarted,
  PasskeyAnswer,
  PasskeyAsked,
  PasskeyMessage,
  Proof,
  ProveAgain,
  ProvedAgain,
  ProveSecondFactor,
  SecondFactor,
  SecondFactorDue,
  SignInReply,
  SignInWays,
} from './access/sign-in.ts';
export {
  AskForAsset,
  AssetDetail,
  AssetRequest,
  AssetRequestList,
  DecideRequest,
  FileSheet,
  Handover,
  HandoverList,
  HandoverSide,
  HandoverState,
  OpenHandover,
  RequestState,
  SheetField,
  SheetFields,
  SignHandover,
  WithdrawHandover,
} from './assets/asset-acts.ts';
export {
  Asset,
  AssetEvent,
  AssetId,
  AssetList,
  AssetState,
  ChangeAsset,
  Funding,
  ListAssets,
  MoveAsset,
  PlaceAsset,
  RecordVerdict,
  RegisterAsset,
  UseRefusal,
  VerdictKind,
} from './assets/assets.ts';
export { FallbackList, FileFallback, SiteFallback } from './assets/fallback.ts';
export {
  BringUp,
  BringUpFacts,
  BringUpState,
} from './conference/bring-up.ts';
export { Chamber, ChamberDraft, ChambersCause } from './conference/chamber.ts';
export {
  Command,
  type CommandType,
  GiveCommand,
  UNDO_WINDOW_MS,
} from './conference/commands.ts';
export {
  CALL_ANSWER_MS,
  Connecting,
  ConnectStepDone,
  MAX_CALLING,
  SiteConnection,
  TrialWord,
} from './conference/connecting.ts';
export {
  Actor,
  ConferenceEvent,
  ConferenceEventBody,
  ConferenceState,
  LegsAsked,
  type Relief,
  SavedPlan,
  StageCause,
} from './conference/events.ts';
export { Help, HelpId, MAX_HELPS } from './conference/help.ts';
export { BringUpList, EventPage, Incident, IncidentList } from './conference/records.ts';
export { Attendance } from './conference/reports.ts';
export {
  CurrentSegment,
  Departure,
  DepartureReason,
  OrderPosition,
  RunningOrder,
} from './conference/running-order.ts';
export {
  MAX_SPEAK_REQUESTS,
  MAX_SPEECH_MS,
  SiteSpeakNotice,
  SpeakChannel,
  SpeakNotice,
  SpeakRequest,
  SpeakRequestId,
  SpeakState,
  SpokenTime,
} from './conference/speech.ts';
export {
  Caption,
  ChamberPlan,
  ConferencePlan,
  ConnectContact,
  Cue,
  GainDb,
  Layer,
  Layout,
  LayoutKind,
  layoutCapacity,
  MAX_BARRED,
  MAX_CALLED,
  MAX_CAPTIONS,
  MAX_CHAMBERS,
  MAX_CUES,
  MAX_FLOOR,
  MAX_GAINS,
  MAX_LINKS,
  MAX_SITES,
  RosterEntry,
  SiteGain,
  Slot,
  Source,
  SpareNode,
  Stage,
  Target,
  TreeNode,
  TrunkEnd,
  TrunkOffer,
} from './conference/stage.ts';
export {
  Pane,
  Screen,
  SeatView,
  Subscription,
  Tally,
} from './conference/view.ts';
export {
  CONSOLE_HEARTBEAT,
  consoleClient,
  consoleServer,
  DELTA_BATCH_MS,
  LiveChamber,
  LiveDelta,
  LiveLink,
  LiveMeeting,
  LiveNode,
  LiveSite,
  LiveSnapshot,
} from './console/console.ts';
export {
  CreateMeeting,
  DeclareStandby,
  Level,
  McuNode,
  MeetingDetail,
  MeetingList,
  MeetingSummary,
  Network,
  NodeList,
  Organisation,
  OrganisationKind,
  OrganisationList,
  Site,
  SiteList,
  SiteStatus,
} from './directory/directory.ts';
export {
  ImportPreview,
  ImportResult,
  RowFault,
  RowFaultCode,
  SheetKind,
} from './directory/imports.ts';
export {
  ChangeOrganisation,
  CreateOrganisation,
  DatedLevel,
  DirectoryTree,
  EndOrganisation,
  LineageRelation,
  OrganisationChanged,
  OrganisationDetail,
  OrganisationLine,
  OrganisationPage,
  OrganisationQuery,
  OrganisationVersion,
} from './directory/organisations.ts';
export {
  Reform,
  ReformEffects,
  ReformList,
  ReformPreview,
  ScheduleReform,
} from './directory/reforms.ts';
export {
  ChairAnswer,
  ChangeRoom,
  ChangeSite,
  CreateRoom,
  CreateSite,
  Room,
  RoomId,
  RoomKind,
  RoomList,
  RoomQuery,
  ServedPage,
  ServedQuery,
  ServedSite,
  SiteChanged,
  SiteDetail,
  SiteLine,
  SitePage,
  SiteQuery,
} from './directory/sites.ts';
export { IssuedDocument, IssueForm, MeetingForms } from './documents/forms-api.ts';
export { Paper, type PaperBlock, type PaperPart, type PaperSignature } from './documents/paper.ts';
export { Vocabulary } from './documents/vocabulary.ts';
export {
  ActOnEnding,
  EndedSite,
  Ending,
  EndingAct,
  Grade,
  IssueId,
  OutstandingIssue,
  SiteRating,
} from './ending/ending.ts';
export {
  type ErrorCode,
  errorCatalogue,
  isErrorCode,
} from './errors.ts';
export {
  BringUpId,
  ChamberId,
  CommandId,
  InstallationCode,
  Instant,
  instant,
  MeetingId,
  NodeId,
  OrganisationId,
  PeerId,
  PersonalDeviceId,
  PROTOCOL_VERSION,
  RecordingId,
  SeatId,
  SiteId,
  seatOfSite,
  TrunkId,
  UserId,
} from './ids.ts';
export {
  ActOnCase,
  CaseAct,
  CaseEvent,
  CaseId,
  CaseList,
  CaseParty,
  CaseState,
  CaseStep,
  CaseTotals,
  CloseCases,
  Fault,
  FaultCause,
  IncidentCase,
  LineFigures,
  OpenCases,
  ReportFault,
} from './incidents/incident-cases.ts';
export { defaultLinkBudget, LimitReached, LinkBudget, LinkLimits } from './link/budget.ts';
export {
  LINK_CHILD_PROOF,
  LINK_HEARTBEAT,
  LINK_PARENT_PROOF,
  linkChild,
  linkParent,
  RELAY_WARM_MS,
  StreamAnnounced,
  StreamId,
} from './link/link.ts';
export { DevicesLeftOn } from './monitoring/left-on.ts';
export { LineAlarm, LineSubject } from './monitoring/line-alarm.ts';
export {
  LINE_BUCKET_MS,
  LineBucket,
  LineMeetings,
  LineSeries,
  LineSummaries,
  LineSummary,
  LinkSetting,
  LinkSettings,
  LossCause,
  LossClass,
  MeetingLosses,
  SetLinkBudget,
  SignalLoss,
  SiteLosses,
} from './monitoring/lines.ts';
export {
  controlNode,
  controlServer,
  DesiredConference,
  LinkObserved,
  NODE_HEARTBEAT,
  NodeHappening,
  NodeLoad,
  RelayObserved,
  SeatObserved,
  ShedStream,
  TicketKey,
  WorkerObserved,
} from './node/control.ts';
export {
  AcknowledgeNotice,
  AckWay,
  CallLine,
  CallList,
  ContentLine,
  DeliveryReport,
  DeliveryReportRead,
  DoNoticeTask,
  Inbox,
  InboxMessage,
  ListNotices,
  Notice,
  NoticeBoard,
  NoticeKind,
  NoticeParties,
  NoticeRecipient,
  NoticeTask,
  NoticeTaskList,
  OpenNotices,
  OpenNoticesList,
  ReceivedNotice,
  ReceivedNotices,
  RecipientState,
  SetNoticeParty,
  StandbyContact,
} from './notices/notices.ts';
export {
  AnswerChecks,
  BoardGroup,
  BoardSite,
  CheckAnswer,
  CheckLine,
  CheckOutcome,
  CheckPhaseSheet,
  CheckState,
  CheckValue,
  ConfigurationChange,
  LinePulse,
  OrderRetest,
  OverrideClearance,
  PreparationList,
  ReadinessBoard,
  ReadinessState,
  RoomConfiguration,
  SiteCheckSheet,
} from './preparation/checks.ts';
export {
  AgreePlan,
  ConnectionPlan,
  LossOutcome,
  McuSheet,
  PlanFinding,
  PlannedNode,
  PlanSections,
  SavePlan,
} from './preparation/connection-plan.ts';
export {
  ApprovedScript,
  ApproveScript,
  MeetingScript,
  SaveScript,
  ScriptFinding,
  ScriptSegment,
  ScriptSegments,
} from './preparation/script.ts';
export {
  LateRecordingRequest,
  MAX_SEGMENT_BYTES,
  RecordingOrder,
  RecordingTrouble,
  RunningRecording,
  SEGMENT_MS,
  SegmentFacts,
} from './recording/recording.ts';
export {
  AskRecordingLink,
  Film,
  MeetingRecordings,
  RecordingLink,
  RecordingPart,
  RecordingState,
} from './recording/recordings-api.ts';
export { Channel } from './registration/channel.ts';
export {
  MeetingPaper,
  MeetingPapers,
  PAPER_LIMIT_BYTES,
  PAPERS_PER_MEETING,
  PaperFormat,
  ReceivedPapers,
  SitePapers,
} from './registration/papers.ts';
export {
  ChairBody,
  LateRequest,
  MeetingMove,
  MeetingState,
  Reception,
  RegisteredSite,
  Registration,
  RegistrationData,
  TechnicalRequests,
  TechnicalService,
} from './registration/registration.ts';
export {
  ActOnRegistration,
  ChangeRegistration,
  CheckRegistration,
  CreateRegistration,
  Finding,
  ListReceptions,
  ListRegistrations,
  ReceptionList,
  RegistrationAct,
  RegistrationChecked,
  RegistrationDetail,
  RegistrationPage,
  RegistrationRulesReply,
  RegistrationSummary,
  RegistrationTemplate,
} from './registration/registration-api.ts';
export {
  CalendarDay,
  CalendarYearFile,
  DayScope,
  DayType,
  LocalDate,
  WorkingCalendar,
} from './regulation/calendar.ts';
export {
  Deadline,
  DeadlineKey,
  Offset,
  Trigger,
  Urgency,
} from './regulation/deadline.ts';
export {
  DeadlineState,
  LedgerChange,
  LedgerLine,
  LedgerPage,
  ListDeadlines,
  MeetingLedger,
  ReportDeadline,
  WaiveDeadline,
} from './regulation/ledger.ts';
export {
  AssetCause,
  AssetKind,
  AssetRules,
  Consenter,
  FallbackSubject,
  InspectionRule,
  silentAssets,
  UpkeepRule,
} from './regulation/office/asset-rules.ts';
export { ChairRules } from './regulation/office/chair-rules.ts';
export { CheckItem, CheckMeasure, CheckPhase, CheckRules } from './regulation/office/check-rules.ts';
export { ControlRules } from './regulation/office/control-rules.ts';
export {
  AdmissionCondition,
  ContactPointRule,
  DirectoryRules,
  DistrictOperatorRule,
  DutyPostRule,
  OperatorDuty,
  QuotaRule,
  StaffingRule,
  UnitScope,
} from './regulation/office/directory-rules.ts';
export { EndingRules, EndingStep } from './regulation/office/ending-rules.ts';
export {
  type FormBox,
  type FormColumn,
  type FormContent,
  type FormItem,
  type FormRule,
  FormRules,
} from './regulation/office/form-rules.ts';
export {
  FaultSession,
  IncidentRoute,
  IncidentRules,
  IncidentScenario,
  IncidentType,
} from './regulation/office/incident-rules.ts';
export { LiveParty, LiveRight, LiveRules, silentLive } from './regulation/office/live-rules.ts';
export { MonitoringRules } from './regulation/office/monitoring-rules.ts';
export {
  NoticeChannel,
  NoticeField,
  NoticeRow,
  NoticeRules,
  PartyRule,
} from './regulation/office/notice-rules.ts';
export { OfficeRules } from './regulation/office/office.ts';
export { RehearsalRules } from './regulation/office/rehearsal-rules.ts';
export { HoursOfDay, PriorityRule, RoomRule, ScheduleRules } from './regulation/office/schedule-rules.ts';
export { Detection, Prohibition, SecurityRules, silentSecurity } from './regulation/office/security-rules.ts';
export { silentTraining, TrainingRules } from './regulation/office/training-rules.ts';
export { ParameterKey } from './regulation/parameters.ts';
export { RegulationProfile, TermKey } from './regulation/profile.ts';
export {
  CalendarDaySet,
  CalendarYear,
  MovedDeadline,
  PreviewTimetable,
  RegulationList,
  RegulationReply,
  SetCalendarDay,
} from './regulation/regulation-api.ts';
export {
  Counting,
  MeetingFacts,
  Timetable,
  TimetableEntry,
} from './regulation/timetable.ts';
export { Citation, LocalityCode, TimeOfDay } from './regulation/values.ts';
export {
  ActOnRehearsal,
  Rehearsal,
  RehearsalAct,
  RehearsalGap,
  RehearsalId,
  RehearsalStage,
  TrialOutcome,
  TrialState,
  TriedSite,
} from './rehearsal/rehearsal.ts';
export {
  BringUpFigures,
  BringUpPart,
  SessionFigures,
  SiteFigures,
  Statistics,
  StatisticsQuery,
  UnitView,
} from './reports/statistics.ts';
export { IceServer } from './room/ice-server.ts';
export {
  ConsumerId,
  DtlsParameters,
  IceCandidate,
  IceParameters,
  MediaKind,
  ProducerId,
  RtpCapabilities,
  RtpParameters,
  SrtpParameters,
  TransportId,
} from './room/media.ts';
export {
  EndpointStats,
  MicSound,
  Quality,
} from './room/quality.ts';
export {
  ConsumerOpened,
  Flow,
  JoinRoom,
  MAX_STILL_BASE64,
  ROOM_HEARTBEAT,
  RoomJoined,
  type RoomNote,
  roomEndpoint,
  roomNode,
  SEAT_GRACE_MS,
  SenderWanted,
  TransportOpened,
} from './room/signalling.ts';
export { SoundRepair } from './room/sound-repair.ts';
export {
  TICKET_LIFE_S,
  TICKET_TYPE,
  TicketClaims,
  TicketSeat,
} from './room/ticket.ts';
export { Conflict, FreeSlot, Resource, ResourceKind, SharedKind } from './schedule/conflict.ts';
export {
  BookingKind,
  BookLocalUse,
  CalendarEntry,
  CalendarRow,
  CapacityLine,
  CapacityReport,
  CreateFeed,
  Displacement,
  FeedCreated,
  FeedLine,
  FeedList,
  FeedScope,
  LocalUse,
  LocalUseList,
  MeetingSchedule,
  MOST_OF_SHARED,
  MoveWave,
  PeriodQuery,
  PublicCalendar,
  PublicSession,
  RehearsalWave,
  SchedulePage,
  ScheduleQuery,
  SetCapacity,
  WavePlan,
  WavePlanList,
} from './schedule/schedule.ts';
export { EnableEndpointKind, EndpointKind, EndpointKinds } from './security/endpoints.ts';
export {
  CloseWeakness,
  PlanRemedy,
  RecordReview,
  SecurityReview,
  SecurityReviewList,
  Severity,
  Weakness,
} from './security/reviews.ts';
export { ApproveMeans, SecretMeans, WithdrawMeans } from './security/secret-means.ts';
export {
  HandleSecurityEvent,
  NoticedEvent,
  SecurityEventKind,
  SecurityEventList,
} from './security/security-events.ts';
export { HandleViolation, ReportViolation, Violation, ViolationList } from './security/violations.ts';
export {
  ActOnException,
  AdmissionFile,
  AdmissionList,
  AdmissionSummary,
  DecideAdmission,
  DraftException,
  GiveEvidence,
  JudgeRoom,
  QuotaException,
  QuotaExceptionList,
  RoomSheet,
} from './staff/admission.ts';
export {
  AddPowerContact,
  ChangeContactPoint,
  Compliance,
  ConnectionStatus,
  ContactEntry,
  ContactList,
  ContactPoint,
  ContactPointList,
  ContactVersion,
  DutySheet,
  FileDocument,
  FillDutyPost,
  HandOverContacts,
  MeetingContacts,
  OverrideDuty,
  PostDocument,
  PowerContactList,
  PublishContacts,
  ReadPowerContacts,
  ReportConnection,
  Shortfall,
  UnitDocument,
  UnitDocumentList,
} from './staff/filing.ts';
export {
  AddShift,
  AppointOperator,
  ChangeOperator,
  Deficit,
  DeficitList,
  EndOperator,
  ListOperators,
  Operator,
  OperatorList,
  ReadRoster,
  Replacement,
  ReplacementList,
  Roster,
  RosterUnits,
  SettleReplacement,
} from './staff/people.ts';
export {
  FeedDown,
  FeedPane,
  FeedUp,
  GuestRole,
  GuestSeat,
  TrunkFeed,
} from './trunk/feed.ts';
export {
  AcceptInvitation,
  INVITATION_FORMAT,
  InvitationRead,
  InvitationText,
  IssuedInvitation,
  IssueInvitation,
  OwnInstallation,
  ReadInvitation,
  TrunkInvitation,
  TrunkPeer,
  TrunkPeers,
} from './trunk/peering.ts';
export {
  MAX_TRUNK_CHAIN,
  TRUNK_HEARTBEAT,
  TRUNK_KEY_PROOF,
  TRUNK_LOWER_PROOF,
  TRUNK_UPPER_PROOF,
  TRUNK_VERSION,
  TrunkAccept,
  TrunkAccepted,
  TrunkInvite,
  trunkLower,
  trunkUpper,
} from './trunk/signalling.ts';
export {
  InviteLower,
  JoinUpper,
  MeetingTrunk,
  MeetingTrunks,
  OfTrunk,
  SetTrunkPicture,
  TrunkWord,
} from './trunk/trunk-api.ts';
export { TrunkEndReason, TrunkMode, TrunkSide } from './trunk/words.ts';
