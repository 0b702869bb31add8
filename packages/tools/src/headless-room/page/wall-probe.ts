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
    addEventListener(
      'keydown',
      () => {
        wallProbe.pressedAt = performance.now();
      },
      { once: true, capture: true },
    );
  },
  pressedAt: null as number | null,

  /** Milliseconds from that key until the frame in which a site's tile shows that it is cued. */
  cued(siteId: string): Promise<number> {
    return new Promise((resolve) => {
      const look = () => {
        const tile = document.querySelector(`[data-site="${siteId}"]`);
        const { pressedAt } = wallProbe;
        if (pressedAt !== null && tile?.classList.contains('cued')) resolve(performance.now() - pressedAt);
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
Object.assign(globalThis, { wallProbe });
