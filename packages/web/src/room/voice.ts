/** Loudness as the factor an element or a gain node takes. */
export const factorOf = (db: number): number => 10 ** (db / 20);

/**
 * The sound of one site. Softer is the element's own volume; louder goes through a gain node, whose output the same element
 * plays, so that the chosen speaker stays the chosen one.
 */
export class Voice {
  readonly element = new Audio();
  readonly #stream: MediaStream;
  #amplifier: {
    readonly context: AudioContext;
    readonly gain: GainNode;
    readonly feeder: HTMLAudioElement;
  } | null = null;

  constructor(stream: MediaStream) {
    this.#stream = stream;
    this.element.srcObject = stream;
  }

  setGain(db: number): void {
    if (db <= 0) {
      this.#drop();
      this.element.volume = factorOf(db);
      return;
    }
    this.element.volume = 1;
    this.#amplifier ??= this.#amplify();
    this.#amplifier.gain.gain.value = factorOf(db);
  }

  close(): void {
    this.#drop();
    this.element.srcObject = null;
  }

  #amplify() {
    const context = new AudioContext();
    const gain = context.createGain();
    const output = context.createMediaStreamDestination();
    context.createMediaStreamSource(this.#stream).connect(gain).connect(output);
    // A browser decodes a remote sound only while an element plays it.
    const feeder = new Audio();
    feeder.muted = true;
    feeder.srcObject = this.#stream;
    void feeder.play().catch(() => {
      // Held back until somebody touches the page: the sound itself is held back with it and told by its owner.
    });
    this.#play(output.stream);
    return { context, gain, feeder };
  }

  #drop(): void {
    const amplifier = this.#amplifier;
    if (amplifier === null) return;
    this.#amplifier = null;
    amplifier.feeder.srcObject = null;
    this.#play(this.#stream);
    void amplifier.context.close().catch(() => {
      // It is closed already.
    });
  }

  #play(stream: MediaStream): void {
    const wasPlaying = !this.element.paused;
    this.element.srcObject = stream;
    if (wasPlaying)
      void this.element.play().catch(() => {
        // The page was closed meanwhile.
      });
  }
}
