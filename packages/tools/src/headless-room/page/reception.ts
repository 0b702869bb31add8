/** What a page really receives and shows, read from decoded pictures and sounds, not from what the page says. */
interface SeenPicture {
  /** From the picture's marker; null when it has none that can be read. */
  readonly number: number | null;
  readonly ageMs: number | null;
  readonly width: number;
  readonly height: number;
  /** Width on the page, CSS pixels. */
  readonly shownWidth: number;
}

/** A change on a visible picture: another site, or another resolution. */
interface SeenChange {
  readonly number: number;
  readonly height: number;
  readonly shownWidth: number;
  /** When its frame was presented, epoch milliseconds of the machine's clock. */
  readonly atMs: number;
}

const visibleNow = (video: HTMLVideoElement): boolean => {
  const box = video.getBoundingClientRect();
  return (
    box.width >= 16 &&
    box.height >= 9 &&
    video.videoWidth > 0 &&
    video.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  );
};

/** Listens to every track that any connection of the page receives. */
class SoundProbe {
  readonly #context = new AudioContext({ sampleRate: 48_000 });
  readonly #ear: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer>;

  constructor() {
    this.#ear = this.#context.createAnalyser();
    this.#ear.fftSize = 8192;
    this.#samples = new Float32Array(this.#ear.fftSize);
  }

  listen(track: MediaStreamTrack): void {
    const source = this.#context.createMediaStreamSource(new MediaStream([track]));
    source.connect(this.#ear);
    track.addEventListener('ended', () => source.disconnect());
  }

  /** Loudness of each tone in what is received together, dBFS; -127 is silence. */
  levels(tonesHz: readonly number[]): number[] {
    this.#ear.getFloatTimeDomainData(this.#samples);
    return tonesHz.map((hz) => this.#level(hz));
  }

  /** Goertzel's algorithm over a Hann window: about 12 Hz wide. */
  #level(hz: number): number {
    const turn = (2 * Math.PI * hz) / this.#context.sampleRate;
    const factor = 2 * Math.cos(turn);
    const length = this.#samples.length;
    let [before, beforeThat] = [0, 0];
    for (let index = 0; index < length; index += 1) {
      const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / length);
      const now = (this.#samples[index] ?? 0) * window + factor * before - beforeThat;
      [before, beforeThat] = [now, before];
    }
    const power = before ** 2 + beforeThat ** 2 - factor * before * beforeThat;
    const amplitude = (Math.sqrt(Math.max(0, power)) * 4) / length;
    return Math.max(-127, 20 * Math.log10(Math.max(amplitude, 1e-7)));
  }
}

/** Follows every frame of every video of the page and notes when a visible picture changes. */
class PictureProbe {
  readonly #followed = new WeakSet<HTMLVideoElement>();
  readonly #last = new WeakMap<HTMLVideoElement, string>();
  readonly #changes: SeenChange[] = [];
  #frames = 0;

  constructor() {
    const look = () => {
      for (const video of document.querySelectorAll('video')) this.#follow(video);
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true });
    look();
  }

  now(): SeenPicture[] {
    return [...document.querySelectorAll('video')].filter(visibleNow).map((video) => {
      const marker = markerReader.read(video);
      return {
        number: marker?.number ?? null,
        ageMs: marker?.ageMs ?? null,
        width: video.videoWidth,
        height: video.videoHeight,
        shownWidth: Math.round(video.getBoundingClientRect().width),
      };
    });
  }

  /** Frames presented on all videos since the page was opened. */
  get frames(): number {
    return this.#frames;
  }

  /** Takes what was noted since the last call. */
  take(): SeenChange[] {
    return this.#changes.splice(0);
  }

  #follow(video: HTMLVideoElement): void {
    if (this.#followed.has(video)) return;
    this.#followed.add(video);
    const next = () => {
      this.#frames += 1;
      this.#note(video);
      video.requestVideoFrameCallback(next);
    };
    video.requestVideoFrameCallback(next);
  }

  #note(video: HTMLVideoElement): void {
    if (!visibleNow(video)) return void this.#last.delete(video);
    const marker = markerReader.read(video);
    if (marker === null) return;
    const seen = `${marker.number}/${video.videoHeight}`;
    if (this.#last.get(video) === seen) return;
    this.#last.set(video, seen);
    this.#changes.push({
      number: marker.number,
      height: video.videoHeight,
      shownWidth: Math.round(video.getBoundingClientRect().width),
      atMs: Date.now(),
    });
    if (this.#changes.length > 5000) this.#changes.shift();
  }
}

/** Puts the probes where the driver of the page finds them. */
// biome-ignore lint/correctness/noUnusedVariables: used by another script of this folder.
function installProbes(): void {
  const sounds = new SoundProbe();
  const Native = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      this.addEventListener('track', ({ track }) => {
        if (track.kind === 'audio') sounds.listen(track);
      });
    }
  };
  const probe = { sounds, pictures: null as PictureProbe | null };
  const follow = () => {
    probe.pictures = new PictureProbe();
  };
  if (document.readyState === 'loading')
    document.addEventListener('DOMContentLoaded', follow, { once: true });
  else follow();
  Object.defineProperty(globalThis, 'receptionProbe', { value: probe });
}
