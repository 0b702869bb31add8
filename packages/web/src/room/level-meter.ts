/** Quietest level a meter shows, dBFS. */
export const SILENCE_DB = -90;

/** Loudness of a microphone before any muting, from the last 1024 samples. */
export class LevelMeter {
  #context: AudioContext | null = null;
  #source: MediaStreamAudioSourceNode | null = null;
  #analyser: AnalyserNode | null = null;
  readonly #samples = new Float32Array(1024);

  setTrack(track: MediaStreamTrack | null): void {
    this.#source?.disconnect();
    this.#source = null;
    if (track === null) return;
    this.#context ??= new AudioContext();
    this.#analyser ??= Object.assign(this.#context.createAnalyser(), { fftSize: 1024 });
    this.#source = this.#context.createMediaStreamSource(new MediaStream([track]));
    this.#source.connect(this.#analyser);
    this.resume();
  }

  /** Browsers keep sound processing asleep until the person touched the page. */
  resume(): void {
    if (this.#context?.state === 'suspended')
      void this.#context.resume().catch(() => {
        // Stays asleep until the next touch of the page.
      });
  }

  /** dBFS between `SILENCE_DB` and 0, or null while it cannot be measured. */
  read(): number | null {
    if (!this.#analyser || !this.#source || this.#context?.state !== 'running') return null;
    this.#analyser.getFloatTimeDomainData(this.#samples);
    let power = 0;
    for (const sample of this.#samples) power += sample * sample;
    const rms = Math.sqrt(power / this.#samples.length);
    return Math.max(SILENCE_DB, Math.min(0, 20 * Math.log10(Math.max(rms, 1e-9))));
  }

  close(): void {
    this.#source?.disconnect();
    void this.#context?.close();
    this.#context = null;
    this.#analyser = null;
    this.#source = null;
  }
}
