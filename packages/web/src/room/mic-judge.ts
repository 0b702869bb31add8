import type { MicSound } from '@nhipcau/contracts';
import { MIC_MEMORY_S, type MicSecond, micSoundOf } from '@nhipcau/domain';

const SECOND_MS = 1_000;

/** Gathers looks at a microphone into seconds and keeps what is to be said of it (rule MN-21). */
export class MicJudge {
  #seconds: MicSecond[] = [];
  #began: number | null = null;
  #open: MicSecond | null = null;
  #sound: MicSound = 'unknown';
  #loudest: number | null = null;

  get sound(): MicSound {
    return this.#sound;
  }

  /** @param now - ms of any clock that only goes on */
  look({ db, clipped }: { readonly db: number; readonly clipped: boolean }, now: number): void {
    if (this.#began !== null && this.#open !== null && now - this.#began >= SECOND_MS) {
      this.#seconds = [...this.#seconds, this.#open].slice(-MIC_MEMORY_S);
      this.#sound = micSoundOf(this.#seconds, this.#sound);
      this.#began = null;
      this.#open = null;
    }
    this.#began ??= now;
    const open = this.#open ?? { loudestDb: db, softestDb: db, clipped: 0 };
    this.#open = {
      loudestDb: Math.max(open.loudestDb, db),
      softestDb: Math.min(open.softestDb, db),
      clipped: open.clipped + (clipped ? 1 : 0),
    };
    this.#loudest = Math.max(this.#loudest ?? db, db);
  }

  /** Loudest since it was asked before, dBFS; null: nothing was measured. */
  takeLoudest(): number | null {
    const loudest = this.#loudest;
    this.#loudest = null;
    return loudest;
  }

  /** Another microphone, or it cannot be heard any more: what was before says nothing of it. */
  forget(): void {
    this.#seconds = [];
    this.#began = null;
    this.#open = null;
    this.#sound = 'unknown';
    this.#loudest = null;
  }
}
