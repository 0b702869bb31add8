import { MAX_STILL_BASE64 } from '@nhipcau/contracts';

const WIDTH = 320;
const HEIGHT = 180;
const QUALITIES = [0.7, 0.5, 0.35, 0.2] as const;

/** Takes small still pictures of the own camera for the operator's wall. */
export class StillCamera {
  readonly #video: HTMLVideoElement;
  readonly #canvas: HTMLCanvasElement;

  constructor() {
    this.#video = document.createElement('video');
    this.#video.muted = true;
    this.#video.playsInline = true;
    this.#canvas = document.createElement('canvas');
    this.#canvas.width = WIDTH;
    this.#canvas.height = HEIGHT;
  }

  setTrack(track: MediaStreamTrack | null): void {
    this.#video.srcObject = track ? new MediaStream([track]) : null;
    if (track)
      void this.#video.play().catch(() => {
        // Replaced by another track meanwhile: its own play() follows.
      });
  }

  /** @returns JPEG as base64, or null while there is no picture or none is small enough */
  async take(): Promise<string | null> {
    const context = this.#canvas.getContext('2d');
    if (!context || this.#video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
    const { videoWidth, videoHeight } = this.#video;
    if (videoWidth === 0) return null;
    const scale = Math.max(WIDTH / videoWidth, HEIGHT / videoHeight);
    const [width, height] = [videoWidth * scale, videoHeight * scale];
    context.drawImage(this.#video, (WIDTH - width) / 2, (HEIGHT - height) / 2, width, height);
    for (const quality of QUALITIES) {
      const blob = await new Promise<Blob | null>((resolve) =>
        this.#canvas.toBlob(resolve, 'image/jpeg', quality),
      );
      const base64 = blob ? toBase64(new Uint8Array(await blob.arrayBuffer())) : null;
      if (base64 && base64.length <= MAX_STILL_BASE64) return base64;
    }
    return null;
  }

  close(): void {
    this.setTrack(null);
  }
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
