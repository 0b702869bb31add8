import { z } from 'zod';
import { KnockId } from '../door/door.ts';
import { ChamberId, CommandId, NodeId, SiteId, UserId } from '../ids.ts';
import { LateRecordingRequest } from '../recording/recording.ts';
import { PresetName } from '../room/camera.ts';
import { EndpointKind } from '../security/endpoints.ts';
import { ChamberDraft } from './chamber.ts';
import { TrialWord } from './connecting.ts';
import { DirectionText } from './direction.ts';
import { HelpId, HelpText } from './help.ts';
import { PanePlanName } from './pane-plan.ts';
import { PollingEvery } from './polling.ts';
import { AttendanceCount, AttendancePeople, ReportText } from './reports.ts';
import { DepartureReason, SegmentId } from './running-order.ts';
import { MAX_SPEAK_REQUESTS, MAX_SPEECH_MS, SpeakerName, SpeakRequestId } from './speech.ts';
import { Cue, GainDb, Layout, MAX_CHAMBERS, MAX_CUES, MAX_FLOOR, MAX_SITES, Target } from './stage.ts';
import { TalkDeskId, TalkSites } from './talkback.ts';

/** What people may do to a live meeting. Who may is decided by the server for each type. */
export const Command = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('meeting.start') }),
  z.strictObject({ type: z.literal('meeting.end') }),
  z.strictObject({ type: z.literal('site.invite'), siteId: SiteId }),
  z.strictObject({ type: z.literal('site.remove'), siteId: SiteId }),
  /** Makes sites ready; replaces the cues of before. */
  z.strictObject({ type: z.literal('cue.set'), cue: z.array(Cue).max(MAX_CUES) }),
  /** Puts a layout on air or on the chair's screen. Cues that it uses up are removed. */
  z.strictObject({ type: z.literal('stage.take'), target: Target, layout: Layout }),
  /** Shows these sites in turn, each as long. */
  z.strictObject({
    type: z.literal('polling.start'),
    target: Target,
    everyMs: PollingEvery,
    siteIds: z.array(SiteId).min(1).max(MAX_SITES),
  }),
  z.strictObject({ type: z.literal('polling.stop') }),
  /** Keeps what is on air, or on the chair's screen, under a name. */
  z.strictObject({ type: z.literal('panePlan.save'), name: PanePlanName, target: Target }),
  z.strictObject({ type: z.literal('panePlan.drop'), name: PanePlanName }),
  z.strictObject({ type: z.literal('floor.grant'), siteId: SiteId }),
  z.strictObject({ type: z.literal('floor.withdraw'), siteId: SiteId }),
  /** Mutes all but the chair and these (BD Đ11.2b). */
  z.strictObject({ type: z.literal('floor.clear'), except: z.array(SiteId).max(MAX_FLOOR).optional() }),
  /** How loud a site is heard everywhere, decibels against what it sends (BD Đ11.2c). */
  z.strictObject({ type: z.literal('sound.setGain'), siteId: SiteId, db: GainDb }),
  /** A wish to speak that came by telephone; one made at a terminal comes by its node. */
  z.strictObject({ type: z.literal('speak.request'), siteId: SiteId, person: SpeakerName }),
  z.strictObject({ type: z.literal('speak.withdraw'), requestId: SpeakRequestId }),
  z.strictObject({ type: z.literal('speak.decline'), requestId: SpeakRequestId }),
  /** Picture, floor, call signal and countdown in one act. */
  z.strictObject({
    type: z.literal('speak.grant'),
    requestId: SpeakRequestId,
    limitMs: z.int().min(1_000).max(MAX_SPEECH_MS).nullable(),
    /** Where the camera there is wanted; left out: where the room itself has chosen for its turn. */
    cameraPreset: PresetName.optional(),
  }),
  z.strictObject({ type: z.literal('speak.finish'), requestId: SpeakRequestId }),
  /** The chair's own order: these first, in this order; the others follow by rule. */
  z.strictObject({
    type: z.literal('speak.arrange'),
    requestIds: z.array(SpeakRequestId).max(MAX_SPEAK_REQUESTS),
  }),
  /** Whether the picture on air follows the floor (R-CDT-05); on by default. */
  z.strictObject({ type: z.literal('floor.setFollow'), follow: z.boolean() }),
  z.strictObject({ type: z.literal('content.show'), siteId: SiteId }),
  z.strictObject({ type: z.literal('content.stop') }),
  /** The chair wants this site: starts the stopwatch; carries out both steps at once when the meeting says so. */
  z.strictObject({ type: z.literal('bringUp.request'), siteId: SiteId }),
  /** The operator carries out what the chair asked for (when the meeting is not automatic). */
  z.strictObject({ type: z.literal('bringUp.perform'), siteId: SiteId }),
  z.strictObject({ type: z.literal('bringUp.release'), siteId: SiteId }),
  z.strictObject({ type: z.literal('bringUp.setAutomatic'), automatic: z.boolean() }),
  z.strictObject({ type: z.literal('caption.set'), text: z.string().max(200) }),
  /** Takes back the own last change of the stage, within `UNDO_WINDOW_MS`. */
  z.strictObject({ type: z.literal('stage.undo') }),
  /** Says which private chambers there are; replaces those of before, which must be closed. */
  z.strictObject({
    type: z.literal('chambers.plan'),
    chambers: z.array(ChamberDraft).max(MAX_CHAMBERS - 1),
  }),
  /** Members of the named chambers (of all when none is named) go there, each chamber with a stage of its own. */
  z.strictObject({ type: z.literal('chambers.split'), chamberIds: z.array(ChamberId).max(MAX_CHAMBERS) }),
  /** Everybody of the named private chambers (of all when none is named) comes into the common room. */
  z.strictObject({ type: z.literal('chambers.merge'), chamberIds: z.array(ChamberId).max(MAX_CHAMBERS) }),
  /** Gives a site another chamber; null: the common room. */
  z.strictObject({ type: z.literal('site.move'), siteId: SiteId, chamberId: ChamberId.nullable() }),
  /** Takes a site with a fault into the technical room, where it disturbs nobody; its place is kept. */
  z.strictObject({ type: z.literal('site.setAside'), siteId: SiteId }),
  z.strictObject({ type: z.literal('site.bringBack'), siteId: SiteId }),
  /** Keeps sites, layouts and rooms as they are now: what a reset restores. */
  z.strictObject({ type: z.literal('plan.save') }),
  /** Drops every leg, restores what was saved, and sets all legs up again (R-MCU-15, QN Đ6-end). */
  z.strictObject({ type: z.literal('meeting.reset') }),
  /** Drops the legs of these sites and sets them up again. */
  z.strictObject({ type: z.literal('sites.recall'), siteIds: z.array(SiteId).min(1).max(MAX_SITES) }),
  /** The centre calls these sites, which have waited for it (R-CON-01). */
  z.strictObject({ type: z.literal('connect.call'), siteIds: z.array(SiteId).min(1).max(MAX_SITES) }),
  /** How sound and picture of a site were found (R-CON-05). */
  z.strictObject({ type: z.literal('connect.try'), siteId: SiteId, sound: TrialWord, picture: TrialWord }),
  /** Who serves a site, as it announced (R-CON-06). */
  z.strictObject({
    type: z.literal('connect.introduce'),
    siteId: SiteId,
    name: z.string().trim().min(1).max(200),
    phone: z.string().trim().min(3).max(40),
  }),
  /** Somebody was telephoned about a site that is not connected (R-CON-07). */
  z.strictObject({
    type: z.literal('connect.contact'),
    siteId: SiteId,
    whom: z.string().trim().min(1).max(200),
  }),
  z.strictObject({
    type: z.literal('connect.waive'),
    siteId: SiteId,
    reason: z.string().trim().min(3).max(300),
  }),
  z.strictObject({
    type: z.literal('connect.step'),
    key: z.string().min(1).max(40),
    waiver: z.string().trim().min(3).max(300).nullable(),
  }),
  z.strictObject({ type: z.literal('connect.ready') }),
  /** The chair site asks the centre for what goes beyond its own rights (R-CDT-14). */
  z.strictObject({ type: z.literal('help.ask'), text: HelpText }),
  z.strictObject({ type: z.literal('help.take'), helpId: HelpId }),
  /** Takes in hand, unasked, what goes beyond the own rights; only where the text allows it. */
  z.strictObject({ type: z.literal('help.override'), text: HelpText }),
  z.strictObject({ type: z.literal('help.close'), helpId: HelpId }),
  /** Into the running log, of a site or of the meeting (R-CDT-16). */
  z.strictObject({ type: z.literal('report.write'), siteId: SiteId.nullable(), text: ReportText }),
  /** A written message to the people who run sites (R-CDT-17). */
  z.strictObject({
    type: z.literal('direction.send'),
    siteIds: z.array(SiteId).min(1).max(MAX_SITES),
    text: DirectionText,
  }),
  /** Asks sites who attends there (R-CDT-15). */
  z.strictObject({ type: z.literal('attendance.ask'), siteIds: z.array(SiteId).min(1).max(MAX_SITES) }),
  /** An answer that came by telephone. */
  z.strictObject({
    type: z.literal('attendance.note'),
    siteId: SiteId,
    count: AttendanceCount,
    people: AttendancePeople,
  }),
  /** Conducts from the newest approved script; what is on stays on (R-CDT-01). */
  z.strictObject({ type: z.literal('script.takeUp') }),
  /** Takes the next segment: picture, microphones and content in one act (R-PLN-05). */
  z.strictObject({ type: z.literal('script.advance'), segmentId: SegmentId }),
  /** Takes any other segment, on the word of the chair's site. */
  z.strictObject({ type: z.literal('script.depart'), segmentId: SegmentId, reason: DepartureReason }),
  /** Records what everybody sees and hears, when the registration asked for it or somebody asks now (R-REC-01). */
  z.strictObject({ type: z.literal('recording.start'), late: LateRecordingRequest.nullable() }),
  z.strictObject({ type: z.literal('recording.stop') }),
  /** A room's camera takes one of its positions (R-CDT-10). */
  z.strictObject({ type: z.literal('camera.recall'), siteId: SiteId, name: PresetName }),
  /** Somebody at a console begins to push it by hand. */
  z.strictObject({ type: z.literal('camera.turn'), siteId: SiteId }),
  /** A console calls the technicians of these sites on the talkback; in a call already, it calls these instead (R-CDT-17). */
  z.strictObject({ type: z.literal('talk.call'), deskId: TalkDeskId, siteIds: TalkSites }),
  z.strictObject({ type: z.literal('talk.end'), deskId: TalkDeskId }),
  /** A site that rings needs no call back. */
  z.strictObject({ type: z.literal('talk.dismiss'), siteId: SiteId }),
  /** Stands in for an operator who is not there (R-CDT-12). */
  z.strictObject({ type: z.literal('post.takeOver'), userId: UserId }),
  /** Lets in whoever waits outside as this site; one that is not of the plan is invited with it (R-CON-12). */
  z.strictObject({
    type: z.literal('door.admit'),
    knockId: KnockId,
    siteId: SiteId,
    /** What it is, where the system does not know it; left out: the terminal of the site. */
    endpoint: EndpointKind.optional(),
    reason: z.string().trim().min(3).max(300),
  }),
  /** Lets it not in; it is told why. */
  z.strictObject({
    type: z.literal('door.refuse'),
    knockId: KnockId,
    reason: z.string().trim().min(3).max(300),
  }),
  /** Lets a node's standby take its place, as when the node is lost: before work on it. */
  z.strictObject({ type: z.literal('node.relieve'), nodeId: NodeId }),
  /** Gives a node that was relieved its place again, with its sites and children. */
  z.strictObject({ type: z.literal('node.reinstate'), nodeId: NodeId }),
]);
export type Command = z.infer<typeof Command>;
export type CommandType = Command['type'];

export const UNDO_WINDOW_MS = 10_000;

export const GiveCommand = z.strictObject({
  commandId: CommandId,
  /** Whose stage the command is about; left out: the common room's, or the command is about the whole meeting. */
  chamberId: ChamberId.optional(),
  command: Command,
});
export type GiveCommand = z.infer<typeof GiveCommand>;
