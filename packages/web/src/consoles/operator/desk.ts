import {
  type CameraMove,
  type ChamberDraft,
  type ChamberId,
  type Command,
  GainDb,
  type LateRecordingRequest,
  type LayoutKind,
  type LiveMeeting,
  type SiteId,
  type SpeakRequest,
  type Target,
} from '@nhipcau/contracts';
import { nextSegment, sitesIn } from '@nhipcau/domain';
import { cameraToggled } from '../../conduct/side.ts';
import { composeLayout, nextGrid } from '../../live/compose.ts';
import type { GivenCommand, LiveConnection } from '../../live/live-connection.ts';
import { chamberOf } from '../../live/rooms-of.ts';
import { queueIn } from '../../live/speak-queue.ts';
import type { WallFilter } from '../../live/wall-groups.ts';
import { Store } from '../../state/store.ts';

/** What the lower part of the desk's side shows. */
export type SidePanel = 'order' | 'speech' | 'log' | 'camera';
export type Density = 'tiles' | 'rows' | 'matrix';

export interface DeskState {
  readonly selected: SiteId | null;
  readonly typed: string;
  /** Arrangement that the next take uses. */
  readonly kind: LayoutKind;
  readonly density: Density;
  readonly filter: WallFilter;
  readonly helpOpen: boolean;
  /** Null: the running order where there is one, else the log. */
  readonly side: SidePanel | null;
  /** What was shown there before the camera. */
  readonly sideBefore: SidePanel | null;
  /** Minutes that whoever is invited to speak gets; null: no limit. */
  readonly speechMinutes: number | null;
  /** The camera of the site in hand is looked at. */
  readonly cameraOpen: boolean;
  /** Where a site's camera goes with its grant, instead of where the room has chosen. */
  readonly speechCamera: { readonly siteId: SiteId; readonly name: string } | null;
  /** Sites whose microphones stay open when all are muted (BD Đ11.2b). */
  readonly kept: readonly SiteId[];
  /** The last command that changes what people see or hear, and whom it is about. */
  readonly last: { readonly given: GivenCommand; readonly siteId: SiteId | null } | null;
}

const DEFAULT_SPEECH_MINUTES = 5;
const DENSITY = 'nhipcau.wall.density';

/** What the operator has in hand. Gives the commands; knows nothing of how it is drawn. */
export class Desk {
  readonly store: Store<DeskState>;
  readonly #connection: LiveConnection;
  readonly #userId: string;

  constructor(connection: LiveConnection, userId: string) {
    this.#connection = connection;
    this.#userId = userId;
    const stored = localStorage.getItem(DENSITY);
    this.store = new Store<DeskState>({
      selected: null,
      typed: '',
      kind: 'full',
      density: stored === 'rows' || stored === 'matrix' ? stored : 'tiles',
      filter: 'all',
      helpOpen: false,
      side: null,
      sideBefore: null,
      speechMinutes: DEFAULT_SPEECH_MINUTES,
      cameraOpen: false,
      speechCamera: null,
      kept: [],
      last: null,
    });
  }

  get selected(): SiteId | null {
    return this.store.get().selected;
  }

  setDensity(density: Density): void {
    localStorage.setItem(DENSITY, density);
    this.store.set({ density });
  }

