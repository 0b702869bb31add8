/** What a bench counts in the operator's page. */
const wallProbe = {
  /** A picture as a room's still is one, JPEG, base64. */
  still(): string {
    const canvas = document.createElement('canvas');
    canvas.width = 320;
    canvas.height = 180;
    const context = canvas.getContext('2d');
    for (let n = 0; context && n < 400; n += 1) {
      context.fillStyle = `hsl(${(n * 37) % 360} 40% ${30 + (n % 40)}%)`;
      context.fillRect((n * 53) % 320, (n * 29) % 180, 40, 24);
    }
    return canvas.toDataURL('image/jpeg', 0.6).split(',')[1] ?? '';
  },

  /** Frames the page really draws in a window, and the longest gap between two. */
  frames(windowMs: number): Promise<{ fps: number; worstMs: number }> {
    return new Promise((resolve) => {
      let frames = 0;
      let worstMs = 0;
      let first = 0;
      let last = 0;
      const count = (at: number) => {
        if (first === 0) first = at;
        else {
          frames += 1;
          worstMs = Math.max(worstMs, at - last);
        }
        last = at;
        if (at - first < windowMs) requestAnimationFrame(count);
        else resolve({ fps: Math.round((frames * 10_000) / (at - first)) / 10, worstMs });
      };
      requestAnimationFrame(count);
    });
  },

  /** From now on the next key begins a measure. */
  arm(): void {
    wallProbe.pressedAt = null;
    wallProbe.sentAt = null;
    wallProbe.heardAt = null;
    addEventListener(
      'keydown',
      () => {
        wallProbe.pressedAt = performance.now();
      },
      { once: true, capture: true },
    );
  },
  pressedAt: null as number | null,
  /** When the page gave its command to the socket, and when the socket brought the cue back. */
  sentAt: null as number | null,
  heardAt: null as number | null,
  awaited: '',

  /** Milliseconds from that key until the frame in which a site's tile shows that it is cued; of them, away from the page. */
  cued(siteId: string): Promise<{ ms: number; awayMs: number }> {
    wallProbe.awaited = siteId;
    return new Promise((resolve) => {
      const look = () => {
        const tile = document.querySelector(`[data-site="${siteId}"]`);
        const { pressedAt, sentAt, heardAt } = wallProbe;
        if (pressedAt !== null && sentAt !== null && heardAt !== null && tile?.classList.contains('cued'))
          resolve({ ms: performance.now() - pressedAt, awayMs: heardAt - sentAt });
        else requestAnimationFrame(look);
      };
      look();
    });
  },

  /** Classes of each tile, by site. */
  tiles(): [string, string][] {
    return [...document.querySelectorAll<HTMLElement>('.tile')].map((tile) => [
      tile.dataset['site'] ?? '',
      tile.className,
    ]);
  },
};

/** Tells the probe when a command leaves and when its cue comes, before the page itself hears of it. */
class ProbedSocket extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols);
    this.addEventListener('message', ({ data, timeStamp }) => {
      const { sentAt, heardAt, awaited } = wallProbe;
      if (sentAt === null || heardAt !== null || typeof data !== 'string') return;
      if (data.includes('"cue"') && data.includes(awaited)) wallProbe.heardAt = timeStamp;
    });
  }
  override send(data: string): void {
    if (wallProbe.pressedAt !== null && data.includes('command.give')) wallProbe.sentAt ??= performance.now();
    super.send(data);
  }
}
Object.assign(globalThis, { wallProbe, WebSocket: ProbedSocket });
