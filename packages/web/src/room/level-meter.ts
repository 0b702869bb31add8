import type { MicSound } from '@nhipcau/contracts';
import { lookAtSound } from '@nhipcau/domain';
import { Store } from '../state/store.ts';
import { MicJudge } from './mic-judge.ts';

const LOOK_EVERY_MS = 100;
/** 170 ms of sound: no sample between two looks is missed, also when a timer is late. */
const SAMPLES = 8192;

export interface MicState {
  /** dBFS between −90 and 0; null while it cannot be measured. */
  readonly db: number | null;
  readonly sound: MicSound;
}

const unheard: MicState = { db: null, sound: 'unknown' };

/** Loudness of a microphone before any muting, and whether it is distorted, too quiet or still. */
export class LevelMeter {
  readonly store = new Store<MicState>(unheard);
  readonly #judge = new MicJudge();
  readonly #samples = new Float32Array(SAMPLES);
  #context: AudioContext | null = null;
  #source: MediaStreamAudioSourceNode | null = null;
  #analyser: AnalyserNode | null = null;
  #timer: ReturnType<typeof setInterval> | null = null;

  setTrack(track: MediaStreamTrack | null): void {
    this.#source?.disconnect();
    this.#source = null;
    this.#forget();
    if (track === null) {
      if (this.#timer !== null) clearInterval(this.#timer);
      this.#timer = null;
      return;
    }
    this.#context ??= new AudioContext();
    this.#analyser ??= Object.assign(this.#context.createAnalyser(), { fftSize: SAMPLES });
    this.#source = this.#context.createMediaStreamSource(new MediaStream([track]));
    this.#source.connect(this.#analyser);
    this.#timer ??= setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.resume();
  }

  /** Browsers keep sound processing asleep until the person touched the page. */
  resume(): void {
    if (this.#context?.state === 'suspended')
      void this.#context.resume().catch(() => {
        // Stays asleep until the next touch of the page.
      });
  }

  /** What a report tells of the time since the one before. */
  report(): { readonly micDb: number | null; readonly micSound: MicSound } {
    return { micDb: this.#judge.takeLoudest(), micSound: this.#judge.sound };
  }

  #look(): void {
    if (!this.#analyser || !this.#source || this.#context?.state !== 'running') return this.#forget();
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const look = lookAtSound(this.#samples);
    this.#judge.look(look, performance.now());
    const db = Math.round(look.db);
    const { sound } = this.#judge;
    const shown = this.store.get();
    if (shown.db !== db || shown.sound !== sound) this.store.set({ db, sound });
  }

  #forget(): void {
    this.#judge.forget();
    if (this.store.get().db !== null) this.store.set(unheard);
  }
}