  /** Conducts another room of the meeting. What is in hand there is nothing yet. */
  look(chamberId: ChamberId | null): void {
    if (this.#connection.live.chamberId() === chamberId) return;
    this.#connection.live.look(chamberId);
    this.store.set({ selected: null, typed: '' });
  }

  /** @param late - who asks now, when nobody asked in time; @returns why it was refused */
  async record(late: LateRecordingRequest | null): Promise<string | null> {
    const { state } = await this.#connection.give({ type: 'recording.start', late });
    return state.kind === 'refused' ? state.code : null;
  }

  split(): void {
    this.#give({ type: 'chambers.split', chamberIds: [] }, null);
  }

  merge(): void {
    this.#give({ type: 'chambers.merge', chamberIds: [] }, null);
  }

  /** @returns why it was refused; null when it was taken */
  async planChambers(chambers: ChamberDraft[]): Promise<string | null> {
    const { state } = await this.#connection.give({ type: 'chambers.plan', chambers });
    return state.kind === 'refused' ? state.code : null;
  }

  recall(siteIds: SiteId[]): void {
    this.#give({ type: 'sites.recall', siteIds }, null);
  }

  move(siteId: SiteId, chamberId: ChamberId | null): void {
    this.#give({ type: 'site.move', siteId, chamberId }, siteId);
  }

  /** The site in hand goes to the technical room, or back to where it belongs. */
  toggleAside(): void {
    const siteId = this.selected;
    if (siteId === null) return;
    const isAside = chamberOf(this.#connection.live.whole(), siteId)?.kind === 'technical';
    this.#give({ type: isAside ? 'site.bringBack' : 'site.setAside', siteId }, siteId);
  }

  /** Takes a site in hand and makes it ready, so that the take costs no wait. The room it is in is conducted. */
  select(siteId: SiteId | null): void {
    if (siteId !== null) this.look(chamberOf(this.#connection.live.whole(), siteId)?.chamberId ?? null);
    this.store.set({ selected: siteId, typed: '' });
    const stage = this.#stage();
    if (siteId === null || stage === null || sitesIn(stage.broadcast).includes(siteId)) return;
    if (stage.cue.some((cue) => cue.siteId === siteId && cue.target === 'broadcast')) return;
    this.#give({ type: 'cue.set', cue: [{ siteId, target: 'broadcast' }] }, siteId);
  }

  take(target: Target): void {
    this.#follow();
    const stage = this.#stage();
    const { selected, kind } = this.store.get();
    if (stage === null) return;
    const layout = composeLayout(kind, stage[target], selected);
    if (sitesIn(layout).length === 0) return;
    this.#give({ type: 'stage.take', target, layout }, selected);
  }

  setKind(kind: LayoutKind): void {
    this.store.set({ kind });
  }

  nextGrid(): void {
    this.setKind(nextGrid(this.store.get().kind));
  }

  toggleFloor(): void {
    const siteId = this.selected;
    if (siteId === null) return;
    this.#follow();
    const open = this.#stage()?.floor.includes(siteId) === true;
    this.#give({ type: open ? 'floor.withdraw' : 'floor.grant', siteId }, siteId);
  }

  mute(): void {
    this.#follow();
    if (this.selected !== null) this.#give({ type: 'floor.withdraw', siteId: this.selected }, this.selected);
  }

  /** All but the chair and the exceptions. */
  muteAll(): void {
    const floor = this.#stage()?.floor ?? [];
    const except = this.store.get().kept.filter((siteId) => floor.includes(siteId));
    this.#give({ type: 'floor.clear', except }, null);
  }

  toggleContent(): void {
    const siteId = this.selected;
    this.#follow();
    const shown = this.#stage()?.content ?? null;
    if (shown !== null && (siteId === null || shown === siteId)) this.#give({ type: 'content.stop' }, shown);
    else if (siteId !== null) this.#give({ type: 'content.show', siteId }, siteId);
  }

  /** Calls the site in hand for the chair, carries out what the chair asked for, or lets the site go. */
  toggleBringUp(): void {
    this.#follow();
    if (this.selected !== null) this.bringUp(this.selected);
  }

  bringUp(siteId: SiteId): void {
    const open = this.#connection.live
      .bringUps()
      .find(
        (bringUp) =>
          bringUp.siteId === siteId && ['requested', 'running', 'established'].includes(bringUp.state),
      );
    if (!open) this.#give({ type: 'bringUp.request', siteId }, siteId);
    else if (open.state === 'requested') this.#give({ type: 'bringUp.perform', siteId }, siteId);
    else this.#give({ type: 'bringUp.release', siteId }, siteId);
  }

  toggleKept(siteId: SiteId): void {
    const { kept } = this.store.get();
    const isKept = kept.includes(siteId);
    this.store.set({ kept: isKept ? kept.filter((other) => other !== siteId) : [...kept, siteId] });
  }

  toggleCamera(): void {
    this.store.set(cameraToggled(this.store.get()));
  }

  recallCamera(siteId: SiteId, name: string): void {
    this.#give({ type: 'camera.recall', siteId, name }, siteId);
  }

  /** @returns why it was not taken */
  pushCamera(siteId: SiteId, move: CameraMove): Promise<string | null> {
    return this.#connection.pushCamera(siteId, move);
  }

  setGain(siteId: SiteId, db: number): void {
    if (GainDb.safeParse(db).success) this.#give({ type: 'sound.setGain', siteId, db }, siteId);
  }

  /** Notes that the site in hand asks to speak; a name known later is added to the same request. */
  noteWish(person = ''): void {
    const siteId = this.selected;
    if (siteId === null) return;
    this.#follow();
    this.#give({ type: 'speak.request', siteId, person }, siteId);
  }

  grantSpeech(request: Pick<SpeakRequest, 'requestId' | 'siteId'>): void {
    this.look(chamberOf(this.#connection.live.whole(), request.siteId)?.chamberId ?? null);
    const { speechMinutes: minutes, speechCamera } = this.store.get();
    const camera = speechCamera?.siteId === request.siteId ? { cameraPreset: speechCamera.name } : {};
    const limitMs = minutes === null ? null : minutes * 60_000;
    this.#give({ type: 'speak.grant', requestId: request.requestId, limitMs, ...camera }, request.siteId);
  }

  /** Invites whoever is first in the queue of the room that is conducted. */
  nextSpeaker(): void {
    const { live } = this.#connection;
    const first = queueIn(live)[0];
    if (first) this.grantSpeech(first);
  }

  /** The next segment of the running order, and no other. */
  nextSegment(): void {
    const { live } = this.#connection;
    const current = live.whole()?.order?.current;
    const next = current === undefined ? null : nextSegment({ segments: live.segments(), current });
    if (next === null) return;
    this.look(null);
    this.#give({ type: 'script.advance', segmentId: next.segmentId }, next.speakerSiteId);
  }

  /** Leaves the running order, on the word of the chair's site. */
  depart(segmentId: string, reason: string): void {
    this.look(null);
    this.#give({ type: 'script.depart', segmentId, reason }, null);
  }

  takeUpScript(): void {
    this.#give({ type: 'script.takeUp' }, null);
  }

  canUndo(meeting: LiveMeeting | null, now: number): boolean {
    return meeting?.undoUntil != null && meeting.undoUntil > now && meeting.undoBy === this.#userId;
  }

  undo(): void {
    if (this.canUndo(this.#connection.live.meeting(), this.#connection.now()))
      this.#give({ type: 'stage.undo' }, null);
  }

  give(command: Command): void {
    this.#give(command, null);
  }

  /** For what somebody wrote. @returns whether it was taken; why not is told with the last command */
  async tell(command: Command): Promise<boolean> {
    const { state } = await this.#send(command, null);
    return state.kind !== 'refused';
  }

  /** The site in hand may have changed its room meanwhile: what follows is about the room it is in. */
  #follow(): void {
    const { live } = this.#connection;
    if (this.selected !== null) live.look(chamberOf(live.whole(), this.selected)?.chamberId ?? null);
  }

  #stage() {
    return this.#connection.live.meeting()?.stage ?? null;
  }

  #give(command: Command, siteId: SiteId | null): void {
    void this.#send(command, siteId);
  }

  async #send(command: Command, siteId: SiteId | null): Promise<GivenCommand> {
    const ended = this.#connection.give(command);
    const given = this.#connection.store.get().commands.at(-1);
    if (given) this.store.set({ last: { given, siteId } });
    const result = await ended;
    if (this.store.get().last?.given.commandId === result.commandId)
      this.store.set({ last: { given: result, siteId } });
    return result;
  }
}
