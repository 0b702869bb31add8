import type { StreamAnnounced, StreamId } from '@nhipcau/contracts';

/** Most streams taken from one neighbour in one meeting. */
export const MAX_ANNOUNCED = 6_000;

let lastVersion = 0;
const nextVersion = (): number => {
  lastVersion += 1;
  return lastVersion;
};

/** What a neighbour announced in one meeting, as it came; who believes what is decided when it is read. */
export class AnnouncementTable {
  #streams = new Map<StreamId, StreamAnnounced>();
  #version = nextVersion();

  /** Another one after every change; no two tables ever have the same. */
  get version(): number {
    return this.#version;
  }

  get streams(): Iterable<StreamAnnounced> {
    return this.#streams.values();
  }

  has(streamId: StreamId): boolean {
    return this.#streams.has(streamId);
  }

  get(streamId: StreamId): StreamAnnounced | null {
    return this.#streams.get(streamId) ?? null;
  }

  replace(streams: readonly StreamAnnounced[]): void {
    this.#streams = new Map(streams.slice(0, MAX_ANNOUNCED).map((stream) => [stream.streamId, stream]));
    this.#version = nextVersion();
  }

  change(announced: readonly StreamAnnounced[], withdrawn: readonly StreamId[]): void {
    for (const streamId of withdrawn) this.#streams.delete(streamId);
    for (const stream of announced) {
      if (this.#streams.size < MAX_ANNOUNCED || this.#streams.has(stream.streamId))
        this.#streams.set(stream.streamId, stream);
    }
    this.#version = nextVersion();
  }
}

/** Difference between what a neighbour was told and what it should know. */
export function announcementChanges(
  told: ReadonlyMap<StreamId, StreamAnnounced>,
  now: ReadonlyMap<StreamId, StreamAnnounced>,
): { announced: StreamAnnounced[]; withdrawn: StreamId[] } {
  return {
    announced: [...now.values()].filter((stream) => !sameAnnouncement(told.get(stream.streamId), stream)),
    withdrawn: [...told.keys()].filter((streamId) => !now.has(streamId)),
  };
}

const sameAnnouncement = (a: StreamAnnounced | undefined, b: StreamAnnounced): boolean =>
  a !== undefined && a.muted === b.muted && a.path.join('/') === b.path.join('/');
