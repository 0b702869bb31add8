export {
  HttpFailure,
  OpenRoomSession,
  RequestRoomLink,
  RequestTicket,
  Role,
  RoomLinkIssued,
  RoomSessionOpened,
  SessionInfo,
  SignIn,
  TicketIssued,
} from './access/access.ts';
export { AuditActorKind, AuditEntry, AuditPage } from './access/audit.ts';
export {
  BringUp,
  BringUpFacts,
  BringUpState,
} from './conference/bring-up.ts';
export {
  Command,
  type CommandType,
  GiveCommand,
  UNDO_WINDOW_MS,
} from './conference/commands.ts';
export {
  Actor,
  ConferenceEvent,
  ConferenceEventBody,
  ConferenceState,
  StageCause,
} from './conference/events.ts';
export { BringUpList, EventPage, Incident, IncidentList } from './conference/records.ts';
export {
  Caption,
  ConferencePlan,
  Cue,
  Layer,
  Layout,
  LayoutKind,
  layoutCapacity,
  MAX_CALLED,
  MAX_CAPTIONS,
  MAX_CUES,
  MAX_FLOOR,
  MAX_LINKS,
  MAX_SITES,
  RosterEntry,
  Slot,
  Source,
  Stage,
  Target,
  TreeNode,
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
  LiveDelta,
  LiveLink,
  LiveMeeting,
  LiveNode,
  LiveSite,
  LiveSnapshot,
} from './console/console.ts';
export {
  CreateMeeting,
  Level,
  McuNode,
  MeetingDetail,
  MeetingList,
  MeetingSummary,
  NodeList,
  Organisation,
  OrganisationKind,
  OrganisationList,
  Site,
  SiteList,
  SiteStatus,
} from './directory/directory.ts';
export {
  type ErrorCode,
  errorCatalogue,
  isErrorCode,
} from './errors.ts';
export {
  BringUpId,
  CommandId,
  Instant,
  instant,
  MeetingId,
  NodeId,
  OrganisationId,
  PROTOCOL_VERSION,
  SeatId,
  SiteId,
  seatOfSite,
  UserId,
} from './ids.ts';
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
  TicketKey,
  WorkerObserved,
} from './node/control.ts';
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
export { Citation, LocalityCode } from './regulation/values.ts';
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
export {
  TICKET_LIFE_S,
  TICKET_TYPE,
  TicketClaims,
  TicketSeat,
} from './room/ticket.ts';
