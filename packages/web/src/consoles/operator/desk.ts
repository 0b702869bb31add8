import type { Command, LayoutKind, LiveMeeting, SiteId, Target } from '@nhipcau/contracts';
import { sitesIn } from '@nhipcau/domain';
import { composeLayout, nextGrid } from '../../live/compose.ts';
import type { GivenCommand, LiveConnection } from '../../live/live-connection.ts';
import type { WallFilter } from '../../live/wall-groups.ts';
import { Store } from '../../state/store.ts';

export type Density = 'tiles' | 'rows' | 'matrix';

export interface DeskState {
  readonly selected: SiteId | null;
  readonly typed: string;
  /** Arrangement that the next take uses. */
  readonly kind: LayoutKind;
  readonly density: Density;
  readonly filter: WallFilter;
  readonly helpOpen: boolean;
  /** The last command that changes what people see or hear, and whom it is about. */
  readonly last: { readonly given: GivenCommand; readonly siteId: SiteId | null } | null;
}

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

  /** Takes a site in hand and makes it ready, so that the take costs no wait. */
  select(siteId: SiteId | null): void {
    this.store.set({ selected: siteId, typed: '' });
    const stage = this.#stage();
    if (siteId === null || stage === null || sitesIn(stage.broadcast).includes(siteId)) return;
    if (stage.cue.some((cue) => cue.siteId === siteId && cue.target === 'broadcast')) return;
    this.#give({ type: 'cue.set', cue: [{ siteId, target: 'broadcast' }] }, siteId);
  }

  take(target: Target): void {
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
    const open = this.#stage()?.floor.includes(siteId) === true;
    this.#give({ type: open ? 'floor.withdraw' : 'floor.grant', siteId }, siteId);
  }

  mute(): void {
    if (this.selected !== null) this.#give({ type: 'floor.withdraw', siteId: this.selected }, this.selected);
  }

  muteAll(): void {
    this.#give({ type: 'floor.clear' }, null);
  }

  toggleContent(): void {
    const siteId = this.selected;
    const shown = this.#stage()?.content ?? null;
    if (shown !== null && (siteId === null || shown === siteId)) this.#give({ type: 'content.stop' }, shown);
    else if (siteId !== null) this.#give({ type: 'content.show', siteId }, siteId);
  }

  /** Calls the site in hand for the chair, carries out what the chair asked for, or lets the site go. */
  toggleBringUp(): void {
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

  #stage() {
    return this.#connection.live.meeting()?.stage ?? null;
  }

  #give(command: Command, siteId: SiteId | null): void {
    const ended = this.#connection.give(command);
    const given = this.#connection.store.get().commands.at(-1);
    if (given) this.store.set({ last: { given, siteId } });
    void ended.then((result) => {
      if (this.store.get().last?.given.commandId === result.commandId)
        this.store.set({ last: { given: result, siteId } });
    });
  }
}
