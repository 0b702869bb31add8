/** Moves a node without interrupting it where the browser can (Chromium 133 and later). */
function move(parent: Element, node: Element): void {
  const moveBefore: unknown = Reflect.get(parent, 'moveBefore');
  if (typeof moveBefore === 'function' && node.isConnected && parent.isConnected)
    Reflect.apply(moveBefore, parent, [node, null]);
  else parent.append(node);
}

/** Time that a prepared picture is kept after nobody asks for it any more. */
const LINGER_MS = 3_000;

/**
 * Video elements of streams. One made ready plays out of sight, so that a take shows a picture that is decoded
 * already: the element moves into its pane and nothing has to begin.
 */
export class VideoPool {
  readonly #ready = new Map<MediaStream, HTMLVideoElement>();
  readonly #wanted = new Set<MediaStream>();
  readonly #shown = new Map<MediaStream, Set<HTMLVideoElement>>();
  #shelf: HTMLElement | null = null;

  /** Keeps these streams playing out of sight; others that nobody shows are let go. */
  prepare(streams: ReadonlySet<MediaStream>): void {
    this.#wanted.clear();
    for (const stream of streams) {
      this.#wanted.add(stream);
      if (!this.#ready.has(stream)) this.#ready.set(stream, this.#play(newVideo(stream), this.#shelfOf()));
    }
    for (const [stream, video] of this.#ready) {
      if (this.#wanted.has(stream)) continue;
      // A cue that was used up is about to be shown: its picture waits a moment for its pane.
      setTimeout(() => {
        if (this.#wanted.has(stream) || this.#ready.get(stream) !== video) return;
        this.#ready.delete(stream);
        drop(video);
      }, LINGER_MS);
    }
  }

  /** An element that plays the stream in `host`: the prepared one when there is one. */
  take(stream: MediaStream, host: HTMLElement): HTMLVideoElement {
    const video = this.#ready.get(stream) ?? newVideo(stream);
    this.#ready.delete(stream);
    const shown = this.#shown.get(stream) ?? new Set();
    this.#shown.set(stream, shown);
    shown.add(video);
    return this.#play(video, host);
  }

  /**
   * The stream is about to end. Browsers draw an ended stream black, so its last frame is kept over every place
   * where it is visible until that place shows something else.
   */
  freeze(stream: MediaStream): void {
    for (const video of this.#shown.get(stream) ?? []) {
      const context =
        video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA
          ? document.createElement('canvas').getContext('2d')
          : null;
      if (context === null) continue;
      context.canvas.width = video.videoWidth;
      context.canvas.height = video.videoHeight;
      context.drawImage(video, 0, 0);
      video.after(context.canvas);
    }
  }

  /** The pane no longer shows it. */
  giveBack(stream: MediaStream, video: HTMLVideoElement): void {
    const shown = this.#shown.get(stream);
    shown?.delete(video);
    if (shown?.size === 0) this.#shown.delete(stream);
    if (!this.#wanted.has(stream) || this.#ready.has(stream)) return drop(video);
    this.#ready.set(stream, this.#play(video, this.#shelfOf()));
  }

  #play(video: HTMLVideoElement, host: HTMLElement): HTMLVideoElement {
    move(host, video);
    if (video.paused)
      void video.play().catch(() => {
        // Moved or dropped again before it began to play.
      });
    return video;
  }

  #shelfOf(): HTMLElement {
    if (this.#shelf?.isConnected) return this.#shelf;
    this.#shelf = document.createElement('div');
    this.#shelf.className = 'video-shelf';
    this.#shelf.ariaHidden = 'true';
    document.body.append(this.#shelf);
    return this.#shelf;
  }
}

function newVideo(stream: MediaStream): HTMLVideoElement {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.autoplay = true;
  video.tabIndex = -1;
  video.srcObject = stream;
  return video;
}

function drop(video: HTMLVideoElement): void {
  video.srcObject = null;
  video.remove();
}

/** One pool for the page: an element can move between all its panes. */
export const videoPool = new VideoPool();
